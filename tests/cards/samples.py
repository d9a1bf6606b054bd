"""Sample people and requests for the stories about cards. Nobody in them is real."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict

from pydantic import HttpUrl

from cards import (
    advertising,
    adviser,
    lro,
    notes,
    outcome,
    redirecting,
    standings,
    texts,
    thread,
    untold,
    walk,
    welcome,
)
from cards.blanks import Card
from cards.lro import Links
from cards.payloads import Ticket
from cards.questions import Question, question
from sessions.announcing.tally import Figures
from sessions.availability import Beyond, Rule
from sessions.draft import Draft, Field, Problem
from sessions.notices import Notice, NoticeKind
from sessions.people import Contact, Person
from sessions.region import Region, south_west
from sessions.request import Action, Asked, Booking, Elsewhere, Entry, Request, State
from sessions.slots import bookable_slots
from sessions.window import Window
from tests.cards.announcing_samples import every_announcing_card
from tests.cards.queue_samples import every_queue_card

TICKET = Ticket(walk="w1", asked=3)
REGION = south_west()
WITH_TASKING = REGION.model_copy(update={"formal_tasking": HttpUrl("https://tasking.example.org/new")})
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
"""A Sunday evening, so that five working days lie ahead."""


class At(TypedDict):
    region: Region
    now: datetime


class Where(TypedDict):
    region: Region
    private: bool


AT: At = {"region": REGION, "now": NOW}

LRO = Person(id="lro-1", name="Sam Sample")
ADVISER = Person(id="adviser-1", name="Alex Adviser")
OTHER = Person(id="adviser-2", name="Robin Other")

HOSTILE = "[click](http://evil.example) **x** <at>a</at> # h \n- l {{DATE(2026-11-24T10:00:00Z,SHORT)}}"
OVERVIEW = (
    "We keep seeing the same group behind catalytic converter thefts across three districts.\n\n"
    "I would like advice on which disruption options have worked elsewhere, how to involve the councils, "
    "and how to present it to our tasking meeting."
)
LINKS = Links(
    calendar="https://bot.example/ics/token", meeting="https://teams.microsoft.com/l/meeting/new?subject=x"
)


def window(start: str, end: str) -> Window:
    """Both in UTC, for example "2026-11-24T09:00"."""
    return Window(
        start=datetime.fromisoformat(start).replace(tzinfo=UTC),
        end=datetime.fromisoformat(end).replace(tzinfo=UTC),
    )


TIMES = (
    window("2026-11-24T09:00", "2026-11-24T12:00"),
    window("2026-11-25T10:00", "2026-11-25T11:30"),
    window("2026-11-26T12:00", "2026-11-26T17:00"),
)
WHOLE_WEEK = tuple(window(f"2026-11-{day}T09:00", f"2026-11-{day}T17:00") for day in (23, 24, 25, 26, 27, 30))

DRAFT = Draft(
    name="Sam Sample",
    email="sam.sample@dorset.police.uk",
    telephone="+447700900123",
    force="Dorset",
    overview=OVERVIEW,
    availability=TIMES,
)


def request(
    *,
    overview: str = OVERVIEW,
    name: str = LRO.name,
    availability: tuple[Window, ...] = TIMES,
    reference: str = "SW-7K3F",
    submitted_at: datetime = NOW - timedelta(hours=3),
) -> Request:
    """An open request."""
    contact = Contact(name=name, email="sam.sample@dorset.police.uk", telephone="+447700900123")
    return Request(
        reference=reference,
        lro=LRO,
        asked=Asked(contact=contact, force="Dorset", overview=overview, availability=availability),
        state=State.OPEN,
        history=(Entry(at=submitted_at, action=Action.SUBMIT, by=LRO),),
    )


def then(
    before: Request, action: Action, to: State, *, by: Person | None = None, note: str = "", **update: object
) -> Request:
    """The request after one more thing has happened to it."""
    booking = update.get("booking") or before.booking
    entry = Entry.model_validate(
        {"at": NOW - timedelta(minutes=5), "action": action, "by": by, "note": note, "booking": booking}
    )
    return before.model_copy(update={"state": to, "history": (*before.history, entry), **update})


def booked(before: Request | None = None, by: Person = ADVISER) -> Request:
    booking = Booking(adviser=by, time=window("2026-11-24T10:00", "2026-11-24T11:00"))
    return then(before or request(), Action.BOOK, State.BOOKED, by=by, booking=booking)


def asked_again(before: Request | None = None, note: str = "Could you do any morning next week?") -> Request:
    timer = NOW + timedelta(days=7)
    return then(
        before or request(),
        Action.ASK_FOR_TIMES,
        State.WAITING_FOR_TIMES,
        by=ADVISER,
        note=note,
        timer_at=timer,
    )


def lapsed() -> Request:
    return then(request(), Action.LAPSE, State.WAITING_FOR_TIMES, timer_at=NOW + timedelta(days=7))


def called_off() -> Request:
    return then(booked(), Action.CANNOT_MAKE_IT, State.WAITING_FOR_TIMES, by=LRO, booking=None)


def released() -> Request:
    return then(booked(), Action.RELEASE, State.OPEN, by=ADVISER, booking=None)


def withdrawn(before: Request | None = None) -> Request:
    return then(before or request(), Action.WITHDRAW, State.WITHDRAWN, by=LRO, booking=None)


def expired() -> Request:
    return then(lapsed(), Action.EXPIRE, State.EXPIRED, timer_at=None)


def redirected(
    before: Request | None = None,
    elsewhere: Elsewhere = Elsewhere.CAPABILITY,
    note: str = "Please ask the regional cyber team: their duty officer expects your call.",
    by: Person = ADVISER,
) -> Request:
    after = then(before or request(), Action.REDIRECT, State.REDIRECTED, by=by, note=note, booking=None)
    last = after.last.model_copy(update={"elsewhere": elsewhere})
    return after.model_copy(update={"history": (*after.history[:-1], last)})


def over(before: Request | None = None) -> Request:
    """Its session was booked, and is over."""
    booking = Booking(adviser=ADVISER, time=window("2026-11-20T10:00", "2026-11-20T11:00"))
    return then(before or request(), Action.BOOK, State.BOOKED, by=ADVISER, booking=booking)


def no_show(by: Person = ADVISER) -> Request:
    return then(over(), Action.NO_SHOW, State.NO_SHOW, by=by, booking=None)


def slots(of: Request) -> tuple[datetime, ...]:
    return bookable_slots(of.asked.availability, busy=(), now=NOW, region=REGION)


def asking(field: Field, **how: Any) -> Card:  # noqa: ANN401 (of a Question)
    """A question of the walk."""
    asked: dict[str, Any] = {"ticket": TICKET, "field": field, "draft": DRAFT}
    return question(Question(**asked | how), region=REGION, now=NOW)


def for_adviser(of: Request, viewer: Person = ADVISER, say: str = "") -> Card:
    return adviser.request_card(
        of, viewer=viewer, slots=slots(of), region=REGION, now=NOW, links=LINKS, say=say
    )


def every_card() -> Mapping[str, Card]:
    """Each card in each of its states, by a name that can be a file's."""
    return {
        **_walk(),
        **_lro(),
        **_adviser(),
        **_organiser(),
        **_untold(),
        **_welcome(),
        **every_announcing_card(),
        **every_queue_card(),
    }


def _walk() -> dict[str, Card]:
    fresh = Draft(name=DRAFT.name, email=DRAFT.email)
    unclear = asking(
        Field.AVAILABILITY,
        problem=Problem.TIMES_PARTLY,
        draft=fresh,
        typed={"times": "Tuesday morning and the usual", "day-2026-11-26": "2026-11-26/afternoon"},
        not_understood=("the usual",),
        understood=(TIMES[0], TIMES[2]),
    )
    both: Where = {"region": REGION, "private": True}
    public: Where = {"region": REGION, "private": False}
    return {
        "ask-1-name": asking(Field.NAME, draft=fresh, first=True),
        "ask-1-name-in-channel": asking(Field.NAME, draft=fresh, first=True, private=False),
        "ask-1-name-problem": asking(Field.NAME, typed={"name": ""}, problem=Problem.NAME_MISSING),
        "ask-2-contact": asking(Field.CONTACT, draft=fresh),
        "ask-2-contact-problem": asking(
            Field.CONTACT,
            typed={"email": "sam(at)dorset", "telephone": "0"},
            problem=Problem.EMAIL_WRONG,
        ),
        "ask-2-contact-in-channel": asking(Field.CONTACT, private=False, given=True),
        "ask-2-contact-typed": asking(
            Field.CONTACT, problem=Problem.EMAIL_WRONG, not_understood=("foo@",), given=True
        ),
        "ask-3-force": asking(Field.FORCE),
        "ask-4-overview": asking(Field.OVERVIEW, draft=fresh),
        "ask-4-overview-in-channel": asking(Field.OVERVIEW, private=False),
        "ask-4-overview-long": asking(
            Field.OVERVIEW, problem=Problem.OVERVIEW_LONG, typed={"overview": OVERVIEW * 9}
        ),
        "ask-4-overview-changing": asking(Field.OVERVIEW, changing=True, given=True),
        "ask-5-availability": asking(Field.AVAILABILITY, draft=fresh),
        "ask-5-availability-changing": asking(Field.AVAILABILITY, changing=True),
        "ask-5-availability-partly": unclear,
        "ask-5-availability-unclear": asking(
            Field.AVAILABILITY, problem=Problem.TIMES_UNCLEAR, draft=fresh, typed={"times": "whenever suits"}
        ),
        "ask-5-availability-other-times": asking(
            Field.AVAILABILITY,
            problem=Problem.TIMES_UNCLEAR,
            draft=Draft(),
            first=True,
            typed={"times": "whenever suits"},
            reference="SW-7K3F",
            given=True,
        ),
        "ask-5-availability-beyond": asking(
            Field.AVAILABILITY,
            problem=Problem.TIMES_BEYOND,
            draft=fresh,
            typed={"times": "Saturday 10-12 or in three weeks"},
            beyond=(
                Beyond(phrase="Saturday 10-12", rules=(Rule.DAYS,)),
                Beyond(phrase="in three weeks", rules=(Rule.AHEAD,)),
            ),
        ),
        "ask-5-availability-partly-beyond": asking(
            Field.AVAILABILITY,
            problem=Problem.TIMES_PARTLY,
            draft=fresh,
            typed={"times": "today in an hour, Tuesday morning, the usual"},
            not_understood=("the usual",),
            beyond=(Beyond(phrase="today in an hour", rules=(Rule.LEAD,)),),
            understood=(TIMES[0],),
        ),
        **{f"answered-{field}": walk.answered(field, DRAFT, **both) for field in Field},
        "answered-contact-in-channel": walk.answered(Field.CONTACT, DRAFT, **public),
        "summary": walk.summary(TICKET, DRAFT, **both),
        "summary-in-channel": walk.summary(TICKET, DRAFT, **public),
        "closed-cancelled": walk.closed("cancelled"),
        "closed-replaced": walk.closed("replaced"),
        "closed-expired": walk.closed("expired"),
        "closed-times-cancelled": walk.closed("times cancelled"),
        "closed-times-expired": walk.closed("times expired"),
        "closed-submitted": walk.closed("submitted"),
        "submitted": walk.submitted(request(submitted_at=NOW), region=REGION, now=NOW),
        "halfway": walk.halfway(
            TICKET, fresh.model_copy(update={"force": "Dorset"}), Field.OVERVIEW, given=True, **both
        ),
    }


def _lro() -> dict[str, Card]:
    many = [request(reference=f"SW-{n:04}", submitted_at=NOW - timedelta(days=n)) for n in range(13)]
    return {
        "lro-booked": lro.booked(booked(), **AT, links=LINKS),
        "lro-booked-then-released": lro.booked(released(), **AT, links=LINKS),
        "lro-booked-then-called-off": lro.booked(called_off(), **AT, links=LINKS),
        "lro-times-wanted": lro.times_wanted(asked_again(), **AT),
        "lro-times-wanted-lapsed": lro.times_wanted(lapsed(), **AT),
        "lro-times-wanted-called-off": lro.times_wanted(called_off(), **AT),
        "lro-times-wanted-settled": lro.times_wanted(request(), **AT),
        "lro-confirm-times": lro.confirm_times(TICKET, TIMES, "SW-7K3F", region=REGION),
        "lro-released": lro.released(released(), **AT),
        "lro-expired": lro.expired(expired(), **AT),
        "lro-redirected": redirecting.redirected(redirected(), **AT),
        "lro-redirected-formal-tasking": redirecting.redirected(
            redirected(elsewhere=Elsewhere.FORMAL_TASKING, note=""), region=WITH_TASKING, now=NOW
        ),
        "lro-redirected-booked": redirecting.redirected(
            redirected(booked(), Elsewhere.MEETING, "It is on Thursdays at 10."), **AT
        ),
        "lro-no-show": outcome.no_show(no_show(), **AT),
        "lro-booked-then-redirected": lro.booked(redirected(booked()), **AT, links=LINKS),
        "lro-mine": lro.my_requests(
            [
                withdrawn(request(reference="SW-2ABC")),
                redirected(request(reference="SW-5JKL")),
                booked(request(reference="SW-3DEF")),
                asked_again(request(reference="SW-4GHJ")),
                request(),
            ],
            **AT,
            private=True,
        ),
        "lro-mine-in-channel": lro.my_requests([booked(), request(reference="SW-2ABC")], **AT, private=False),
        "lro-mine-many": lro.my_requests(many, **AT, private=True),
        "lro-mine-none": lro.my_requests([], **AT, private=True),
        "lro-withdraw-sure": lro.withdraw_sure(booked(), REGION),
        "lro-withdraw-sure-moved-on": lro.withdraw_sure(booked(), REGION, moved_on=True),
        "lro-withdrawn": lro.withdrawn(withdrawn(), REGION),
    }


def _adviser() -> dict[str, Card]:
    week = request(availability=WHOLE_WEEK)
    return {
        "adviser-open": for_adviser(request()),
        "adviser-open-week": for_adviser(week),
        "adviser-open-say": for_adviser(request(), say="Please choose a time first."),
        "adviser-open-busy": adviser.request_card(request(), viewer=ADVISER, slots=(), **AT),
        "adviser-open-given-back": for_adviser(released(), OTHER),
        "adviser-open-other-times": for_adviser(
            then(asked_again(), Action.OFFER_TIMES, State.OPEN, by=LRO), OTHER
        ),
        "adviser-old": notes.note(standings.further_down(released())),
        "adviser-booked-mine": for_adviser(booked()),
        "adviser-booked-other": for_adviser(booked(), OTHER),
        "adviser-waiting": for_adviser(asked_again()),
        "adviser-waiting-lapsed": for_adviser(lapsed()),
        "adviser-waiting-called-off": for_adviser(called_off()),
        "adviser-withdrawn": for_adviser(withdrawn()),
        "adviser-expired": for_adviser(expired()),
        "adviser-redirected": for_adviser(redirected(), OTHER),
        "adviser-over": for_adviser(over()),
        "adviser-no-show": for_adviser(no_show()),
        "adviser-off": adviser.booking_is_off(called_off(), **AT),
        "adviser-off-withdrawn": adviser.booking_is_off(withdrawn(booked()), **AT),
    }


KIT_FILES = {
    name: f"https://bot.example/kit/token/{name}"
    for buttons in advertising.FILES.values()
    for name in buttons.values()
}


def kit_card(ref: str = "", wrong: str | None = None) -> Card:
    address = "https://bot.example/ask" + (f"?ref={ref}" if ref else "")
    until = NOW + timedelta(days=7)
    return advertising.kit(address, KIT_FILES, ref=ref, until=until, region=REGION, wrong=wrong)


def figures_card() -> Card:
    requests = {"microsite": 14, "working-group": 9, "announcement": 23, "direct": 6, "dorset-intranet": 2}
    return advertising.figures(
        Figures(quarter="2026-Q4", requests=requests, held=41, no_shows=2),
        Figures(quarter="2026-Q3", requests={"microsite": 17, "direct": 12, "directors": 3}, held=25),
    )


def _organiser() -> dict[str, Card]:
    return {
        "organiser-kit": kit_card(),
        "organiser-kit-of-a-place": kit_card(ref="dorset-intranet"),
        "organiser-kit-wrong": kit_card(wrong="Dorset's intranet!"),
        "organiser-figures": figures_card(),
    }


def untold_card(
    of: Request,
    what: NoticeKind | None,
    who: str = LRO.name,
    code: str = "ConversationBlockedByUser",
    *,
    late: bool = False,
    since: int | None = None,
) -> Card:
    """To an organiser, who could not be told `what`: of the latest change, if not of that revision."""
    kind = NoticeKind.LATE if late else NoticeKind.UNDELIVERED
    notice = Notice(
        id="1",
        kind=kind,
        revision=1,
        due_at=NOW,
        about=who,
        untold=what,
        untold_since=of.revision if since is None else since,
        code=code,
    )
    return untold.untold(of, notice, region=REGION)


def _untold() -> dict[str, Card]:
    open_, off = request(), called_off()
    return {
        "untold-lro-booked": untold_card(booked(), NoticeKind.LRO_BOOKED),
        "untold-lro-times": untold_card(
            asked_again(), NoticeKind.LRO_TIMES_WANTED, code="BotDisabledByAdmin"
        ),
        "untold-lro-released": untold_card(released(), NoticeKind.LRO_RELEASED, code="NotInRoster"),
        "untold-lro-no-show": untold_card(no_show(), NoticeKind.LRO_NO_SHOW, code="403"),
        "untold-lro-redirected": untold_card(redirected(), NoticeKind.LRO_REDIRECTED),
        "untold-lro-expired": untold_card(expired(), NoticeKind.LRO_EXPIRED, code="403"),
        "untold-lro-late": untold_card(booked(), NoticeKind.LRO_BOOKED, code="503", late=True),
        "untold-adviser": untold_card(
            open_, NoticeKind.ADVISER_CARD, OTHER.name, "BotNotInConversationRoster"
        ),
        "untold-adviser-booked": untold_card(booked(), NoticeKind.ADVISER_CARD, OTHER.name),
        "untold-adviser-off": untold_card(off, NoticeKind.BOOKING_IS_OFF, ADVISER.name),
        "untold-adviser-late": untold_card(
            open_, NoticeKind.ADVISER_CARD, OTHER.name, "ServerTimeoutError", late=True
        ),
        "untold-advisers": untold_card(
            open_, NoticeKind.TELL_ADVISERS, "The advisers", "NoAdvisers", late=True
        ),
        "untold-of-old": untold_card(open_, None),
        "untold-left": untold.adviser_left(booked(), ADVISER, region=REGION),
        "untold-left-since": untold.adviser_left(off, ADVISER, region=REGION),
    }


def _welcome() -> dict[str, Card]:
    return {
        "welcome": welcome.personal(REGION),
        "welcome-channel": welcome.channel(REGION),
        "welcome-adviser": welcome.personal(REGION, adviser=True),
        "welcome-organiser": welcome.personal(REGION, organiser=True),
        "welcome-both": welcome.personal(REGION, organiser=True, adviser=True),
        "thread-where": thread.where(LRO),
        "thread-where-problem": thread.where(LRO, problem=texts.CHAT_NOT_OPENED),
        "thread-private": thread.chosen(LRO, "private"),
        "thread-here": thread.chosen(LRO, "here"),
        "thread-tick": thread.ticked(request(), region=REGION),
        "thread-tick-booked": thread.ticked(booked(), region=REGION),
        "thread-tick-withdrawn": thread.ticked(withdrawn(), region=REGION),
        "thread-fresh": thread.fresh(),
        "help": welcome.help_(REGION),
        "help-organiser": welcome.help_(REGION, organiser=True),
        "help-adviser": welcome.help_(REGION, adviser=True),
        "help-both": welcome.help_(REGION, organiser=True, adviser=True),
        "help-in-channel": welcome.help_in_channel(REGION),
        "help-in-channel-organiser": welcome.help_in_channel(REGION, organiser=True),
        "help-in-walk": welcome.help_in_walk(REGION),
    }
