"""Read-only copies of a PostgreSQL server, and who may read from them; knows no request.

A person who has just written must not be shown a copy that has not heard of it yet. Whoever
serves a person sets `last_write` to the position kept with the session, and keeps it again
afterwards; where nothing is set (worker, command line) everything is read from the primary.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import asyncpg

logger = logging.getLogger("helpdesk.database")

REST = 5.0
"""Seconds that a replica which did not answer is left alone."""

_REPLAYED = "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint"
_WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"

_UNREACHABLE = (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError)


@dataclass(slots=True)
class LastWrite:
    """How far the log had come (bytes) when this person's last change was committed."""

    position: int = 0


last_write: ContextVar[LastWrite | None] = ContextVar("last_write", default=None)


class Replicas:
    """All copies, asked in turn."""

    def __init__(self, options: Sequence[Mapping[str, Any]]) -> None:
        """`options` of each copy's pool, its URL as `dsn` among them."""
        self._copies = [Replica(each) for each in options]
        self._next = 0

    async def open(self) -> None:
        for copy in self._copies:
            await copy.open()

    async def close(self) -> None:
        for copy in self._copies:
            await copy.close()

    async def fetch(self, sql: str, values: Sequence[Any], limit: float) -> list[Any] | None:
        """Rows from the first copy that is as far as the person's last change.

        None when there is none, none answers in `limit` seconds, or nobody is being served.
        """
        written = last_write.get()
        if written is None:
            return None
        for _ in self._copies:
            self._next = (self._next + 1) % len(self._copies)
            found = await self._copies[self._next].fetch(sql, values, written.position, limit)
            if found is not None:
                return found
        return None

    async def remember_write(self, connection: Any) -> None:
        """Note, for the person served, how far the log has come after a commit."""
        if self._copies and (written := last_write.get()) is not None:
            written.position = await connection.fetchval(_WRITTEN)


class Replica:
    """One copy, its pool, and how far it is known to have come."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._pool: Any = None
        self._replayed = 0
        self._rests_until = 0.0

    async def open(self) -> None:
        # min_size=0: a copy that is down must not keep the site from starting.
        self._pool = await asyncpg.create_pool(**{**self._options, "min_size": 0})

    async def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def fetch(
        self, sql: str, values: Sequence[Any], position: int, limit: float
    ) -> list[Any] | None:
        """Rows; None when the copy is behind `position`, or does not answer."""
        if time.monotonic() < self._rests_until:
            return None
        try:
            async with self._pool.acquire(timeout=limit) as connection:
                if not await self._has_replayed(connection, position):
                    return None
                found: list[Any] = await connection.fetch(sql, *values, timeout=limit)
                return found
        except _UNREACHABLE as error:
            logger.warning("a replica does not answer: %r", error)
            self._rests_until = time.monotonic() + REST
            return None

    async def _has_replayed(self, connection: Any, position: int) -> bool:
        if self._replayed < position:
            self._replayed = await connection.fetchval(_REPLAYED) or 0
        return self._replayed >= position
