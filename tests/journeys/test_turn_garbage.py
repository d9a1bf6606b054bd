"""What a turn was made of goes when the turn does, and does not wait for the garbage collector.

Objects that hold each other stay until the collector comes, which stops everybody meanwhile, and what is made
next lies elsewhere in memory.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.load.scripts import Person
from tests.journeys.costs import Till, opened_till
from tests.journeys.stores import ON_SQLITE, Store
from tests.journeys.test_turn_costs import walk

SDKS = ("aiohttp.", "botbuilder.", "botframework.", "msrest.")
PACKAGES = (*SDKS, "bot.", "cards.", "dialogs.", "sessions.", "storage.")
"""Whose objects are looked for."""


@contextmanager
def garbage_kept() -> Iterator[set[str]]:
    """The types, of those packages, of what only the collector would have found."""
    kept: set[str] = set()
    gc.collect()  # what was before
    gc.set_debug(gc.DEBUG_SAVEALL)  # what it finds it keeps, whenever it comes
    try:
        yield kept
        gc.collect()
        types = {f"{type(thing).__module__}.{type(thing).__qualname__}" for thing in gc.garbage}
        kept |= {name for name in types if name.startswith(PACKAGES)}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()


async def goes_back(till: Till, number: int) -> None:
    """To a question that the steps of the walk are past: they begin anew."""
    me = Person(number, till.teams.url)
    till.meets(me)
    card = await till.turn("first message", me, me.says("request a session"))
    card = await till.turn("press", me, me.presses(card, "Next", {"name": "Sample LRO"}))
    card = await till.turn("back", me, me.presses(card, "Back"))
    assert "What is your name?" in str(card)


@ON_SQLITE
async def test_an_lros_turns_leave_no_garbage(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An adviser's do: a press that waits for a card is answered by the SDK's own sending, a ring."""
    async with opened_till(store, monkeypatch) as till:
        await walk(till, 123456)
        with garbage_kept() as kept:
            await walk(till, 123457)
            await goes_back(till, 123458)
    assert kept == set()
