"""What the crier does: runs that are due begin, posts are taken by one crier at a time, and settled.

A run begins in one conditional write that moves the plan on and puts a post for each channel into the record,
so that it happens once, whatever the number of replicas, restarts and clock corrections.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sessions.announcing.changes import run_if_due
from sessions.announcing.model import (
    GIVEN_UP_LATE,
    PARTITION,
    PAUSED,
    TOO_LATE,
    UNSUBSCRIBED,
    Announcement,
    Channel,
    Post,
    Run,
)
from sessions.announcing.subscriptions import Subscriptions
from sessions.notices import Posted
from sessions.people import Frozen
from sessions.ports import Clock, Store
from sessions.retrying import changed


class Hand(Frozen):
    """A post that is taken, and where it goes."""

    post: Post
    channel: Channel


class Outcome(Frozen):
    """What became of a post, which is given as it was taken: posted, to be tried again, or given up."""

    post: Post
    posted: Posted | None = None
    again_at: datetime | None = None
    failure: str = ""
    """Why not, as a code of Teams or ours."""


@dataclass(frozen=True, slots=True)
class Posting:
    store: Store
    now: Clock
    lease: timedelta

    async def due(self, limit: int) -> list[Announcement]:
        """Those for which there is something to do, the longest due first."""
        return [stored.value for stored in await self.store.announcements.due(self.now(), limit)]

    async def next_due(self) -> datetime | None:
        """When there is something to do next (UTC)."""
        return await self.store.announcements.next_due()

    async def take(
        self, announcement_id: str, most: int, *, besides: Collection[str] = ()
    ) -> tuple[Announcement | None, tuple[Hand, ...]]:
        """Begin its run if one is due, and take the posts that are due, up to `most`, in one conditional
        write: no other crier gets them. None if it has been deleted.

        Take no more than can be sent at once: the lease runs from here on. `besides`: ids of those that this
        crier still has in hand, though their lease may have run out.
        """
        known = await Subscriptions(self.store, self.now).record()
        channels = {c.id: c for c in known.subscribed}
        gone = {c.id: c.failure for c in known.gone}
        hands: list[Hand] = []

        def change(latest: Announcement) -> Announcement:
            now = self.now()
            begun = run_if_due(latest, channels.values(), now)
            due = [p for p in begun.posts if p.due_at and p.due_at <= now and p.id not in besides]
            too_late = {p.id for run in begun.runs if now - run.at >= TOO_LATE for p in run.posts}
            dropped = [p.given_up(GIVEN_UP_LATE) for p in due if p.id in too_late]
            lost = [p for p in due if p.id not in too_late and p.channel_id not in channels]
            dropped += [p.given_up(gone.get(p.channel_id, UNSUBSCRIBED)) for p in lost]
            ended = {p.id for p in dropped}
            taken = [_taken(p, now + self.lease) for p in due if p.id not in ended][:most]
            hands[:] = [Hand(post=p, channel=channels[p.channel_id]) for p in taken]
            return _with(begun, [*dropped, *taken], now)

        latest = await self._change(announcement_id, change)
        return latest, tuple(hands) if latest else ()

    async def record(self, announcement_id: str, outcomes: Sequence[Outcome]) -> Announcement | None:
        """Write down what became of those posts, in one write, and in the channels what failed there."""

        def change(latest: Announcement) -> Announcement:
            ends = {p.id: run.at + TOO_LATE for run in latest.runs for p in run.posts}
            posts = {p.id: p for p in latest.posts}
            known = [o for o in outcomes if o.post.id in posts]
            settled = [_settled(posts[o.post.id], o, ends[o.post.id]) for o in known]
            return _with(latest, settled, self.now())

        latest = await self._change(announcement_id, change)
        mine = {o.post.id for o in outcomes}
        settled = [p for p in latest.posts if p.id in mine and not p.is_waiting] if latest else []
        told = {p.channel_id: p.failure for p in settled if p.failure not in {PAUSED, UNSUBSCRIBED}}
        if told:
            await Subscriptions(self.store, self.now).note(told)
        return latest

    async def take_untold(
        self, announcement_id: str, most: int, *, besides: Collection[str] = ()
    ) -> tuple[Run, ...]:
        """Runs of whose failures somebody is to be told by now, up to `most`: no other crier gets them until
        the lease has run out. `besides`: keys of those that this crier is telling of still.
        """
        taken: list[Run] = []

        def change(latest: Announcement) -> Announcement:
            now = self.now()
            due = [run for run in latest.runs if run.tell_at and run.tell_at <= now]
            taken[:] = [run for run in due if run.key not in besides][:most]
            return _telling(latest, {run.key for run in taken}, now + self.lease)

        await self._change(announcement_id, change)
        return tuple(taken)

    async def told(self, announcement_id: str, keys: Collection[str]) -> None:
        """The failures of those runs have been told, or cannot be."""
        await self._change(announcement_id, lambda latest: _telling(latest, keys, None))

    async def _change(
        self, announcement_id: str, change: Callable[[Announcement], Announcement]
    ) -> Announcement | None:
        return await changed(self.store.announcements, PARTITION, announcement_id, change)


def _taken(post: Post, until: datetime) -> Post:
    """In the hands of one crier until then; if that one dies, it falls due again."""
    return post.model_copy(update={"due_at": until, "attempts": post.attempts + 1})


def _settled(post: Post, outcome: Outcome, end: datetime) -> Post:
    """`end`: from when on it is not tried again."""
    if outcome.posted is not None:
        return post.model_copy(update={"due_at": None, "posted": outcome.posted, "failure": ""})
    if not post.is_waiting or post.attempts != outcome.post.attempts:
        return post  # stopped meanwhile, or in the hands of another crier
    if outcome.again_at is not None and outcome.again_at < end:
        return post.model_copy(update={"due_at": outcome.again_at, "failure": outcome.failure})
    return post.given_up(outcome.failure or GIVEN_UP_LATE)


def _with(announcement: Announcement, posts: Sequence[Post], now: datetime) -> Announcement:
    runs = tuple(run.with_posts(posts, now) for run in announcement.runs)
    return announcement.model_copy(update={"runs": runs})


def _telling(announcement: Announcement, keys: Collection[str], at: datetime | None) -> Announcement:
    runs = (r.model_copy(update={"tell_at": at}) if r.key in keys else r for r in announcement.runs)
    return announcement.model_copy(update={"runs": tuple(runs)})
