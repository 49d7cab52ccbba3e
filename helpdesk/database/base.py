"""What both engines share: their errors and how they read a statement; opens nothing."""

import re
from functools import lru_cache
from typing import Any, Literal, Protocol

Dialect = Literal["sqlite", "postgres"]
Row = dict[str, Any]

PATIENCE = 15.0
"""Seconds that a person waits for a turn at the database before being told that it is busy."""
DEADLINE = 10.0
"""Seconds that one reading may take."""

_READS = re.compile(r"\s*(?:SELECT|VALUES|WITH)\b", re.IGNORECASE)
_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE\s+INTO)\b", re.IGNORECASE)


class Busy(Exception):
    """The database gave no turn, or no answer, in time; nothing was kept. Answered with 503."""


class Connection(Protocol):
    """What a transaction speaks through."""

    async def execute(self, sql: str) -> object: ...


@lru_cache(maxsize=4096)
def is_read(sql: str) -> bool:
    """Whether a statement only reads. In doubt (a word of writing after WITH or SELECT), no."""
    return bool(_READS.match(sql)) and not _WRITES.search(sql)


@lru_cache(maxsize=4096)
def compiled(sql: str, dialect: Dialect) -> tuple[str, int]:
    """SQL with the dialect's placeholders for `{}`, and how many there are."""
    first, *rest = sql.split("{}")
    if dialect == "sqlite":
        return "?".join((first, *rest)), len(rest)
    return first + "".join(f"${n}{part}" for n, part in enumerate(rest, 1)), len(rest)
