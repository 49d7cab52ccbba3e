"""What only SQLite does: one writer's thread, and files that outlive the process."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from helpdesk.database import rows, threads, transaction
from helpdesk.database.engine import Busy, use
from helpdesk.database.sqlite import SQLite
from helpdesk.database.threads import Request
from tests.database.opened import opened


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[SQLite]:
    engine = SQLite(str(tmp_path / "x.db"))
    use(engine)
    await engine.open()
    await rows("CREATE TABLE note (id INTEGER PRIMARY KEY, is_read BOOLEAN, unit BIGINT)")
    yield engine
    await engine.close()


def list_folder(folder: Path) -> list[Path]:
    return list(folder.iterdir())


class Asking(Request):
    """A pragma, asked of the thread itself."""

    def __init__(self, pragma: str) -> None:
        super().__init__(None)
        self._pragma = pragma

    def run(self, connection: sqlite3.Connection) -> None:
        self.reply(connection.execute(f"PRAGMA {self._pragma}").fetchone()[0])


async def test_the_writer_is_durable_and_strict(engine: SQLite) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}
    for pragma, value in wanted.items():
        assert await engine.ask(Asking(pragma)) == value


async def test_readers_cannot_write(engine: SQLite) -> None:
    assert await engine.ask(Asking("query_only"), to_write=False) == 1


async def test_rows_come_back_as_python_has_them(engine: SQLite) -> None:
    await rows("INSERT INTO note VALUES ({}, {}, {})", 1, True, 2**53 + 1)
    assert await rows("SELECT * FROM note") == [{"id": 1, "is_read": True, "unit": 2**53 + 1}]


async def test_closing_leaves_one_whole_file(engine: SQLite, tmp_path: Path) -> None:
    async with transaction():
        for n in range(100):
            await rows("INSERT INTO note (unit) VALUES ({})", n)
    await engine.close()
    [left] = list_folder(tmp_path)
    assert left.name == "x.db"
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    with closing(sqlite3.connect(tmp_path / "x.db")) as file:
        assert file.execute("SELECT count(*) FROM note").fetchone() == (100,)


async def test_waiting_for_another_program_is_bounded(engine: SQLite, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with opened(patience=0.3):
            with pytest.raises(Busy):
                await rows("INSERT INTO note (unit) VALUES (1)")
            with pytest.raises(Busy):
                async with transaction():
                    pass
            assert await rows("SELECT * FROM note") == []
    async with transaction():
        await rows("INSERT INTO note (unit) VALUES (1)")
    assert len(await rows("SELECT * FROM note")) == 1


async def test_a_forgotten_transaction_frees_the_writer(
    engine: SQLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "IDLE_LIMIT", 0.05)
    lease = await engine.lease()
    await lease.execute("INSERT INTO note (unit) VALUES (1)")
    await asyncio.sleep(0.2)
    with pytest.raises(RuntimeError, match="over"):
        await lease.execute("SELECT 1")
    await rows("INSERT INTO note (unit) VALUES (2)")
    assert [row["unit"] for row in await rows("SELECT unit FROM note")] == [2]


async def test_closing_rolls_back_what_was_not_finished(engine: SQLite) -> None:
    lease = await engine.lease()
    await lease.execute("INSERT INTO note (unit) VALUES (1)")
    await asyncio.wait_for(engine.close(), 5)
    await engine.open()
    assert await rows("SELECT * FROM note") == []


async def test_one_engine_serves_several_loops(engine: SQLite) -> None:
    def elsewhere() -> list[dict[str, Any]]:
        return asyncio.run(engine.fetch("SELECT 1 AS one"))

    assert await asyncio.to_thread(elsewhere) == [{"one": 1}]


async def test_a_failed_commit_frees_the_writer(engine: SQLite) -> None:
    await rows(
        "CREATE TABLE child (note BIGINT REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    for _ in range(3):
        with pytest.raises(sqlite3.IntegrityError):
            async with transaction():
                await rows("INSERT INTO child VALUES (42)")
    assert await rows("SELECT * FROM child") == []
    await rows("INSERT INTO child VALUES (NULL)")


async def test_nobody_waits_for_an_asker_who_left(engine: SQLite) -> None:
    lease = await engine.lease()
    write = asyncio.create_task(rows("INSERT INTO note (unit) VALUES (1)"))
    turn = asyncio.create_task(engine.lease())
    await asyncio.sleep(0.01)
    write.cancel()
    turn.cancel()
    lease.end()
    await asyncio.gather(write, turn, return_exceptions=True)
    await rows("INSERT INTO note (unit) VALUES (2)")
    assert [row["unit"] for row in await rows("SELECT unit FROM note")] == [2]


async def test_reading_stops_when_the_asker_left(engine: SQLite) -> None:
    forever = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n"
    tasks = [asyncio.create_task(rows(forever)) for _ in range(8)]
    await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    assert await asyncio.wait_for(rows("SELECT 1 AS one"), 5) == [{"one": 1}]
