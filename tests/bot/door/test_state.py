"""The state of one person in one conversation: read once, written once, put back where need be."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from bot.door.state import StateStorage, TurnState, decode, encode
from sessions.ports import Conflict
from storage import open_documents
from storage.documents import Body, Documents

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class Counting(StateStorage):
    reads = 0
    writes = 0

    async def read_body(self, key: str) -> tuple[Body, str | None]:
        self.reads += 1
        return await super().read_body(key)

    async def write_body(self, key: str, body: Body, etag: str | None) -> str:
        self.writes += 1
        return await super().write_body(key, body, etag)


@pytest.fixture
async def documents(tmp_path: Path) -> AsyncIterator[Documents]:
    opened = await open_documents(f"sqlite:///{tmp_path / 'bot.db'}", clock=lambda: NOW)
    yield opened
    await opened.close()


@pytest.fixture
def storage(documents: Documents) -> Counting:
    return Counting(documents, now=lambda: NOW, keep=timedelta(days=1))


def turn() -> TurnContext:
    """A turn of the same person in the same chat."""
    activity = Activity(
        type="message",
        channel_id="msteams",
        conversation=ConversationAccount(id="a chat"),
        from_property=ChannelAccount(id="29:somebody"),
        recipient=ChannelAccount(id="28:bot"),
    )
    return TurnContext(cast("BotAdapter", object()), activity)


async def test_a_turn_reads_once_even_where_there_is_nothing_yet(storage: Counting) -> None:
    state, context = TurnState(storage), turn()
    for name in ("seen", "walks", "seen"):
        assert await state.create_property(name).get(context) is None
    assert storage.reads == 1


async def test_a_turn_writes_once_and_only_if_something_changed(storage: Counting) -> None:
    state, context = TurnState(storage), turn()
    walks = state.create_property("walks")
    await state.load(context)
    await state.save_changes(context)
    assert storage.writes == 0
    await walks.set(context, ["a walk"])
    await state.save_changes(context)
    await state.save_changes(context)
    assert storage.writes == 1
    (await walks.get(context)).append("changed in place")
    await state.save_changes(context)
    assert storage.writes == 2


async def test_of_two_turns_on_the_same_state_one_conflicts(storage: Counting) -> None:
    state, first, second = TurnState(storage), turn(), turn()
    walks = state.create_property("walks")
    await walks.set(first, ["of the first"])
    await walks.set(second, ["of the second"])
    await state.save_changes(first)
    with pytest.raises(Conflict):
        await state.save_changes(second)
    await state.load(second, force=True)
    assert await walks.get(second) == ["of the first"]


async def test_what_a_turn_saved_can_be_put_back(storage: Counting) -> None:
    state = TurnState(storage)
    walks = state.create_property("walks")
    before = turn()
    await walks.set(before, ["as it was"])
    await state.save_changes(before)
    context = turn()
    await walks.set(context, ["something new"])
    await state.save_changes(context)
    await state.put_back(context)
    assert await walks.get(turn()) == ["as it was"]


async def test_the_first_turn_of_all_can_be_put_back(storage: Counting) -> None:
    state, context = TurnState(storage), turn()
    await state.create_property("walks").set(context, ["something new"])
    await state.save_changes(context)
    await state.put_back(context)
    assert await state.create_property("walks").get(turn()) is None


async def test_what_somebody_has_written_since_is_not_put_back_over(storage: Counting) -> None:
    state, first, second = TurnState(storage), turn(), turn()
    walks = state.create_property("walks")
    await walks.set(first, ["of the first"])
    await state.save_changes(first)
    await walks.set(second, ["of the second"])
    await state.save_changes(second)
    with pytest.raises(Conflict):
        await state.put_back(first)
    assert await walks.get(turn()) == ["of the second"]


async def test_the_sdk_reads_and_writes_it_as_any_other_storage(storage: Counting) -> None:
    state: dict[str, object] = {"walks": ["a walk"]}
    await storage.write({"somebody": state})
    assert (await storage.read(["somebody", "nobody"])) == {"somebody": state}
    stale = {**state, "e_tag": "another"}
    with pytest.raises(Conflict):
        await storage.write({"somebody": stale})
    await storage.delete(["somebody"])
    assert await storage.read(["somebody"]) == {}


def test_only_what_a_state_may_hold_is_kept() -> None:
    kept: dict[str, object] = {"walks": [{"id": "w"}], "count": 1, "none": None}
    assert decode(encode(kept)) == kept
    with pytest.raises(TypeError, match="datetime"):
        encode({"at": NOW})
