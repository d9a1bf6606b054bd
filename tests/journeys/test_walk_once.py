"""Pressed twice, sent twice, pressed late, forged: the bot acts once, on the one card that is live."""

import asyncio
import secrets
from http import HTTPStatus
from typing import Any

import aiohttp
import pytest

from sandbox.seen import SeenMessage
from tests.journeys.stage import OVERVIEW, reference_in
from tests.journeys.walker import ANSWERS, INPUTS, QUESTIONS, Town, Walker, requests_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def twice_at_once(
    lro: Walker, card: SeenMessage, title: str, inputs: dict[str, Any] | None = None
) -> None:
    await asyncio.gather(*(lro.player.presses(card, title, inputs) for _ in range(2)))
    await lro.live_cards()


@pytest.mark.parametrize("step", list(INPUTS))
async def test_next_pressed_twice_moves_one_step(town: Town, step: str) -> None:
    lro = town.somebody()
    card = await lro.gets_to(step)
    await twice_at_once(lro, card, "Next", INPUTS[step])
    steps = list(QUESTIONS)
    await lro.is_asked(steps[steps.index(step) + 1])
    assert "✓" in (await lro.player.sees_now(card)).words


async def test_back_pressed_twice_goes_back_one_step(town: Town) -> None:
    lro = town.somebody()
    await twice_at_once(lro, await lro.gets_to("availability"), "Back")
    await lro.is_asked("overview")


async def test_cancel_pressed_twice_cancels_and_says_nothing_more(town: Town) -> None:
    lro = town.somebody()
    card = await lro.gets_to("overview")
    heard = len(await lro.heard())
    await twice_at_once(lro, card, "Yes, cancel it")
    assert len(await lro.heard()) == heard
    assert (await lro.player.sees_now(card)).words.startswith("Cancelled. Nothing was sent.")


async def test_submit_pressed_twice_is_one_request_told_once(town: Town) -> None:
    lro = town.somebody()
    card = await lro.gets_to("check")
    await twice_at_once(lro, card, "Submit")
    told = [m for m in await lro.heard() if "Your request is in" in m.words]
    assert await requests_of(lro.player) == [reference_in(told[0])]
    assert len(told) == 1
    assert (await lro.player.sees_now(card)).words == "Submitted."


async def test_submit_delivered_again_later_is_the_same_request(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("check")
    pressed = await lro.presses("Submit")
    heard = len(await lro.heard())
    await town.stage.teams.resends(pressed.activity_id)
    assert len(await lro.heard()) == heard
    assert len(await requests_of(lro.player)) == 1


async def test_words_delivered_twice_are_one_answer(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("name")
    said = await lro.player.says("Sam Sample")
    await town.stage.teams.resends(said.id)
    await lro.is_asked("contact")
    assert "Please give one email" not in (await lro.card()).words


async def test_request_a_session_pressed_twice_is_one_walk_and_one_question(town: Town) -> None:
    lro = town.somebody()
    await lro.player.says("hello")
    await twice_at_once(lro, await lro.last(), "Request a session")
    assert "Carry on where you left off?" not in (await lro.is_asked("name")).words


async def test_an_answered_card_pressed_late_changes_nothing_and_hides_nothing(town: Town) -> None:
    lro = town.somebody()
    name = await lro.gets_to("name")
    await lro.says("yes")
    await lro.says("07700 900123")
    await lro.player.presses(name, "Next", {"name": "Somebody Else"})
    await lro.is_asked("force")
    assert (await lro.player.sees_now(name)).words == f"✓ Name: \n{lro.player.name}"


async def test_buttons_of_older_cards_act_on_nothing(town: Town) -> None:
    lro = town.somebody()
    old = await lro.gets_to("overview")
    await lro.says(OVERVIEW)
    heard = len(await lro.heard())
    for title in ("Back", "Yes, cancel it", "Next"):
        await lro.player.presses(old, title)
        await lro.is_asked("availability")
    assert len(await lro.heard()) == heard


async def test_an_old_summary_cannot_be_submitted(town: Town) -> None:
    lro = town.somebody()
    summary = await lro.gets_to("check")
    await lro.says("change force")
    await lro.player.presses(summary, "Submit")
    await lro.is_asked("force")
    assert await requests_of(lro.player) == []


async def test_a_card_that_teams_would_not_edit_is_dead_all_the_same(town: Town) -> None:
    lro = town.somebody()
    name = await lro.gets_to("name")
    await town.stage.teams.goes_wrong(person=lro.player.id, operation="edit", status=404, times=1)
    await lro.player.presses(name, "Next")
    assert (await lro.player.sees_now(name)).buttons, "it still has its buttons"
    await lro.player.presses(name, "Cancel")
    assert (await lro.player.sees_now(name)).buttons == [], "and loses them when one is pressed"
    await lro.is_asked("contact")


async def test_a_wrong_answer_is_told_of_even_if_the_card_cannot_be_edited(town: Town) -> None:
    lro = town.somebody()
    card = await lro.gets_to("overview")
    await town.stage.teams.goes_wrong(person=lro.player.id, operation="edit", status=404, times=2)
    await lro.player.presses(card, "Next", {"overview": "short"})
    last = await lro.last()
    assert last.id != card.id
    assert "say a little more" in last.words


async def test_six_messages_in_a_breath_are_answered_in_order(town: Town) -> None:
    lro = town.somebody()
    words = ["request a session", *list(ANSWERS.values())]
    sending = []
    for text in words:
        sending.append(asyncio.create_task(lro.player.says(text)))
        await asyncio.sleep(0)
    await asyncio.gather(*sending)
    said = [m.text for m in await lro.player.messages() if not m.from_bot]
    assert said == words, "Teams had them in this order"
    summary = await lro.is_asked("check")
    for given in (lro.player.name, "07700 900123", OVERVIEW):
        assert given in summary.words


FORGED = [
    {"act": "answer", "walk": "W", "field": "name", "name": ["a", "list"]},
    {"act": "answer", "walk": "W", "field": "name", "name": {"an": "object"}},
    {"act": "answer", "walk": "W", "field": "shoe size", "name": "Sam"},
    {"act": "answer", "walk": "W", "field": "name", "name": "x" * 100_000},
    {"act": "answer", "walk": 7, "field": "name"},
    {"act": "answer", "field": "name"},
    {"act": "steer", "walk": "W", "to": "the moon"},
    {"act": "explode"},
    {"act": ["steer"], "walk": "W", "to": "cancel"},
    {"act": None},
    {},
    {"walk": "W"},
    {"act": "times", "reference": ["SW-AAA-AAAA"]},
]


@pytest.mark.parametrize("payload", FORGED)
async def test_a_payload_of_no_button_is_answered_in_a_sentence_and_does_nothing(
    town: Town, payload: dict[str, Any]
) -> None:
    lro = town.somebody()
    card = await lro.gets_to("name")
    walk = card.button("Next").action["data"]["walk"]
    data = {key: walk if value == "W" else value for key, value in payload.items()}
    pressed = await lro.player.sends(card, {"type": "Action.Submit", "data": data})
    assert pressed.accepted
    assert "That button no longer works." in (await lro.last()).words
    assert (await lro.is_asked("name")).id == card.id


async def sends_raw(town: Town, lro: Walker, **changes: Any) -> None:  # noqa: ANN401 (fields of an activity)
    """What this person last sent, changed and sent as a new activity; a None leaves the field out."""
    last = [d["activity"] for d in await town.stage.teams.deliveries()][-1]
    activity = last | {"id": f"raw-{secrets.token_hex(8)}"} | changes
    body = {key: value for key, value in activity.items() if value is not None}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{town.stage.url}/api/messages", json=body) as answer,
    ):
        assert answer.status == HTTPStatus.OK
    await lro.live_cards()


async def test_next_sent_twice_by_a_client_that_names_no_card_moves_one_step(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("force")
    await lro.presses("Next")
    await lro.is_asked("overview")
    await sends_raw(town, lro, replyToId=None)
    card = await lro.is_asked("overview")
    assert "say a little more" not in card.words


async def test_a_client_that_names_no_card_can_walk_all_the_same(town: Town) -> None:
    lro = town.somebody()
    card = await lro.gets_to("force")
    await lro.says("hello there, this is no force")
    card = await lro.is_asked("force")
    await sends_raw(town, lro, text=None, value=card.button("Next").action["data"] | {"force": "Dorset"})
    await lro.is_asked("overview")


PICTURE = {
    "contentType": "image/png",
    "contentUrl": "https://teams.example/picture.png",
    "name": "picture.png",
}


@pytest.mark.parametrize("text", [None, "", "&nbsp;"])
async def test_a_picture_without_words_gets_a_sentence(town: Town, text: str | None) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await sends_raw(town, lro, text=text, attachments=[PICTURE])
    assert "Please say a little more" in (await lro.is_asked("overview")).words


async def test_a_picture_sent_out_of_the_blue_gets_help(town: Town) -> None:
    lro = town.somebody()
    await lro.says("hello")
    await sends_raw(town, lro, text=None, attachments=[PICTURE])
    assert "Help" in (await lro.last()).words


@pytest.mark.parametrize("value", ["text", 7, True, ["a", "list"], [[[]]], {"act": {"act": {}}}, ""])
async def test_a_value_that_is_no_object_is_answered_in_a_sentence(town: Town, value: object) -> None:
    lro = town.somebody()
    card = await lro.gets_to("name")
    await sends_raw(town, lro, text=None, value=value)
    assert (await lro.is_asked("name")).id == card.id
    assert "That button no longer works." in (await lro.last()).words


OUT_OF_PLACE = [
    {"act": "steer", "to": "submit"},
    {"act": "steer", "to": "change", "field": "force"},
    {"act": "steer", "to": "use these times"},
    {"act": "answer", "field": "availability", "times": "tomorrow all day"},
    {"act": "answer", "field": "overview", "overview": OVERVIEW},
]


@pytest.mark.parametrize("payload", OUT_OF_PLACE)
async def test_a_button_of_another_step_sent_in_the_name_of_this_card_does_nothing(
    town: Town, payload: dict[str, Any]
) -> None:
    lro = town.somebody()
    card = await lro.gets_to("name")
    data = payload | {"walk": card.button("Next").action["data"]["walk"]}
    await lro.player.sends(card, {"type": "Action.Submit", "data": data})
    await lro.is_asked("name")
    assert await requests_of(lro.player) == []


async def test_a_walk_of_another_persons_chat_is_not_found(town: Town) -> None:
    lro, other = town.somebody(), town.somebody()
    theirs = await other.gets_to("overview")
    await lro.player.says("hello")
    hello = await lro.last()
    await lro.player.sends(hello, theirs.button("Next").action, {"overview": "Planted by somebody else."})
    assert "That card is no longer in use." in (await lro.last()).words
    await other.is_asked("overview")


async def test_a_walk_of_ones_own_in_another_conversation_is_not_found(town: Town) -> None:
    lro = town.somebody()
    mine = await lro.gets_to("check")
    channel = town.stage.teams.channel("Support sessions")
    thread = await lro.player.says("hello", channel)
    hello = [m for m in await lro.player.messages(channel) if m.conversation == thread.conversation][-1]
    await lro.player.sends(hello, mine.button("Submit").action)
    assert await requests_of(lro.player) == []
    await lro.is_asked("check")
