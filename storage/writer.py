"""Writes to SQLite: all that waits is committed in one transaction.

A commit costs a wait for the disk, and many writes can share it. While one group is being made durable the
next one gathers by itself, so that nobody waits for company. Only what waits is done in a thread: a statement
takes less time than handing it over and taking the interpreter back from a busy event loop.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sessions.ports import Conflict
from storage.documents import StorageFault
from storage.schema import PATIENCE_S, is_busy

T = TypeVar("T")

LARGEST_GROUP = 64
"""Writes in one transaction: enough to share the wait, and few enough that the event loop is not held up."""


@dataclass(frozen=True, slots=True)
class _Job:
    operation: Callable[[sqlite3.Connection], Any]
    future: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


class Writer:
    """Belongs to the event loop that made it, and owns the connection, which must be in autocommit mode."""

    def __init__(self, connection: sqlite3.Connection, *, patience_s: float = PATIENCE_S) -> None:
        connection.execute("PRAGMA busy_timeout = 0")  # the event loop waits for no other process
        self._connection = connection
        self._patience_s = patience_s
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite-writer")
        self._waiting: list[_Job] = []
        self._wake = asyncio.Event()
        self._closed = False
        self._work = asyncio.create_task(self._run())

    async def write(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        """What `operation` answers, once that is durable.

        It runs on the event loop, inside a transaction that others may share, and may be run again if that
        one fails: it should do nothing but execute statements that take well under a millisecond. A Conflict
        must be raised before anything was changed; it is the operation's own. Raises StorageFault.
        """
        if self._closed:
            raise StorageFault("the database is closed")
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append(_Job(operation, future))
        self._wake.set()
        return await future

    async def close(self) -> None:
        """Write what waits, then close the connection."""
        self._closed = True
        self._wake.set()
        await asyncio.wait({self._work})

    async def _run(self) -> None:
        while not self._closed or self._waiting:
            await self._wake.wait()
            group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
            if not self._waiting and not self._closed:
                self._wake.clear()
            if group:
                await self._commit(group)
        self._connection.close()
        self._thread.shutdown()

    async def _commit(self, group: list[_Job], others: Sequence[_Job] = ()) -> bool:
        """Where one job fails a group, each is tried alone, and only its own fails.

        `others` are still to be tried alone. Answers whether there was a transaction: without one all fail.
        """
        behind = len(self._waiting)
        try:
            await self._begin()
        except sqlite3.Error as error:
            # Those behind the group have waited as long, and nobody waits for another process twice.
            late = [*group, *others, *self._waiting[:behind]]
            del self._waiting[:behind]
            _settle(late, [_Failed(_fault(error)) for _ in late])
            return False
        try:
            outcomes = [self._outcome(job) for job in group]
            await self._loop.run_in_executor(self._thread, self._connection.execute, "COMMIT")
        except Exception as error:  # noqa: BLE001 (it goes to whoever waits; the next group must be written)
            with suppress(sqlite3.Error):
                self._connection.rollback()
            if len(group) == 1:
                _settle(group, [_Failed(_fault(error) if isinstance(error, sqlite3.Error) else error)])
                return True
            for tried, job in enumerate(group, 1):
                if not await self._commit([job], group[tried:]):
                    return False
        else:
            _settle(group, outcomes)
        return True

    async def _begin(self) -> None:
        self._connection.rollback()  # does nothing, unless an earlier roll-back failed
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            if not is_busy(error):
                raise
            await self._loop.run_in_executor(self._thread, self._begin_patiently)

    def _begin_patiently(self) -> None:
        """Another process is writing: wait for it."""
        self._connection.execute(f"PRAGMA busy_timeout = {int(self._patience_s * 1000)}")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        finally:
            self._connection.execute("PRAGMA busy_timeout = 0")

    def _outcome(self, job: _Job) -> Any:  # noqa: ANN401 (each job's own; `write` gives the type back)
        try:
            return job.operation(self._connection)
        except Conflict as conflict:
            return _Failed(conflict)


def _fault(error: sqlite3.Error) -> StorageFault:
    fault = StorageFault(f"the database could not write: {error}")
    fault.__cause__ = error
    return fault


def _settle(group: list[_Job], outcomes: list[Any]) -> None:
    for job, outcome in zip(group, outcomes, strict=True):
        if job.future.done():  # cancelled by the one who waited
            continue
        if isinstance(outcome, _Failed):
            job.future.set_exception(outcome.error)
        else:
            job.future.set_result(outcome)
