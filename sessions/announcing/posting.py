"""What the crier does: runs that are due begin, posts are taken by one crier at a time, and settled.

A run begins in one conditional write that moves the plan on and puts a post for each channel into the record,
so that it happens once, whatever the number of replicas, restarts and clock corrections.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sessions.announcing.changes import PAUSED, run_if_due
from sessions.announcing.model import PARTITION, TOO_LATE, Announcement, Channel, Post
from sessions.announcing.subscriptions import Subscriptions
from sessions.notices import Posted
from sessions.people import Frozen
from sessions.ports import Clock, Store
from sessions.retrying import until_written

GIVEN_UP_LATE = "TooLate"
"""The code of a post that could not be posted within a day."""
UNSUBSCRIBED = "Unsubscribed"
"""The code of a post whose channel was unsubscribed while it waited."""


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
        channels = {c.id: c for c in await Subscriptions(self.store, self.now).all()}
        hands: list[Hand] = []

        def change(latest: Announcement) -> Announcement:
            now = self.now()
            begun = run_if_due(latest, channels.values(), now)
            due = [p for p in begun.posts if p.due_at and p.due_at <= now and p.id not in besides]
            too_late = {p.id for run in begun.runs if now - run.at >= TOO_LATE for p in run.posts}
            dropped = [p.given_up(GIVEN_UP_LATE) for p in due if p.id in too_late]
            dropped += [p.given_up(UNSUBSCRIBED) for p in due if p.channel_id not in channels]
            gone = {p.id for p in dropped}
            taken = [_taken(p, now + self.lease) for p in due if p.id not in gone][:most]
            hands[:] = [Hand(post=p, channel=channels[p.channel_id]) for p in taken]
            return _with(begun, [*dropped, *taken])

        latest = await self._change(announcement_id, change)
        return latest, tuple(hands) if latest else ()

    async def record(self, announcement_id: str, outcomes: Sequence[Outcome]) -> Announcement | None:
        """Write down what became of those posts, in one write, and in the channels what failed there."""

        def change(latest: Announcement) -> Announcement:
            ends = {p.id: run.at + TOO_LATE for run in latest.runs for p in run.posts}
            posts = {p.id: p for p in latest.posts}
            known = [o for o in outcomes if o.post.id in posts]
            return _with(latest, [_settled(posts[o.post.id], o, ends[o.post.id]) for o in known])

        latest = await self._change(announcement_id, change)
        mine = {o.post.id for o in outcomes}
        settled = [p for p in latest.posts if p.id in mine and not p.is_waiting] if latest else []
        told = {p.channel_id: p.failure for p in settled if p.failure not in {PAUSED, UNSUBSCRIBED}}
        if told:
            await Subscriptions(self.store, self.now).note(told)
        return latest

    async def _change(
        self, announcement_id: str, change: Callable[[Announcement], Announcement]
    ) -> Announcement | None:
        async def write() -> Announcement | None:
            stored = await self.store.announcements.get(PARTITION, announcement_id)
            if stored is None:
                return None
            changed = change(stored.value)
            if changed == stored.value:
                return changed
            return (await self.store.announcements.save(stored, changed)).value

        return await until_written(write)


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


def _with(announcement: Announcement, posts: Sequence[Post]) -> Announcement:
    runs = tuple(run.with_posts(posts) for run in announcement.runs)
    return announcement.model_copy(update={"runs": runs})
