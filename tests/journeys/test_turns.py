"""Turns that meet: on two replicas, cut off before they could answer, delivered again elsewhere."""

import asyncio
import contextlib
from collections.abc import Iterator

import aiohttp
import pytest
from botbuilder.core import TurnContext

from bot.door import turns
from sandbox.client import Player
from sandbox.seen import SeenMessage
from sandbox.state import Json
from tests.journeys.beside import until
from tests.journeys.stage import OVERVIEW, Stage
from tests.journeys.walker import QUESTIONS, Walker, requests_of

SORRY = "Something went wrong"


async def told(player: Player) -> list[SeenMessage]:
    """What the bot has said to somebody since the welcome."""
    return [message for message in await player.messages() if message.from_bot][1:]


async def reading_members(stage: Stage) -> list[Json]:
    return [call for call in await stage.teams.calls() if call["operation"] == "members"]


def asking(messages: list[SeenMessage], step: str) -> list[SeenMessage]:
    """Messages that still ask that question."""
    return [message for message in messages if QUESTIONS[step] in message.words]


async def test_a_turn_that_another_replica_overtakes_is_played_again_on_what_that_one_left(
    stage: Stage, other: str
) -> None:
    lro = stage.lro
    members_read = len(await reading_members(stage))
    await stage.teams.goes_wrong(operation="members", delay=0.4)
    slow = asyncio.create_task(lro.says("request a session"))

    async def has_read_the_state() -> bool:
        return len(await reading_members(stage)) > members_read

    await until(has_read_the_state)
    await stage.teams.moves_bot(other)
    await lro.says("help")
    assert not slow.done(), "this one was overtaken"
    await slow
    heard = await told(lro)
    assert len(heard) == 2, "each is answered, and once"
    assert "Help" in heard[0].words
    assert QUESTIONS["name"] in heard[1].words


async def test_an_activity_that_reaches_two_replicas_at_once_is_answered_once(
    stage: Stage, other: str
) -> None:
    lro = stage.lro
    await lro.says("hello")
    members_read = len(await reading_members(stage))
    await stage.teams.goes_wrong(operation="members", delay=0.4)
    slow = asyncio.create_task(lro.says("request a session"))

    async def has_read_the_state() -> bool:
        return len(await reading_members(stage)) > members_read

    await until(has_read_the_state)
    await stage.teams.moves_bot(other)
    await stage.teams.resends((await stage.teams.deliveries())[-1]["activity"]["id"])
    await slow
    assert len(asking(await told(lro), "name")) == 1


@pytest.mark.parametrize("_round", range(5))
async def test_six_messages_in_a_breath_over_two_replicas_are_each_taken_in_once(
    stage: Stage, other: str, _round: int
) -> None:
    """In which order is for the replicas' store to say: no one of them sees them all arrive."""
    lro = stage.lro
    here = f"{stage.url}/api/messages"
    saying = []
    for number in range(6):
        await stage.teams.moves_bot(other if number % 2 else here)
        saying.append(asyncio.create_task(lro.says("my requests")))
        await asyncio.sleep(0)
    await asyncio.gather(*saying)
    heard = await told(lro)
    assert [m for m in heard if SORRY in m.words] == []
    assert len(heard) == 6


async def test_a_question_that_could_not_be_asked_is_not_taken_for_asked(stage: Stage) -> None:
    lro = Walker(stage.lro)
    await lro.gets_to("name")
    await stage.teams.goes_wrong(person=lro.player.id, operation="send", status=400, times=2)
    await lro.player.says("Sam Sample")
    await lro.player.says("Sam Sample")
    assert "Please give one email" not in (await lro.last()).words
    assert "Sam Sample" in " ".join(message.words for message in await lro.heard())
    await lro.is_asked("contact")


@contextlib.contextmanager
def dies_before_it_answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In place of kill -9 (which test_replicas.py has): nothing runs after the state is saved."""

    async def dies(_: TurnContext) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(turns, "say_all", dies)
        yield


async def test_a_turn_cut_off_before_it_answered_is_answered_when_teams_sends_it_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lro = stage.lro
    await lro.says("request a session")
    with dies_before_it_answers(monkeypatch):
        said = await lro.says("Sam Sample")
    assert asking(await told(lro), "contact") == []
    await stage.teams.resends(said.id)
    assert len(asking(await told(lro), "contact")) == 1
    await lro.says("07700 900123")
    await lro.waits_for(QUESTIONS["force"])


async def test_a_submit_cut_off_before_it_answered_is_one_request_and_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lro = stage.lro
    summary = await stage.walks_to_summary(lro)
    with dies_before_it_answers(monkeypatch):
        pressed = await lro.presses(summary, "Submit")
    assert not pressed.accepted
    await stage.teams.resends(pressed.activity_id)
    assert "My requests" in (await told(lro))[-1].words
    assert len(await requests_of(lro)) == 1


@pytest.mark.parametrize("words", ["hello", "help", "my requests"])
async def test_a_command_cut_off_before_it_answered_is_answered(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    lro = stage.lro
    await lro.says(words)
    first = (await told(lro))[-1].words
    with dies_before_it_answers(monkeypatch):
        said = await lro.says(words)
    await stage.teams.resends(said.id)
    assert [m.words for m in await told(lro)] == [first, first]


async def test_what_was_answered_in_another_chat_is_not_taken_for_this_ones_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Teams counts messages by the millisecond: two in two chats may have the same id."""

    async def arrives(player: Player) -> None:
        chat = {"id": player.chat, "conversationType": "personal"}
        sender = {"id": player.id, "aadObjectId": player.aad_object_id, "name": player.name}
        activity = spoken | {"id": "1764000000000", "conversation": chat, "from": sender}
        with contextlib.suppress(aiohttp.ServerDisconnectedError):
            await session.post(f"{stage.url}/api/messages", json=activity)

    await stage.other_lro.says("help")
    spoken = (await stage.teams.deliveries())[-1]["activity"]
    async with aiohttp.ClientSession() as session:
        await arrives(stage.other_lro)
        with dies_before_it_answers(monkeypatch):
            await arrives(stage.lro)
        assert await told(stage.lro) == []
        await arrives(stage.lro)
    assert len(await told(stage.lro)) == 1


async def test_a_card_that_cannot_be_edited_is_not_posted_instead(stage: Stage) -> None:
    lro = Walker(stage.lro)
    name = await lro.gets_to("name")
    await stage.teams.goes_wrong(person=lro.player.id, operation="edit", status=404)
    await lro.player.presses(name, "Next")
    assert [m.words for m in await told(lro.player) if "✓" in m.words] == []
    await lro.player.waits_for(QUESTIONS["contact"])


async def test_an_old_message_delivered_again_elsewhere_is_not_answered(stage: Stage, other: str) -> None:
    lro = stage.lro
    early = await lro.says("request a session")
    await lro.says("Sam Sample")
    heard = len(await told(lro))
    await stage.teams.moves_bot(other)
    await stage.teams.resends(early.id)
    assert len(await told(lro)) == heard


async def test_a_card_that_another_replica_posted_is_dead_once_answered_in_words(
    stage: Stage, other: str
) -> None:
    lro = stage.lro
    await lro.says("request a session")
    name = await lro.waits_for(QUESTIONS["name"])
    await stage.teams.moves_bot(other)
    await lro.says("Sam Sample")
    contact = await lro.waits_for(QUESTIONS["contact"])
    assert (await lro.sees_now(name)).buttons, "the other replica does not know which message asked"
    await lro.presses(name, "Next", {"name": "Somebody Else"})
    assert "Sam Sample" in (await lro.sees_now(name)).words
    assert (await lro.sees_now(name)).buttons == []
    assert (await lro.sees_now(contact)).buttons, "and what asks now still does"
    await lro.presses(contact, "Next", {"telephone": "07700 900123"})
    assert "✓" in (await lro.sees_now(contact)).words, "a pressed card is known wherever it was posted"


async def test_a_walk_whose_every_turn_is_on_the_other_replica(stage: Stage, other: str) -> None:
    lro, here = stage.lro, f"{stage.url}/api/messages"
    for number, (words, question) in enumerate(
        (
            ("request a session", "name"),
            ("yes", "contact"),
            ("07700 900123", "force"),
            ("yes", "overview"),
            (OVERVIEW, "availability"),
            ("tomorrow all day", "check"),
        )
    ):
        await stage.teams.moves_bot(other if number % 2 else here)
        await lro.says(words)
        await lro.waits_for(QUESTIONS[question])
    await lro.presses(await lro.waits_for(QUESTIONS["check"]), "Submit")
    await lro.waits_for("Your request is in")
