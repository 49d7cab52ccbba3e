"""Threads that own a SQLite connection each, and what they are given to do; knows no table.

An asker waits on an asyncio future of its own loop, so one engine serves several loops.
"""

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from helpdesk.database.base import Busy

logger = logging.getLogger("helpdesk.database")

STEPS = 20_000
"""Virtual machine steps (about a millisecond) between two looks at the stopwatch."""
IDLE_LIMIT = 60.0
"""Seconds after which a transaction that asks nothing is rolled back."""


class Request:
    """Something asked of a thread; its future is done early when the asker gave up waiting."""

    __slots__ = ("_loop", "_timer", "_turn", "answer")

    def __init__(self, patience: float | None) -> None:
        self._loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[Any] = self._loop.create_future()
        self._turn = [True]
        self._timer = None if patience is None else self._loop.call_later(patience, self._give_up)

    def _give_up(self) -> None:
        if self._take_turn() and not self.answer.done():
            self._fail(Busy("no turn at the database in time"))

    def begin(self) -> bool:
        """False when nobody waits any more."""
        return not self.answer.done() and self._take_turn()

    def _take_turn(self) -> bool:
        """True once: for the thread that begins, or for the asker who gives up before that."""
        try:
            return self._turn.pop()
        except IndexError:
            return False

    def reply(self, value: object, error: BaseException | None = None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._settle, value, error)
        except RuntimeError:
            logger.debug("the loop that asked is closed")

    def _settle(self, value: object, error: BaseException | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self.answer.done():
            return
        if error is None:
            self.answer.set_result(value)
        else:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        self.answer.set_exception(error)
        # Counts as heard: an asker who was cancelled meanwhile is not to be missed.
        self.answer.exception()

    def run(self, connection: sqlite3.Connection) -> None:
        raise NotImplementedError


class Statement(Request):
    """One statement; answered with its rows, as tuples if they are wanted `bare`."""

    __slots__ = ("bare", "sql", "values")

    def __init__(
        self,
        sql: str,
        values: Sequence[Any],
        patience: float | None = None,
        *,
        bare: bool = False,
    ) -> None:
        super().__init__(patience)
        self.sql = sql
        self.values = values
        self.bare = bare

    def run(self, connection: sqlite3.Connection) -> None:
        if not self.begin():
            return
        try:
            cursor = connection.execute(self.sql, self.values)
            found = cursor.fetchall()
            if self.bare:
                self.reply(found)
                return
            names = [column[0] for column in cursor.description or ()]
            self.reply([dict(zip(names, row, strict=True)) for row in found])
        except sqlite3.Error as error:
            self.reply(None, _told(error))
        except Exception as error:
            self.reply(None, error)


class Lease(Request):
    """A transaction: the writer's thread serves nobody else until it is over."""

    __slots__ = ("_inbox", "_is_over")

    def __init__(self, patience: float) -> None:
        super().__init__(patience)
        self._inbox: SimpleQueue[Statement | None] = SimpleQueue()
        self._is_over = False

    async def execute(
        self, sql: str, values: Sequence[Any] = (), *, bare: bool = False
    ) -> list[Any]:
        statement = Statement(sql, values, bare=bare)
        self._inbox.put(statement)
        if self._is_over:
            raise RuntimeError("the transaction is over; it was idle too long, or closed")
        found: list[Any] = await statement.answer
        return found

    def end(self) -> None:
        """Let the writer go, rolling back what was not committed; does not wait."""
        self._inbox.put(None)

    def run(self, connection: sqlite3.Connection) -> None:
        if self.answer.done():
            return
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            self.reply(None, _told(error))
            return
        self.reply(self)
        try:
            while (statement := self._inbox.get(timeout=IDLE_LIMIT)) is not None:
                statement.run(connection)
        except Empty:
            logger.error("a transaction was idle for %d seconds and is rolled back", IDLE_LIMIT)
        finally:
            self._is_over = True
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._turn_away()

    def _turn_away(self) -> None:
        while not self._inbox.empty():
            if (statement := self._inbox.get()) is not None:
                statement.reply(None, RuntimeError("the transaction is over"))


def _told(error: sqlite3.Error) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy("another program is writing to the database")
    if code == sqlite3.SQLITE_INTERRUPT:
        return Busy("reading took too long")
    return error


class Stopwatch:
    """Ends a reading that takes longer than `limit` seconds, or that nobody waits for any more."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._ends = 0.0
        self._request: Request | None = None

    def start(self, request: Request) -> None:
        self._request = request
        self._ends = time.monotonic() + self._limit

    def is_over(self) -> bool:
        return time.monotonic() > self._ends or (
            self._request is not None and self._request.answer.cancelled()
        )


Inbox = SimpleQueue[Request | None]


class Worker:
    """A thread with a connection, opened at its first request."""

    def __init__(
        self,
        name: str,
        inbox: Inbox,
        opened: Callable[[], sqlite3.Connection],
        stopwatch: Stopwatch | None = None,
    ) -> None:
        self._inbox = inbox
        self._opened = opened
        self._stopwatch = stopwatch
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection: sqlite3.Connection | None = None
        while (request := self._inbox.get()) is not None:
            try:
                connection = connection or self._open()
                if self._stopwatch is not None:
                    self._stopwatch.start(request)
                request.run(connection)
            except Exception as error:
                request.reply(None, error)
        if connection is not None:
            connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = self._opened()
        if self._stopwatch is not None:
            connection.set_progress_handler(self._stopwatch.is_over, STEPS)
        return connection

    def join(self) -> None:
        """Wait until the thread has met a None in its inbox and closed its connection."""
        self._thread.join()
