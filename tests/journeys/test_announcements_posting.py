"""Announcements, posted: at their time, once, and on Teams' bad days."""

from datetime import UTC, datetime, timedelta
from functools import partial

from app import CRIER
from sessions.announcing.counting import Counting
from sessions.region import south_west
from tests.journeys.announcers import (
    answer_to,
    board,
    every_monday,
    fills,
    is_settled,
    number_of_posts,
    posts_in,
    settles,
    subscribes,
    writes,
)
from tests.journeys.beside import another_bot, until
from tests.journeys.stage import NETWORK, SUPPORT, Stage


async def test_send_now_pressed_twice_posts_one_thread_a_channel(stage: Stage) -> None:
    await subscribes(stage, NETWORK, SUPPORT)
    card = await writes(stage)
    me = stage.organiser
    one, two = await stage.teams.clicks_at_once([(me, card, "Yes, post it"), (me, card, "Yes, post it")])
    assert "It is being posted" in one.words
    assert "It is being posted" in two.words
    third = await me.sends(card, card.button("Yes, post it").action)
    assert "It is being posted" in third.words
    await settles(stage)
    for channel in (NETWORK, SUPPORT):
        assert await number_of_posts(stage, 1, channel)
    again = await me.presses(await me.sees_now(card), "Yes, post it")
    assert "It is being posted" in again.words, "from the card as it is now, it is meant"
    await until(partial(number_of_posts, stage, 2))


async def test_planned_once_it_is_posted_then_and_never_again(stage: Stage) -> None:
    await subscribes(stage)
    card = await writes(stage)
    answer = await fills(stage, card, "Send later", "Plan it", day="2026-11-26", at="14:30")
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
    await settles(stage)
    listed = await answer_to(stage.organiser, "announcements")
    assert "Next: Monday 5 April 2027 at 09:00 (BST)." in listed.words
    assert "Last time, Monday 29 March 2027 at 09:00 (BST): posted" in listed.words


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
    assert "Last time" not in listed.words
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
    async with another_bot(stage) as (url, other):

        async def has_written_it_down() -> bool:
            (only,) = await other[CRIER].faces.board.all()
            return only.last_run is not None and not only.last_run.is_waiting

        await until(has_written_it_down)
        assert await number_of_posts(stage, 1)
        await stage.teams.moves_bot(f"{url}/api/messages")
        listed = await answer_to(stage.organiser, "announcements")
    assert "Last time, Monday 30 November 2026 at 09:00 (GMT): posted in Support sessions." in listed.words


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
    skipped = (
        "Last time, Monday 7 December 2026 at 09:00 (GMT): skipped, because it could not be posted within"
    )
    assert skipped in listed.words
    assert "1 before it was skipped too." in listed.words
    assert "Next: Monday 14 December 2026 at 09:00 (GMT)." in listed.words
    assert await posts_in(stage) == []


async def test_many_channels_within_what_teams_allows(stage: Stage) -> None:
    await stage.teams.limits_rates()
    channels = [await stage.teams.creates_channel(NETWORK, f"District {n}") for n in range(40)]
    await subscribes(stage, *channels)
    await stage.organiser.presses(await writes(stage), "Yes, post it")

    async def all_posted() -> bool:
        stage.time_passes(seconds=1)
        return await is_settled(stage)

    await until(all_posted)
    for channel in channels:
        assert await number_of_posts(stage, 1, channel)
    listed = await answer_to(stage.organiser, "announcements")
    assert "posted in District 0, District 1 and 38 more." in listed.words
