"""A till: it counts what each turn of a bot costs, in what does not depend on the machine or the hour.

The bot runs as in production, with tokens checked; around it stand the services of `bench.load`, which count
what they are asked. Counted is what a turn does itself: courier, crier and roll call rest, for what they do
at the same time would come in between. The courier comes when it is called.
"""

import asyncio
import gc
import itertools
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, NamedTuple

import orjson
import pytest

import app
from bench.load.scripts import Person
from bench.load.teams import Json, Teams
from bench.load.wire import Call, Caller
from bot.announcing.crier import Crier
from bot.delivery.courier import Courier
from bot.membership.rollcall import RollCall
from storage import open_documents
from storage.documents import Documents
from tests.journeys.stage import Clock, running_bot
from tests.journeys.stores import Store

ORGANISER = 900_001
"""The number of a person of `bench.load`."""


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
    """Bytes of these requests' bodies, and of the answer to the activity: for a button's press, its card."""


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
    """The services, with one adviser, and what was asked of them."""

    def __init__(self) -> None:
        super().__init__(advisers=1)
        self.counts: Counter[str] = Counter()
        self._awaited: dict[str, asyncio.Event] = {}

    async def posts_to(self, conversation: str) -> None:
        """Wait for the next message there."""
        await self._awaited.setdefault(conversation, asyncio.Event()).wait()

    def _answer(self, call: Call) -> tuple[int, bytes]:
        self.counts["requests"] += 1
        self.counts["sent"] += len(call.body)
        return super()._answer(call)

    def _posted(self, conversation: str, body: bytes) -> tuple[int, bytes]:
        if conversation in self._awaited:
            self._awaited.pop(conversation).set()
        return super()._posted(conversation, body)


@dataclass
class Till:
    teams: CountingTeams
    documents: Counted
    courier: Courier
    caller: Caller
    token: str
    """One for all: Teams sends each some thousand times, and to verify one costs as much as a turn."""
    costs: dict[str, Cost] = field(default_factory=dict)
    """Of each kind of turn, when it was last taken."""
    calls: dict[str, int] = field(default_factory=dict)
    """Of Python functions, as `costs`."""

    def meets(self, person: Person) -> None:
        self.teams.watched.add(person.chat)

    async def turn(self, kind: str, person: Person, activity: Json) -> Json:
        """Counted; answers the last message in answer, or what a button waits for."""
        self.teams.counts.clear()
        self.documents.counts.clear()
        connections = self.teams.connections
        headers = f"Content-Type: application/json\r\nAuthorization: Bearer {self.token}\r\n"
        with calls_counted() as calls:
            status, body = await self.caller.post("/api/messages", headers.encode(), orjson.dumps(activity))
        assert status in {200, 201, 202}
        counts = self.documents.counts + self.teams.counts
        self.costs[kind] = Cost(
            counts["reads"],
            counts["writes"],
            counts["requests"],
            self.teams.connections - connections,
            counts["sent"] + len(body),
        )
        self.calls[kind] = calls["calls"]
        return orjson.loads(body) if activity["type"] == "invoke" else self.teams.take(person.chat)

    async def courier_brings(self, person: Person) -> Json:
        """What it has for somebody. It comes this once, and finishes what it has begun."""
        going = asyncio.create_task(self.courier.rounds.run())
        await self.teams.posts_to(person.chat)
        going.cancel()
        await asyncio.wait([going])
        assert not await self.courier.due(1), "something that is left would be done during the next turn"
        return self.teams.take(person.chat)

    def show(self) -> None:
        """How the tables are set anew."""
        for kind, cost in self.costs.items():
            print(f'    "{kind}": {cost},  # {self.calls[kind]} calls')  # noqa: T201 (seen with -s)


@contextmanager
def calls_counted() -> Iterator[Counter[str]]:
    """Of Python functions, but for the load's and asyncio's."""
    calls: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if (
            event == "call"
            and "/bench/" not in (file := frame.f_code.co_filename)
            and "/asyncio/" not in file
            and file != __file__
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


@asynccontextmanager
async def opened_till(store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Till]:
    opened: list[Counted] = []

    async def open_counted(*arguments: Any, **more: Any) -> Counted:  # noqa: ANN401 (as open_documents)
        opened.append(Counted(await open_documents(*arguments, **more)))
        return opened[0]

    async def rests(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(app, "open_documents", open_counted)
    # Drawn at random they change how far a link that holds one can be compressed.
    references = (f"SW-7K4-{number:04}" for number in itertools.count(2222))
    monkeypatch.setattr("dialogs.walking.new_reference", lambda _: next(references))
    for worker in (Courier, Crier, RollCall):
        monkeypatch.setattr(worker, "run", rests)
    organiser = f"00000000-dddd-4000-8000-{ORGANISER:012}"
    async with AsyncExitStack() as stack:
        teams = CountingTeams()
        await teams.open()
        stack.push_async_callback(teams.close)
        for name, value in teams.environment.items():
            monkeypatch.setenv(name, value)
        url, application = await stack.enter_async_context(
            running_bot(store, Clock(), organiser, public_url="https://bot.example.org")
        )
        caller = await Caller.connected("127.0.0.1", int(url.rpartition(":")[2]))
        stack.callback(caller.close)
        yield Till(teams, opened[0], application[app.COURIER], caller, teams.token())
