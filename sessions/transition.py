"""One change of a request: its new state, the line in its history, and the notices that the change causes."""

from datetime import datetime, timedelta

from sessions.lifecycle import next_state
from sessions.notices import Notice, NoticeKind, Posted
from sessions.people import Frozen, Party, Person
from sessions.region import Region
from sessions.request import Action, Asked, Booking, Elsewhere, Entry, Request, State
from sessions.window import Window

CAUSES = {
    Action.BOOK: NoticeKind.LRO_BOOKED,
    Action.ASK_FOR_TIMES: NoticeKind.LRO_TIMES_WANTED,
    Action.LAPSE: NoticeKind.LRO_TIMES_WANTED,
    Action.CANNOT_MAKE_IT: NoticeKind.LRO_TIMES_WANTED,
    Action.RELEASE: NoticeKind.LRO_RELEASED,
    Action.EXPIRE: NoticeKind.LRO_EXPIRED,
    Action.REDIRECT: NoticeKind.LRO_REDIRECTED,
    Action.NO_SHOW: NoticeKind.LRO_NO_SHOW,
}
"""What the LRO is told of each change that leaves something to tell them."""
BY_ITS_ADVISER = frozenset({Action.RELEASE, Action.REDIRECT, Action.NO_SHOW})
"""How a booking ends that its adviser need not be told of."""


class Step(Frozen):
    """Something somebody does to a request. `by` is None for the clock."""

    action: Action
    party: Party
    by: Person | None = None
    note: str = ""
    elsewhere: Elsewhere | None = None
    booking: Booking | None = None
    availability: tuple[Window, ...] | None = None

    def made(self, line: Entry) -> bool:
        """Whether that line of a history is what this step leaves."""
        told = line.action, line.by, line.note, line.elsewhere
        return told == (self.action, self.by, self.note, self.elsewhere)


def begin(
    reference: str,
    lro: Person,
    asked: Asked,
    *,
    region: Region,
    now: datetime,
    source: str = "",
    thread: Posted | None = None,
) -> Request:
    """A request as submitted, with the notices that tell the advisers, count it, and tick its `thread`."""
    request = Request(
        reference=reference,
        lro=lro,
        asked=asked,
        source=source,
        state=State.OPEN,
        history=(Entry(at=now, action=Action.SUBMIT, by=lro),),
        notices=(
            Notice(id="advisers", kind=NoticeKind.TELL_ADVISERS, revision=1, due_at=now),
            Notice(id="count", kind=NoticeKind.COUNT_REQUEST, revision=1, due_at=now),
        ),
        thread=thread,
    )
    if thread is not None:
        tick = Notice(
            id="thread",
            kind=NoticeKind.THREAD,
            to=lro.id,
            revision=1,
            due_at=now,
            posted=thread if thread.activity_id else None,
        )
        request = request.model_copy(update={"notices": (*request.notices, tick)})
    return request.model_copy(update={"timer_at": _timer(request, region, now)})


def advance(request: Request, step: Step, *, region: Region, now: datetime) -> Request:
    """`request` after `step`. Raises NotNow where the lifecycle does not allow it."""
    state = next_state(request, step.action, step.party, now)
    asked = request.asked
    if step.availability is not None:
        asked = asked.model_copy(update={"availability": step.availability})
    entry = Entry(
        at=now,
        action=step.action,
        by=step.by,
        note=step.note,
        elsewhere=step.elsewhere,
        booking=step.booking or request.booking,
    )
    after = request.model_copy(
        update={"state": state, "asked": asked, "booking": step.booking, "history": (*request.history, entry)}
    )
    notices = (*_followed_up(request.notices, now), *_caused(request, after, now), *_counted(after, now))
    return after.model_copy(update={"notices": notices, "timer_at": _timer(after, region, now)})


def _followed_up(notices: tuple[Notice, ...], now: datetime) -> tuple[Notice, ...]:
    """What a change makes due again. Every change of a booked request ends its booking: nothing is held."""
    kept = (n for n in notices if n.kind is not NoticeKind.COUNT_HELD)
    return tuple(n.rearmed(now) if n.follows else n for n in kept)


def _counted(after: Request, now: datetime) -> list[Notice]:
    """A session that is booked counts as held, if nothing has come between by its end; and until it is said
    that it did not take place.
    """
    if after.booking is not None:
        return [_count(NoticeKind.COUNT_HELD, after, after.booking.time.end)]
    if after.state is State.NO_SHOW:
        return [_count(NoticeKind.COUNT_NO_SHOW, after, now)]
    return []


def _count(kind: NoticeKind, after: Request, due_at: datetime) -> Notice:
    return Notice(id=f"{kind.value} {after.revision}", kind=kind, revision=after.revision, due_at=due_at)


def _caused(before: Request, after: Request, now: datetime) -> list[Notice]:
    """The LRO is told what others did; the adviser who had booked, that somebody else ended it.

    What is to be booked again is told to whoever became an adviser while it was booked.
    """
    action = after.last.action
    told = [(CAUSES[action], before.lro.id)] if action in CAUSES else []
    if before.booking is not None and action not in BY_ITS_ADVISER:
        told.append((NoticeKind.BOOKING_IS_OFF, before.booking.adviser.id))
    if before.booking is not None and after.wants_adviser:
        told.append((NoticeKind.TELL_ADVISERS, ""))
    return [
        Notice(id=f"{kind.value} {after.revision}", kind=kind, to=to, revision=after.revision, due_at=now)
        for kind, to in told
    ]


def _timer(request: Request, region: Region, now: datetime) -> datetime | None:
    """When the clock will act: the last start that could be booked has gone by, or nobody answered."""
    if request.state is State.OPEN:
        last_end = max(window.end for window in request.asked.availability)
        return max(last_end - region.offer.session_length, now)
    if request.state is State.WAITING_FOR_TIMES:
        return now + timedelta(days=region.offer.keep_asking_days)
    return None
