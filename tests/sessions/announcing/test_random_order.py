"""Whatever organisers do, whatever the clock does, whoever dies: no moment twice, none before its time."""

import asyncio
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sessions.announcing.model import TOO_LATE, Announcement, Run, State
from sessions.announcing.refusals import NoSuchAnnouncement
from sessions.announcing.rules import How, Once, repeat
from sessions.refusals import Refused
from tests.sessions.announcing.square import (
    CONTENT,
    HOUR,
    ORGANISER,
    REGION,
    Square,
    a_channel,
    channel_id,
    opened,
)
from tests.storage.backends import HandClock, sqlite

Step = tuple[str, int]
"""What happens, and a number that says how."""

SPANS = (
    *(timedelta(minutes=n) for n in (1, 6, 59)),
    *(timedelta(hours=n) for n in (3, 23, 25)),
    *(timedelta(days=n) for n in (2, 7, 16)),
)
FORWARD, BACK = range(len(SPANS)), range(6)
STEPS = st.one_of(
    st.tuples(st.just("forward"), st.sampled_from(FORWARD)),
    st.tuples(st.just("back"), st.sampled_from(BACK)),
    st.tuples(st.just("to the next"), st.just(0)),
    st.tuples(st.just("cry"), st.integers(1, 3)),
    st.tuples(st.just("die"), st.integers(0, 1)),
    st.tuples(st.sampled_from(("pause", "resume", "edit", "unsubscribe", "subscribe")), st.just(0)),
    st.tuples(st.just("send now"), st.integers(0, 3)),
    st.tuples(st.just("every week"), st.integers(0, 6)),
    st.tuples(st.just("every month"), st.integers(0, 6)),
    st.tuples(st.just("once"), st.integers(1, 90)),
)


@dataclass
class Story:
    """Plays the steps, and checks after each what must hold."""

    square: Square
    seen: dict[datetime, Run] = field(default_factory=dict)
    """Every run of a plan there ever was, by its moment."""

    async def play(self, steps: list[Step]) -> None:
        await self.square.has("General", "SOC network")
        for what, how in steps:
            before, count = await self.square.board.find("a1"), len(self.square.said)
            await self.happens(what, how)
            if before.expires_at is not None and before.expires_at <= self.square.clock():
                with pytest.raises(NoSuchAnnouncement):
                    await self.square.board.find("a1")
                break
            after = await self.square.board.find("a1")
            self.check_runs(before, after)
            self.check_said(count)
        self.check_all()

    async def happens(self, what: str, how: int) -> None:
        clock = self.square.clock
        match what:
            case "forward":
                clock.forward(SPANS[how])
            case "back":
                clock.forward(-SPANS[how])
            case "to the next":
                clock.now = await self.square.one.posting.next_due() or clock.now
            case "cry":
                await self.square.cry(*(r for n, r in enumerate(self.square.replicas, 1) if how & n))
            case "die":
                await self.square.replicas[how].posting.take("a1", 1)
            case "subscribe":
                await self.square.board.channels.subscribe(a_channel("General"))
            case "unsubscribe":
                await self.square.board.channels.unsubscribe(channel_id("General"))
            case _:
                await self.deed(what, how)

    async def deed(self, what: str, how: int) -> None:
        board, now = self.square.board, self.square.clock()
        start = REGION.local(now).date()
        try:
            match what:
                case "pause":
                    await board.pause("a1", ORGANISER)
                case "resume":
                    await board.resume("a1", ORGANISER)
                case "edit":
                    await board.edit("a1", ORGANISER, CONTENT.model_copy(update={"title": now.isoformat()}))
                case "send now":
                    await board.send_now("a1", ORGANISER, f"act-{how}")
                case "once":
                    # Whole hours: the same moment is asked for again and again.
                    hour = now.replace(minute=0, second=0, microsecond=0)
                    await board.plan("a1", ORGANISER, Once(at=hour + how * HOUR))
                case _:
                    every = How.WEEKLY if what == "every week" else How.FIRST
                    plan = repeat(every, how, time(9), start=start, region=REGION)
                    await board.plan("a1", ORGANISER, plan)
        except Refused:
            pass

    def check_runs(self, before: Announcement, after: Announcement) -> None:
        """Of the runs of a plan that are new: due, not too late, not paused, and never there before."""
        known = {run.at for run in before.runs if not run.press}
        now = self.square.clock()
        for run in after.runs:
            if run.press or run.at in known:
                continue
            assert run.at not in self.seen, "a moment was run again"
            assert run.at <= now, "before its time"
            assert run.skipped == (now - run.at >= TOO_LATE)
            assert before.state is State.SCHEDULED
            assert before.next_run_at is not None
            assert before.next_run_at <= run.at
            self.seen[run.at] = run
        if after.next_run_at is not None:
            assert after.state is State.SCHEDULED
            assert after.next_run_at not in self.seen, "a moment would be run again"

    def check_said(self, count: int) -> None:
        for said in self.square.said[count:]:
            assert said.run.at <= said.at < said.run.at + TOO_LATE

    def check_all(self) -> None:
        posted = [(said.run.press or said.run.at, said.channel) for said in self.square.said]
        assert len(posted) == len(set(posted)), "posted twice"


def play(steps: list[Step]) -> None:
    async def story() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with opened(sqlite, Path(folder), HandClock()) as square:
                await Story(square).play(steps)

    asyncio.run(story())


@settings(deadline=None, max_examples=60, print_blob=True)
@given(st.lists(STEPS, min_size=8, max_size=30))
@example(
    [("every week", 0), ("to the next", 0), ("cry", 3), ("back", 1), ("pause", 0), ("resume", 0), ("cry", 3)]
)
@example([("once", 2), ("to the next", 0), ("cry", 3), ("back", 3), ("once", 3), ("forward", 3), ("cry", 3)])
@example([("every week", 0), ("to the next", 0), ("die", 0), ("cry", 2), ("forward", 1), ("cry", 3)])
@example([("send now", 1), ("cry", 3), ("send now", 1), ("cry", 3)])
@example([("send now", 1), ("die", 0), ("forward", 5), ("cry", 3)])
@example([("forward", 8)] * 8)
def test_in_any_order(steps: list[Step]) -> None:
    play(steps)
