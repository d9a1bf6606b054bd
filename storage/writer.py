"""The one thread that writes to SQLite: all that waits is committed in one transaction.

A commit costs a wait for the disk, and many writes can share it. While one group is being made durable the
next one gathers by itself, so that nobody waits for company.
"""

import asyncio
import queue
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import Any, TypeVar

from sessions.ports import Conflict
from storage.documents import StorageFault

T = TypeVar("T")

LARGEST_GROUP = 256
"""Writes in one transaction: enough to share the wait, and few enough that the first is answered soon."""


@dataclass(frozen=True, slots=True)
class _Job:
    operation: Callable[[sqlite3.Connection], Any]
    future: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


class Writer:
    """Belongs to the event loop that made it, and owns the connection, which must be in autocommit mode."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def write(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        """What `operation` answers, once that is durable.

        It runs inside a transaction that others may share, and may be run again if that one fails: it should
        do nothing but execute statements. A Conflict must be raised before anything was changed; it is the
        operation's own. Raises StorageFault.
        """
        if self._closed:
            raise StorageFault("the database is closed")
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.put(_Job(operation, future))
        return await future

    async def close(self) -> None:
        """Write what waits, then close the connection."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        while group := self._next_group():
            outcomes = self._commit(group)
            # A loop that was closed without closing the store has nobody left who waits.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(_settle, group, outcomes)
        self._connection.close()

    def _next_group(self) -> list[_Job]:
        """All that waits, at least one; empty once the writer is closed and nothing waits any more."""
        group: list[_Job] = []
        job = self._waiting.get()
        while job is not None:
            group.append(job)
            if len(group) == LARGEST_GROUP:
                return group
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                return group
        if group:
            self._waiting.put(None)  # the last thing ever put: to be met again after this group
        return group

    def _commit(self, group: list[_Job]) -> list[Any]:
        """The outcomes in order. Where one job fails a group, each is tried alone, and only its own fails."""
        try:
            self._connection.rollback()  # does nothing, unless an earlier roll-back failed
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            return [_Failed(_fault(error)) for _ in group]
        try:
            outcomes = [self._outcome(job) for job in group]
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 (it goes to whoever waits; this thread must outlive it)
            with suppress(sqlite3.Error):
                self._connection.rollback()
            if len(group) == 1:
                return [_Failed(_fault(error) if isinstance(error, sqlite3.Error) else error)]
            return [outcome for job in group for outcome in self._commit([job])]
        return outcomes

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
