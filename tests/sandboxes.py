"""A database that each test finds as it was: restored in place, so tests commit for real.

Measured on two cores with a dozen tables. SQLite: 2 ms by backup into the open file, 5 ms by
closing, copying and opening. PostgreSQL: 2 ms by deleting rows and inserting the snapshot's,
35 ms by TRUNCATE.
"""

import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar, cast

from helpdesk.database.base import PATIENCE
from helpdesk.database.engine import Engine, rows, use
from helpdesk.database.migrate import migrate
from helpdesk.database.postgres import Postgres
from helpdesk.database.sqlite import SQLite
from helpdesk.database.threads import Request

T = TypeVar("T")


class Sandbox(ABC):
    """A migrated database and its snapshots, by name."""

    engine: Engine
    url: str

    def __init__(self) -> None:
        self._answers: dict[str, Any] = {}

    async def open(self) -> None:
        use(self.engine)
        await self.engine.open()
        await migrate()
        await self._keep("migrated")

    async def close(self) -> None:
        await self.engine.close()

    async def empty(self) -> None:
        """As the migrations leave it."""
        use(self.engine)
        await self._restore("migrated")

    async def seeded(self, name: str, build: Callable[[], Awaitable[T]]) -> T:
        """The database as `build` made it from an empty one, and what `build` returned.

        Built once per session and engine; every later call restores rows and answer, so the
        answer must not be changed by a test.
        """
        if name not in self._answers:
            await self.empty()
            self._answers[name] = await build()
            await self._keep(name)
        else:
            await self._restore(name)
        return cast(T, self._answers[name])

    @abstractmethod
    async def _keep(self, name: str) -> None: ...

    @abstractmethod
    async def _restore(self, name: str) -> None: ...


class SQLiteSandbox(Sandbox):
    """A snapshot is a copy of the file."""

    engine: SQLite

    def __init__(self, url: str) -> None:
        super().__init__()
        self._path = Path(url.removeprefix("sqlite:///"))
        self.url = url
        self.engine = SQLite(str(self._path), readers=2, synchronous="OFF")

    async def _keep(self, name: str) -> None:
        await self.engine.close()
        shutil.copyfile(self._path, self._path.with_suffix(f".{name}"))
        await self.engine.open()

    async def _restore(self, name: str) -> None:
        await self.engine.ask(_Restoring(self._path.with_suffix(f".{name}")))


class _Restoring(Request):
    def __init__(self, kept: Path) -> None:
        super().__init__(PATIENCE)
        self._kept = kept

    def run(self, connection: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(f"file:{self._kept}?immutable=1", uri=True)) as kept:
            kept.backup(connection)
        self.reply(None)


class PostgresSandbox(Sandbox):
    """A snapshot is a schema with a copy of every table that has rows, and the sequences."""

    engine: Postgres

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.engine = Postgres(url)
        self._scripts: dict[str, str] = {}

    async def _keep(self, name: str) -> None:
        script = ["SET LOCAL session_replication_role = replica"]
        await rows(f'DROP SCHEMA IF EXISTS "kept_{name}" CASCADE')
        await rows(f'CREATE SCHEMA "kept_{name}"')
        for table in await _tables():
            script.append(f'DELETE FROM "{table}"')
            if await rows(f'SELECT 1 FROM "{table}" LIMIT 1'):
                kept = f'"kept_{name}"."{table}"'
                columns = await _columns(table)
                await rows(f'CREATE TABLE {kept} AS SELECT {columns} FROM "{table}"')
                script.append(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {kept}')
        for sequence, value in await _sequences():
            is_called = "false" if value is None else "true"
            script.append(f"PERFORM setval('\"{sequence}\"', {value or 1}, {is_called})")
        self._scripts[name] = f"DO $$ BEGIN {'; '.join(script)}; END $$"

    async def _restore(self, name: str) -> None:
        await rows(self._scripts[name])


async def _tables() -> list[str]:
    found = await rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'"
    )
    return [row["tablename"] for row in found]


async def _columns(table: str) -> str:
    found = await rows(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = {} AND is_generated = 'NEVER' ORDER BY ordinal_position",
        table,
    )
    return ", ".join(f'"{row["column_name"]}"' for row in found)


async def _sequences() -> list[tuple[str, int | None]]:
    found = await rows("SELECT sequencename, last_value FROM pg_sequences")
    return [(row["sequencename"], row["last_value"]) for row in found]
