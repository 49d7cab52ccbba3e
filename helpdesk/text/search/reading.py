"""What both dialects are asked: the shape of one reading, and of a dialect."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from helpdesk.database.listing import Cursor
from helpdesk.text.search.asking import Query
from helpdesk.text.search.indexing import Document

Facets = tuple[str, ...] | None
Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Ids from index `name`, where the row of table `of` meets `where`, from a cursor on."""

    name: str
    of: str
    cursor: Cursor | None
    limit: int
    where: str
    values: tuple[Any, ...]

    @property
    def order(self) -> str:
        return "ASC" if self.cursor and self.cursor.backwards else "DESC"

    def beyond(self, column: str) -> Statement:
        """The condition that `column` lies after the cursor."""
        if self.cursor is None:
            return "TRUE", ()
        return f"{column} {'>' if self.cursor.backwards else '<'} {{}}", (self.cursor.keys[0],)


class Dialect(Protocol):
    """How one kind of database keeps and finds."""

    key: str

    def statements(self, name: str) -> tuple[str, ...]: ...

    def writing(self, name: str, row: int, kept: Document) -> Iterator[Statement]: ...

    def matching(self, name: str, asked: Query, facets: Facets) -> Statement: ...

    async def newest(self, asked: Query, facets: Facets, reading: Reading) -> list[int]: ...
