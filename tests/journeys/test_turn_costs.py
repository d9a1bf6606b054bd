"""What each kind of turn costs, counted and not timed. Whoever makes one dearer, or cheaper, changes COSTS.

The bot runs as in production, on SQLite, with tokens checked; around it stand the services of `bench.load`,
which count what they are asked. Counted is what a turn does itself: courier, crier and roll call rest, for
what they do at the same time would come in between.
"""

import asyncio
import gc
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, NamedTuple
from urllib.parse import unquote

import orjson
import pytest

import app
from bench.load.scripts import OVERVIEW, Person
from bench.load.teams import Json, Teams
from bench.load.wire import Call, Caller
from bot.announcing.crier import Crier
from bot.courier import Courier
from bot.rollcall import RollCall
from storage import open_documents
from storage.documents import Documents
from tests.journeys.stage import Clock, running_bot
from tests.journeys.stores import ON_SQLITE, Store


class Cost(NamedTuple):
    reads: int
    """Of documents, and of lists of them."""
    writes: int
    """Of documents; each waits for the disk once."""
    requests: int
    """HTTP, from the bot to the connector."""
    connections: int
    """That the bot opened for them."""
    sent: int
    """Bytes of these requests' bodies."""


COSTS = {
    "help": Cost(reads=2, writes=1, requests=1, connections=0, sent=1478),
    "first message": Cost(reads=2, writes=1, requests=2, connections=0, sent=1566),
    "press": Cost(reads=1, writes=1, requests=2, connections=0, sent=2564),
    "typed answer": Cost(reads=1, writes=1, requests=2, connections=0, sent=2754),
    "choice": Cost(reads=1, writes=1, requests=2, connections=0, sent=2576),
    "overview": Cost(reads=1, writes=1, requests=2, connections=0, sent=4671),
    "availability": Cost(reads=1, writes=1, requests=2, connections=0, sent=5170),
    "submit": Cost(reads=3, writes=3, requests=2, connections=0, sent=2208),
    "my requests": Cost(reads=2, writes=1, requests=1, connections=0, sent=1928),
}
"""Run this file with -s to see them as they are now."""
CALLS_MOST = {
    "help": 850,
    "first message": 1_700,
    "press": 1_700,
    "typed answer": 2_030,
    "choice": 1_810,
    "overview": 1_830,
    "availability": 2_460,
    "submit": 2_030,
    "my requests": 920,
}
"""Calls of Python functions: a fifth more than when this was set, for versions of libraries differ."""

WRITES = frozenset({"create", "replace", "delete"})
READS = frozenset({"read", "in_partition", "due", "due_since", "next_due", "everything"})


@dataclass
class Counted:
    """Documents that count what turns ask of them."""

    documents: Documents
    counts: Counter[str] = field(default_factory=Counter)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (of the documents)
        if name in WRITES | READS and _in_a_turn():
            self.counts["writes" if name in WRITES else "reads"] += 1
        return getattr(self.documents, name)


def _in_a_turn() -> bool:
    """And not in the courier's task, say: aiohttp answers in tasks of its own."""
    task = asyncio.current_task()
    return (
        task is not None and getattr(task.get_coro(), "__qualname__", "") == "RequestHandler._handle_request"
    )


class CountingTeams(Teams):
    """The services, and what was asked of them about the chat of an LRO."""

    def __init__(self) -> None:
        super().__init__(advisers=0)
        self.counts: Counter[str] = Counter()

    def _answer(self, call: Call) -> tuple[int, bytes]:
        if "/a:chat-" in unquote(call.path) and "adviser" not in call.path:
            self.counts["requests"] += 1
            self.counts["sent"] += len(call.body)
        return super()._answer(call)


@dataclass
class Till:
    teams: CountingTeams
    documents: Counted
    caller: Caller
    token: str
    """One for all: Teams sends each some thousand times, and to verify one costs as much as a turn."""
    person: Person | None = None

    def meets(self, number: int) -> Person:
        self.person = Person(number, self.teams.url)
        self.teams.watched.add(self.person.chat)
        return self.person

    async def turn(self, activity: Json) -> tuple[Cost, int, Json]:
        """What it cost, in calls of Python functions too, and the last message in answer."""
        assert self.person is not None
        self.teams.counts.clear()
        self.documents.counts.clear()
        connections = self.teams.connections
        headers = f"Content-Type: application/json\r\nAuthorization: Bearer {self.token}\r\n"
        with calls_counted() as calls:
            status, _ = await self.caller.post("/api/messages", headers.encode(), orjson.dumps(activity))
        assert status in {200, 201, 202}
        counts = self.documents.counts + self.teams.counts
        cost = Cost(
            counts["reads"],
            counts["writes"],
            counts["requests"],
            self.teams.connections - connections,
            counts["sent"],
        )
        return cost, calls["calls"], self.teams.take(self.person.chat)


@contextmanager
def calls_counted() -> Iterator[Counter[str]]:
    """Of Python functions, but for the load's and asyncio's."""
    calls: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if (
            event == "call"
            and "/bench/" not in (file := frame.f_code.co_filename)
            and "/asyncio/" not in file
        ):
            calls["calls"] += 1

    gc.collect()  # else what other tests left behind is finalised, and counted, here
    gc.disable()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)
        gc.enable()


@pytest.fixture
async def till(store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Till]:
    opened: list[Counted] = []

    async def open_counted(*arguments: Any, **more: Any) -> Counted:  # noqa: ANN401 (as open_documents)
        opened.append(Counted(await open_documents(*arguments, **more)))
        return opened[0]

    async def rests(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(app, "open_documents", open_counted)
    for worker in (Courier, Crier, RollCall):
        monkeypatch.setattr(worker, "run", rests)
    teams = CountingTeams()
    await teams.open()
    for name, value in teams.environment.items():
        monkeypatch.setenv(name, value)
    async with running_bot(store, Clock(), "", public_url="https://bot.example.org") as (url, _):
        caller = await Caller.connected("127.0.0.1", int(url.rpartition(":")[2]))
        yield Till(teams, opened[0], caller, teams.token())
        caller.close()
    await teams.close()


async def walk(till: Till, number: int) -> tuple[dict[str, Cost], dict[str, int]]:
    """All kinds of turns of one person, what each cost, and its calls."""
    me = till.meets(number)
    found: dict[str, Cost] = {}
    calls: dict[str, int] = {}

    async def turn(kind: str, activity: Json) -> Json:
        found[kind], calls[kind], answer = await till.turn(activity)
        return answer

    await till.turn(me.says("help"))  # who somebody is, is found out at their first turn
    await turn("help", me.says("help"))
    card = await turn("first message", me.says("request a session"))
    card = await turn("press", me.presses(card, "Next", {"name": "Sample LRO"}))
    card = await turn("typed answer", me.says("07700 900123"))
    card = await turn("choice", me.presses(card, "Next", {"force": "Dorset"}))
    card = await turn("overview", me.presses(card, "Next", {"overview": OVERVIEW}))
    card = await turn("availability", me.presses(card, "Next", {"times": "tomorrow all day"}))
    await turn("submit", me.presses(card, "Submit"))
    await turn("my requests", me.says("my requests"))
    return found, calls


@ON_SQLITE
async def test_what_a_turn_costs(till: Till) -> None:
    # Once for what is made at its first use: keys, token, connection, plans of activities, regular
    # expressions (of which Python forgets some when a process has used very many, as this one may have).
    await walk(till, 123456)
    found, calls = await walk(till, 123457)
    for kind, cost in found.items():
        print(f'    "{kind}": {cost},  # {calls[kind]} calls')  # noqa: T201 (how COSTS are set anew)
    assert found == COSTS
    assert {kind: number for kind, number in calls.items() if number > CALLS_MOST[kind]} == {}
