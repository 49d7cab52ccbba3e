"""Many rows at once into either database, past the engine; for benchmarks only."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

import asyncpg

from helpdesk.database.base import compiled
from helpdesk.text.search.indexing import Document
from helpdesk.text.search.postgres import POSTGRES
from helpdesk.text.search.sqlite import SQLITE
from helpdesk.tickets.searching import TICKETS

Documents = Sequence[tuple[int, Document]]


class Bulk(Protocol):
    """One connection that writes fast."""

    async def run(self, sql: str) -> None: ...

    async def insert(
        self, table: str, columns: list[str], values: list[tuple[Any, ...]]
    ) -> None: ...

    async def index(self, documents: Documents) -> None: ...

    def without_indexes(self, *tables: str) -> Any: ...


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Bulk]:
    if url.startswith("sqlite"):
        made = _SQLite(url.removeprefix("sqlite:///"))
        yield made
        made.connection.close()
    else:
        connection = await asyncpg.connect(url)
        yield _Postgres(connection)
        await connection.execute("ANALYZE")
        await connection.close()


class _SQLite:
    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
            self.connection.execute(f"PRAGMA {pragma}")

    async def run(self, sql: str) -> None:
        self.connection.execute(sql)

    async def insert(self, table: str, columns: list[str], values: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(columns))
        self._many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)

    async def index(self, documents: Documents) -> None:
        rows, words = _statements(SQLITE, documents)
        self._many(compiled(rows[0][0], "sqlite")[0], [values for _, values in rows])
        self._many(compiled(words[0][0], "sqlite")[0], {values for _, values in words})

    def _many(self, sql: str, values: Any) -> None:
        self.connection.execute("BEGIN")
        self.connection.executemany(sql, values)
        self.connection.execute("COMMIT")

    @asynccontextmanager
    async def without_indexes(self, *tables: str) -> AsyncIterator[None]:
        """Drop what can be made again from its text; made again at the end."""
        marks = ", ".join("?" * len(tables))
        found = self.connection.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            f" AND tbl_name IN ({marks})",
            tables,
        ).fetchall()
        for name, _ in found:
            self.connection.execute(f"DROP INDEX {name}")
        yield
        for _, sql in found:
            self.connection.execute(sql)


class _Postgres:
    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self.connection = connection

    async def run(self, sql: str) -> None:
        await self.connection.execute(sql)

    async def insert(self, table: str, columns: list[str], values: list[tuple[Any, ...]]) -> None:
        await self.connection.copy_records_to_table(table, records=values, columns=columns)
        if "id" in columns:
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            await self.connection.execute(f"SELECT setval({sequence}, {values[-1][0]})")

    async def index(self, documents: Documents) -> None:
        rows, words = _statements(POSTGRES, documents)
        await self.connection.executemany(
            compiled(rows[0][0], "postgres")[0], [values for _, values in rows]
        )
        vocabulary = sorted({word for _, [some] in words for word in some})
        await self.connection.execute(compiled(words[0][0], "postgres")[0], vocabulary)

    @asynccontextmanager
    async def without_indexes(self, *tables: str) -> AsyncIterator[None]:
        found = await self.connection.fetch(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY($1)"
            " AND indexdef NOT LIKE 'CREATE UNIQUE%'",
            list(tables),
        )
        for row in found:
            await self.connection.execute(f"DROP INDEX {row['indexname']}")
        yield
        for row in found:
            await self.connection.execute(row["indexdef"])


def _statements(dialect: Any, documents: Documents) -> tuple[list[Any], list[Any]]:
    """The statements of the index for all documents: those of its rows, those of its words."""
    rows, words = [], []
    for number, kept in documents:
        row, word = dialect.writing(TICKETS.name, number, kept)
        rows.append(row)
        words.append(word)
    return rows, words
