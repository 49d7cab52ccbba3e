"""PostgreSQL through a pool, with read-only replicas; knows no table.

Piccolo's own engine connects when it is imported, keeps a connection for good when COMMIT fails,
and never starts the pools of replicas.
"""

import asyncio
import contextvars
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

from helpdesk.database.base import DEADLINE, PATIENCE, Busy, Dialect, Row, is_read
from helpdesk.database.replicas import Replicas

_NOT_NOW = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
)


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except _NOT_NOW as error:
        raise Busy(f"the database does not answer in time: {error!r}") from error


class PostgresTurn(PostgresTransaction):
    """A transaction on one connection of the pool, which is returned however it ends."""

    engine: "Postgres"
    connection: Any
    is_over = False
    _parent: "PostgresTurn | None"
    statement_limit: float | None = PATIENCE

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        if self._parent is not None and self._parent.is_over:
            self._parent = None

    async def __aenter__(self) -> "PostgresTurn":
        if self._parent is not None:
            return self._parent
        with _telling():
            self.connection = await self.engine.acquire()
            try:
                await self.connection.execute("BEGIN", timeout=self.statement_limit)
            except BaseException:
                await self.engine.to_the_end(self.engine.release(self.connection))
                raise
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
        with _telling():
            await self.engine.to_the_end(self._finish(fails=exception is not None))
        return False

    async def _finish(self, *, fails: bool) -> None:
        try:
            if self._committed or self._rolled_back:
                return
            if fails:
                with suppress(Exception):
                    await self.rollback()
            else:
                await self.commit()
        finally:
            await self.engine.release(self.connection)

    async def commit(self) -> None:
        """Raises RuntimeError when an error inside was swallowed: nothing of it can be kept."""
        status = await self.connection.execute("COMMIT", timeout=self.statement_limit)
        self._committed = True
        if status != "COMMIT":
            raise RuntimeError("an error inside the transaction was swallowed: rolled back")
        await self.engine.replicas.remember_write(self.connection)

    async def rollback(self) -> None:
        await self.connection.execute("ROLLBACK", timeout=PATIENCE)
        self._rolled_back = True


class Postgres(PostgresEngine):
    """A pool of up to `pool_size` connections, and one more for each replica.

    `patience` and `deadline` are seconds: to wait for a turn, and for one reading to take.
    """

    dialect: Dialect = "postgres"
    current_transaction: contextvars.ContextVar[Any]

    def __init__(
        self,
        url: str,
        *,
        replicas: Sequence[str] = (),
        statement_cache: bool = True,
        pool_size: int = 10,
        patience: float = PATIENCE,
        deadline: float = DEADLINE,
    ) -> None:
        # Not the parent's: it connects, to ask for a version.
        self.engine_type = "postgres"
        self.log_queries = self.log_responses = False
        self.query_id = 0
        self.config = {"dsn": url, "timeout": patience, "max_size": pool_size, "reset": _keep}
        if not statement_cache:
            self.config["statement_cache_size"] = 0
        self.extensions = ()
        self.extra_nodes = {}
        self.pool: Any = None
        self.current_transaction = contextvars.ContextVar("postgres_transaction", default=None)
        self.patience = patience
        self.deadline = deadline
        self.replicas = Replicas([{**self.config, "dsn": replica} for replica in replicas])
        self._finishing: set[asyncio.Task[None]] = set()

    async def start_connection_pool(self, **options: Any) -> None:
        """Connect. Raises Busy when the server cannot be reached."""
        if self.pool is None:
            with _telling():
                self.pool = await asyncpg.create_pool(**{"min_size": 1, **self.config, **options})
            await self.replicas.open()

    async def close_connection_pool(self) -> None:
        await asyncio.gather(*self._finishing, return_exceptions=True)
        pool, self.pool = self.pool, None
        await self.replicas.close()
        if pool is not None:
            await pool.close()

    async def open(self) -> None:
        await self.start_connection_pool()

    async def close(self) -> None:
        await self.close_connection_pool()

    async def acquire(self) -> Any:
        if self.pool is None:
            raise RuntimeError("the database is not open")
        return await self.pool.acquire(timeout=self.patience)

    async def release(self, connection: Any) -> None:
        await self.pool.release(connection)

    async def to_the_end(self, work: Coroutine[Any, Any, None]) -> None:
        """Wait for `work`, which goes on when the one who waits is cancelled."""
        task = asyncio.ensure_future(work)
        self._finishing.add(task)
        task.add_done_callback(self._finishing.discard)
        await asyncio.shield(task)

    async def fetch(self, sql: str, values: Sequence[Any] = (), *, bare: bool = False) -> list[Any]:
        """Rows of one statement: in the transaction under way, else read or write on its own.

        They are dicts by column name, or `bare` tuples. Raises Busy when it gets no turn, or no
        answer in time.
        """
        turn = self.ongoing()
        with _telling():
            if turn is not None:
                limit = turn.statement_limit
                found = await turn.connection.fetch(sql, *values, timeout=limit)
            elif is_read(sql):
                found = await self._read(sql, values)
            else:
                found = await self._write(sql, values)
        return [tuple(row) for row in found] if bare else [dict(row) for row in found]

    async def _read(self, sql: str, values: Sequence[Any]) -> Any:
        found = await self.replicas.fetch(sql, values, self.deadline)
        if found is not None:
            return found
        connection = await self.acquire()
        try:
            return await connection.fetch(sql, *values, timeout=self.deadline)
        finally:
            await self.release(connection)

    async def _write(self, sql: str, values: Sequence[Any]) -> Any:
        connection = await self.acquire()
        try:
            found = await connection.fetch(sql, *values, timeout=self.patience)
            await self.replicas.remember_write(connection)
            return found
        finally:
            await self.release(connection)

    def ongoing(self) -> PostgresTurn | None:
        """The transaction of this task. One that a task inherited and that has ended is none."""
        turn: PostgresTurn | None = self.current_transaction.get()
        return None if turn is None or turn.is_over else turn

    def transaction(self, allow_nested: bool = True) -> PostgresTurn:
        return PostgresTurn(self, allow_nested)

    def transaction_exists(self) -> bool:
        return self.ongoing() is not None

    def transform_response_to_dicts(self, results: list[Row]) -> list[Row]:
        return results

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Row]:
        return await self.fetch(*querystring.compile_string("postgres"))

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Row]:
        return await self.fetch(ddl)


async def _keep(connection: Any) -> None:
    """Nothing sets session state, so there is nothing to reset: saves a round trip per query."""
