"""Transactions nest, are undone when they fail or are cancelled, and never keep the connection."""

import asyncio

import anyio
import pytest

from helpdesk.database import dialect, rows, transaction
from helpdesk.database.engine import Busy, current
from tests.database.opened import opened
from tests.sandboxes import Sandbox


async def write(key: str) -> None:
    await rows("INSERT INTO receipt (owner, key, digest, created_at) VALUES (1, {}, '', 0)", key)


async def written() -> list[str]:
    return [row["key"] for row in await rows("SELECT key FROM receipt ORDER BY key")]


async def write_and_fail(key: str, *inside: str) -> None:
    async with transaction():
        await write(key)
        for other in inside:
            async with transaction():
                await write(other)
        raise ZeroDivisionError


async def test_all_is_kept(database: Sandbox) -> None:
    async with transaction():
        await write("a")
        await write("b")
        assert await written() == ["a", "b"]
    assert await written() == ["a", "b"]


async def test_nothing_is_kept_of_what_failed(database: Sandbox) -> None:
    with pytest.raises(ZeroDivisionError):
        await write_and_fail("a")
    assert await written() == []


async def test_an_inner_failure_undoes_the_inner_part(database: Sandbox) -> None:
    async with transaction():
        await write("a")
        with pytest.raises(ZeroDivisionError):
            await write_and_fail("b")
        async with transaction():
            await write("c")
            with pytest.raises(ZeroDivisionError):
                await write_and_fail("d")
    assert await written() == ["a", "c"]


async def test_a_refused_row_spoils_only_its_savepoint(database: Sandbox) -> None:
    async with transaction():
        await write("a")
        with pytest.raises(Exception, match=r"(?i)unique"):
            async with transaction():
                await write("a")
        await write("b")
    assert await written() == ["a", "b"]


async def test_an_outer_failure_undoes_the_inner_part_too(database: Sandbox) -> None:
    with pytest.raises(ZeroDivisionError):
        await write_and_fail("a", "b", "c")
    assert await written() == []


async def test_many_at_once_lose_no_update(database: Sandbox) -> None:
    await write("a")

    async def count_up() -> None:
        async with transaction():
            await rows("UPDATE receipt SET created_at = created_at + 1 WHERE key = 'a'")
            await rows("UPDATE receipt SET owner = owner + 1 WHERE key = 'a'")

    await asyncio.gather(*(count_up() for _ in range(300)))
    assert await rows("SELECT created_at, owner FROM receipt") == [
        {"created_at": 300, "owner": 301}
    ]


async def test_cancelled_by_its_task(database: Sandbox) -> None:
    begun = asyncio.Event()

    async def never_ends() -> None:
        async with transaction():
            await write("a")
            begun.set()
            await asyncio.sleep(60)

    async with opened():
        for _ in range(5):
            begun.clear()
            task = asyncio.create_task(never_ends())
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        async with transaction():
            await write("b")
    assert await written() == ["b"]


async def test_cancelled_by_a_scope(database: Sandbox) -> None:
    async with opened():
        for _ in range(5):
            with anyio.move_on_after(0.05):
                async with transaction():
                    await write("a")
                    async with transaction():
                        await write("b")
                        await anyio.sleep(60)
        async with transaction():
            await write("c")
    assert await written() == ["c"]


async def test_cancelled_in_the_midst_of_statements(database: Sandbox) -> None:
    async def write_much() -> None:
        async with transaction():
            for n in range(100):
                await write(str(n))

    async with opened():
        tasks = [asyncio.create_task(write_much()) for _ in range(20)]
        for task in tasks:
            await asyncio.sleep(0.001)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with transaction():
            await rows("DELETE FROM receipt")
            await write("z")
    assert await written() == ["z"]


async def test_waiting_for_a_turn_is_bounded(database: Sandbox) -> None:
    async with opened(patience=0.5):
        ends = asyncio.Event()

        async def hold(key: str) -> None:
            async with transaction():
                await write(key)
                await ends.wait()

        # Three fill the pool; on SQLite the first has the only turn to write.
        holders = [asyncio.create_task(hold(key)) for key in "abcd"]
        await asyncio.sleep(0.7)
        ends.set()
        results = await asyncio.gather(*holders, return_exceptions=True)
    refused = [isinstance(result, Busy) for result in results]
    assert refused == [False, *([True] * 3 if dialect() == "sqlite" else [False, False, True])]
    assert len(await written()) == refused.count(False)


async def test_a_task_does_not_inherit_a_transaction_that_ended(database: Sandbox) -> None:
    ended = asyncio.Event()

    async def later() -> None:
        await ended.wait()
        await write("later")
        async with transaction():
            await write("in its own")

    async with transaction():
        task = asyncio.create_task(later())
        await write("a")
    ended.set()
    await task
    assert await written() == ["a", "in its own", "later"]


async def test_piccolo_own_transaction_is_the_same_one(database: Sandbox) -> None:
    async def fail() -> None:
        async with current().transaction():
            async with transaction():
                await write("a")
            async with current().transaction():
                await write("b")
            assert current().transaction_exists()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert not current().transaction_exists()
    assert await written() == []
