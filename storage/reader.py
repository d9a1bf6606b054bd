"""The one thread that reads from SQLite, on a connection of its own: it never waits for a write."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from storage.documents import StorageFault

T = TypeVar("T")
Value = str | int | None


class Reader:
    """Owns the connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite-reader")
        self._closed = False

    async def query(self, statement: str, read_as: Callable[..., T], **values: Value) -> list[T]:
        """Each row's columns, as `read_as` takes them. Raises StorageFault."""
        if self._closed:
            raise StorageFault("the database is closed")

        def query() -> list[T]:
            return [read_as(*columns) for columns in self._connection.execute(statement, values).fetchall()]

        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, query)
        except sqlite3.Error as error:
            raise StorageFault(f"the database could not read: {error}") from error

    async def close(self) -> None:
        """Answer what has been asked, then close the connection."""
        if not self._closed:
            self._closed = True
            self._thread.submit(self._connection.close)
        await asyncio.to_thread(self._thread.shutdown)
