"""Files of the store with as many requests as wanted: some that are going on, the others over.

Those that are going on are walked at the bot. The others are written straight into the file, for the bot
would take hours: in rows as its repositories make them, for one request of each kind of end, under other
names.
"""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.load.drive import Crowd
from bench.load.teams import Teams
from bench.ours import our_bot, without
from bench.parts import Run
from bench.played import played
from devtools.common import Trouble, say
from sessions.people import Person
from sessions.request import Action, Booking, Entry, Request, State
from storage import open_documents
from storage.moments import utc_now
from storage.repositories import RequestRepository, store_on
from storage.schema import connect

LIVE = 40
"""Requests that are going on."""
FIRST_LRO = 800_000_000_000
"""The number of the first whose requests are over, as `bench.load` numbers people."""
EACH = 3
"""Requests of one LRO that are over."""
GOOD_FOR = timedelta(hours=12)
"""Then what was going on would be over too: the file is made anew."""
TURNS_OF_A_WALK = 7
ROW = (
    "INSERT INTO documents (kind, partition, id, etag, due_at, expires_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
)

Row = tuple[str, str, str, str, int | None, int | None, str]


async def stored(run: Run, count: int) -> Path:
    """A file with `count` requests, from an earlier run if that is not too old. Raises Trouble."""
    path = run.folder("growth") / f"{count}.db"
    if not _is_good(path):
        say(f"a store of {count:,} requests is made")
        _made(path).unlink(missing_ok=True)
        live = await _live(run)
        without(path)
        shutil.copy(live, path)
        _fill(path, count)
        shutil.copy2(_made(live), _made(path))  # as old as what is going on in it
    return path


async def _live(run: Run) -> Path:
    """A file with what is going on, and two requests that are over: the same for all counts."""
    path = run.folder("growth") / "live.db"
    if not _is_good(path):
        _made(path).unlink(missing_ok=True)
        await _walk(run, without(path))
        await _end_two(path)
        _made(path).touch()
    return path


def _is_good(path: Path) -> bool:
    made = _made(path)
    return path.exists() and made.exists() and time.time() - made.stat().st_mtime < GOOD_FOR.total_seconds()


def _made(path: Path) -> Path:
    """Bears the date at which a file was made: the bot writes to the file itself."""
    return path.with_suffix(".made")


async def _walk(run: Run, path: Path) -> None:
    """So many requests that are going on, two more, and everybody told of them."""
    teams = await Teams(advisers=10).open()
    try:
        async with our_bot(run, teams, path) as bot:
            crowd = Crowd(teams, "walk", f"{bot.url}/api/messages", turns_most=(LIVE + 2) * TURNS_OF_A_WALK)
            await played(crowd, 1, 600)
            await _all_told(path)
    finally:
        await teams.close()


async def _all_told(path: Path) -> None:
    documents = await open_documents(f"sqlite:///{path}")
    requests = store_on(documents).requests
    until = time.monotonic() + 60
    while await requests.due(utc_now(), 1):
        if time.monotonic() > until:
            raise Trouble("the courier did not tell the advisers in a minute")
    await documents.close()


async def _end_two(path: Path) -> None:
    """One is withdrawn and one held, and nobody is to be told any more: `_fill` writes more of these.

    Raises Trouble if there are not the requests that should be.
    """
    documents = await open_documents(f"sqlite:///{path}")
    requests = store_on(documents).requests
    if not isinstance(requests, RequestRepository):
        raise TypeError("requests are kept in a repository of their own")
    timed = [found async for found in requests.timed()]
    if len(timed) != LIVE + 2:
        raise Trouble(f"{LIVE + 2} requests were walked, and {len(timed)} are there")
    for found, end in zip(timed[:2], (_withdrawn, _held), strict=True):
        await requests.save(found, end(found.value))
    await documents.close()


def _withdrawn(request: Request) -> Request:
    entry = Entry(at=utc_now(), action=Action.WITHDRAW, by=request.lro)
    return _over(request, state=State.WITHDRAWN, history=(*request.history, entry))


def _held(request: Request) -> Request:
    adviser = Person(id="00000000-cccc-4000-8000-000000000001", name="Sample Adviser 001")
    booking = Booking(adviser=adviser, time=request.asked.availability[0])
    entry = Entry(at=utc_now(), action=Action.BOOK, by=adviser, booking=booking)
    return _over(request, state=State.BOOKED, history=(*request.history, entry), booking=booking)


def _over(request: Request, **changes: object) -> Request:
    told = tuple(notice.model_copy(update={"due_at": None}) for notice in request.notices)
    return request.model_copy(update={"notices": told, "timer_at": None, **changes})


def _fill(path: Path, count: int) -> None:
    """To so many requests, each LRO of those with a profile and a state."""
    connection = connect(path)
    connection.execute("PRAGMA synchronous = OFF")  # nothing is lost that cannot be made again
    connection.execute("PRAGMA cache_size = -200000")
    connection.execute("BEGIN")
    connection.executemany(ROW, _rows(connection, count))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _rows(connection: sqlite3.Connection, count: int) -> Iterator[Row]:
    over: list[Row] = connection.execute(
        "SELECT * FROM documents WHERE kind = 'request' AND due_at IS NULL"
    ).fetchall()
    (there,) = connection.execute("SELECT count(*) FROM documents WHERE kind = 'request'").fetchone()
    was = number_of(over[0])
    person = connection.execute("SELECT * FROM documents WHERE (kind, id) = ('person', ?)", (over[0][1],))
    state = connection.execute("SELECT * FROM documents WHERE kind = 'state' AND id LIKE ?", (f"%-{was}/",))
    of_lro: list[Row] = [person.fetchone(), state.fetchone()]
    for number in range(count - there):
        lro, row = FIRST_LRO + number // EACH, over[number % len(over)]
        yield _renamed(row, number_of(row), lro, number, days=1 + number % 365)
        if number % EACH == 0:
            yield from (_renamed(each, was, lro, number, days=1 + lro % 14) for each in of_lro)


def number_of(row: Row) -> int:
    """Of the LRO of a request: the last part of their Entra object id."""
    return int(row[1].rpartition("-")[2])


def _renamed(row: Row, was: int, lro: int, number: int, *, days: int) -> Row:
    """The same document of another LRO, under another reference; it goes after so many days."""
    kind, partition, id_, _, due_at, expires_at, body = row
    partition, id_, body = (
        text.replace(f"{was:012}", str(lro)).replace(str(was), str(lro)) for text in (partition, id_, body)
    )
    if kind == "request":
        reference = f"SS-{number:09}"
        id_, body = reference, body.replace(row[2], reference)
    if expires_at is not None:
        expires_at = int((datetime.now(UTC) + timedelta(days=days)).timestamp() * 1_000_000)
    return kind, partition, id_, f"{number:032x}", due_at, expires_at, body
