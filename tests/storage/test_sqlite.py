"""What is SQLite's alone: the file, its rights, its schema, and what is swept out of it."""

import asyncio
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from storage import open_documents
from storage.documents import Key, StorageFault
from storage.schema import connect
from storage.sqlite import PURGE_AT_MOST, SqliteDocuments
from tests.storage.backends import HandClock

SECOND = timedelta(seconds=1)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def rows(path: Path) -> int:
    connection = sqlite3.connect(path)
    (n,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    connection.close()
    assert isinstance(n, int)
    return n


async def test_a_new_file_is_for_its_owner_alone_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "data" / "bot.db"
    store = await open_documents(f"sqlite:///{path}")
    await store.create(Key("note", "p", "a"), {})
    files = sorted(path.parent.iterdir())
    assert [f.name for f in files] == ["bot.db", "bot.db-shm", "bot.db-wal"]
    assert [rights(f) for f in files] == [0o600] * 3
    assert rights(path.parent) == 0o700
    await store.close()
    assert list(path.parent.iterdir()) == [path], "closing folds everything into the one file"


async def test_a_path_without_a_leading_slash_starts_from_the_folder_given(tmp_path: Path) -> None:
    for url in ("sqlite:///data/bot.db", f"sqlite:///{tmp_path / 'other.db'}"):
        await (await open_documents(url, folder=tmp_path / "house")).close()
    assert (tmp_path / "house" / "data" / "bot.db").is_file()
    assert (tmp_path / "other.db").is_file()


async def test_or_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await (await open_documents("sqlite:///data/bot.db")).close()
    assert (tmp_path / "data" / "bot.db").is_file()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "data/bot.db",
        "sqlite:",
        "sqlite:///",
        "sqlite://data/bot.db",
        "sqlite:///data/",
        "sqlite:///:memory:",
        "sqlite:///bot.db?mode=memory",
        "postgresql://bot:hunter2@db.example/bot",
    ],
)
async def test_any_other_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///data/bot\.db") as refusal:
        await open_documents(url)
    assert "hunter2" not in str(refusal.value)


async def test_a_file_of_a_later_schema_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await (await open_documents(f"sqlite:///{path}")).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE schema_version SET version = 7")
    connection.commit()
    connection.close()
    with pytest.raises(
        StorageFault, match="has schema 7, and this version of the bot knows 1: start the version"
    ):
        await open_documents(f"sqlite:///{path}")


async def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.write_text("a shopping list, and a long one: " * 100)
    with pytest.raises(StorageFault, match=r"cannot open the database .*bot\.db: file is not a database"):
        await open_documents(f"sqlite:///{path}")
    assert path.read_text().startswith("a shopping list")


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StorageFault, match=r"cannot open the database .*data/bot\.db: "):
        await open_documents(f"sqlite:///{tmp_path / 'data' / 'bot.db'}")


async def test_the_file_waits_for_the_disk_at_every_commit(tmp_path: Path) -> None:
    connection = connect(tmp_path / "bot.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"
    connection.close()


async def test_many_may_make_the_same_file_at_once(tmp_path: Path) -> None:
    together = Barrier(4)

    def make_and_leave(path: Path) -> None:
        together.wait()
        connect(path).close()
        connect(path).close()

    with ThreadPoolExecutor(4) as pool:
        for n in range(20):
            list(pool.map(make_and_leave, [tmp_path / f"{n}.db"] * 4))


async def test_what_has_expired_is_swept_from_the_disk_in_the_background(
    tmp_path: Path, clock: HandClock
) -> None:
    path = tmp_path / "bot.db"
    store = await SqliteDocuments.open(path, clock=clock)
    await asyncio.gather(
        *(
            store.create(Key("n", "p", f"old {n}"), {}, expires_at=clock.now + SECOND)
            for n in range(PURGE_AT_MOST + 9)
        ),
        *(store.create(Key("n", "p", f"later {n}"), {}, expires_at=clock.now + 2 * SECOND) for n in range(3)),
        *(store.create(Key("n", "p", f"kept {n}"), {}) for n in range(4)),
    )
    await store.close()
    assert rows(path) == PURGE_AT_MOST + 9 + 3 + 4

    clock.forward(SECOND)
    store = await SqliteDocuments.open(path, clock=clock)
    for n in range(3):
        # Writes are made in their order, so each of these comes after a bounded part of the sweep.
        await store.create(Key("n", "p", f"new {n}"), {})
    assert rows(path) == 3 + 4 + 3
    assert len(await store.in_partition("n", "p", limit=1000)) == 3 + 4 + 3
    await store.close()


async def test_a_read_that_fails_says_so_without_the_content(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "bot.db"
    store = await SqliteDocuments.open(path, clock=clock)
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE documents RENAME TO elsewhere")
    connection.close()
    with pytest.raises(StorageFault, match="could not read: no such table: documents"):
        await store.read(Key("note", "p", "a"))
    with pytest.raises(StorageFault, match="could not write: no such table: documents"):
        await store.create(Key("note", "p", "a"), {"text": "secret"})
    await store.close()
