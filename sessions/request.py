"""A request for a support session: what it holds, and what has happened to it so far."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from sessions.notices import Notice, Posted
from sessions.people import Contact, Frozen, Person
from sessions.window import Window

OVERVIEW_LENGTH = range(10, 2001)
"""Characters in an overview: enough to act on, and short enough that an adviser reads it."""


class State(StrEnum):
    OPEN = "open"
    WAITING_FOR_TIMES = "waiting for times"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REDIRECTED = "redirected"
    NO_SHOW = "no show"
    """Its session did not take place, whoever did not come. One that is booked counts as held otherwise."""


class Action(StrEnum):
    SUBMIT = "submit"
    BOOK = "book"
    ASK_FOR_TIMES = "ask for times"
    OFFER_TIMES = "offer times"
    RELEASE = "release"
    CANNOT_MAKE_IT = "cannot make it"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    EXPIRE = "expire"
    REDIRECT = "redirect"
    NO_SHOW = "no show"


class Elsewhere(StrEnum):
    """Where a request belongs that is not for a support session: an adviser's reason to redirect it."""

    FORMAL_TASKING = "formal tasking"
    CAPABILITY = "another capability"
    MEETING = "multi-capability meeting"


OPENS = frozenset({Action.SUBMIT, Action.OFFER_TIMES, Action.RELEASE})
"""After which a request is open."""


class Asked(Frozen):
    """What the LRO gave: exactly the fields of the form that this bot replaces."""

    contact: Contact
    force: str
    overview: str
    availability: tuple[Window, ...]


class Booking(Frozen):
    """The session that was agreed."""

    adviser: Person
    time: Window


class Entry(Frozen):
    """One line of a request's history. `by` is None where the clock did it."""

    at: AwareDatetime
    action: Action
    by: Person | None = None
    note: str = ""
    elsewhere: Elsewhere | None = None
    """Of a line that redirected it: where to."""
    booking: Booking | None = None
    """The booking that this line made or ended."""


class Request(Frozen):
    """One request, its history and its notices: a single record, written in one piece."""

    reference: str
    lro: Person
    asked: Asked
    source: str = ""
    """Where its LRO came from, as the link or button that brought them says: for the figures. No field of the
    form, and empty where nothing brought them."""
    state: State
    history: tuple[Entry, ...]
    notices: tuple[Notice, ...] = ()
    booking: Booking | None = None
    thread: Posted | None = None
    """The channel's thread in which it was asked for, and the message there that becomes a tick, if known."""
    timer_at: AwareDatetime | None = None
    """When the clock acts on it: times that have run out, or an answer that never came."""

    @property
    def revision(self) -> int:
        """Counts what has happened; a card that shows this revision is up to date."""
        return len(self.history)

    @property
    def openings(self) -> int:
        """How often it has been open by now: once as it was submitted, and again with each new chance."""
        return sum(entry.action in OPENS for entry in self.history)

    @property
    def submitted_at(self) -> datetime:
        return self.history[0].at

    @property
    def last(self) -> Entry:
        return self.history[-1]

    @property
    def wants_adviser(self) -> bool:
        """An adviser can book it, or will be able to once its LRO gives other times."""
        return self.state in {State.OPEN, State.WAITING_FOR_TIMES}

    @property
    def is_settled(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in {State.WITHDRAWN, State.EXPIRED, State.REDIRECTED, State.NO_SHOW}

    @property
    def ended_at(self) -> datetime | None:
        """When it was over (UTC): closed for good, or its session's end. None while it is going on."""
        if self.booking is not None:
            return self.booking.time.end
        if self.state is State.NO_SHOW and self.last.booking is not None:
            return self.last.booking.time.end  # to say so later keeps it no longer
        return self.last.at if self.is_settled else None

    @property
    def due_at(self) -> datetime | None:
        """The next moment (UTC) at which the courier has something to do for it; None if there is nothing."""
        times = [n.due_at for n in self.notices if n.due_at] + ([self.timer_at] if self.timer_at else [])
        return min(times, default=None)

    def last_of(self, action: Action) -> Entry | None:
        """The latest line of that kind in the history."""
        return next((entry for entry in reversed(self.history) if entry.action is action), None)
