"""To an organiser: who could not be told of what, why, and what to do. No overview and no contact details."""

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards import standings
from cards.parts import box, card, row, said, title
from sessions.notices import Notice, NoticeKind
from sessions.people import Person
from sessions.region import Region
from sessions.request import Action, Entry, Request, State
from sessions.wording import say_day, say_window

REASONS = {
    "ConversationBlockedByUser": "They have blocked me in Teams.",
    "BotNotInConversationRoster": "I am not in their Teams: they may have removed me, or have left.",
    "BotDisabledByAdmin": "An administrator has switched me off in Teams.",
    "MessageWritesBlocked": "Nobody can write in their chat with me: they may have removed me.",
    "NotInRoster": "I do not know where to reach them in Teams.",
    "NoAdvisers": "I find nobody in the advisers' team who could advise.",
    "RosterUnknown": "I cannot read who is in the advisers' team.",
    "NoToken": "I cannot sign in to Teams: whoever operates me should look at that.",
    "401": "I cannot sign in to Teams: whoever operates me should look at that.",
    "429": "Teams has had too many messages from me for some time.",
}
"""By code of Teams or ours."""
NO_ANSWER = "Teams did not answer for some time."
SILENT = frozenset({"408", "412", "500", "502", "503", "504"})
"""Statuses that mean so; so do the errors of a connection, whose names end in Error."""
NOT_TAKEN = "Teams did not take it ({code})."

ADDED_AGAIN = "If they add me in Teams again, I will tell them myself."
MENDS = {
    "BotNotInConversationRoster": ADDED_AGAIN,
    "MessageWritesBlocked": ADDED_AGAIN,
    "BotDisabledByAdmin": "New messages do not reach them either, until an administrator allows me again.",
}
"""By code: what would help for good."""

ROLES = {
    NoticeKind.ADVISER_CARD: "adviser",
    NoticeKind.BOOKING_IS_OFF: "adviser",
    NoticeKind.LRO_BOOKED: "LRO",
    NoticeKind.LRO_TIMES_WANTED: "LRO",
    NoticeKind.LRO_RELEASED: "LRO",
    NoticeKind.LRO_EXPIRED: "LRO",
    NoticeKind.LRO_REDIRECTED: "LRO",
    NoticeKind.LRO_NO_SHOW: "LRO",
    NoticeKind.THREAD: "LRO",
}
"""Who is told by a notice of that kind."""
HAS_LEFT = "An adviser who has left the team"
"""In the place of a name, which nobody knows any more."""
WHO = {"adviser": "An adviser", "LRO": "An LRO", "": "Somebody"}

KEPT_TRYING = "I keep trying. There may be others who do not know yet."
_ANOTHER_WAY = "tell them another way, for example in a Teams chat of your own."
TELL_THEM = f"Please {_ANOTHER_WAY}"
IF_URGENT = f"If it is urgent, please {_ANOTHER_WAY}"
BEFORE_THEN = f"So that they do not wait in vain, please {_ANOTHER_WAY}"
OTHERS_CAN = f"Any other adviser can book it. If they should know of it, please {_ANOTHER_WAY}"
NOTHING_NEW = "There is nothing new for them to do about it."
UNBLOCKED = 'Once they have unblocked me, "my requests" shows them how it stands.'
HAS_DETAILS = "{adviser}, who has booked the session, has their contact details."
HAVE_DETAILS = "The advisers have their contact details, on the card of this request."
TELL_AN_ADVISER = "If it lasts, please let the advisers know that a request is waiting for them."
FIND_ADVISERS = (
    "Please see that the advisers are members of that team, and that I have been added to it. "
    "I tell them as soon as I find one."
)
ANOTHER_ADVISER = (
    'It may need another adviser: please speak to the LRO. They can press "I can\'t make it" on their '
    "card and give new times, which then go to the advisers."
)


def untold(request: Request, notice: Notice, *, region: Region) -> AdaptiveCard:
    """`notice` is the organiser's own. Old ones do not say what was to be told."""
    late, kind = notice.kind is NoticeKind.LATE, notice.untold
    role = ROLES.get(kind, "") if kind else ""
    who = "The advisers" if kind is NoticeKind.TELL_ADVISERS else WHO[role]
    heading = f"{who} could not be told{' so far' if late else ''}"
    of_what = _of_what(request, notice, region)
    body: list[CardElement] = [
        title(heading),
        *([] if kind is NoticeKind.TELL_ADVISERS else [row("Who", _named(request, notice, role))]),
        *([row("Of what", of_what)] if of_what else []),
        row("Why", _why(notice.code, late=late)),
        row("Reference", request.reference),
        box([said(_what_to_do(request, notice, role), weight="Bolder")], "warning"),
    ]
    if late:
        body.append(said(KEPT_TRYING, subtle=True))
    return card(body, summary=f"{heading} of {request.reference}.")


def adviser_left(request: Request, who: Person, *, region: Region) -> AdaptiveCard:
    """Somebody who is no adviser any more had booked it. Old notices do not know their id."""
    gone = said(f"{who.name}, who had booked it, has left the team of advisers.")
    booking = request.booking
    if booking is None or not (booking.adviser.id == who.id if who.id else booking.adviser.name == who.name):
        body: list[CardElement] = [
            title("An adviser has left"),
            gone,
            row("Reference", request.reference),
            said("It is not booked with them any more, so there is nothing for you to do."),
        ]
        return card(body, summary=f"The adviser who had booked {request.reference} has left.")
    body = [
        title("A session may need another adviser"),
        gone,
        row("When", say_window(booking.time, region)),
        row("LRO", f"{request.lro.name}, {request.asked.force}"),
        row("Reference", request.reference),
        box([said(ANOTHER_ADVISER, weight="Bolder")], "warning"),
    ]
    return card(body, summary=f"{request.reference} may need another adviser.")


def _named(request: Request, notice: Notice, role: str) -> str:
    if role == "LRO":
        return f"{notice.about}, LRO, {request.asked.force}"
    return f"{notice.about}, {role}" if role and notice.about != HAS_LEFT else notice.about


def _why(code: str, *, late: bool) -> str:
    if reason := REASONS.get(code):
        return reason
    if code in SILENT or code.endswith("Error"):
        return NO_ANSWER
    return (NOT_TAKEN if late else "Teams refused it ({code}).").format(code=code or "no reason given")


def _of_what(request: Request, notice: Notice, region: Region) -> str:
    """What the notice would have said, as the request stands now; empty where that is not known."""
    match notice.untold:
        case None:
            return ""
        case NoticeKind.TELL_ADVISERS | NoticeKind.ADVISER_CARD:
            return _to_an_adviser(request, region)
        case NoticeKind.BOOKING_IS_OFF:
            ended = _entry(request, notice)
            withdrawn = ended.action is Action.WITHDRAW if ended else request.state is State.WITHDRAWN
            why = "has withdrawn" if withdrawn else "cannot make it"
            return f"Their session{_on(ended, region)} is off: the LRO {why}."
        case kind:
            return _to_the_lro(request, kind, _entry(request, notice), region)


def _to_an_adviser(request: Request, region: Region) -> str:
    match request.state:
        case State.OPEN:
            return f"A request from {request.asked.force} that waits for an adviser."
        case State.BOOKED if request.booking:
            when = say_window(request.booking.time, region)
            return f"A request that {request.booking.adviser.name} has booked, for {when}."
        case State.WAITING_FOR_TIMES:
            return "A request that waits for other times from its LRO."
    return "A request that is closed."


def _to_the_lro(request: Request, kind: NoticeKind, entry: Entry | None, region: Region) -> str:
    if kind is NoticeKind.LRO_TIMES_WANTED:
        if request.state is not State.WAITING_FOR_TIMES or not request.timer_at:
            return "They were asked for other times, which are no longer needed."
        day = say_day(region.local(request.timer_at).date())
        return f"They are asked for other times. Without any, the request closes on {day}."
    if kind is NoticeKind.LRO_BOOKED and request.booking:
        when = say_window(request.booking.time, region)
        return f"Their session is booked for {when}, with {request.booking.adviser.name}."
    if kind is NoticeKind.LRO_REDIRECTED:
        return standings.status(request, region)
    return {
        NoticeKind.LRO_BOOKED: "A booking that no longer stands.",
        NoticeKind.LRO_RELEASED: f"Their session{_on(entry, region)} is off: the adviser cannot make it.",
        NoticeKind.LRO_EXPIRED: "Their request is closed, because no new times came.",
        NoticeKind.LRO_NO_SHOW: f"Their session{_on(entry, region)} did not take place.",
        NoticeKind.THREAD: "The line in their channel that says how the request stands.",
    }[kind]


def _entry(request: Request, notice: Notice) -> Entry | None:
    """The line of the history that was to be told; None where that was not kept."""
    since = notice.untold_since
    return request.history[since - 1] if 0 < since <= request.revision else None


def _on(entry: Entry | None, region: Region) -> str:
    """The time of the booking that it ended."""
    return f", {say_window(entry.booking.time, region)}," if entry and entry.booking else ""


def _what_to_do(request: Request, notice: Notice, role: str) -> str:
    kind = notice.untold
    if kind is NoticeKind.TELL_ADVISERS:
        return FIND_ADVISERS if notice.code in {"NoAdvisers", "RosterUnknown"} else TELL_AN_ADVISER
    if kind is NoticeKind.ADVISER_CARD:
        sentence = OTHERS_CAN if request.state is State.OPEN else NOTHING_NEW
    elif kind is NoticeKind.BOOKING_IS_OFF:
        sentence = BEFORE_THEN
    else:
        sentence = IF_URGENT if notice.kind is NoticeKind.LATE else TELL_THEM
    asking, mends = "", MENDS.get(notice.code)
    if role == "LRO":
        asking = _whom_to_ask(request)
        mends = UNBLOCKED if notice.code == "ConversationBlockedByUser" else mends  # Teams tells nobody of it
    return " ".join(filter(None, (sentence, asking, mends)))


def _whom_to_ask(request: Request) -> str:
    """Who can read how to reach the LRO."""
    if request.booking:
        return HAS_DETAILS.format(adviser=request.booking.adviser.name)
    return HAVE_DETAILS if request.state is State.OPEN else ""
