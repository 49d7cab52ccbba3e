"""Full-text search: one interface, an index table per kind of thing, two dialects behind it.

A feature declares `TICKETS = Index("ticket_search", of="ticket")`, splices `statements(TICKETS)`
into a migration, calls `write` in the transaction that changes the thing, and asks `newest` for
ids. Must not know what is indexed, nor who may see it: visibility goes in as facets, for speed,
and as a condition on the thing's own table, for truth.

A facet is a word in a column of its own, such as `requester:12`, that nothing typed can match. It
makes "this word, this requester" quick in a million rows, where a condition alone would read
every row with the word.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.database import dialect, rows
from helpdesk.database.listing import Cursor
from helpdesk.text.search.asking import Query, query
from helpdesk.text.search.indexing import Field, document, facet
from helpdesk.text.search.postgres import POSTGRES
from helpdesk.text.search.reading import Dialect, Reading
from helpdesk.text.search.sqlite import SQLITE

__all__ = [
    "Field",
    "Index",
    "Query",
    "condition",
    "facet",
    "newest",
    "query",
    "remove",
    "statements",
    "write",
]

_MOST_COMPLETIONS = 40


@dataclass(frozen=True, slots=True)
class Index:
    """The index table `name` over the rows of table `of`; both names are our own constants.

    In a `numbered` index a thing is also found by its id.
    """

    name: str
    of: str
    numbered: bool = False


def statements(index: Index) -> dict[str, tuple[str, ...]]:
    """The SQL that makes the index, by dialect: `migration(…, **statements(TICKETS))`."""
    return {
        "sqlite": SQLITE.statements(index.name),
        "postgres": POSTGRES.statements(index.name),
    }


async def write(
    index: Index, row: int, fields: Mapping[Field, str], facets: Iterable[str] = ()
) -> None:
    """Put the thing with the id `row` into the index as it is now, in place of what stood there.

    `title` weighs more than `summary`, that more than `body`. Call it in the transaction of the
    change. Raises ValueError for a facet without a letter or digit.
    """
    kept = document(fields, facets, [str(row)] if index.numbered else [])
    for statement, values in _spoken().writing(index.name, row, kept):
        await rows(statement, *values)


async def remove(index: Index, row: int) -> None:
    """Take the thing out of the index; nothing happens when it is not there."""
    await rows(f"DELETE FROM {index.name} WHERE {_spoken().key} = {{}}", row)


async def newest(
    index: Index,
    query: Query,
    *,
    facets: Collection[str] | None = None,
    cursor: Cursor | None = None,
    limit: int = 51,
    where: str = "",
    values: Sequence[Any] = (),
) -> list[int]:
    """Ids of what matches, the greatest first, at most `limit`, from `cursor` (whose key is an id).

    With a backwards cursor the smallest id after it comes first, as `listing.page_of` wants it.
    `facets`: the thing has one of them; None, no matter which; empty, nothing is found. `where`
    with its `values` is a condition on the columns of the table `of`.
    """
    if facets is not None and not facets:
        return []
    asked = await _completed(index, query)
    reading = Reading(index.name, index.of, cursor, limit, where, tuple(values))
    return await _spoken().newest(asked, _words(facets), reading)


async def condition(
    index: Index,
    query: Query,
    *,
    facets: Collection[str] | None = None,
    column: str = "",
) -> tuple[str, tuple[Any, ...]]:
    """SQL with `{}` placeholders, and its values, to AND into a query: `column` (the id) matches.

    For lists in another order than newest first. It costs as much as there are matches, so give
    facets, or keep to small tables.
    """
    if facets is not None and not facets:
        return "FALSE", ()
    asked = await _completed(index, query)
    sql, values = _spoken().matching(index.name, asked, _words(facets))
    return f"{column or index.of + '.id'} IN ({sql})", values


async def _completed(index: Index, query: Query) -> Query:
    """With the unfinished word completed, unless it is a known word as it stands.

    As it stands "in" of "máy in" is a word; adding "internet" would bury the printers.
    """
    start = query.unfinished
    if not start:
        return query
    found = await rows(
        f"SELECT word FROM {index.name}_word WHERE word >= {{}} AND word < {{}}"
        f" ORDER BY length(word), word LIMIT {_MOST_COMPLETIONS}",
        start,
        f"{start}\U0010ffff",
    )
    known = [row["word"] for row in found]
    return query if start in known else query.completed(known)


def _words(facets: Collection[str] | None) -> tuple[str, ...] | None:
    return None if facets is None else tuple(sorted(map(facet, facets)))


def _spoken() -> Dialect:
    return POSTGRES if dialect() == "postgres" else SQLITE
