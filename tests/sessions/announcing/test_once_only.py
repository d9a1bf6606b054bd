"""A run happens once, whatever the number of replicas, restarts or clock corrections."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest

from sessions.announcing.model import Announcement, State
from sessions.announcing.refusals import NoTimeLeft
from sessions.announcing.rules import once
from tests.sessions.announcing.square import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    ORGANISER,
    REGION,
    Replica,
    Square,
    a_message,
    channel_id,
    every_monday,
)

MONDAY_9 = datetime(2026, 3, 30, 8, tzinfo=UTC)
"""09:00 summer time; the clock of a story starts on the Wednesday before, and before the clock change."""
WEEK = timedelta(weeks=1)


async def planned(square: Square) -> Announcement:
    announcement = await square.has("General")
    return await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))


async def test_a_year_of_mondays_at_nine_on_two_replicas(square: Square) -> None:
    """Over both clock changes: 52 posts in each channel, none doubled, each at 09:00 in London."""
    announcement = await square.has("General", "SOC network")
    await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))
    for _ in range(52):
        due = await square.one.posting.next_due()
        assert due is not None
        square.clock.now = due - timedelta(microseconds=1)
        await square.cry(*square.replicas)
        square.clock.now = due
        await square.cry(*square.replicas)
        square.clock.forward(HOUR)
        await square.cry(*square.replicas)

    for name in ("General", "SOC network"):
        heard = [said for said in square.said if said.channel == channel_id(name)]
        assert len(heard) == 52
        assert len({said.at for said in heard}) == 52, "none doubled"
        local = [REGION.local(said.at) for said in heard]
        assert {(t.weekday(), t.time()) for t in local} == {(0, time(9))}
        offsets = [t.utcoffset() for t in local]
        assert Counter(offsets) == {HOUR: 30, timedelta(0): 22}, "30 Mondays of summer time, 22 of winter"
        assert local[0].date().isoformat() == "2026-03-30"
        assert local[-1].date().isoformat() == "2027-03-22"
    assert len(square.said) == 104


async def test_a_clock_put_back_runs_nothing_again(square: Square) -> None:
    await planned(square)
    square.clock.now = MONDAY_9
    await square.cry(*square.replicas)
    assert len(square.said) == 1
    for put_back in (MINUTE, HOUR, DAY, 3 * WEEK):
        square.clock.now = MONDAY_9 - put_back
        for _ in range(3):
            await square.cry(*square.replicas)
            square.clock.forward(put_back / 2)
    assert len(square.said) == 1
    square.clock.now = MONDAY_9 + WEEK
    await square.cry(*square.replicas)
    assert [said.at for said in square.said] == [MONDAY_9, MONDAY_9 + WEEK]


@pytest.mark.parametrize("deed", ["pause and resume", "another time of day", "the same plan again"])
async def test_nor_does_a_deed_while_the_clock_is_wrong(square: Square, deed: str) -> None:
    """09:00 has been run, the clock is put back to 08:00, and the plan is looked at anew."""
    announcement = await planned(square)
    square.clock.now = MONDAY_9
    await square.cry(*square.replicas)
    square.clock.now = MONDAY_9 - HOUR
    board, id = square.board, announcement.id  # noqa: A001 (as in the model)
    if deed == "pause and resume":
        await board.pause(id, ORGANISER)
        await board.resume(id, ORGANISER)
    elif deed == "another time of day":
        await board.plan(id, ORGANISER, every_monday(square.clock, time(10)))
        await board.plan(id, ORGANISER, every_monday(square.clock))
    else:
        await board.plan(id, ORGANISER, every_monday(square.clock))
    assert (await square.now(announcement)).next_run_at == MONDAY_9 + WEEK
    for _ in range(4):
        await square.cry(*square.replicas)
        square.clock.forward(HOUR)
    assert len(square.said) == 1


async def test_a_clock_that_ran_fast_and_was_put_right(square: Square) -> None:
    """It said Monday on Friday: posted then, as nobody could know, and not once more on Monday."""
    await planned(square)
    square.clock.now = MONDAY_9 + HOUR
    await square.cry(*square.replicas)
    square.clock.now = MONDAY_9 - 3 * DAY
    for _ in range(5):
        await square.cry(*square.replicas)
        square.clock.forward(DAY)
    assert len(square.said) == 1


async def test_down_for_an_hour_it_is_posted_late(square: Square) -> None:
    announcement = await planned(square)
    square.clock.now = MONDAY_9 + HOUR
    await square.cry(*square.replicas)
    assert [(said.run.at, said.at) for said in square.said] == [(MONDAY_9, MONDAY_9 + HOUR)]
    after = await square.now(announcement)
    assert after.next_run_at == MONDAY_9 + WEEK, "at nine again"


@pytest.mark.parametrize(
    ("late", "posts"), [(DAY - timedelta(microseconds=1), 1), (DAY, 0), (2 * DAY, 0)], ids=str
)
async def test_late_by_a_day_it_is_skipped(square: Square, late: timedelta, posts: int) -> None:
    announcement = await planned(square)
    square.clock.now = MONDAY_9 + late
    await square.cry(*square.replicas)
    after = await square.now(announcement)
    assert len(square.said) == posts
    assert [(run.at, run.skipped) for run in after.runs] == [(MONDAY_9, not posts)]
    assert after.next_run_at == MONDAY_9 + WEEK


async def test_of_many_missed_only_the_latest_is_posted(square: Square) -> None:
    """Down for three weeks, and up an hour after the third Monday's nine o'clock."""
    announcement = await planned(square)
    square.clock.now = MONDAY_9 + 2 * WEEK + HOUR
    await square.cry(*square.replicas)
    (run,) = (await square.now(announcement)).runs
    assert (run.at, run.missed, run.skipped) == (MONDAY_9 + 2 * WEEK, 2, False)
    assert len(square.said) == 1


async def test_once_is_once(square: Square) -> None:
    announcement = await square.has("General")
    monday = MONDAY_9.date()
    scheduled = await square.board.plan(announcement.id, ORGANISER, once(monday, time(9), REGION))
    assert scheduled.next_run_at == MONDAY_9
    for _ in range(3):
        square.clock.now = MONDAY_9
        await square.cry(*square.replicas)
        square.clock.forward(DAY)
        await square.cry(*square.replicas)
    done = await square.now(announcement)
    assert (done.state, done.next_run_at, done.due_at) == (State.DONE, None, None)
    assert len(square.said) == 1
    again = await square.board.plan(announcement.id, ORGANISER, once(monday, time(9), REGION))
    assert again == done, "the press that scheduled it, delivered again much later"


async def test_send_now_delivered_twice_to_two_replicas_acts_once(square: Square) -> None:
    announcement = await square.has("General")
    pressed = (replica.board.send_now(announcement.id, ORGANISER, "act-1") for replica in square.replicas)
    first, second = await asyncio.gather(*pressed)
    assert first == second
    assert first.state is State.DONE
    await square.cry(*square.replicas)
    assert await square.board.send_now(announcement.id, ORGANISER, "act-1") == await square.now(announcement)
    await square.cry(*square.replicas)
    assert len(square.said) == 1
    await square.board.send_now(announcement.id, ORGANISER, "act-2")
    await square.cry(*square.replicas)
    assert len(square.said) == 2


async def test_a_crier_that_dies_with_posts_in_hand_leaves_them_to_the_other(square: Square) -> None:
    announcement = await square.has("General", "SOC network")
    await square.board.send_now(announcement.id, ORGANISER, "act-1")
    _, hands = await square.one.takes(announcement)
    assert len(hands) == 2
    square.clock.forward(LEASE - MINUTE)
    await square.other.cries()
    assert square.said == [], "still under the lease"
    square.clock.forward(MINUTE)
    await square.other.cries()
    assert [said.channel for said in square.said] == [channel_id("General"), channel_id("SOC network")]


async def test_posts_in_hand_are_nobody_elses_and_the_rest_is_taken_later(square: Square) -> None:
    announcement = await square.has(*(f"Channel {n}" for n in range(5)))
    await square.board.send_now(announcement.id, ORGANISER, "act-1")

    async def take(replica: Replica) -> list[str]:
        _, hands = await replica.posting.take(announcement.id, 2)
        return [hand.channel.id for hand in hands]

    taken = [await asyncio.gather(*map(take, square.replicas)) for _ in range(2)]
    assert {len(names) for pair in taken for names in pair} <= {0, 1, 2}, "no more than asked for"
    everything = [name for pair in taken for names in pair for name in names]
    assert sorted(everything) == [channel_id(f"Channel {n}") for n in range(5)]


async def test_what_a_crier_still_has_in_hand_it_does_not_take_again(square: Square) -> None:
    announcement = await square.has("General")
    await square.board.send_now(announcement.id, ORGANISER, "act-1")
    _, (hand,) = await square.one.takes(announcement)
    square.clock.forward(2 * LEASE)
    _, taken = await square.one.posting.take(announcement.id, 16, besides={hand.post.id})
    assert taken == ()
    posted = a_message(hand.channel.id, 1)
    await square.one.posting.record(announcement.id, [square.one.posts(await square.now(announcement), hand)])
    assert (await square.now(announcement)).posts[0].posted == posted


async def test_what_a_clock_that_ran_ahead_skipped_can_be_planned_again(small_square: Square) -> None:
    """Asked for by a person, the same plan counts from now: nothing of it was posted."""
    square = small_square
    announcement = await planned(square)
    start = square.clock()
    square.clock.now = MONDAY_9 + 100 * WEEK + 2 * DAY
    await square.one.cries()
    square.clock.now = start
    ahead = await square.now(announcement)
    assert (ahead.next_run_at, square.said) == (MONDAY_9 + 101 * WEEK + HOUR, []), "winter time"
    for _ in range(2):
        again = await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))
        assert (again.next_run_at, again.revision) == (MONDAY_9, ahead.revision + 1)


async def test_what_a_clock_that_ran_ahead_posted_is_not_posted_again(small_square: Square) -> None:
    square = small_square
    announcement = await planned(square)
    start = square.clock()
    square.clock.now = MONDAY_9 + WEEK
    await square.one.cries()
    assert len(square.said) == 1
    square.clock.now = start
    monday = once(MONDAY_9.date() + WEEK, time(9), REGION)
    with pytest.raises(NoTimeLeft) as refused:
        await square.board.plan(announcement.id, ORGANISER, monday)
    assert refused.value.ran_ahead == MONDAY_9 + WEEK
    again = await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock, time(9)))
    assert again.next_run_at == MONDAY_9 + 2 * WEEK


async def test_a_day_skipped_by_a_clock_that_ran_ahead_can_be_chosen_again(small_square: Square) -> None:
    square = small_square
    announcement = await square.has("General")
    monday = once(MONDAY_9.date(), time(9), REGION)
    await square.board.plan(announcement.id, ORGANISER, monday)
    start = square.clock()
    square.clock.now = MONDAY_9 + 3 * DAY
    await square.one.cries()
    assert (await square.now(announcement)).state is State.DONE
    square.clock.now = start
    again = await square.board.plan(announcement.id, ORGANISER, monday)
    assert (again.state, again.next_run_at) == (State.SCHEDULED, MONDAY_9)
    square.clock.now = MONDAY_9
    await square.one.cries()
    assert len(square.said) == 1
    after = await square.board.plan(announcement.id, ORGANISER, monday)
    assert after.state is State.DONE, "what was posted is not posted again"
