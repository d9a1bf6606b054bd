"""The queue: which requests wait for a session, the longest first, and how many sessions are to come.

It is read from the requests on which a clock will yet act. Each that is going on is among them, by its own
deadline or its session's end (`Request.due_at`), and none that is over, once everybody has been told. So the
cost grows with what is going on, and not with what is kept.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from sessions.ports import Requests
from sessions.region import Region
from sessions.request import Action, Request, State
from sessions.slots import first_slot
from sessions.window import Window

READ_MOST = 10_000
"""Requests looked at for one queue, some five seconds of work: whoever asks is answered, come what may."""

BEGINS = frozenset({Action.SUBMIT, Action.RELEASE, Action.CANNOT_MAKE_IT})
"""What a wait begins with. Asking for other times, and giving them, makes nobody's wait any shorter."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits, and no more of it than a queue shows."""

    reference: str
    force: str
    name: str
    """Its LRO's: for advisers alone."""
    state: State
    since: datetime
    availability: tuple[Window, ...]

    @property
    def wants_times(self) -> bool:
        """It is its LRO's turn, to give other times; or else an adviser's, to pick one."""
        return self.state is State.WAITING_FOR_TIMES

    def first_start(self, region: Region, now: datetime) -> datetime | None:
        """The first session (its start, in UTC) that it still offers. None where new times are wanted."""
        if self.wants_times:
            return None
        return first_slot(self.availability, now=now, region=region)


@dataclass(frozen=True, slots=True)
class Queue:
    waiting: tuple[Waiting, ...]
    """The longest waiting first."""
    coming: tuple[Window, ...]
    """Sessions that are booked and have not begun, the next one first."""
    is_whole: bool = True
    """Whether all was read; otherwise there may be more of either."""

    @property
    def by_force(self) -> Mapping[str, int]:
        """How many wait in each, the most first; no force of which nobody waits."""
        counted = Counter(waiting.force for waiting in self.waiting)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


async def read_queue(requests: Requests, now: datetime, *, most: int = READ_MOST) -> Queue:
    """As it stands at `now` (aware).

    Fewer than a hundred requests that are going on are read in one query; of more, one that is written
    meanwhile may be missing. `most` bounds the time it takes.
    """
    found: dict[tuple[str, str], Waiting | Window | None] = {}
    async with aclosing(requests.timed()) as timed:
        async for stored in timed:
            request = stored.value
            found[request.lro.id, request.reference] = _in_the_queue(request, now)
            if len(found) == most:
                break
    waiting = [each for each in found.values() if isinstance(each, Waiting)]
    coming = [each for each in found.values() if isinstance(each, Window)]
    return Queue(
        waiting=tuple(sorted(waiting, key=lambda each: (each.since, each.reference))),
        coming=tuple(sorted(coming, key=lambda each: each.start)),
        is_whole=len(found) < most,
    )


def _in_the_queue(request: Request, now: datetime) -> Waiting | Window | None:
    """As one that waits, as a session to come, or not at all."""
    if request.booking is not None:
        return request.booking.time if request.booking.time.start > now else None
    if not request.wants_adviser:
        return None
    return Waiting(
        reference=request.reference,
        force=request.asked.force,
        name=request.asked.contact.name,
        state=request.state,
        since=next(entry.at for entry in reversed(request.history) if entry.action in BEGINS),
        availability=request.asked.availability,
    )
