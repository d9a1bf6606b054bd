"""Announcements, posted: at their time, once, and on Teams' bad days."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from structlog.testing import capture_logs

from app import CRIER
from sessions.announcing.counting import Counting
from sessions.announcing.model import State
from sessions.region import south_west
from storage.cosmos.documents import CosmosDocuments
from storage.documents import StorageFault
from storage.sqlite import SqliteDocuments
from tests.journeys.announcers import (
    NETWORK,
    SUPPORT,
    answer_to,
    board,
    every_monday,
    fills,
    is_postponed,
    is_settled,
    posts_in,
    settles,
    subscribes,
    the_only,
    writes,
)
from tests.journeys.beside import another_bot, until
from tests.journeys.stage import Stage

FOR_GOOD = {
    (404, "ConversationNotFound"): "the channel was deleted",
    (403, "BotNotInConversationRoster"): "I am no longer in that team",
    (403, "MessageWritesBlocked"): "nobody can write there at present",
    (403, "Novelty"): "Teams refused it (Novelty)",
}


async def number_of_posts(stage: Stage, number: int, channel: str = SUPPORT) -> bool:
    return len(await posts_in(stage, channel)) == number


async def test_send_now_pressed_twice_posts_one_thread_a_channel(stage: Stage) -> None:
    await subscribes(stage, NETWORK, SUPPORT)
    card = await writes(stage)
    me = stage.organiser
    one, two = await stage.teams.clicks_at_once([(me, card, "Send now"), (me, card, "Send now")])
    assert "It is being posted" in one.words
    assert "It is being posted" in two.words
    third = await me.sends(card, card.button("Send now").action)
    assert "It is being posted" in third.words
    await settles(stage)
    for channel in (NETWORK, SUPPORT):
        assert await number_of_posts(stage, 1, channel)
    again = await me.presses(await me.sees_now(card), "Send now")
    assert "It is being posted" in again.words, "from the card as it is now, it is meant"
    await until(partial(number_of_posts, stage, 2))


async def test_planned_once_it_is_posted_then_and_never_again(stage: Stage) -> None:
    await subscribes(stage)
    card = await writes(stage)
    answer = await fills(stage, card, "Send once", "Plan it", day="2026-11-26", at="14:30")
    assert "Planned: once, on Thursday 26 November 2026 at 14:30 (GMT)." in answer.words
    stage.clock.moment = datetime(2026, 11, 26, 14, 29, 59, tzinfo=UTC)
    stage.time_passes()
    await answer_to(stage.organiser, "announcements")
    assert await posts_in(stage) == []
    stage.time_passes(seconds=1)
    await settles(stage)
    assert await number_of_posts(stage, 1)
    stage.time_passes(days=8)
    listed = await answer_to(stage.organiser, "announcements")
    assert "Done: nothing more is planned." in listed.words
    assert "Thursday 26 November 2026 at 14:30 (GMT): posted in Support sessions." in listed.words
    assert await number_of_posts(stage, 1)


async def test_repeated_over_the_clock_change_it_stays_at_nine(stage: Stage) -> None:
    """In 2027 the clocks go forward on Sunday 28 March: the Mondays on either side of it."""
    await subscribes(stage)
    stage.clock.moment = datetime(2027, 3, 20, 12, tzinfo=UTC)
    await every_monday(stage)
    for number, due in enumerate(
        [datetime(2027, 3, 22, 9, tzinfo=UTC), datetime(2027, 3, 29, 8, tzinfo=UTC)], start=1
    ):
        stage.clock.moment = due - timedelta(seconds=1)
        stage.time_passes()
        await answer_to(stage.organiser, "announcements")
        assert await number_of_posts(stage, number - 1)
        stage.time_passes(seconds=1)
        await until(partial(number_of_posts, stage, number))
    listed = await answer_to(stage.organiser, "announcements")
    assert "Next: Monday 5 April 2027 at 09:00 (BST)." in listed.words
    assert "Last: Monday 29 March 2027 at 09:00 (BST): posted" in listed.words


async def test_how_many_were_held_is_counted_when_it_is_posted(stage: Stage) -> None:
    await subscribes(stage)
    card = await every_monday(stage)
    preview = await fills(stage, card, "Edit", "Save", show_held="true")
    assert "No session has been held yet this quarter." in preview.words
    counting = Counting(board(stage).store, south_west(), stage.clock)
    await counting.count_held("SW-1", stage.clock())
    await counting.count_held("SW-2", stage.clock())
    stage.time_passes(days=7)
    await settles(stage)
    (post,) = await posts_in(stage)
    assert "2 sessions have been held so far this quarter." in post.words


async def test_paused_it_is_not_posted(stage: Stage) -> None:
    await subscribes(stage)
    card = await every_monday(stage)
    await stage.organiser.presses(card, "Pause")
    stage.time_passes(days=8)
    listed = await answer_to(stage.organiser, "announcements")
    assert "Never posted." in listed.words
    resumed = await stage.organiser.presses(listed, "Resume")
    assert "Next: Monday 7 December 2026" in resumed.words
    stage.time_passes(days=6)
    await until(partial(number_of_posts, stage, 1))


async def test_deleted_it_is_not_posted(stage: Stage) -> None:
    await subscribes(stage)
    await every_monday(stage)
    listed = await answer_to(stage.organiser, "announcements")
    await stage.organiser.presses(listed, "Delete")
    await stage.organiser.presses(await stage.organiser.sees_now(listed), "Yes, delete it")
    stage.time_passes(days=8)
    await answer_to(stage.organiser, "announcements")
    assert await posts_in(stage) == []


async def test_down_for_an_hour_it_is_posted_late(stage: Stage) -> None:
    await subscribes(stage)
    await every_monday(stage)
    await stage.stops()
    stage.clock.moment = datetime(2026, 11, 30, 10, tzinfo=UTC)
    async with another_bot(stage) as (url, _):
        await until(partial(number_of_posts, stage, 1))
        await stage.teams.moves_bot(f"{url}/api/messages")
        listed = await answer_to(stage.organiser, "announcements")
    assert "Last: Monday 30 November 2026 at 09:00 (GMT): posted in Support sessions." in listed.words


async def test_down_for_a_day_it_is_skipped_and_the_list_says_so(stage: Stage) -> None:
    await subscribes(stage)
    await every_monday(stage)
    await stage.stops()
    stage.clock.moment = datetime(2026, 12, 8, 9, tzinfo=UTC)
    async with another_bot(stage) as (url, other):

        async def has_looked() -> bool:
            (only,) = await other[CRIER].faces.board.all()
            return only.last_run is not None

        await until(has_looked)
        await stage.teams.moves_bot(f"{url}/api/messages")
        listed = await answer_to(stage.organiser, "announcements")
    assert "Skipped, because it could not be posted within a day: Monday 7 December 2026" in listed.words
    assert "1 before it was skipped too." in listed.words
    assert "Next: Monday 14 December 2026 at 09:00 (GMT)." in listed.words
    assert await posts_in(stage) == []


@pytest.mark.parametrize(("answer", "reason"), FOR_GOOD.items(), ids=[code for _, code in FOR_GOOD])
async def test_what_never_works_is_given_up_shown_and_told_once(
    stage: Stage, answer: tuple[int, str], reason: str
) -> None:
    await subscribes(stage, NETWORK)
    await writes(stage)
    listed = await answer_to(stage.organiser, "announcements")
    status, code = answer
    await stage.teams.goes_wrong(operation="create", status=status, code=code)
    await stage.organiser.presses(listed, "Send now")
    told = await stage.organiser.waits_for("An announcement could not be posted everywhere")
    assert f"In General: {reason}" in told.words
    assert "Ask for a support session, Monday 23 November 2026 at 09:30 (GMT)" in told.words
    run = await settles(stage)
    assert [(post.failure, post.attempts) for post in run.posts] == [(code, 1)]
    stage.time_passes(hours=30)
    again = await answer_to(stage.organiser, "announcements")
    assert f"not posted in General: {reason}" in again.words
    mine = [m for m in await stage.organiser.messages() if "could not be posted everywhere" in m.words]
    assert len(mine) == 1
    answered = await stage.organiser.presses(told, "All announcements")
    assert f"not posted in General: {reason}" in answered.words
    assert f"Last time in General: {reason}" in answered.words


async def test_one_channel_that_fails_holds_up_no_other(stage: Stage) -> None:
    await subscribes(stage, NETWORK, SUPPORT)
    await stage.teams.goes_wrong(operation="create", status=404, code="ConversationNotFound")
    await stage.organiser.presses(await writes(stage), "Send now")
    told = await stage.organiser.waits_for("An announcement could not be posted everywhere")
    assert told.words.count("the channel was deleted") == 1
    run = await settles(stage)
    assert sorted(bool(post.posted) for post in run.posts) == [False, True]
    posted = [await posts_in(stage, channel) for channel in (NETWORK, SUPPORT)]
    assert sorted(map(len, posted)) == [0, 1]


async def test_of_two_channels_that_fail_one_after_the_other_is_told_once(stage: Stage) -> None:
    await subscribes(stage, NETWORK, SUPPORT)
    deleted = {"operation": "create", "status": 404, "code": "ConversationNotFound"}
    await stage.teams.goes_wrong(**deleted)
    await stage.teams.goes_wrong(**deleted, delay=0.4)
    await stage.organiser.presses(await writes(stage), "Send now")
    await stage.organiser.waits_for(lambda m: m.words.count("the channel was deleted") == 2)
    mine = [m for m in await stage.organiser.messages() if "could not be posted everywhere" in m.words]
    assert len(mine) == 1


async def test_an_author_who_blocked_the_bot_still_finds_it_in_the_list(stage: Stage) -> None:
    await subscribes(stage, NETWORK)
    card = await writes(stage, NETWORK)
    await stage.organiser.blocks_bot()
    await stage.teams.goes_wrong(operation="create", status=403, code="Novelty", times=1)

    async def is_known() -> bool:
        return {"event": "author_not_told", "code": "ConversationBlockedByUser"}.items() <= logs[-1].items()

    with capture_logs() as logs:
        await stage.organiser.presses(card, "Send now")
        run = await settles(stage)
        await until(is_known)
    assert [post.failure for post in run.posts] == ["Novelty"]
    listed = await answer_to(stage.organiser, "announcements", NETWORK)
    assert "Teams refused it (Novelty)" in listed.words


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_what_passes_is_tried_again_when_teams_says(stage: Stage, status: int) -> None:
    await subscribes(stage)
    await stage.teams.goes_wrong(operation="create", status=status, retry_after=40)
    await stage.organiser.presses(await writes(stage), "Send now")
    await until(partial(is_postponed, stage))
    (post,) = (await the_only(stage)).posts
    assert post.due_at is not None
    assert timedelta(seconds=40) < post.due_at - stage.clock() <= timedelta(seconds=42)
    listed = await answer_to(stage.organiser, "announcements")
    assert "still being posted in Support sessions" in listed.words
    stage.time_passes(seconds=43)
    await settles(stage)
    assert await number_of_posts(stage, 1)
    alarmed = [m for m in await stage.organiser.messages() if "could not be posted" in m.words]
    assert alarmed == []


async def test_a_connection_that_drops_is_tried_again(stage: Stage) -> None:
    await subscribes(stage)
    await stage.teams.goes_wrong(operation="create", drop="before")
    await stage.organiser.presses(await writes(stage), "Send now")
    await until(partial(is_postponed, stage))
    stage.time_passes(minutes=1)
    await settles(stage)
    assert await number_of_posts(stage, 1)


async def test_an_answer_lost_after_teams_took_it_means_a_second_post(stage: Stage) -> None:
    """At least once: Teams has nothing by which a message sent again could be known as the same."""
    await subscribes(stage)
    await stage.teams.goes_wrong(operation="create", drop="after")
    await stage.organiser.presses(await writes(stage), "Send now")
    await until(partial(is_postponed, stage))
    stage.time_passes(minutes=1)
    await settles(stage)
    assert await number_of_posts(stage, 2)


async def test_tried_for_a_day_it_is_given_up_and_told(stage: Stage) -> None:
    await subscribes(stage)
    await every_monday(stage)
    await stage.teams.goes_wrong(operation="create", status=502, retry_after=2)
    stage.clock.moment = datetime(2026, 12, 1, 8, 59, 59, tzinfo=UTC)
    stage.time_passes()
    await until(partial(is_settled, stage))
    told = await stage.organiser.waits_for("An announcement could not be posted everywhere")
    assert "In Support sessions: " in told.words
    assert await posts_in(stage) == []


async def test_many_channels_within_what_teams_allows(stage: Stage) -> None:
    await stage.teams.limits_rates()
    channels = [await stage.teams.creates_channel(NETWORK, f"District {n}") for n in range(40)]
    await subscribes(stage, *channels)
    await stage.organiser.presses(await writes(stage), "Send now")

    async def all_posted() -> bool:
        stage.time_passes(seconds=1)
        return await is_settled(stage)

    await until(all_posted)
    for channel in channels:
        assert await number_of_posts(stage, 1, channel)
    listed = await answer_to(stage.organiser, "announcements")
    assert "posted in District 0, District 1 and 38 more." in listed.words


def failing(method: Any, times: int) -> Any:  # noqa: ANN401 (handed on as they came)
    left = iter(range(times))

    async def fails(*given: Any, **more: Any) -> object:  # noqa: ANN401 (handed on as they came)
        if next(left, None) is not None:
            raise StorageFault("away")
        return await method(*given, **more)

    return fails


@pytest.mark.parametrize("operation", ["due", "next_due", "replace"])
async def test_a_store_that_is_away_for_a_while_loses_and_doubles_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    await subscribes(stage)
    await every_monday(stage)
    for documents in (SqliteDocuments, CosmosDocuments):
        monkeypatch.setattr(documents, operation, failing(getattr(documents, operation), 3))
    stage.time_passes(days=7)
    await until(partial(number_of_posts, stage, 1))
    await settles(stage)
    stage.time_passes(hours=1)
    await answer_to(stage.organiser, "announcements")
    assert await number_of_posts(stage, 1)
    stage.time_passes(days=7)
    await until(partial(number_of_posts, stage, 2))


async def test_stopping_waits_for_what_is_under_way_and_writes_it_down(stage: Stage) -> None:
    await subscribes(stage)
    await stage.teams.goes_wrong(operation="create", delay=0.3)
    before = len(await stage.teams.calls())
    await stage.organiser.presses(await writes(stage), "Send now")

    async def is_posting() -> bool:
        return any(call["operation"] == "create" for call in await stage.teams.calls(before))

    await until(is_posting)
    await stage.stops()
    async with another_bot(stage) as (_, other):
        (only,) = await other[CRIER].faces.board.all()
        assert only.state is State.DONE
        assert [bool(post.posted) for post in only.posts] == [True]
    assert await number_of_posts(stage, 1)
