"""SQLite with long-lived connections: one writer, several readers; knows no table.

Piccolo's own engine opens a thread and a connection for every query, and fails as "locked" when
many write at once.
"""

import asyncio
import contextvars
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType
from piccolo.querystring import QueryString

from helpdesk.database.base import DEADLINE, PATIENCE, Dialect, Row, is_read
from helpdesk.database.threads import Inbox, Lease, Request, Statement, Stopwatch, Worker

# Piccolo's converters go through Decimal and three Python calls for every cell.
sqlite3.register_converter("INTEGER", int)
sqlite3.register_converter("BOOLEAN", b"1".__eq__)

_WRITER = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA cache_size = -32768",
    "PRAGMA journal_size_limit = 67108864",
)
_READER = (
    "PRAGMA query_only = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA cache_size = -16384",
)


class SQLiteTurn(SQLiteTransaction):
    """A transaction on the writer. Cancelled or failed, it is rolled back and the writer freed."""

    engine: "SQLite"
    connection: Lease
    is_over = False
    _parent: "SQLiteTurn | None"
    statement_limit: float | None = None

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        if self._parent is not None and self._parent.is_over:
            self._parent = None

    async def __aenter__(self) -> "SQLiteTurn":
        if self._parent is not None:
            return self._parent
        self.connection = await self.engine.lease()
        self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if self._parent is not None:
            return False
        self.engine.current_transaction.set(None)
        self.is_over = True
        try:
            if exception is None and not (self._committed or self._rolled_back):
                await self.connection.execute("COMMIT")
        finally:
            self.connection.end()
        return False


READERS = max(2, os.cpu_count() or 2)
"""More threads than processors only wake one another: four on two cost a page 12 to 19 % more."""


class SQLite(SQLiteEngine):
    """One thread writes, `readers` threads read; each connects at its first query.

    `patience` and `deadline` are seconds: to wait for a turn, and for one reading to take.
    """

    dialect: Dialect = "sqlite"
    current_transaction: contextvars.ContextVar[Any]

    def __init__(
        self,
        path: str,
        *,
        readers: int = READERS,
        patience: float = PATIENCE,
        deadline: float = DEADLINE,
        synchronous: str = "FULL",
    ) -> None:
        # Not the parent's: it starts event loops to ask for a version.
        self.engine_type = "sqlite"
        self.log_queries = self.log_responses = False
        self.query_id = 0
        self.connection_kwargs = {
            "database": path,
            "detect_types": sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
            "isolation_level": None,
            "timeout": patience,
            "cached_statements": 512,
        }
        self.current_transaction = contextvars.ContextVar("sqlite_transaction", default=None)
        self.patience = patience
        self._deadline = deadline
        self._synchronous = synchronous
        self._reader_count = readers
        self._workers: list[Worker] = []
        self._lease: Lease | None = None

    async def start_connection_pool(self) -> None:
        """Start the threads. Raises FileNotFoundError when the database's folder is missing."""
        if not self._workers:
            self._start()

    def _start(self) -> None:
        folder = Path(self.path).absolute().parent
        if not folder.is_dir():
            raise FileNotFoundError(f"the folder of the database does not exist: {folder}")
        if not Path(self.path).exists():
            Path(self.path).touch(mode=0o600)
        self._to_write, self._to_read = Inbox(), Inbox()
        self._workers = [Worker("database-writer", self._to_write, self._open_writer)] + [
            Worker(f"reader-{n}", self._to_read, self._open_reader, Stopwatch(self._deadline))
            for n in range(self._reader_count)
        ]

    async def close_connection_pool(self) -> None:
        """Finish what was asked before, then close; an unfinished transaction is rolled back."""
        if self._lease is not None:
            self._lease.end()
        workers, self._workers = self._workers, []
        if workers:
            await asyncio.to_thread(self._stop, workers)

    def _stop(self, workers: list[Worker]) -> None:
        # The writer last: whoever closes last folds the write-ahead log into the file.
        writer, *readers = workers
        for inbox, served_by in ((self._to_read, readers), (self._to_write, [writer])):
            for _ in served_by:
                inbox.put(None)
            for worker in served_by:
                worker.join()

    open = start_connection_pool
    close = close_connection_pool

    def _open_writer(self) -> sqlite3.Connection:
        return self._opened(*_WRITER, f"PRAGMA synchronous = {self._synchronous}")

    def _open_reader(self) -> sqlite3.Connection:
        return self._opened(*_READER)

    def _opened(self, *pragmas: str) -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(**self.connection_kwargs)
        for pragma in pragmas:
            connection.execute(pragma)
        return connection

    async def fetch(self, sql: str, values: Sequence[Any] = (), *, bare: bool = False) -> list[Any]:
        """Rows of one statement: in the transaction under way, else read or write on its own.

        They are dicts by column name, or `bare` tuples. Raises Busy when it gets no turn, or reads
        for too long.
        """
        turn = self.ongoing()
        if turn is not None:
            return await turn.connection.execute(sql, values, bare=bare)
        statement = Statement(sql, values, self.patience, bare=bare)
        found: list[Any] = await self.ask(statement, to_write=not is_read(sql))
        return found

    async def ask(self, request: Request, *, to_write: bool = True) -> Any:
        """Have a thread answer `request` on its connection."""
        if not self._workers:
            raise RuntimeError("the database is not open")
        (self._to_write if to_write else self._to_read).put(request)
        return await request.answer

    async def lease(self) -> Lease:
        """The writer, for a transaction that has begun. Raises Busy when it is not free in time."""
        lease = Lease(self.patience)
        try:
            await self.ask(lease)
        except BaseException:
            lease.end()
            raise
        self._lease = lease
        return lease

    def ongoing(self) -> SQLiteTurn | None:
        """The transaction of this task. One that a task inherited and that has ended is none."""
        turn: SQLiteTurn | None = self.current_transaction.get()
        return None if turn is None or turn.is_over else turn

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,
    ) -> SQLiteTurn:
        return SQLiteTurn(self, transaction_type, allow_nested)

    def transaction_exists(self) -> bool:
        return self.ongoing() is not None

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Row]:
        return await self.fetch(*querystring.compile_string("sqlite"))

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Row]:
        return await self.fetch(ddl)

    async def get_connection(self) -> NoReturn:
        raise NotImplementedError("connections belong to their threads; read page by page")
