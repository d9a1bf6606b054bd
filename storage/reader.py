"""Reads from SQLite, on connections of their own: they never wait for a write."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from storage.documents import StorageFault
from storage.schema import is_busy

T = TypeVar("T")
Value = str | int | None


class Reader:
    """Reads in a thread, for what may take a while. Owns the connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite-reader")
        self._closed = False

    async def query(self, statement: str, read_as: Callable[..., T], **values: Value) -> list[T]:
        """Each row's columns, as `read_as` takes them. Raises StorageFault."""
        _refuse_if(closed=self._closed)
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, _rows, self._connection, statement, read_as, values
            )
        except sqlite3.Error as error:
            raise _fault(error) from error

    async def close(self) -> None:
        """Answer what has been asked, then close the connection."""
        if not self._closed:
            self._closed = True
            self._thread.submit(self._connection.close)
        await asyncio.to_thread(self._thread.shutdown)


class QuickReader:
    """Reads on the event loop, for a few rows that an index finds: a thread would take ten times as long.

    Owns the connection.
    """

    def __init__(self, connection: sqlite3.Connection, patient: Reader) -> None:
        connection.execute("PRAGMA busy_timeout = 0")  # the event loop waits for no other process
        self._connection = connection
        self._patient = patient
        self._closed = False

    async def query(self, statement: str, read_as: Callable[..., T], **values: Value) -> list[T]:
        """Each row's columns, as `read_as` takes them. Raises StorageFault."""
        _refuse_if(closed=self._closed)
        try:
            return _rows(self._connection, statement, read_as, values)
        except sqlite3.Error as error:
            if not is_busy(error):
                raise _fault(error) from error
        # Rare: another process opens or closes the file for the first or last time.
        return await self._patient.query(statement, read_as, **values)

    def close(self) -> None:
        self._closed = True
        self._connection.close()


def _rows(
    connection: sqlite3.Connection, statement: str, read_as: Callable[..., T], values: dict[str, Value]
) -> list[T]:
    return [read_as(*columns) for columns in connection.execute(statement, values).fetchall()]


def _refuse_if(*, closed: bool) -> None:
    if closed:
        raise StorageFault("the database is closed")


def _fault(error: sqlite3.Error) -> StorageFault:
    return StorageFault(f"the database could not read: {error}")
