"""Engines with limits of their own, for tests of what happens at the limit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from helpdesk.database.engine import Engine, current, use
from helpdesk.database.postgres import Postgres
from helpdesk.database.sqlite import SQLite


@asynccontextmanager
async def opened(**limits: Any) -> AsyncIterator[Engine]:
    """A second engine on the database in use, itself in use meanwhile."""
    usual = current()
    if isinstance(usual, Postgres):
        engine: Engine = Postgres(usual.config["dsn"], pool_size=3, **limits)
    else:
        engine = SQLite(usual.path, readers=2, synchronous="OFF", **limits)
    use(engine)
    await engine.open()
    try:
        yield engine
    finally:
        await engine.close()
        use(usual)
