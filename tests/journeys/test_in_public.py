"""What a channel is shown of somebody's requests and of organisers' business: no more than it must."""

from collections.abc import AsyncIterator

import pytest

from sandbox.client import Player
from tests.journeys.beside import another_bot
from tests.journeys.stage import Stage, running_bot, slots_in


@pytest.fixture
async def other(stage: Stage) -> AsyncIterator[str]:
    """A second replica's door."""
    async with another_bot(stage) as (url, _):
        yield f"{url}/api/messages"


def channel(stage: Stage) -> str:
    return stage.teams.channel("Support sessions")


async def aloud(stage: Stage, somebody: Player) -> list[str]:
    return [m.words for m in await somebody.messages(channel(stage)) if m.from_bot]


async def booked(stage: Stage) -> None:
    """A session of the LRO's, with the first adviser."""
    reference = await stage.has_asked(stage.lro)
    card = await stage.card_of(stage.advisers[0], reference)
    await stage.advisers[0].presses(card, "Book this time", {"slot": slots_in(card)[0]})


async def test_my_requests_said_in_a_channel_tells_neither_with_whom_nor_when(stage: Stage) -> None:
    await booked(stage)
    await stage.lro.says("my requests", channel(stage))
    (shown,) = await aloud(stage, stage.lro)
    assert "A session is arranged" in shown
    for secret in (stage.advisers[0].name, "November", "09:00", "Withdraw"):
        assert secret not in shown


async def test_words_in_a_channel_delivered_again_elsewhere_tell_nothing_of_requests(
    stage: Stage, other: str
) -> None:
    await booked(stage)
    said = await stage.lro.says("thanks everybody", channel(stage))
    before = await aloud(stage, stage.lro)
    await stage.teams.moves_bot(other)
    await stage.teams.resends(said.id)
    assert await aloud(stage, stage.lro) == before


@pytest.mark.parametrize("words", ["advertise", "figures"])
async def test_what_is_for_organisers_alone_is_not_answered_in_a_channel(stage: Stage, words: str) -> None:
    await stage.organiser.says(words, channel(stage))
    assert await aloud(stage, stage.organiser) == [
        "Please say that in your own chat with me: the answer is for you alone."
    ]


async def test_an_organiser_written_in_capitals_is_one(stage: Stage) -> None:
    capitals = stage.organiser.aad_object_id.upper()
    async with running_bot(stage.store, stage.clock, capitals) as (url, _):
        await stage.teams.moves_bot(f"{url}/api/messages")
        await stage.organiser.says("figures")
        await stage.organiser.waits_for("Figures")


async def test_a_pressed_button_that_waits_for_a_card_and_is_not_known_gets_a_fresh_one(stage: Stage) -> None:
    lro = stage.lro
    await lro.says("hello")
    hello = (await lro.messages())[-1]
    await lro.sends(hello, {"type": "Action.Execute", "verb": "book it all", "data": {}})
    fresh = await lro.sees_now(hello)
    assert "That button no longer works." in fresh.words
    await lro.presses(fresh, "Request a session")
    await lro.waits_for("What is your name?")


async def test_a_welcome_that_was_refused_comes_with_the_next_event(stage: Stage) -> None:
    stranger = stage.teams.people("LRO")[-1]
    await stage.teams.goes_wrong(conversation=stranger.chat, operation="send", status=403, times=None)
    await stranger.removes_app()
    await stranger.adds_app()
    assert not any(m.from_bot for m in await stranger.messages())
    await stage.teams.goes_right()
    await stranger.removes_app()
    await stranger.adds_app()
    welcomes = [m for m in await stranger.messages() if m.from_bot and m.words.startswith("Hello")]
    assert len(welcomes) == 1
