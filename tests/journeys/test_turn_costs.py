"""What each kind of turn costs, counted and not timed. Whoever makes one dearer, or cheaper, says so here.

Run this file with -s to see them as they are now.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bench.load.scripts import OVERVIEW, Person
from bench.load.teams import Json
from storage.documents import Documents
from tests.journeys.costs import ORGANISER, READS, WRITES, Cost, Till, opened_till
from tests.journeys.stores import ON_SQLITE, Store

OF_LROS = {
    "help": Cost(reads=2, writes=1, requests=1, connections=0, sent=1832),
    "first message": Cost(reads=2, writes=1, requests=2, connections=0, sent=1566),
    "press": Cost(reads=1, writes=1, requests=2, connections=0, sent=2811),
    "typed answer": Cost(reads=1, writes=1, requests=2, connections=0, sent=3013),
    "choice": Cost(reads=1, writes=1, requests=2, connections=0, sent=2823),
    "overview": Cost(reads=1, writes=1, requests=2, connections=0, sent=4918),
    "availability": Cost(reads=1, writes=1, requests=2, connections=0, sent=5417),
    "submit": Cost(reads=3, writes=3, requests=2, connections=0, sent=2208),
    "my requests": Cost(reads=2, writes=1, requests=1, connections=0, sent=1925),
}
OF_ADVISERS_AND_ORGANISERS = {
    "queue": Cost(reads=3, writes=1, requests=1, connections=0, sent=2761),
    "book": Cost(reads=6, writes=2, requests=0, connections=0, sent=4050),
    "release": Cost(reads=5, writes=2, requests=0, connections=0, sent=4478),
    "figures": Cost(reads=3, writes=1, requests=1, connections=0, sent=4990),
}
"""With two requests in the store, one of which was released before."""
CALLS_MOST = {
    "help": 830,
    "first message": 1_450,
    "press": 1_540,
    "typed answer": 1_870,
    "choice": 1_650,
    "overview": 1_650,
    "availability": 2_220,
    "submit": 1_780,
    "my requests": 890,
    "queue": 1_150,
    "book": 2_290,
    "release": 2_310,
    "figures": 1_110,
}
"""Calls of Python functions: a fifth more than when this was set, for versions of libraries differ."""


@pytest.fixture
async def till(store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Till]:
    async with opened_till(store, monkeypatch) as till:
        yield till


class Adviser(Person):
    """On the roster that `bench.load` has. Buttons of requests are Action.Execute, and wait for a card."""

    @property
    def chat(self) -> str:
        return f"a:chat-29:adviser-{self.number}"

    def says(self, text: str, **more: object) -> Json:
        who = {"id": f"29:adviser-{self.number}", "aadObjectId": f"00000000-cccc-4000-8000-{self.number:012}"}
        return super().says(text, **{"from": {"name": "Sample Adviser", **who}, **more})

    def executes(self, card: Json, title: str, **inputs: str) -> Json:
        [action] = [
            each for each in parts(card) if each.get("title") == title and each["type"] == "Action.Execute"
        ]
        sent = {"type": "Action.Execute", "verb": action["verb"], "data": action["data"] | inputs}
        return self.says("", type="invoke", name="adaptiveCard/action", value={"action": sent})


def parts(element: Any) -> Iterator[Json]:  # noqa: ANN401 (a card's JSON)
    """Everything that a card is made of."""
    if isinstance(element, dict):
        yield element
    if isinstance(element, dict | list):
        for each in element.values() if isinstance(element, dict) else element:
            yield from parts(each)


def starts_in(card: Json) -> list[str]:
    """That can be booked."""
    [slots] = [each for each in parts(card) if each.get("id") == "slot"]
    return [choice["value"] for choice in slots["choices"]]


async def walk(till: Till, number: int) -> None:
    """All kinds of turns of an LRO."""
    me = Person(number, till.teams.url)
    till.meets(me)
    await till.turn("help", me, me.says("help"))  # who somebody is, is found out at their first turn
    await till.turn("help", me, me.says("help"))
    card = await till.turn("first message", me, me.says("request a session"))
    card = await till.turn("press", me, me.presses(card, "Next", {"name": "Sample LRO"}))
    card = await till.turn("typed answer", me, me.says("07700 900123"))
    card = await till.turn("choice", me, me.presses(card, "Next", {"force": "Dorset"}))
    card = await till.turn("overview", me, me.presses(card, "Next", {"overview": OVERVIEW}))
    card = await till.turn("availability", me, me.presses(card, "Next", {"times": "tomorrow all day"}))
    await till.turn("submit", me, me.presses(card, "Submit"))
    await till.turn("my requests", me, me.says("my requests"))


async def pick(till: Till, adviser: Adviser, organiser: Person, *, start: int) -> None:
    """All kinds of turns about a request that has just come."""
    card = await till.courier_brings(adviser)
    queue = await till.turn("queue", adviser, adviser.says("queue"))
    assert "for an adviser" in str(queue)
    mine = await till.turn(
        "book", adviser, adviser.executes(card, "Book this time", slot=starts_in(card)[start])
    )
    assert "You have booked this session" in str(mine)
    released = await till.turn("release", adviser, adviser.executes(mine, "Yes, give it back"))
    assert "Book this time" in str(released)
    figures = await till.turn("figures", organiser, organiser.says("figures"))
    assert "Figures of" in str(figures)


def is_cheap(till: Till, table: dict[str, Cost]) -> None:
    till.show()
    assert {kind: till.costs[kind] for kind in table} == table
    assert {kind: till.calls[kind] for kind in table if till.calls[kind] > CALLS_MOST[kind]} == {}


# Each is counted at the second time: at the first, what is made at its first use comes on top (keys, token,
# connection, plans of activities, and regular expressions, of which Python forgets some when a process has
# used very many, as this one may have).


@ON_SQLITE
async def test_what_an_lros_turns_cost(till: Till) -> None:
    await walk(till, 123456)
    await walk(till, 123457)
    is_cheap(till, OF_LROS)


@ON_SQLITE
async def test_what_an_advisers_and_an_organisers_turns_cost(till: Till) -> None:
    adviser, organiser = Adviser(0, till.teams.url), Person(ORGANISER, till.teams.url)
    till.meets(adviser)
    till.meets(organiser)
    for number, start in ((123456, 0), (123457, 4)):
        await walk(till, number)
        await pick(till, adviser, organiser, start=start)
    is_cheap(till, OF_ADVISERS_AND_ORGANISERS)


def test_whatever_can_be_asked_of_the_store_is_counted() -> None:
    asked = {name for name in vars(Documents) if not name.startswith("_")}
    assert asked == READS | WRITES | {"close"}
