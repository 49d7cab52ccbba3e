"""A database made by migrations equals the tables in the code, on both engines."""

import asyncio
import importlib
import importlib.util
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from piccolo.columns import BigInt, BigSerial, Boolean, Bytea, Column, ForeignKey, SmallInt, Text
from piccolo.table import TABLE_REGISTRY, Table

import helpdesk
import training
from helpdesk.database import dialect, rows
from helpdesk.database import migrate as migrating
from helpdesk.database.engine import connect, use
from helpdesk.database.migrate import Migration, migrate, migration, pending
from tests.sandboxes import Sandbox

KINDS: dict[type[Column], str] = {
    BigSerial: "key",
    BigInt: "bigint",
    ForeignKey: "bigint",
    SmallInt: "smallint",
    Text: "text",
    Boolean: "boolean",
    Bytea: "bytea",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A column, as the code or the database has it. References are always ON DELETE RESTRICT."""

    kind: str
    nullable: bool = False
    unique: bool = False
    refers_to: str | None = None


def tables() -> list[type[Table]]:
    """Those of every room, and of the receipts, which are imported with the database."""
    for package in (helpdesk, training):
        for folder in package.__path__:
            for file in sorted(Path(folder).rglob("tables.py")):
                place = file.relative_to(Path(folder).parent).with_suffix("")
                importlib.import_module(".".join(place.parts))
    ours = ("helpdesk.", "training.")
    return [table for table in TABLE_REGISTRY if table.__module__.startswith(ours)]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table._meta.tablename)
async def test_the_database_equals_the_tables(database: Sandbox, table: type[Table]) -> None:
    shapes_of = shapes_in_sqlite if dialect() == "sqlite" else shapes_in_postgres
    assert await shapes_of(table._meta.tablename) == {
        column._meta.db_column_name: shape(column) for column in table._meta.columns
    }


def shape(column: Column) -> Shape:
    refers_to = None
    if isinstance(column, ForeignKey):
        refers_to = column._foreign_key_meta.resolved_references._meta.tablename
        assert column._foreign_key_meta.on_delete.value == "RESTRICT"
    return Shape(KINDS[type(column)], column._meta.null, column._meta.unique, refers_to)


async def shapes_in_sqlite(table: str) -> dict[str, Shape]:
    found = {}
    columns = await rows(
        "SELECT name, type, [notnull] AS required, pk FROM pragma_table_info({})", table
    )
    for column in columns:
        kind = "key" if column["pk"] else column["type"].lower().replace("blob", "bytea")
        nullable = not (column["required"] or column["pk"])
        found[column["name"]] = Shape(kind, nullable)
    references = await rows(
        "SELECT [from] AS name, [table] AS target FROM pragma_foreign_key_list({})"
        " WHERE on_delete = 'RESTRICT'",
        table,
    )
    for reference in references:
        name = reference["name"]
        found[name] = replace(found[name], refers_to=reference["target"])
    unique = await rows(
        "SELECT min(i.name) AS name FROM pragma_index_list({}) AS l, pragma_index_info(l.name) AS i"
        " WHERE l.[unique] AND NOT l.partial GROUP BY l.name HAVING count(*) = 1",
        table,
    )
    for column in unique:
        found[column["name"]] = replace(found[column["name"]], unique=True)
    return found


async def shapes_in_postgres(table: str) -> dict[str, Shape]:
    columns = await rows(
        """
        SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS kind,
            NOT a.attnotnull AS nullable,
            EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary
                AND i.indkey[0] = a.attnum) AS is_key,
            EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique
                AND NOT i.indisprimary AND i.indpred IS NULL AND i.indnkeyatts = 1
                AND i.indkey[0] = a.attnum) AS is_unique,
            (SELECT c.confrelid::regclass::text FROM pg_constraint c WHERE c.contype = 'f'
                AND c.conrelid = a.attrelid AND c.conkey = ARRAY[a.attnum]
                AND c.confdeltype = 'r') AS refers_to
        FROM pg_attribute a
        WHERE a.attrelid = {}::text::regclass AND a.attnum > 0 AND NOT a.attisdropped
        """,
        table,
    )
    return {
        column["name"]: Shape(
            "key" if column["is_key"] else column["kind"],
            column["nullable"],
            column["is_unique"],
            column["refers_to"],
        )
        for column in columns
    }


@pytest.fixture
async def blank(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[None]:
    """An empty database, in use."""
    if sandbox.engine.dialect == "sqlite":
        url = f"sqlite:///{tmp_path}/blank.db"
    else:
        await sandbox.engine.fetch("DROP DATABASE IF EXISTS blank")
        await sandbox.engine.fetch("CREATE DATABASE blank")
        url = urlunsplit(urlsplit(sandbox.url)._replace(path="/blank"))
    engine = connect(url)
    use(engine)
    await engine.open()
    yield
    await engine.close()


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Migration]:
    """Declare a migration for the time of one test."""
    monkeypatch.setattr(migrating, "_known", dict(migrating._known))
    return migration


async def test_an_empty_database_is_brought_up_to_date(blank: None) -> None:
    wanted = await pending()
    told: list[str] = []
    assert wanted[0] == "helpdesk_0001_database"
    assert await migrate(told.append) == wanted
    assert [line.partition(":")[0] for line in told] == wanted
    assert await pending() == []
    assert await migrate() == []


async def test_two_who_migrate_at_once_run_each_migration_once(blank: None) -> None:
    wanted = await pending()
    ran = await asyncio.gather(migrate(), migrate(), migrate())
    assert sorted(itertools.chain(*ran)) == sorted(wanted)
    assert await pending() == []


async def test_a_failed_migration_leaves_no_trace(
    blank: None, declare: Callable[..., Migration]
) -> None:
    await migrate()
    broken = ("CREATE TABLE broken (id BIGSERIAL PRIMARY KEY)", "CREATE TABLE nonsense (")
    declare("training_9999_broken", "fails half-way", *broken)
    with pytest.raises(Exception, match=r"(?i)syntax|incomplete"):
        await migrate()
    assert await pending() == ["training_9999_broken"]
    declare("training_9999_broken", "now right", broken[0], "DROP TABLE broken")
    assert await migrate() == ["training_9999_broken"]


async def test_each_dialect_runs_its_own(blank: None, declare: Callable[..., Migration]) -> None:
    await migrate()
    declare(
        "training_9999_dialects",
        "one each",
        "CREATE TABLE said (id BIGSERIAL PRIMARY KEY, words TEXT NOT NULL DEFAULT '{}')",
        sqlite=["INSERT INTO said (words) VALUES ('sqlite')"],
        postgres=["INSERT INTO said (words) VALUES ('postgres')"],
    )
    await migrate()
    assert await rows("SELECT * FROM said") == [{"id": 1, "words": dialect()}]


def test_migrations_are_named_as_their_modules() -> None:
    for step in migrating._declared():
        assert importlib.util.find_spec(f"{step.app}.migrations.{step.identifier}"), step
