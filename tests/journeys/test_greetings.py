"""`hello` and `help`: at once what somebody can do, by what they are, and buttons that do it."""

import pytest

from sandbox.client import Player
from sandbox.seen import SeenMessage
from tests.journeys.beside import another_bot
from tests.journeys.stage import NETWORK, RDT, Stage

ORGANISES = "You are an organiser"
ADVISES = "new requests come to you here"
PRESSED = {
    "Who is waiting": "Nobody is waiting.",
    "New announcement": "Draft: not sent yet, and not planned.",
    "Announcements": "There are no announcements yet.",
    "Advertise": "The kit",
    "Figures": "Requests, by where they came from",
}


async def answer(who: Player, words: str, chat: str | None = None) -> SeenMessage:
    """What the bot says to that."""
    said = await who.says(words, chat)
    return await who.waits_for(lambda m: m.from_bot, after=said, chat=chat)


async def test_hello_to_each(stage: Stage) -> None:
    for who, organises, advises in (
        (stage.lro, False, False),
        (stage.advisers[0], False, True),
        (stage.organiser, True, True),
    ):
        for words in ("hello", "Good morning"):
            shown = await answer(who, words)
            assert (ORGANISES in shown.words, ADVISES in shown.words) == (organises, advises)
            assert ("I arrange informal support sessions" in shown.words) is not (organises or advises)


async def test_an_organiser_who_is_no_adviser(stage: Stage) -> None:
    await stage.teams.leaves(stage.organiser, RDT)
    shown = await answer(stage.organiser, "hello")
    assert ORGANISES in shown.words
    assert ADVISES not in shown.words


async def test_an_organiser_who_adds_the_app_is_welcomed_as_one(stage: Stage) -> None:
    await stage.organiser.adds_app()
    await stage.organiser.removes_app()
    await stage.organiser.adds_app()
    (welcome,) = [m for m in await stage.organiser.messages() if m.from_bot]
    assert ORGANISES in welcome.words


@pytest.mark.parametrize("title", PRESSED)
async def test_what_a_button_says_is_done(stage: Stage, title: str) -> None:
    for words in ("hello", "help"):
        shown = await answer(stage.organiser, words)
        await stage.organiser.presses(shown, title)
        await stage.organiser.waits_for(PRESSED[title], after=shown)


async def test_a_press_delivered_again_after_a_crash_is_answered_alike(stage: Stage) -> None:
    shown = await answer(stage.organiser, "hello")
    pressed = await stage.organiser.presses(shown, "Figures")
    async with another_bot(stage) as (url, _):
        await stage.teams.moves_bot(f"{url}/api/messages")
        await stage.teams.resends(pressed.activity_id)
        cards = [m.words for m in await stage.organiser.messages() if PRESSED["Figures"] in m.words]
    assert len(cards) == 2
    assert cards[0] == cards[1]


@pytest.mark.parametrize("title", PRESSED)
async def test_a_button_in_somebody_elses_hands_does_nothing(stage: Stage, title: str) -> None:
    button = (await answer(stage.organiser, "hello")).button(title).action
    theirs = await answer(stage.lro, "hello")
    await stage.lro.sends(theirs, button)
    refused = await stage.lro.waits_for("Only organisers", after=theirs)
    assert PRESSED[title] not in refused.words


async def test_in_a_channel_nobody_reads_what_somebody_is(stage: Stage) -> None:
    await stage.teams.joins(stage.organiser, NETWORK)
    shown = await answer(stage.organiser, "hello", NETWORK)
    assert ORGANISES not in shown.words
    assert ADVISES not in shown.words
    assert shown.buttons == ["Request a session"]
    helped = await answer(stage.organiser, "help", NETWORK)
    assert "announce here" in helped.words
    assert "figures" not in helped.words
    assert helped.buttons == ["Request a session"]


async def test_a_button_in_the_middle_of_a_walk_leaves_the_walk_alone(stage: Stage) -> None:
    shown = await answer(stage.organiser, "help")
    await stage.organiser.presses(shown, "Request a session")
    question = await stage.organiser.waits_for("What is your name?", after=shown)
    await stage.organiser.presses(shown, "Who is waiting")
    await stage.organiser.waits_for("Nobody is waiting.", after=question)
    await stage.organiser.says("yes")
    await stage.organiser.waits_for("How can we reach you?", after=question)
