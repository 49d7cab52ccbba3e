"""A copy may be late; whoever has just written is not shown it before it has caught up."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from helpdesk.database import rows, transaction
from helpdesk.database.engine import use
from helpdesk.database.postgres import Postgres
from helpdesk.database.replicas import LastWrite, last_write
from tests.postgres_cluster import Cluster, replica

WHERE = "SELECT pg_is_in_recovery() AS is_copy"
LATE = 0.6


@pytest.fixture(scope="module")
def late_copy(postgres_cluster: Cluster) -> Iterator[Cluster]:
    with replica(postgres_cluster, recovery_min_apply_delay=f"{LATE}s") as copy:
        yield copy


@pytest.fixture
async def engine(postgres_cluster: Cluster, late_copy: Cluster) -> AsyncIterator[Postgres]:
    engine = Postgres(postgres_cluster.url, replicas=[late_copy.url])
    use(engine)
    await engine.open()
    await rows("CREATE TABLE IF NOT EXISTS replica_test (id BIGINT)")
    yield engine
    last_write.set(None)
    await rows("DROP TABLE replica_test")
    await engine.close()


async def is_read_from_copy() -> bool:
    [row] = await rows(WHERE)
    return bool(row["is_copy"])


async def test_who_has_not_written_reads_from_the_copy(engine: Postgres) -> None:
    last_write.set(LastWrite())
    assert await is_read_from_copy()
    assert await rows("SELECT 1 AS one") == [{"one": 1}]


async def test_where_nobody_is_served_the_primary_answers(engine: Postgres) -> None:
    last_write.set(None)
    assert not await is_read_from_copy()


@pytest.mark.parametrize("in_transaction", [False, True])
async def test_who_has_written_waits_for_the_copy_to_catch_up(
    engine: Postgres, in_transaction: bool
) -> None:
    written = LastWrite()
    last_write.set(written)
    if in_transaction:
        async with transaction():
            await rows("INSERT INTO replica_test VALUES (1)")
            assert not await is_read_from_copy()
    else:
        await rows("INSERT INTO replica_test VALUES (1)")
    assert written.position > 0
    assert not await is_read_from_copy()
    assert len(await rows("SELECT * FROM replica_test")) >= 1
    for _ in range(100):
        if await is_read_from_copy():
            break
        await asyncio.sleep(0.1)
    assert await is_read_from_copy()
    assert len(await rows("SELECT * FROM replica_test")) >= 1


async def test_others_may_still_read_from_the_late_copy(engine: Postgres) -> None:
    last_write.set(LastWrite())
    await rows("INSERT INTO replica_test VALUES (1)")
    last_write.set(LastWrite())
    assert await is_read_from_copy()


async def test_a_copy_that_is_down_is_left_alone(postgres_url: str) -> None:
    engine = Postgres(postgres_url, replicas=["postgresql://127.0.0.1:1/x"])
    use(engine)
    last_write.set(LastWrite())
    await engine.open()
    try:
        assert not await is_read_from_copy()
        assert not await is_read_from_copy()
    finally:
        last_write.set(None)
        await engine.close()
