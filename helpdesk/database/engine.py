"""The engine in use, chosen by URL, and the three things asked of it; knows no table."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from piccolo.table import TABLE_REGISTRY

from helpdesk.database.base import Busy, Connection, Dialect, Row, compiled
from helpdesk.database.postgres import Postgres
from helpdesk.database.sqlite import SQLite

__all__ = [
    "Busy",
    "Engine",
    "connect",
    "connected",
    "current",
    "dialect",
    "rows",
    "transaction",
    "tuples",
    "use",
]

Engine = SQLite | Postgres

_in_use: Engine | None = None


def connect(url: str, *, replicas: Sequence[str] = (), statement_cache: bool = True) -> Engine:
    """An engine for `sqlite:///path` (four slashes: absolute) or `postgresql://…`, not yet open.

    `replicas` are read-only copies of a PostgreSQL server. pgbouncer in transaction mode needs
    `statement_cache=False`. Raises ValueError for any other URL.
    """
    if url.startswith(("postgresql://", "postgres://")):
        return Postgres(url, replicas=replicas, statement_cache=statement_cache)
    path = url.removeprefix("sqlite:///")
    if path in (url, "", ":memory:"):
        raise ValueError("the database must be sqlite:///path or postgresql://…")
    return SQLite(path)


def use(engine: Engine) -> None:
    """Bind every table to `engine`, those imported later included."""
    global _in_use
    _in_use = engine
    os.environ["PICCOLO_CONF"] = "helpdesk.database.piccolo_conf"
    for table in TABLE_REGISTRY:
        table._meta.db = engine


@asynccontextmanager
async def connected(
    url: str, *, replicas: Sequence[str] = (), statement_cache: bool = True
) -> AsyncIterator[Engine]:
    """Open an engine, use it, and close it at the end. Raises as `connect` does."""
    engine = connect(url, replicas=replicas, statement_cache=statement_cache)
    await engine.start_connection_pool()
    use(engine)
    try:
        yield engine
    finally:
        await engine.close_connection_pool()


def current() -> Engine:
    """The engine in use. Raises RuntimeError before the first `use`."""
    if _in_use is None:
        raise RuntimeError("no database is in use yet: call helpdesk.database.engine.use")
    return _in_use


def dialect() -> Dialect:
    return current().dialect


async def rows(sql: str, *values: Any) -> list[Row]:
    """Run one statement, `{}` standing for each of `values`; rows as dicts by column name."""
    return await _run(sql, values, bare=False)


async def tuples(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """As `rows`, for the hottest lists: bare tuples in the order of the columns."""
    return await _run(sql, values, bare=True)


async def _run(sql: str, values: tuple[Any, ...], *, bare: bool) -> list[Any]:
    engine = current()
    statement, count = compiled(sql, engine.dialect)
    if count != len(values):
        raise ValueError(f"{count} placeholders but {len(values)} values: {sql}")
    return await engine.fetch(statement, values, bare=bare)


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing; inside another transaction, a savepoint: an error undoes only this part.

    Raises Busy when no turn to write comes in time.
    """
    engine = current()
    outer = engine.ongoing()
    if outer is None:
        async with engine.transaction():
            yield
    else:
        async with _savepoint(outer.connection, f"level_{outer.get_savepoint_id()}"):
            yield


@asynccontextmanager
async def _savepoint(connection: Connection, name: str) -> AsyncIterator[None]:
    await connection.execute(f"SAVEPOINT {name}")
    try:
        yield
    except BaseException:
        await connection.execute(f"ROLLBACK TO SAVEPOINT {name}")
        await connection.execute(f"RELEASE SAVEPOINT {name}")
        raise
    await connection.execute(f"RELEASE SAVEPOINT {name}")
