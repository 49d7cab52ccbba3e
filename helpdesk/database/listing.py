"""Keyset pages: a list is read from where the last page ended, never by counting rows.

Pure; knows no table. A query asks for `size + 1` rows in the cursor's direction and hands
what it found to `page_of`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_CURSOR = re.compile(r"([ab])(-?\d{1,18}(?:\.-?\d{1,18}){0,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The key of a row at the edge of a page; `backwards` asks for the rows before it."""

    keys: tuple[int, ...]
    backwards: bool = False

    def __str__(self) -> str:
        return ("b" if self.backwards else "a") + ".".join(map(str, self.keys))


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """One page of rows, and the cursors (as text for an address) of its neighbours."""

    rows: tuple[T, ...]
    newer: str | None
    older: str | None


def read_cursor(text: str | None, keys: int = 1) -> Cursor | None:
    """The cursor in an address; None, the first page, for whatever is not a cursor of `keys`."""
    match = _CURSOR.fullmatch(text or "")
    if match is None:
        return None
    values = tuple(int(key) for key in match[2].split("."))
    return Cursor(values, match[1] == "b") if len(values) == keys else None


def page_of(
    found: Sequence[T], cursor: Cursor | None, size: int, key: Callable[[T], tuple[int, ...]]
) -> Listing[T]:
    """Up to `size` of the `size + 1` rows found; for a backwards cursor they come reversed."""
    more = len(found) > size
    rows = tuple(found[:size])
    backwards = cursor is not None and cursor.backwards
    if backwards:
        rows = rows[::-1]
    if not rows:
        return Listing((), None, None)
    newer = Cursor(key(rows[0]), backwards=True) if (more if backwards else cursor) else None
    older = Cursor(key(rows[-1])) if (backwards or more) else None
    return Listing(rows, str(newer) if newer else None, str(older) if older else None)
