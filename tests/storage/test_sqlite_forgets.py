"""What was deleted, replaced or has expired is not in SQLite's file either, nor in the one beside it."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

from storage.documents import Body, Key
from storage.sqlite import SqliteDocuments
from tests.storage.backends import HandClock

SECRET = "SECRET-OVERVIEW"  # noqa: S105 (stands for what an LRO wrote)
MANY = 30


def key(n: int) -> Key:
    return Key("request", "an LRO", f"r{n}")


def overview(n: int) -> Body:
    """Of any length up to three pages of the file: long ones go to pages of their own."""
    return {"overview": f"{SECRET} " * (1 + n * 25)}


def traces(path: Path) -> int:
    """In the file, and in the write-ahead file while there is one."""
    files = [path, path.with_name(path.name + "-wal")]
    return sum(file.read_bytes().count(SECRET.encode()) for file in files if file.exists())


def checkpoint(path: Path) -> None:
    """All of the write-ahead file goes into the file, as SQLite does by itself every thousand pages."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
    connection.close()


async def test_what_was_deleted(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "bot.db"
    store = await SqliteDocuments.open(path, clock=clock)
    written = [await store.create(key(n), overview(n)) for n in range(MANY)]
    kept = await store.create(Key("request", "an LRO", "kept"), {"overview": "another"})
    checkpoint(path)
    assert traces(path) >= MANY
    for document in written:
        await store.delete(document.key, document.etag)
    checkpoint(path)
    assert traces(path) == 0
    assert await store.read(kept.key) == kept
    await store.close()
    assert traces(path) == 0


async def test_what_was_written_over(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "bot.db"
    store = await SqliteDocuments.open(path, clock=clock)
    for n in range(MANY):
        written = await store.create(key(n), overview(n))
        await store.replace(written.key, written.etag, {"overview": ""})
    await store.close()
    assert traces(path) == 0


async def test_what_has_expired_and_was_swept_out(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "bot.db"
    store = await SqliteDocuments.open(path, clock=clock)
    soon = clock.now + timedelta(seconds=1)
    await asyncio.gather(*(store.create(key(n), overview(n), expires_at=soon) for n in range(MANY)))
    await store.close()
    assert traces(path) >= MANY, "it is invisible from then on, and gone with the next sweep"

    clock.forward(timedelta(seconds=1))
    store = await SqliteDocuments.open(path, clock=clock)
    await store.create(Key("note", "p", "after the first sweep"), {})
    await store.close()
    assert traces(path) == 0
