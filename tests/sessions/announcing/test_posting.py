"""What becomes of posts: tried again, given up, stopped; and what the organiser can see of it."""

from datetime import timedelta

import pytest

from sessions.announcing.model import GIVEN_UP_LATE, PAUSED, UNSUBSCRIBED, Announcement, Post, State
from sessions.announcing.posting import Hand, Outcome
from tests.sessions.announcing.square import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    ORGANISER,
    Square,
    a_message,
    channel_id,
    every_monday,
)


async def sent(square: Square, *channels: str) -> Announcement:
    announcement = await square.has(*channels)
    return await square.board.send_now(announcement.id, ORGANISER, "act-1")


async def the_hand(square: Square, announcement: Announcement) -> Hand:
    _, (hand,) = await square.one.takes(announcement)
    return hand


async def the_post(square: Square, announcement: Announcement) -> Post:
    (post,) = (await square.now(announcement)).posts
    return post


async def failure_of(square: Square, name: str) -> str:
    (channel,) = [c for c in await square.board.channels.all() if c.id == channel_id(name)]
    return channel.failure


async def tells(square: Square, announcement: Announcement) -> None:
    (run,) = await square.one.posting.take_untold(announcement.id, 16)
    await square.one.posting.told(announcement.id, [run.key])


async def test_what_may_go_right_later_is_tried_again_then(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General")
    hand = await the_hand(square, announcement)
    again_at = square.clock() + 10 * MINUTE
    await square.one.posting.record(
        announcement.id, [Outcome(post=hand.post, again_at=again_at, failure="429")]
    )
    assert await square.one.posting.next_due() == again_at
    assert await failure_of(square, "General") == "", "nothing is given up yet"
    assert (await the_post(square, announcement)).is_waiting
    square.clock.now = again_at
    await square.other.cries()
    assert len(square.said) == 1
    post = await the_post(square, announcement)
    assert (post.attempts, post.failure, post.due_at) == (2, "", None)


async def test_what_never_works_shows_in_the_announcement_and_the_channel(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General", "SOC network")
    latest, (one, other) = await square.one.takes(announcement)
    failed = Outcome(post=other.post, failure="BotNotInConversationRoster")
    await square.one.posting.record(announcement.id, [square.one.posts(latest, one), failed])
    assert await failure_of(square, "SOC network") == "BotNotInConversationRoster"
    assert await failure_of(square, "General") == ""
    after = await square.now(announcement)
    assert [(post.channel, post.posted is not None, post.failure) for post in after.posts] == [
        ("General", True, ""),
        ("SOC network", False, "BotNotInConversationRoster"),
    ]
    assert not any(post.is_waiting for post in after.posts), "and nothing more is tried"
    await tells(square, announcement)

    await square.board.send_now(announcement.id, ORGANISER, "act-2")
    await square.one.cries()
    assert await failure_of(square, "SOC network") == "", "once it works again, that is forgotten"


async def test_it_is_tried_for_a_day_and_no_longer(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General")
    start = square.clock()
    for _ in range(3):
        hand = await the_hand(square, announcement)
        square.clock.forward(8 * HOUR - MINUTE)
        later = Outcome(post=hand.post, again_at=square.clock() + MINUTE, failure="502")
        await square.one.posting.record(announcement.id, [later])
        square.clock.forward(MINUTE)
    assert square.clock() == start + DAY
    post = await the_post(square, announcement)
    assert (post.due_at, post.failure) == (None, "502")
    assert await failure_of(square, "General") == "502"


async def test_a_post_that_lay_there_while_the_bot_was_down_for_a_day_is_given_up(
    small_square: Square,
) -> None:
    square = small_square
    announcement = await sent(square, "General")
    square.clock.forward(DAY)
    await square.one.cries()
    assert square.said == []
    assert (await the_post(square, announcement)).failure == GIVEN_UP_LATE
    await tells(square, announcement)
    assert await square.one.posting.next_due() is None


async def test_failures_are_told_by_one_crier_and_by_the_next_one_if_it_dies(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General", "SOC network")
    _, (one, other) = await square.one.takes(announcement)
    await square.one.posting.record(announcement.id, [Outcome(post=one.post, failure="403")])
    assert await square.one.posting.take_untold(announcement.id, 16) == (), "a post is still in hand"
    await square.one.posting.record(announcement.id, [Outcome(post=other.post, failure="403")])
    (run,) = await square.one.posting.take_untold(announcement.id, 16)
    assert await square.other.posting.take_untold(announcement.id, 16) == ()
    square.clock.forward(LEASE)
    (again,) = await square.other.posting.take_untold(announcement.id, 16)
    assert again.key == run.key
    await square.other.posting.told(announcement.id, [run.key])
    square.clock.forward(LEASE)
    assert await square.one.posting.take_untold(announcement.id, 16) == ()
    assert await square.one.posting.next_due() is None


async def test_what_waits_for_a_channel_that_goes_by_itself_has_failed(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General")
    await square.board.channels.lose({channel_id("General"): "ConversationNotFound"}, [])
    await square.one.cries()
    post = await the_post(square, announcement)
    assert (post.failure, post.has_failed) == ("ConversationNotFound", True)
    await tells(square, announcement)


async def test_what_an_organiser_stopped_is_told_to_nobody(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General")
    await square.board.channels.unsubscribe(channel_id("General"))
    await square.one.cries()
    assert await square.one.posting.take_untold(announcement.id, 16) == ()


async def test_a_channel_that_was_unsubscribed_gets_nothing_more(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General", "SOC network")
    await square.board.channels.unsubscribe(channel_id("General"))
    await square.one.cries()
    assert [said.channel for said in square.said] == [channel_id("SOC network")]
    gone, _ = (await square.now(announcement)).posts
    assert (gone.failure, gone.due_at) == (UNSUBSCRIBED, None)


async def test_a_channel_subscribed_later_is_in_the_next_run(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General")
    await square.has("SOC network")
    await square.one.cries()
    assert [said.channel for said in square.said] == [channel_id("General")]
    await square.board.send_now(announcement.id, ORGANISER, "act-2")
    await square.one.cries()
    assert len(square.said) == 3


async def test_a_pause_stops_what_is_still_waiting(small_square: Square) -> None:
    square = small_square
    announcement = await square.has("General")
    await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))
    await square.board.send_now(announcement.id, ORGANISER, "act-1")
    hand = await the_hand(square, announcement)
    await square.board.pause(announcement.id, ORGANISER)
    later = Outcome(post=hand.post, again_at=square.clock() + MINUTE, failure="429")
    await square.one.posting.record(announcement.id, [later])
    square.clock.forward(HOUR)
    await square.one.cries()
    assert square.said == []
    assert (await the_post(square, announcement)).failure == PAUSED
    assert await failure_of(square, "General") == "", "that is no fault of the channel"


async def test_what_was_posted_before_the_pause_reached_the_crier_counts_as_posted(
    small_square: Square,
) -> None:
    square = small_square
    announcement = await square.has("General")
    await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))
    await square.board.send_now(announcement.id, ORGANISER, "act-1")
    latest, (hand,) = await square.one.takes(announcement)
    await square.board.pause(announcement.id, ORGANISER)
    await square.one.posting.record(announcement.id, [square.one.posts(latest, hand)])
    post = await the_post(square, announcement)
    assert (post.posted is not None, post.failure) == (True, "")


async def test_the_outcome_of_a_crier_that_was_too_slow_disturbs_no_other(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General")
    slow = await the_hand(square, announcement)
    square.clock.forward(LEASE)
    quick = await the_hand(square, announcement)
    for late in (
        Outcome(post=slow.post, again_at=square.clock(), failure="502"),
        Outcome(post=slow.post, failure="403"),
    ):
        await square.one.posting.record(announcement.id, [late])
        post = await the_post(square, announcement)
        assert (post.due_at, post.failure) == (square.clock() + LEASE, ""), "it is in the other's hands"
    await square.one.posting.record(announcement.id, [Outcome(post=quick.post, posted=a_message("c", 1))])
    await square.one.posting.record(announcement.id, [Outcome(post=slow.post, failure="403")])
    assert (await the_post(square, announcement)).posted is not None
    assert await failure_of(square, "General") == ""


async def test_deleted_with_a_run_in_hand(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General")
    hand = await the_hand(square, announcement)
    await square.board.delete(announcement.id)
    await square.board.delete(announcement.id)
    outcome = Outcome(post=hand.post, posted=a_message("c", 1))
    assert await square.one.posting.record(announcement.id, [outcome]) is None
    assert await square.one.posting.take(announcement.id, 16) == (None, ())
    assert await square.one.posting.due(10) == []
    assert await square.one.posting.next_due() is None
    assert await square.board.all() == []


async def test_an_edit_reaches_what_is_still_to_be_posted(small_square: Square) -> None:
    square = small_square
    announcement = await sent(square, "General")
    changed = announcement.content.model_copy(update={"title": "Sessions, and how to ask"})
    await square.board.edit(announcement.id, ORGANISER, changed)
    latest, _ = await square.one.takes(announcement)
    assert latest is not None
    assert latest.content.title == "Sessions, and how to ask"


async def test_a_run_with_nowhere_to_go_is_told(small_square: Square) -> None:
    square = small_square
    announcement = await square.has()
    await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))
    due = await square.one.posting.next_due()
    assert due is not None
    square.clock.now = due
    await square.one.cries()
    after = await square.now(announcement)
    assert after.last_run is not None
    assert (after.last_run.at, after.last_run.posts, after.last_run.skipped) == (due, (), False)
    assert after.state is State.SCHEDULED
    assert after.next_run_at == due + timedelta(weeks=1)


@pytest.mark.parametrize(("down_for", "weeks_later"), [(3 * DAY, 0), (16 * DAY, 2)])
async def test_what_was_skipped_is_counted(
    small_square: Square, down_for: timedelta, weeks_later: int
) -> None:
    square = small_square
    announcement = await square.has("General")
    await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))
    due = await square.one.posting.next_due()
    assert due is not None
    square.clock.now = due + down_for
    await square.one.cries()
    run = (await square.now(announcement)).last_run
    assert run is not None
    assert (run.skipped, run.at, run.missed) == (True, due + timedelta(weeks=weeks_later), weeks_later)
