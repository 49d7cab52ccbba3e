"""Statements go where they belong, come back in time, and many at once do not fail."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from piccolo.columns import Boolean
from piccolo.table import TABLE_REGISTRY

from helpdesk.database import Table, dialect, identity, rows
from helpdesk.database.base import compiled, is_read
from helpdesk.database.engine import Busy, connect, current
from helpdesk.database.postgres import Postgres
from helpdesk.database.receipts import Receipt
from helpdesk.database.sqlite import SQLite
from tests.database.opened import opened
from tests.sandboxes import Sandbox

ADD = "INSERT INTO receipt (owner, key, digest, created_at) VALUES ({}, {}, '', 0) RETURNING id"
FOREVER = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n",
    "postgres": "SELECT pg_sleep(60)",
}


async def test_what_was_written_is_read(database: Sandbox) -> None:
    [added] = await rows(ADD, 7, "k")
    assert added == {"id": 1}
    assert await rows("SELECT owner, key, answer FROM receipt") == [
        {"owner": 7, "key": "k", "answer": None}
    ]


async def test_every_test_finds_the_same_database(database: Sandbox) -> None:
    """Together with the test above, in either order."""
    [added] = await rows(ADD, 7, "k")
    assert added == {"id": 1}


async def test_the_builder_speaks_through_the_engine(database: Sandbox) -> None:
    receipt = Receipt(owner=1, key="k", digest="d", created_at=5)
    await receipt.save()
    assert await Receipt.count() == 1
    assert await Receipt.select(Receipt.id, Receipt.answer) == [{"id": 1, "answer": None}]
    found = await Receipt.objects().get(Receipt.key == "k")
    assert found is not None
    assert found.created_at == 5


async def test_fifteen_hundred_write_at_once(database: Sandbox) -> None:
    await asyncio.gather(*(rows(ADD, n, "k") for n in range(1500)))
    assert await rows("SELECT count(*) AS n FROM receipt") == [{"n": 1500}]


async def test_readers_do_not_wait_for_the_writer(database: Sandbox) -> None:
    async with current().transaction():
        await rows(ADD, 1, "k")
        read = asyncio.create_task(seen_by_others())
        assert await asyncio.wait_for(read, 2) == 0


async def seen_by_others() -> int:
    current().current_transaction.set(None)
    [found] = await rows("SELECT count(*) AS n FROM receipt")
    return int(found["n"])


async def test_reading_has_a_deadline(database: Sandbox) -> None:
    async with opened(deadline=0.1):
        began = time.monotonic()
        with pytest.raises(Busy):
            await rows(FOREVER[dialect()])
        assert time.monotonic() - began < 5
        assert await rows("SELECT 1 AS one") == [{"one": 1}]


async def test_booleans_and_references_have_their_types(database: Sandbox) -> None:
    assert await rows("SELECT id FROM receipt WHERE TRUE AND NOT FALSE") == []
    await rows("CREATE TABLE flag (id BIGINT, up BOOLEAN)")
    try:
        await rows("INSERT INTO flag VALUES ({}, {}), (2, FALSE)", 1, True)
        assert [row["up"] for row in await rows("SELECT up FROM flag ORDER BY id")] == [True, False]
        assert [row["id"] for row in await rows("SELECT id FROM flag WHERE up")] == [1]
    finally:
        await rows("DROP TABLE flag")


async def test_values_must_match_their_places(database: Sandbox) -> None:
    with pytest.raises(ValueError, match="2 placeholders but 1 values"):
        await rows("SELECT {}, {}", 1)


async def test_a_failed_statement_says_so_and_the_next_one_works(database: Sandbox) -> None:
    with pytest.raises(Exception, match="nothing_of_the_kind"):
        await rows("SELECT * FROM nothing_of_the_kind")
    with pytest.raises(Exception, match="nothing_of_the_kind"):
        await rows("DELETE FROM nothing_of_the_kind")
    assert await rows(ADD, 1, "k") == [{"id": 1}]


async def test_tables_made_later_are_bound_too(database: Sandbox) -> None:
    class Late(Table, tablename="receipt"):
        id = identity()
        is_late = Boolean()

    try:
        assert await Late.count() == 0
    finally:
        TABLE_REGISTRY.remove(Late)


async def test_a_closed_engine_says_that_it_is_closed(tmp_path: Path) -> None:
    for engine in (SQLite(str(tmp_path / "x.db")), Postgres("postgresql://127.0.0.1:1/x")):
        with pytest.raises(RuntimeError, match="not open"):
            await engine.fetch("SELECT 1")
        with pytest.raises(RuntimeError, match="not open"):
            async with engine.transaction():
                pass
        await engine.close()


async def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        await SQLite(str(tmp_path / "nowhere" / "x.db")).open()
    with pytest.raises(Busy):
        await Postgres("postgresql://127.0.0.1:1/x").open()


def test_the_url_chooses_the_engine() -> None:
    assert connect("postgresql://h/x", replicas=["postgresql://i/x"]).dialect == "postgres"
    absolute = connect("sqlite:////var/lib/x.db")
    assert isinstance(absolute, SQLite)
    assert absolute.path == "/var/lib/x.db"
    for wrong in ("mysql://h/x", "sqlite://", "sqlite:///", "sqlite:///:memory:", "x.db"):
        with pytest.raises(ValueError, match="sqlite:///path"):
            connect(wrong)


def test_pgbouncer_gets_no_prepared_statements() -> None:
    with_cache = connect("postgresql://h/x")
    without = connect("postgresql://h/x", statement_cache=False)
    assert isinstance(with_cache, Postgres)
    assert isinstance(without, Postgres)
    assert "statement_cache_size" not in with_cache.config
    assert without.config["statement_cache_size"] == 0


@pytest.mark.parametrize(
    ("sql", "reads"),
    [
        ("SELECT 1", True),
        ("\n  select updated_at from x", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", True),
        ("WITH a AS (SELECT 1) INSERT INTO x SELECT * FROM a", False),
        ("SELECT id FROM x FOR UPDATE", False),
        ("UPDATE x SET y = 1 RETURNING id", False),
        ("PRAGMA foreign_keys", False),
        ("DROP TABLE x", False),
    ],
)
def test_only_what_reads_is_given_to_readers(sql: str, reads: bool) -> None:
    assert is_read(sql) is reads


def test_places_are_written_as_the_dialect_wants_them() -> None:
    assert compiled("a = {} AND b = {}", "sqlite") == ("a = ? AND b = ?", 2)
    assert compiled("a = {} AND b = {}", "postgres") == ("a = $1 AND b = $2", 2)
    assert compiled("a", "postgres") == ("a", 0)


def test_nothing_connects_at_import(tmp_path: Path) -> None:
    code = "import helpdesk.database.engine as e; e.use(e.connect('postgresql://127.0.0.1:1/x'))"
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=environment, capture_output=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
