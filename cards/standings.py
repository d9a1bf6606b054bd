"""How a request stands, in sentences: to its LRO and advisers, and to whom the desk refused."""

from datetime import date, datetime, timedelta

from cards import texts
from sessions.people import Person
from sessions.refusals import (
    AdviserBusy,
    LroBusy,
    NoSuchRequest,
    NoTimes,
    NotNow,
    NotYours,
    OutOfDate,
    Refused,
    SlotGone,
    TookPlace,
)
from sessions.region import Region
from sessions.request import Action, Elsewhere, Request, State
from sessions.wording import say_day, say_slot, say_window


def refusal_sentence(refused: Refused, *, viewer: Person, region: Region) -> str:
    """Why the desk did nothing, for the person who asked. Plain text: send it as such, names stand in it."""
    match refused:
        case TookPlace():
            sentence = f"That session has taken place. {texts.NOTHING_TO_DO}"
        case NotNow():
            sentence = _not_now(refused, viewer, region)
        case SlotGone(start=start):
            sentence = f"{say_slot(start, region)} can no longer be booked. {texts.CHOOSE_ANOTHER}"
        case AdviserBusy(time=time, reference=reference):
            sentence = (
                f"You have another session, {reference}, {say_window(time, region)}. {texts.CHOOSE_ANOTHER}"
            )
        case LroBusy(time=time):
            sentence = f"The LRO has another session {say_window(time, region)}. {texts.CHOOSE_ANOTHER}"
        case NotYours():
            sentence = f"Only its LRO, or an adviser of the {region.team}, can do this."
        case NoSuchRequest():
            sentence = 'I cannot find that request. Say "my requests" to see yours.'
        case NoTimes():
            sentence = "None of those times can be used any more. Please give others."
        case _:
            sentence = texts.WENT_WRONG
    return sentence


def _not_now(refused: NotNow, viewer: Person, region: Region) -> str:
    request, is_old = refused.request, isinstance(refused, OutOfDate)
    if viewer.id == request.lro.id:
        old = "That card was out of date, so nothing was changed. " if is_old else ""
        return old + status(request, region)
    if is_old:
        return "Your card was out of date, so nothing was done. This is how it stands now."
    match request.state:
        case State.BOOKED if request.booking and request.booking.adviser.id == viewer.id:
            return f"You have already booked this, for {say_window(request.booking.time, region)}."
        case State.OPEN:
            return "This request is open again. Choose a time to book it."
        case _:
            return adviser_status(request, region)


CLOSED_TO_ADVISERS = {
    State.WITHDRAWN: "The LRO has withdrawn this request.",
    State.EXPIRED: "Closed: no new times came from the LRO.",
    State.NO_SHOW: "The session did not take place.",
}
CLOSED_TO_ITS_LRO = {
    State.WITHDRAWN: "You withdrew this request.",
    State.EXPIRED: "Closed, because no new times came.",
    State.NO_SHOW: "Closed: the session did not take place.",
}


def adviser_status(request: Request, region: Region) -> str:
    """How a request stands, for an adviser who has nothing to do about it."""
    match request.state:
        case State.OPEN:
            return "Open: waiting for an adviser to book it."
        case State.BOOKED if request.booking:
            time = say_window(request.booking.time, region)
            return f"Booked by {request.booking.adviser.name} for {time}. {texts.NOTHING_TO_DO}"
        case State.WAITING_FOR_TIMES:
            return f"{_why_waiting(request)} You get the new times here."
        case State.REDIRECTED:
            return f"{_redirected(request, region)} {texts.NOTHING_TO_DO}"
        case state:
            return f"{CLOSED_TO_ADVISERS[state]} {texts.NOTHING_TO_DO}"


def _why_waiting(request: Request) -> str:
    match request.last.action:
        case Action.ASK_FOR_TIMES if request.last.by:
            return f"{request.last.by.name} asked the LRO for other times."
        case Action.CANNOT_MAKE_IT:
            return "The LRO cannot make the time that was booked, and has been asked for others."
        case _:
            return "The times offered have passed, and the LRO has been asked for others."


STATUS_ALOUD = {
    State.OPEN: "With the advisers.",
    State.WAITING_FOR_TIMES: "Waiting for new times from you: please see your chat with me.",
    State.BOOKED: "✓ A session is arranged. The details are in your chat with me.",
    State.WITHDRAWN: "Closed.",
    State.EXPIRED: "Closed.",
    State.NO_SHOW: "Closed.",
    State.REDIRECTED: "It belongs elsewhere: please see your chat with me.",
}
"""How a request stands, where everybody in a channel reads it."""


def status(request: Request, region: Region) -> str:
    """How a request stands, for its LRO."""
    match request.state:
        case State.OPEN:
            return "With the advisers: you will hear when one of them has picked a time."
        case State.BOOKED if request.booking:
            time = say_window(request.booking.time, region)
            return f"Booked with {request.booking.adviser.name} for {time}."
        case State.WAITING_FOR_TIMES:
            return "Waiting for new times from you: I have sent you a card for them."
        case State.REDIRECTED:
            return _redirected(request, region)
        case state:
            return CLOSED_TO_ITS_LRO[state]


def say_elsewhere(elsewhere: Elsewhere, region: Region) -> str:
    """In the middle of a sentence, after "for"."""
    return {
        Elsewhere.FORMAL_TASKING: "a formal tasking request",
        Elsewhere.CAPABILITY: f"another capability of {region.unit}",
        Elsewhere.MEETING: "a multi-capability meeting",
    }[elsewhere]


def _redirected(request: Request, region: Region) -> str:
    last = request.last
    assert last.by  # noqa: S101 (for mypy: an adviser did it)
    assert last.elsewhere  # noqa: S101 (for mypy: and said where to)
    return f"Redirected by {last.by.name}: it is for {say_elsewhere(last.elsewhere, region)}."


def reply_by(now: datetime, region: Region) -> str:
    """The day by which an LRO hears: so many working days after the local day of `now` (aware)."""
    day = region.local(now).date()
    for _ in range(region.offer.reply_within_working_days):
        day = _next_working_day(day, region)
    return say_day(day)


def _next_working_day(day: date, region: Region) -> date:
    day += timedelta(days=1)
    while not region.is_working_day(day):
        day += timedelta(days=1)
    return day


def times_offered(request: Request, region: Region) -> str:
    return (
        f"Thank you. The advisers of the {region.team} have your new times for {request.reference}. "
        "You will hear here as soon as one of them has booked."
    )


def further_down(request: Request) -> str:
    """In the place of an adviser's card of which there is a newer one."""
    return f"There is a newer card of {request.reference} further down."


def overtaken(request: Request, region: Region) -> str:
    """On a card of which there is a newer one."""
    return f"This card of {request.reference} is out of date. {status(request, region)}"
