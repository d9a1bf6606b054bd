"""Announcements: nobody but an organiser; forged, outdated and repeated presses do nothing amiss."""

from typing import Any

import pytest

from sandbox.client import Player
from sandbox.seen import SeenMessage
from sessions.announcing.board import Board
from sessions.announcing.model import State
from tests.journeys.announcers import (
    answer_to,
    board,
    every_monday,
    opens,
    posts_in,
    settles,
    subscribes,
    the_only,
    writes,
)
from tests.journeys.beside import another_bot
from tests.journeys.stage import NETWORK, Stage

COMMANDS = ["announce", "announcements", "announce here", "stop announcing here"]
VERBS: dict[str, dict[str, Any]] = {
    "announcements": {},
    "announcement show": {},
    "announcement form": {"form": "edit"},
    "announcement edit": {"title": "Forged", "text": "A forged announcement.", "contact": "nobody"},
    "announcement once": {"day": "2026-11-26", "at": "09:00"},
    "announcement repeat": {"how": "every", "weekday": "0", "at": "09:00"},
    "announcement send": {},
    "announcement pause": {},
    "announcement resume": {},
    "announcement delete": {"sure": True},
}


def action(verb: str, **data: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    return {"type": "Action.Execute", "verb": verb, "data": data}


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("who", ["an LRO", "an adviser"])
async def test_nobody_but_an_organiser_says_any_of_it(stage: Stage, words: str, who: str) -> None:
    player = stage.lro if who == "an LRO" else stage.advisers[0]
    for chat in (None, NETWORK):
        assert "Only organisers can do that." in (await answer_to(player, words, chat)).words
    assert await board(stage).all() == []
    assert await board(stage).channels.all() == ()


@pytest.mark.parametrize("verb", VERBS)
async def test_nobody_but_an_organiser_presses_any_of_it(stage: Stage, verb: str) -> None:
    """The card stands in the channel, where everybody sees it and can press."""
    await subscribes(stage)
    card = await writes(stage, NETWORK)
    before = await the_only(stage)
    for player in (stage.lro, stage.advisers[0]):
        data = {"id": before.id, "revision": before.revision}
        answer = await player.sends(card, action(verb, **data), VERBS[verb])
        assert "Only organisers can do that." in answer.words
        assert "Ask for a support session" not in answer.words
    assert await the_only(stage) == before
    assert await posts_in(stage) == []


async def forges(who: Player, card: SeenMessage, verb: str, data: Any) -> str:  # noqa: ANN401 (JSON)
    answer = await who.sends(card, {"type": "Action.Execute", "verb": verb, "data": data})
    assert answer.card is not None
    return answer.words


@pytest.mark.parametrize("verb", VERBS)
async def test_forged_payloads_of_organisers_get_a_card_and_do_nothing(stage: Stage, verb: str) -> None:
    await subscribes(stage)
    card = await writes(stage)
    before = await the_only(stage)
    forged: list[Any] = [
        {},
        [],
        "x",
        None,
        {"id": "\0", "revision": 1},
        {"id": "nobody", "revision": 1},
        {"id": 5, "revision": "x"},
        {"id": before.id, "revision": -1},
        {"id": before.id, "revision": before.revision + 1, "title": "t" * 9000, "how": 5, "at": {}},
        {"skip": -5},
        {"skip": 10**9},
    ]
    for data in forged:
        words = await forges(stage.organiser, card, verb, data)
        assert words
    after = await the_only(stage)
    assert after.content == before.content
    assert after.plan is None
    assert await posts_in(stage) == [], verb


async def test_a_button_of_another_version_answers_with_a_new_card(stage: Stage) -> None:
    card = await writes(stage)
    about = {"id": (await the_only(stage)).id, "template": "spring"}
    words = await forges(stage.organiser, card, "announcement broadcast", about)
    assert "That button is from an older version of this card." in words
    assert "This is how it will look:" in words
    words = await forges(stage.organiser, card, "announcement.v0", {})
    assert "That button is from an older version of this card." in words
    assert "1. Ask for a support session" in words


async def test_send_now_on_a_list_of_an_earlier_version_still_sends(stage: Stage) -> None:
    await subscribes(stage)
    await writes(stage)
    listed = await answer_to(stage.organiser, "announcements")
    assert "Send now" not in listed.buttons
    show = listed.button("Show").action
    old = {**show, "verb": "announcement send", "data": {**show["data"], "listed": True}}
    answer = await stage.organiser.sends(listed, old)
    assert "It is being posted in Support sessions." in answer.words
    assert "1. Ask for a support session" in answer.words
    await settles(stage)
    assert len(await posts_in(stage)) == 1


async def test_a_press_on_a_card_that_is_out_of_date_does_nothing_and_says_so(stage: Stage) -> None:
    await subscribes(stage)
    old = await every_monday(stage)
    newer = await answer_to(stage.organiser, "announcements")
    await stage.organiser.presses(newer, "Edit")
    form = await stage.organiser.sees_now(newer)
    await stage.organiser.presses(form, "Save", {"title": "Another title"})
    for button in ("Yes, post it", "Pause"):
        answer = await stage.organiser.sends(old, old.button(button).action)
        assert "This announcement has changed since that card was shown." in answer.words
        assert "Another title" in answer.words
    assert await posts_in(stage) == []
    assert (await the_only(stage)).state is State.SCHEDULED
    deleting = {**old.button("Pause").action, "verb": "announcement delete"}
    deleting["data"] = {**deleting["data"], "sure": True}
    answer = await stage.organiser.sends(old, deleting)
    assert "This announcement has changed" in answer.words
    assert "Yes, delete it" in answer.words
    assert len(await board(stage).all()) == 1


async def test_a_form_that_is_out_of_date_keeps_what_is_typed(stage: Stage) -> None:
    card = await writes(stage)
    form = await opens(stage, card, "Edit")
    await board(stage).edit(
        (await the_only(stage)).id,
        (await the_only(stage)).author,
        (await the_only(stage)).content.model_copy(update={"title": "Somebody was quicker"}),
    )
    answer = await stage.organiser.presses(form, "Save", {"title": "Mine"})
    assert "What you filled in is kept" in answer.words
    assert (await the_only(stage)).content.title == "Somebody was quicker"
    again = await stage.organiser.sees_now(card)
    assert again.inputs["title"]["value"] == "Mine"
    await stage.organiser.presses(again, "Save")
    assert (await the_only(stage)).content.title == "Mine"


@pytest.mark.parametrize(
    ("form", "button", "inputs"),
    [
        ("Edit", "Save", {"title": "Another title"}),
        ("Send later", "Plan it", {"day": "2026-11-26", "at": "14:30"}),
        ("Repeat", "Plan it", {"how": "every second", "weekday": "3", "at": "08:00"}),
    ],
)
async def test_a_form_sent_twice_is_taken_once(
    stage: Stage, form: str, button: str, inputs: dict[str, str]
) -> None:
    card = await writes(stage)
    opened = await opens(stage, card, form)
    first = await stage.organiser.presses(opened, button, inputs)
    revision = (await the_only(stage)).revision
    second = await stage.organiser.presses(opened, button, inputs)
    assert second.words == first.words
    assert (await the_only(stage)).revision == revision == 2


async def test_a_message_delivered_again_writes_no_second_draft(stage: Stage) -> None:
    """To another replica too, which cannot know whether the first could answer: it shows the same draft."""
    said = await stage.organiser.says("announce")
    first = await stage.organiser.waits_for(lambda m: "Send now" in m.buttons, after=said)
    await stage.teams.resends(said.id)
    async with another_bot(stage) as (url, _):
        await stage.teams.moves_bot(f"{url}/api/messages")
        await stage.teams.resends(said.id)
        second = await stage.organiser.waits_for(lambda m: "Send now" in m.buttons, after=first)
    assert second.words == first.words
    assert len(await board(stage).all()) == 1


async def test_an_edit_while_the_press_is_on_its_way_is_not_sent_unseen(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribes(stage)
    card = await writes(stage)
    only = await the_only(stage)
    send_now = Board.send_now

    async def edited_first(self: Board, *given: Any, **more: Any) -> Any:  # noqa: ANN401 (handed on as they came)
        await self.edit(only.id, only.author, only.content.model_copy(update={"title": "Not seen"}))
        return await send_now(self, *given, **more)

    monkeypatch.setattr(Board, "send_now", edited_first)
    answer = await stage.organiser.presses(card, "Yes, post it")
    assert "This announcement has changed since that card was shown." in answer.words
    assert "Not seen" in answer.words
    assert (await the_only(stage)).runs == ()


async def test_the_plan_is_changed_from_the_list(stage: Stage) -> None:
    await subscribes(stage)
    await every_monday(stage)
    card = await answer_to(stage.organiser, "announcements")
    shown = await opens(stage, card, "Show")
    form = await opens(stage, shown, "Repeat")
    answer = await stage.organiser.presses(form, "Plan it", {"weekday": "1"})
    assert "Planned: every Tuesday at 09:00." in answer.words
