"""What only PostgreSQL does: a pool whose connections come back whatever happens."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from helpdesk.database import rows, transaction
from helpdesk.database.engine import Busy, use
from helpdesk.database.postgres import Postgres


@pytest.fixture
async def engine(postgres_url: str) -> AsyncIterator[Postgres]:
    engine = Postgres(postgres_url, pool_size=3, patience=1.0)
    use(engine)
    await engine.open()
    await rows("DROP SCHEMA IF EXISTS pool_test CASCADE")
    await rows("CREATE SCHEMA pool_test")
    await rows(
        "CREATE TABLE pool_test.note (id BIGINT PRIMARY KEY, other BIGINT"
        " REFERENCES pool_test.note (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    yield engine
    await rows("DROP SCHEMA pool_test CASCADE")
    await engine.close()


async def test_a_failed_commit_returns_the_connection(engine: Postgres) -> None:
    for _ in range(10):
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            async with transaction():
                await rows("INSERT INTO pool_test.note VALUES (1, 42)")
    assert await rows("SELECT * FROM pool_test.note") == []


async def test_a_swallowed_error_is_not_taken_for_success(engine: Postgres) -> None:
    await rows("INSERT INTO pool_test.note VALUES (1)")

    async def swallow() -> None:
        async with transaction():
            await rows("INSERT INTO pool_test.note VALUES (2)")
            with pytest.raises(asyncpg.UniqueViolationError):
                await rows("INSERT INTO pool_test.note VALUES (1)")

    with pytest.raises(RuntimeError, match="swallowed"):
        await swallow()
    assert await rows("SELECT id FROM pool_test.note") == [{"id": 1}]


async def test_a_lost_connection_is_replaced(engine: Postgres) -> None:
    with pytest.raises((Busy, asyncpg.PostgresError)):
        async with transaction():
            await rows("SELECT pg_terminate_backend(pg_backend_pid())")
    assert await rows("SELECT 1 AS one") == [{"one": 1}]


async def test_a_lock_is_not_waited_for_without_end(engine: Postgres) -> None:
    await rows("INSERT INTO pool_test.note VALUES (1)")
    held, ends = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with transaction():
            await rows("SELECT * FROM pool_test.note FOR UPDATE")
            held.set()
            await ends.wait()

    holder = asyncio.create_task(hold())
    await held.wait()
    with pytest.raises(Busy):
        await rows("UPDATE pool_test.note SET other = 1")
    ends.set()
    await holder
    await rows("UPDATE pool_test.note SET other = 1")


async def test_it_works_without_prepared_statements(engine: Postgres, postgres_url: str) -> None:
    plain = Postgres(postgres_url, statement_cache=False)
    await plain.open()
    try:
        for n in range(3):
            assert await plain.fetch("SELECT $1::bigint AS n", (n,)) == [{"n": n}]
    finally:
        await plain.close()
