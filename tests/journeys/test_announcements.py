"""Announcements, written: in chat or channel, edited, planned, listed; by organisers and nobody else."""

import pytest

from sessions.announcing.model import State
from tests.journeys.announcers import (
    answer_to,
    board,
    every_monday,
    fills,
    opens,
    posts_in,
    settles,
    subscribes,
    the_only,
    writes,
)
from tests.journeys.stage import NETWORK, SUPPORT, Stage


async def test_help_tells_organisers_what_only_they_can_say(stage: Stage) -> None:
    for somebody, is_told in ((stage.organiser, True), (stage.lro, False)):
        await somebody.says("help")
        help_ = await somebody.waits_for("Help")
        assert ("announce here" in help_.words) is is_told


@pytest.mark.parametrize("chat", [None, NETWORK], ids=["in chat", "in a channel"])
async def test_written_and_sent_now(stage: Stage, chat: str | None) -> None:
    await subscribes(stage, NETWORK, SUPPORT)
    card = await writes(stage, chat)
    assert "Draft: not sent yet, and not planned." in card.words
    assert "It goes to General and Support sessions." in card.words
    answer = await stage.organiser.presses(card, "Yes, post it")
    assert "It is being posted in General and Support sessions." in answer.words
    await settles(stage)
    for channel in (NETWORK, SUPPORT):
        post = (await posts_in(stage, channel))[-1]
        for words in (
            "Ask for a support session",
            "Working on an organised-crime problem?",
            "One hour of informal advice, one to one",
            "Lead Responsible Officers in Avon and Somerset",
            "As soon as 2 hours after you ask",
            "rdt@example.police.uk",
            "Ask, not task",
        ):
            assert words in post.words
        assert "this quarter" not in post.words
        assert post.conversation == f"{channel};messageid={post.id}", "a thread of its own"


async def test_the_posts_button_starts_a_request_and_its_link_opens_the_chat(stage: Stage) -> None:
    await subscribes(stage)
    await stage.organiser.presses(await writes(stage), "Yes, post it")
    post = await stage.lro.waits_for(lambda m: "Request a session" in m.buttons, chat=SUPPORT)
    await stage.lro.presses(post, "Request a session")
    await stage.lro.waits_for("Continue privately", chat=SUPPORT)
    written = await stage.lro.opens(post.button("Ask in a private chat").action["url"])
    assert written.text == "Request a session (announcement)"
    await stage.lro.says(written.text, written.chat)
    await stage.lro.waits_for("What is your name?")


async def test_edited_it_says_so_in_the_next_post(stage: Stage) -> None:
    await subscribes(stage)
    card = await writes(stage)
    form = await opens(stage, card, "Edit")
    assert form.inputs["title"]["value"] == "Ask for a support session"
    inputs = {
        "title": "Support\tin   spring ",
        "text": "One.\n\nTwo.",
        "contact": "Sample Desk, 01392 123456",
        "show_held": "true",
    }
    answer = await stage.organiser.presses(form, "Save", inputs)
    assert "Saved." in answer.words
    assert "Support in spring" in answer.words
    await stage.organiser.presses(await stage.organiser.sees_now(card), "Yes, post it")
    await settles(stage)
    (post,) = await posts_in(stage)
    for words in ("Support in spring", "One.\nTwo.", "Sample Desk, 01392 123456", "Ask, not task"):
        assert words in post.words
    assert "No session has been held yet this quarter." in post.words


async def test_nothing_typed_is_lost_where_something_is_wrong(stage: Stage) -> None:
    card = await writes(stage)
    form = await opens(stage, card, "Edit")
    typed = {"title": "", "text": "x" * 2001, "contact": "Sample Desk", "show_held": "true"}
    answer = await stage.organiser.presses(form, "Save", typed)
    assert "Please give it a title." in answer.words
    assert "Please shorten the text to 2,000 characters." in answer.words
    again = await stage.organiser.sees_now(card)
    filled = {name: node.get("value") for name, node in again.inputs.items()}
    assert filled == {**typed, "title": None}
    back = await stage.organiser.presses(again, "Back")
    assert "Ask for a support session" in back.words
    assert (await the_only(stage)).revision == 1


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({"day": "2026-11-20", "at": "09:00"}, "That moment has passed"),
        ({"day": "2028-11-20", "at": "09:00"}, "more than a year ahead"),
        ({"day": "", "at": ""}, "Please choose a date."),
        ({"day": "2026-11-26", "at": ""}, "Please choose a time"),
    ],
)
async def test_a_date_that_cannot_be(stage: Stage, inputs: dict[str, str], problem: str) -> None:
    card = await writes(stage)
    answer = await fills(stage, card, "Send later", "Plan it", **inputs)
    assert problem in answer.words
    again = await stage.organiser.sees_now(card)
    assert again.inputs["day"].get("value", "") == inputs["day"]
    assert again.inputs["at"].get("value", "") == inputs["at"]
    assert (await the_only(stage)).plan is None


@pytest.mark.parametrize("forged", [{"how": "hourly"}, {"weekday": "7"}, {"at": "25:00"}])
async def test_a_choice_that_nobody_offers(stage: Stage, forged: dict[str, str]) -> None:
    card = await writes(stage)
    form = await opens(stage, card, "Repeat")
    sent = {"how": "every", "weekday": "0", "at": "09:00"} | forged
    answer = await stage.organiser.sends(form, form.button("Plan it").action, sent)
    assert "Please choose" in answer.words
    assert (await the_only(stage)).plan is None


async def test_planned_paused_and_resumed(stage: Stage) -> None:
    await subscribes(stage)
    card = await every_monday(stage)
    assert "Next: Monday 30 November 2026 at 09:00 (GMT)." in card.words
    paused = await stage.organiser.presses(card, "Pause")
    assert "Paused. The plan was: every Monday at 09:00." in paused.words
    resumed = await stage.organiser.presses(await stage.organiser.sees_now(card), "Resume")
    assert "Next: Monday 30 November 2026" in resumed.words
    form = await opens(stage, card, "Repeat")
    assert form.inputs["how"]["value"] == "every"
    inputs = {"how": "first", "weekday": "1", "at": "10:00"}
    answer = await stage.organiser.presses(form, "Plan it", inputs)
    assert "Planned: first Tuesday of the month at 10:00." in answer.words
    assert "Next: Tuesday 1 December 2026 at 10:00 (GMT)." in answer.words


async def test_the_list(stage: Stage) -> None:
    empty = await answer_to(stage.organiser, "announcements")
    assert "There are no announcements yet." in empty.words
    await subscribes(stage)
    await every_monday(stage)
    listed = await answer_to(stage.organiser, "announcements")
    assert "1. Ask for a support session" in listed.words
    assert "Next: Monday 30 November 2026 at 09:00 (GMT)." in listed.words
    assert "Last time" not in listed.words
    answer = await stage.organiser.presses(listed, "Pause")
    assert "Paused." in answer.words
    listed = await stage.organiser.sees_now(listed)
    await stage.organiser.presses(listed, "Show")
    await stage.organiser.presses(await stage.organiser.sees_now(listed), "Yes, post it")
    await settles(stage)
    assert len(await posts_in(stage)) == 1
    listed = await answer_to(stage.organiser, "announcements")
    assert "Monday 23 November 2026 at 09:30 (GMT): posted in Support sessions." in listed.words
    sure = await stage.organiser.presses(listed, "Delete")
    assert "Delete this announcement?" in sure.words
    assert len(await board(stage).all()) == 1, "asked twice"
    gone = await stage.organiser.presses(await stage.organiser.sees_now(listed), "Yes, delete it")
    assert "Deleted." in gone.words
    assert await board(stage).all() == []


async def test_the_list_turns_its_pages(stage: Stage) -> None:
    for _ in range(7):
        await stage.organiser.says("announce")
    listed = await answer_to(stage.organiser, "announcements")
    assert "1 to 4 of 7, newest first" in listed.words
    older = await stage.organiser.presses(listed, "Older")
    assert "5 to 7 of 7" in older.words
    newer = await stage.organiser.presses(await stage.organiser.sees_now(listed), "Newer")
    assert "1 to 4 of 7" in newer.words


async def test_what_is_deleted_answers_with_the_list(stage: Stage) -> None:
    card = await writes(stage)
    await board(stage).delete((await the_only(stage)).id)
    for button in ("Yes, post it", "Edit"):
        answer = await stage.organiser.presses(card, button)
        assert "That announcement has been deleted." in answer.words
        assert "There are no announcements yet." in answer.words


async def test_channels_are_subscribed_where_that_is_said(stage: Stage) -> None:
    first = await answer_to(stage.organiser, "announce here", SUPPORT)
    assert "Announcements are posted in Support sessions from now on." in first.words
    again = await answer_to(stage.organiser, "announce here", SUPPORT)
    assert "Announcements are posted in Support sessions already." in again.words
    general = await answer_to(stage.organiser, "announce here", NETWORK)
    assert "posted in General from now on" in general.words
    assert [c.name for c in await board(stage).channels.all()] == ["Support sessions", "General"]
    for words in ("announce here", "stop announcing here"):
        assert "say that in the channel" in (await answer_to(stage.organiser, words)).words
    stopped = await answer_to(stage.organiser, "stop announcing here", SUPPORT)
    assert "Announcements are no longer posted in this channel." in stopped.words
    never = await answer_to(stage.organiser, "stop announcing here", SUPPORT)
    assert "Announcements are not posted in this channel." in never.words
    assert [c.name for c in await board(stage).channels.all()] == ["General"]


async def test_a_channel_whose_name_cannot_be_had(stage: Stage) -> None:
    await stage.teams.goes_wrong(operation="team", status=503)
    answer = await answer_to(stage.organiser, "announce here", SUPPORT)
    assert "Announcements are posted in a channel from now on." in answer.words


async def test_with_no_channel_nothing_is_sent(stage: Stage) -> None:
    card = await writes(stage)
    assert "No channel is subscribed yet." in card.words
    answer = await stage.organiser.presses(card, "Yes, post it")
    assert "Not sent: there is nowhere to post it yet." in answer.words
    assert (await the_only(stage)).state is State.DRAFT


async def test_a_date_that_passed_while_it_was_paused(stage: Stage) -> None:
    await subscribes(stage)
    card = await writes(stage)
    await fills(stage, card, "Send later", "Plan it", day="2026-11-26", at="14:30")
    await stage.organiser.presses(await stage.organiser.sees_now(card), "Pause")
    stage.time_passes(days=4)
    answer = await stage.organiser.presses(await stage.organiser.sees_now(card), "Resume")
    assert "Its date has passed: please choose another" in answer.words
    assert (await the_only(stage)).state is State.PAUSED


async def test_in_the_middle_of_a_walk_an_organiser_may_announce(stage: Stage) -> None:
    await stage.organiser.says("request a session")
    await stage.organiser.waits_for("What is your name?")
    await writes(stage)
    await stage.organiser.says("yes")
    await stage.organiser.waits_for("How can we reach you?")
