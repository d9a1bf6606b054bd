"""Walks kept in the state of a conversation: plain JSON, the newest on top, ends remembered."""

import json
from datetime import UTC, datetime

import pytest
from botbuilder.core import ConversationState, MemoryStorage, TurnContext
from botbuilder.core.adapters import TestAdapter
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from bot.door.state import decode, encode
from dialogs.book import ENDED_MOST, WalkBook
from dialogs.walk import Attempt, Purpose, Walk
from sessions.draft import Draft, Field, Problem
from sessions.people import Person
from sessions.window import Window

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

REFERENCE = "SW-7K4-M2QX"


def walk(name: str, **changes: object) -> Walk:
    fresh = Walk(
        id=name,
        purpose=Purpose.REQUEST,
        reference=REFERENCE,
        lro=Person(id="oid", name="Sam Sample"),
        private=True,
        draft=Draft(),
        at=Field.NAME,
        touched_at=NOW,
    )
    return fresh.model_copy(update=changes)


@pytest.fixture
def context() -> TurnContext:
    activity = Activity(
        channel_id="msteams",
        from_property=ChannelAccount(id="29:sample"),
        conversation=ConversationAccount(id="a:1"),
    )
    return TurnContext(TestAdapter(), activity)


@pytest.fixture
async def state(context: TurnContext) -> ConversationState:
    state = ConversationState(MemoryStorage())
    await state.load(context)
    return state


async def test_the_walk_put_last_is_the_one_under_way(context: TurnContext, state: ConversationState) -> None:
    book = WalkBook(state)
    await book.put(context, walk("one"))
    await book.put(context, walk("two"))
    assert await book.current(context) == walk("two")
    await book.put(context, walk("one", at=Field.FORCE))
    assert [w.id for w in await book.all(context)] == ["two", "one"]
    set_aside = await book.drop(context, "cancelled")
    assert set_aside == walk("two")
    assert await book.drop(context, "submitted") is None
    assert await book.ending_of(context, "one") == ("cancelled", REFERENCE)
    assert await book.ending_of(context, "two") == ("submitted", REFERENCE)
    assert await book.ending_of(context, "three") is None


async def test_only_so_many_ends_are_remembered(context: TurnContext, state: ConversationState) -> None:
    book = WalkBook(state)
    for number in range(ENDED_MOST + 1):
        await book.put(context, walk(str(number)))
        await book.drop(context, "cancelled")
    assert await book.ending_of(context, "0") is None
    assert await book.ending_of(context, "1") == ("cancelled", REFERENCE)


async def test_all_of_it_is_plain_json(context: TurnContext, state: ConversationState) -> None:
    book = WalkBook(state)
    tried = Attempt(
        problem=Problem.TIMES_PARTLY,
        typed={"times": "the usual"},
        understood=(Window(start=NOW, end=datetime(2026, 11, 23, 12, 0, tzinfo=UTC)),),
        not_understood=("the usual",),
    )
    full = walk("one", at=Field.AVAILABILITY).tried(tried)
    await book.put(context, full)
    await book.put(context, walk("two"))
    await book.drop(context, "cancelled")
    kept = state.get(context)
    stored = json.loads(json.dumps(encode(kept)))
    kept.update(decode(stored))
    assert await book.current(context) == full
    assert encode(kept) == stored, "what was read and not changed is not written again"


async def test_a_walk_of_an_older_version_is_let_go(context: TurnContext, state: ConversationState) -> None:
    book = WalkBook(state)
    await book.put(context, walk("one"))
    await state.create_property("walks").set(
        context, [{"id": "old", "step": 3}, walk("one").model_dump(mode="json")]
    )
    assert [w.id for w in await book.all(context)] == ["one"]
