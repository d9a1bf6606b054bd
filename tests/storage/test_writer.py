"""The writer: what waits is committed together, and each write answers for itself alone."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from sessions.ports import Conflict
from storage.documents import StorageFault
from storage.schema import PATIENCE_S, connect
from storage.writer import LARGEST_GROUP, Writer

BEGIN = "BEGIN IMMEDIATE"
Operation = Callable[[sqlite3.Connection], int]


class Desk:
    """A writer, the statements it ran, and a way to hold it up while others queue."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = connect(path)
        self.connection.execute("CREATE TABLE numbers (n INTEGER, filler BLOB)")
        self.ran: list[str] = []
        self.commits_here, self.go_on = Event(), Event()
        self.go_on.set()
        self.begins: dict[int, Callable[[], object]] = {}
        """What comes just before the first, second, … transaction begins."""
        self.connection.set_trace_callback(self._runs)
        self.writer = Writer(self.connection, patience_s=0.05)

    def _runs(self, statement: str) -> None:
        """In the thread that waits for the disk, where it is a commit."""
        self.ran.append(statement)
        if statement == BEGIN and (comes := self.begins.get(self.ran.count(BEGIN))):
            comes()
        if statement == "COMMIT":
            self.commits_here.set()
            self.go_on.wait()

    def commits(self) -> int:
        return self.ran.count("COMMIT")

    def numbers(self) -> list[int]:
        with sqlite3.connect(self.path) as other:
            found = [n for (n,) in other.execute("SELECT n FROM numbers ORDER BY rowid")]
        other.close()
        return found

    @asynccontextmanager
    async def held_up(self) -> AsyncIterator[None]:
        """Inside, the writer is busy with a commit that does not end, and others gather behind it."""
        self.commits_here.clear()
        self.go_on.clear()
        holding = asyncio.create_task(self.writer.write(lambda _: 0))
        await asyncio.to_thread(self.commits_here.wait)
        try:
            yield
        finally:
            self.go_on.set()
            await holding

    async def queue(self, *operations: Operation) -> list[asyncio.Task[int]]:
        tasks = [asyncio.create_task(self.writer.write(operation)) for operation in operations]
        await asyncio.sleep(0)
        return tasks


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path / "bot.db")
    yield desk
    await desk.writer.close()


def insert(n: int, *, filler: int = 0) -> Operation:
    def operation(connection: sqlite3.Connection) -> int:
        connection.execute("INSERT INTO numbers VALUES (?, zeroblob(?))", (n, filler))
        return n

    return operation


def conflict(_: sqlite3.Connection) -> int:
    raise Conflict("somebody was first")


def broken(connection: sqlite3.Connection) -> int:
    connection.execute("INSERT INTO numbers VALUES (-1, NULL)")
    connection.execute("INSERT INTO nowhere VALUES (1)")
    return -1


async def test_what_waits_is_committed_together_and_in_order(desk: Desk) -> None:
    async with desk.held_up():
        tasks = await desk.queue(*(insert(n) for n in range(50)))
    assert await asyncio.gather(*tasks) == list(range(50))
    assert desk.commits() == 2, "one for the write that held the others up, one for all of them"
    assert desk.numbers() == list(range(50))


async def test_a_group_has_a_largest_size(desk: Desk) -> None:
    async with desk.held_up():
        tasks = await desk.queue(*(insert(n) for n in range(LARGEST_GROUP + 1)))
    await asyncio.gather(*tasks)
    assert desk.commits() == 3


async def test_an_answer_comes_only_after_the_commit(desk: Desk) -> None:
    for n in range(20):
        await desk.writer.write(insert(n))
        assert desk.numbers() == list(range(n + 1))


async def test_a_conflict_spoils_nobody_elses_write_nor_the_group(desk: Desk) -> None:
    async with desk.held_up():
        first, lost, last = await desk.queue(insert(1), conflict, insert(2))
    assert (await first, await last) == (1, 2)
    with pytest.raises(Conflict, match="somebody was first"):
        await lost
    assert desk.commits() == 2


async def test_a_write_that_breaks_leaves_no_trace_and_the_others_are_made_once(desk: Desk) -> None:
    async with desk.held_up():
        first, bad, last = await desk.queue(insert(1), broken, insert(2))
    assert (await first, await last) == (1, 2)
    with pytest.raises(StorageFault, match="could not write: no such table: nowhere"):
        await bad
    assert desk.numbers() == [1, 2]
    assert await desk.writer.write(insert(3)) == 3


async def test_a_write_that_breaks_does_not_keep_the_file_from_other_processes(desk: Desk) -> None:
    with pytest.raises(StorageFault):
        await desk.writer.write(broken)
    other = sqlite3.connect(desk.path, timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.close()


async def test_an_error_of_any_kind_goes_to_its_writer_and_the_thread_lives(desk: Desk) -> None:
    def absurd(_: sqlite3.Connection) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await desk.writer.write(absurd)
    assert await desk.writer.write(insert(1)) == 1


async def test_a_full_disk_fails_the_write_that_does_not_fit(desk: Desk) -> None:
    (pages,) = desk.connection.execute("PRAGMA page_count").fetchone()
    desk.connection.execute(f"PRAGMA max_page_count = {pages + 4}")
    async with desk.held_up():
        first, big, last = await desk.queue(insert(1), insert(2, filler=1_000_000), insert(3))
    assert (await first, await last) == (1, 3)
    with pytest.raises(StorageFault, match="could not write: database or disk is full"):
        await big
    assert desk.numbers() == [1, 3]


async def test_a_file_that_another_process_holds_too_long_fails_the_write_and_no_later_one(
    desk: Desk,
) -> None:
    other = sqlite3.connect(desk.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageFault, match="could not write: database is locked"):
        await desk.writer.write(insert(1))
    other.execute("ROLLBACK")
    other.close()
    assert await desk.writer.write(insert(2)) == 2
    assert desk.numbers() == [2]


async def test_however_many_wait_for_another_process_each_waits_once(desk: Desk) -> None:
    other = sqlite3.connect(desk.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    tasks = await desk.queue(*(insert(n) for n in range(5 * LARGEST_GROUP)))
    told = await asyncio.gather(*tasks, return_exceptions=True)
    other.close()
    assert {type(each) for each in told} == {StorageFault}
    assert desk.ran.count(BEGIN) == 2, "at once, and patiently"
    assert await desk.writer.write(insert(1)) == 1


@pytest.mark.parametrize("written_alone", [0, 1, 5])
async def test_nobody_waits_twice_though_one_write_broke_up_their_group(
    desk: Desk, written_alone: int
) -> None:
    """Each is tried alone then, and another process takes the file in between."""
    other = sqlite3.connect(desk.path, timeout=0, isolation_level=None)
    held_up_and_together = 2
    desk.begins[held_up_and_together + written_alone + 1] = partial(other.execute, BEGIN)
    async with desk.held_up():
        tasks = await desk.queue(*(insert(n) for n in range(LARGEST_GROUP - 1)), broken)
    async with asyncio.timeout(10):  # each is told, and not left to wait for ever
        told = await asyncio.gather(*tasks, return_exceptions=True)
    other.close()
    assert told[:written_alone] == list(range(written_alone)) == desk.numbers()
    assert {type(each) for each in told[written_alone:]} == {StorageFault}
    at_once_and_patiently = 2
    assert desk.ran.count(BEGIN) == held_up_and_together + written_alone + at_once_and_patiently
    assert await desk.writer.write(insert(99)) == 99


async def test_a_file_that_another_process_holds_for_a_moment_is_waited_for_and_the_loop_goes_on(
    tmp_path: Path,
) -> None:
    writer, other = Writer(connect(tmp_path / "bot.db")), connect(tmp_path / "bot.db")
    other.execute("BEGIN IMMEDIATE")
    waits = asyncio.create_task(
        writer.write(lambda c: c.execute("INSERT INTO schema_version VALUES (1)").rowcount)
    )
    began = asyncio.get_running_loop().time()
    await asyncio.wait({waits}, timeout=0.05)
    assert not waits.done()
    assert asyncio.get_running_loop().time() - began < PATIENCE_S / 2, "the loop itself has not waited"
    other.execute("ROLLBACK")
    other.close()
    assert await waits == 1
    await writer.close()


async def test_a_write_whose_writer_has_gone_is_made_once_and_disturbs_nobody(desk: Desk) -> None:
    async with desk.held_up():
        first, gone, last = await desk.queue(insert(1), insert(2), insert(3))
        gone.cancel()
    assert (await first, await last) == (1, 3)
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert desk.numbers() == [1, 2, 3]


async def test_closing_writes_what_waits_first(desk: Desk) -> None:
    async with desk.held_up():
        tasks = await desk.queue(*(insert(n) for n in range(2 * LARGEST_GROUP)))
    await desk.writer.close()
    assert await asyncio.gather(*tasks) == list(range(2 * LARGEST_GROUP))
    assert desk.numbers() == list(range(2 * LARGEST_GROUP))
    with pytest.raises(StorageFault, match="closed"):
        await desk.writer.write(insert(1))
