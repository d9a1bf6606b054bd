"""Documents in one SQLite file: the embedded default, nothing to start."""

import asyncio
import logging
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Self
from uuid import uuid4

import orjson

from sessions.ports import AlreadyExists, Clock, Conflict
from storage import statements
from storage.documents import Body, Document, Documents, Key, StorageFault
from storage.moments import microseconds, moment_of
from storage.reader import QuickReader, Reader, Value
from storage.schema import connect, connect_to_read
from storage.writer import Writer

log = logging.getLogger(__name__)

PURGE_EVERY = timedelta(minutes=1)
PURGE_AT_MOST = 50
"""Expired documents removed in one transaction, so that no write and no turn waits long behind it."""


class SqliteDocuments(Documents):
    def __init__(self, writer: Writer, quick: QuickReader, reader: Reader, clock: Clock) -> None:
        self._writer = writer
        self._quick = quick
        self._reader = reader
        self._clock = clock
        self._closed = False
        self._purging = asyncio.create_task(self._purge_now_and_then())

    @classmethod
    async def open(cls, path: Path, *, clock: Clock) -> Self:
        """Open the file, made with its folder if there is none. Raises StorageFault."""
        connections = [await asyncio.to_thread(connect, path) for _ in range(3)]
        reader = Reader(connections[2])
        return cls(Writer(connections[0]), QuickReader(connections[1], reader), reader, clock)

    async def read(self, key: Key) -> Document | None:
        now = microseconds(self._clock())
        found = await self._quick.query(
            statements.READ, _read, kind=key.kind, partition=key.partition, id=key.id, now=now
        )
        return found[0] if found else None

    async def create(
        self, key: Key, body: Body, *, due_at: datetime | None = None, expires_at: datetime | None = None
    ) -> Document:
        row, written = _row(key, body, due_at, expires_at)
        await self._write(statements.CREATE, AlreadyExists(f"there already: {key}"), **row._asdict())
        return written

    async def replace(
        self,
        key: Key,
        etag: str,
        body: Body,
        *,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> Document:
        row, written = _row(key, body, due_at, expires_at)
        moved = Conflict(f"changed since it was read: {key}")
        await self._write(statements.REPLACE, moved, as_read=etag, **row._asdict())
        return written

    async def delete(self, key: Key, etag: str) -> None:
        moved = Conflict(f"changed since it was read: {key}")
        await self._write(
            statements.DELETE, moved, as_read=etag, kind=key.kind, partition=key.partition, id=key.id
        )

    async def in_partition(
        self, kind: str, partition: str, *, after: str = "", limit: int = 100
    ) -> Sequence[Document]:
        now = microseconds(self._clock())
        return await self._quick.query(
            statements.IN_PARTITION, _read, kind=kind, partition=partition, after=after, limit=limit, now=now
        )

    async def due(self, kind: str, *, before: datetime, limit: int) -> Sequence[Document]:
        return await self._select(statements.DUE, kind=kind, before=microseconds(before), limit=limit)

    async def due_since(self, kind: str, *, since: datetime, limit: int) -> Sequence[Document]:
        return await self._select(statements.DUE_SINCE, kind=kind, since=microseconds(since), limit=limit)

    async def next_due(self, kind: str) -> datetime | None:
        now = microseconds(self._clock())
        found = await self._reader.query(statements.NEXT_DUE, moment_of, kind=kind, now=now)
        return found[0] if found else None

    async def everything(self, *, after: Key | None = None, limit: int = 100) -> Sequence[Document]:
        return await _everything(self._reader, after, limit, self._clock())

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._purging.cancel()
        await asyncio.wait({self._purging})
        self._quick.close()
        await self._reader.close()
        await self._writer.close()

    async def _select(self, statement: str, **values: Value) -> list[Document]:
        return await self._reader.query(statement, _read, now=microseconds(self._clock()), **values)

    async def _write(self, statement: str, conflict: Conflict, **values: Value) -> None:
        values["now"] = microseconds(self._clock())

        def change(connection: sqlite3.Connection) -> None:
            if connection.execute(statement, values).rowcount != 1:
                raise conflict

        await self._writer.write(change)

    async def _purge_now_and_then(self) -> None:
        """What has expired is invisible already; this takes it off the disk."""
        while True:
            try:
                removed = await self._purge()
            except StorageFault as fault:
                log.warning("expired documents could not be removed: %s", fault)
                removed = 0
            if removed < PURGE_AT_MOST:
                await asyncio.sleep(PURGE_EVERY.total_seconds())

    async def _purge(self) -> int:
        values = {"now": microseconds(self._clock()), "limit": PURGE_AT_MOST}
        return await self._writer.write(
            lambda connection: connection.execute(statements.PURGE, values).rowcount
        )


class SqliteSource:
    """A file that is only read: it is neither made nor written, and what has expired stays on the disk."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock

    @classmethod
    async def open(cls, path: Path, *, clock: Clock) -> Self:
        """Raises StorageFault if there is no such file, or none of the bot's."""
        return cls(Reader(await asyncio.to_thread(connect_to_read, path)), clock)

    async def everything(self, *, after: Key | None = None, limit: int = 100) -> Sequence[Document]:
        return await _everything(self._reader, after, limit, self._clock())

    async def close(self) -> None:
        await self._reader.close()


async def _everything(reader: Reader, after: Key | None, limit: int, now: datetime) -> list[Document]:
    beyond = after or Key("", "", "")  # before any: none of a key's texts is empty
    return await reader.query(
        statements.EVERYTHING,
        _read,
        kind=beyond.kind,
        partition=beyond.partition,
        id=beyond.id,
        limit=limit,
        now=microseconds(now),
    )


class _Row(NamedTuple):
    """A row of the table as SQLite holds it."""

    kind: str
    partition: str
    id: str
    etag: str
    due_at: int | None
    expires_at: int | None
    body: str


def _row(key: Key, body: Body, due_at: datetime | None, expires_at: datetime | None) -> tuple[_Row, Document]:
    """Under a new etag, and as it will be read.

    Raises ValueError for what JSON or UTF-8 cannot say, and for a naive time.
    """
    row = _Row(
        kind=key.kind,
        partition=key.partition,
        id=key.id,
        etag=uuid4().hex,
        due_at=None if due_at is None else microseconds(due_at),
        expires_at=None if expires_at is None else microseconds(expires_at),
        body=_json(body),
    )
    written = _document(row)
    if written.body != body:  # a NaN becomes null, for one
        raise ValueError("JSON cannot say all of what is to be stored")
    return row, written


def _json(body: Body) -> str:
    try:
        return orjson.dumps(body).decode()
    except orjson.JSONEncodeError as error:  # a TypeError; the contract has one error for all of these
        raise ValueError(f"JSON cannot say what is to be stored: {error}") from None


def _read(*columns: Any) -> Document:  # noqa: ANN401 (as SQLite has them)
    return _document(_Row(*columns))


def _document(row: _Row) -> Document:
    return Document(
        key=Key(row.kind, row.partition, row.id),
        body=orjson.loads(row.body),
        etag=row.etag,
        due_at=None if row.due_at is None else moment_of(row.due_at),
        expires_at=None if row.expires_at is None else moment_of(row.expires_at),
    )
