"""The board: what organisers do, and what they are refused."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from sessions.announcing.changes import HISTORY_KEPT, RUNS_KEPT
from sessions.announcing.model import DONE_KEPT, DRAFT_KEPT, Announcement, Deed, State
from sessions.announcing.refusals import (
    ChangedMeanwhile,
    NoChannels,
    NoSuchAnnouncement,
    NoTimeLeft,
    NotScheduled,
)
from sessions.announcing.rules import How, Once, repeat
from sessions.people import Person
from tests.sessions.announcing.square import (
    CONTENT,
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    ORGANISER,
    REGION,
    Square,
    every_monday,
)

OTHER = Person(id="organiser-2", name="Other Organiser")


async def test_a_draft_asked_for_twice_is_one(square: Square) -> None:
    drafts = (replica.board.draft("a1", ORGANISER, CONTENT) for replica in square.replicas)
    first, second = await asyncio.gather(*drafts)
    assert first == second
    assert await square.board.all() == [first]
    assert (first.state, first.due_at, first.last_run) == (State.DRAFT, None, None)


async def test_two_organisers_at_one_announcement_lose_nothing(square: Square) -> None:
    announcement = await square.has("General")
    changed = CONTENT.model_copy(update={"title": "Another title"})
    await asyncio.gather(
        square.one.board.edit(announcement.id, ORGANISER, changed),
        square.other.board.plan(announcement.id, OTHER, every_monday(square.clock)),
        square.one.board.send_now(announcement.id, ORGANISER, "act-1"),
    )
    after = await square.now(announcement)
    assert after.content == changed
    assert after.plan is not None
    assert len(after.runs) == 1
    assert after.state is State.SCHEDULED
    assert {entry.deed for entry in after.history} == {Deed.DRAFT, Deed.EDIT, Deed.PLAN, Deed.SEND_NOW}
    assert after.revision == 4


async def test_each_deed_twice_is_done_once(small_square: Square) -> None:
    board = small_square.board
    announcement = await small_square.has("General")
    plan = every_monday(small_square.clock)
    changed = CONTENT.model_copy(update={"show_held": True})
    deeds: list[Callable[[], Awaitable[Announcement]]] = [
        lambda: board.edit(announcement.id, ORGANISER, changed),
        lambda: board.plan(announcement.id, ORGANISER, plan),
        lambda: board.pause(announcement.id, ORGANISER),
        lambda: board.resume(announcement.id, ORGANISER),
        lambda: board.send_now(announcement.id, ORGANISER, "act-1"),
    ]
    for deed in deeds:
        once = await deed()
        small_square.clock.forward(MINUTE)
        assert await deed() == once
    assert once.revision == 6


async def test_the_list_is_newest_first(small_square: Square) -> None:
    for id in ("b", "c", "a"):  # noqa: A001 (as in the model)
        small_square.clock.forward(MINUTE)
        await small_square.has(id=id)
    assert [a.id for a in await small_square.board.all()] == ["a", "c", "b"]


async def test_what_is_not_there_is_told(small_square: Square) -> None:
    board = small_square.board
    for deed in (board.find("a1"), board.edit("a1", ORGANISER, CONTENT), board.pause("a1", ORGANISER)):
        with pytest.raises(NoSuchAnnouncement):
            await deed
    await board.delete("a1")


async def test_only_what_is_scheduled_is_paused_and_resumed(small_square: Square) -> None:
    announcement = await small_square.has("General")
    for deed in (small_square.board.pause, small_square.board.resume):
        with pytest.raises(NotScheduled) as refused:
            await deed(announcement.id, ORGANISER)
        assert refused.value.announcement == announcement
    sent = await small_square.board.send_now(announcement.id, ORGANISER, "act-1")
    assert sent.state is State.DONE
    with pytest.raises(NotScheduled):
        await small_square.board.resume(announcement.id, ORGANISER)


async def test_with_no_channel_it_cannot_be_sent_now(small_square: Square) -> None:
    announcement = await small_square.has()
    with pytest.raises(NoChannels):
        await small_square.board.send_now(announcement.id, ORGANISER, "act-1")
    assert await small_square.now(announcement) == announcement


async def test_a_moment_that_has_passed_cannot_be_planned(small_square: Square) -> None:
    announcement = await small_square.has("General")
    for passed in (timedelta(0), MINUTE):
        with pytest.raises(NoTimeLeft):
            await small_square.board.plan(announcement.id, ORGANISER, Once(at=small_square.clock() - passed))


async def test_what_was_due_during_a_pause_stays_away(small_square: Square) -> None:
    """Paused on Monday at 08:00, resumed at 10:00: the next one is next Monday's."""
    square = small_square
    announcement = await square.has("General")
    due = (await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))).next_run_at
    assert due is not None
    square.clock.now = due - HOUR
    paused = await square.board.pause(announcement.id, ORGANISER)
    assert (paused.state, paused.due_at) == (State.PAUSED, None)
    square.clock.now = due + MINUTE
    await square.one.cries()
    assert square.said == []
    square.clock.now = due + HOUR
    resumed = await square.board.resume(announcement.id, ORGANISER)
    assert resumed.next_run_at == datetime(2026, 4, 6, 8, tzinfo=UTC), "09:00 in summer time"


async def test_what_was_to_be_sent_once_during_a_pause_asks_for_another_time(small_square: Square) -> None:
    square = small_square
    announcement = await square.has("General")
    await square.board.plan(announcement.id, ORGANISER, Once(at=square.clock() + HOUR))
    await square.board.pause(announcement.id, ORGANISER)
    square.clock.forward(2 * HOUR)
    with pytest.raises(NoTimeLeft):
        await square.board.resume(announcement.id, ORGANISER)
    planned = await square.board.plan(announcement.id, ORGANISER, Once(at=square.clock() + HOUR))
    assert planned.state is State.SCHEDULED, "a new plan ends the pause"


async def test_sent_now_beside_its_plan(small_square: Square) -> None:
    square = small_square
    announcement = await square.has("General")
    planned = await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))
    sent = await square.board.send_now(announcement.id, ORGANISER, "act-1")
    assert (sent.state, sent.next_run_at) == (State.SCHEDULED, planned.next_run_at)


async def test_a_new_plan_takes_the_place_of_the_old(small_square: Square) -> None:
    square = small_square
    announcement = await square.has("General")
    first = await square.board.plan(announcement.id, ORGANISER, every_monday(square.clock))
    tuesdays = repeat(How.FIRST, 1, time(10), start=square.clock().date(), region=REGION)
    await square.board.plan(announcement.id, OTHER, tuesdays)
    assert first.next_run_at is not None
    square.clock.now = first.next_run_at
    await square.one.cries()
    assert square.said == []
    assert (await square.now(announcement)).next_run_at == datetime(2026, 4, 7, 9, tzinfo=UTC)


async def test_the_record_does_not_grow_for_ever(small_square: Square) -> None:
    square = small_square
    announcement = await square.has("General")
    for n in range(3 * RUNS_KEPT):
        await square.board.send_now(announcement.id, ORGANISER, f"act-{n}")
    after = await square.now(announcement)
    assert len(after.runs) == 3 * RUNS_KEPT, "none is dropped that is still to be posted"
    assert len(after.history) == HISTORY_KEPT
    await square.one.cries()
    square.clock.forward(LEASE)
    await square.one.cries()
    assert len(square.said) == 3 * RUNS_KEPT
    after = await square.board.send_now(announcement.id, ORGANISER, "one more")
    assert len(after.runs) == RUNS_KEPT
    assert after.revision == 3 * RUNS_KEPT + 2


async def test_drafts_that_nobody_sent_go_by_themselves(square: Square) -> None:
    announcement = await square.has("General")
    square.clock.forward(DRAFT_KEPT - DAY)
    changed = CONTENT.model_copy(update={"title": "Another title"})
    await square.board.edit(announcement.id, ORGANISER, changed)
    square.clock.forward(DRAFT_KEPT - DAY)
    assert len(await square.board.all()) == 1, "it counts from the last change"
    square.clock.forward(DAY)
    assert await square.board.all() == []


async def test_so_does_what_was_sent_and_is_done(square: Square) -> None:
    announcement, planned, paused = [await square.has("General", id=f"a{n}") for n in (1, 2, 3)]
    await square.board.send_now(announcement.id, ORGANISER, "act-1")
    for each in (planned, paused):
        await square.board.plan(each.id, ORGANISER, every_monday(square.clock))
    await square.board.pause(paused.id, ORGANISER)
    await square.one.cries()
    square.clock.forward(DONE_KEPT - DAY)
    assert len(await square.board.all()) == 3
    square.clock.forward(DAY)
    left = sorted(a.id for a in await square.board.all())
    assert left == ["a2", "a3"], "and never what is still to come"


@pytest.mark.parametrize("deed", ["edit", "plan", "send_now", "pause", "resume", "delete"])
async def test_what_was_decided_on_another_revision_is_not_done(small_square: Square, deed: str) -> None:
    """The change itself looks: an edit after the card was read and before it is written is not sent."""
    board = small_square.board
    old = await small_square.has("General")
    await board.edit(old.id, ORGANISER, old.content.model_copy(update={"title": "Not seen"}))
    before = await board.find(old.id)
    deeds: dict[str, Callable[[], Awaitable[object]]] = {
        "edit": lambda: board.edit(old.id, ORGANISER, old.content, seen=old.revision),
        "plan": lambda: board.plan(old.id, ORGANISER, every_monday(small_square.clock), seen=old.revision),
        "send_now": lambda: board.send_now(old.id, ORGANISER, "act-1", seen=old.revision),
        "pause": lambda: board.pause(old.id, ORGANISER, seen=old.revision),
        "resume": lambda: board.resume(old.id, ORGANISER, seen=old.revision),
        "delete": lambda: board.delete(old.id, seen=old.revision),
    }
    with pytest.raises(ChangedMeanwhile) as refused:
        await deeds[deed]()
    assert refused.value.announcement == before == await board.find(old.id)


async def test_what_is_done_already_is_done_whatever_was_seen(small_square: Square) -> None:
    square, board = small_square, small_square.board
    old = await square.has("General")
    for _ in range(2):
        sent = await board.send_now(old.id, ORGANISER, "act-1", seen=old.revision)
    assert len(sent.runs) == 1
