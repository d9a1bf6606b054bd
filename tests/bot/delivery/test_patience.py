"""Which failures end a notice, when the next attempt is made, and of which organisers hear."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.patience import LAST_TRIES, LATE_AFTER, after_failure
from bot.sending.failures import Gone, Moot, Never, NotYet, SendFailed, TryLater
from sessions.notices import Notice, NoticeKind
from sessions.people import Contact, Person
from sessions.request import Action, Asked, Booking, Entry, Request, State
from sessions.window import Window

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
LRO = Person(id="lro", name="Sample LRO")
ADVISER = Person(id="adviser", name="Sample Adviser")
AGES = (timedelta(), timedelta(days=30))


def request(state: State = State.OPEN, *, ended: timedelta = timedelta()) -> Request:
    """A request in that state; if it is booked or over, its session or its end was so long ago."""
    at = NOW - ended
    time = Window(start=at - HOUR, end=at)
    contact = Contact(name=LRO.name, email="lro@example.org", telephone="+447700900123")
    return Request(
        reference="SW-AAA-AAAA",
        lro=LRO,
        asked=Asked(contact=contact, force="Dorset", overview="A sample overview.", availability=(time,)),
        state=state,
        history=(Entry(at=at, action=Action.SUBMIT, by=LRO),),
        booking=Booking(adviser=ADVISER, time=time) if state is State.BOOKED else None,
    )


def notice(kind: NoticeKind = NoticeKind.ADVISER_CARD, attempts: int = 1) -> Notice:
    return Notice(id="n", kind=kind, to="adviser", revision=1, due_at=NOW, attempts=attempts)


@pytest.mark.parametrize("state", [State.OPEN, State.WAITING_FOR_TIMES])
@pytest.mark.parametrize("attempts", [1, 30, 10_000])
@pytest.mark.parametrize("age", AGES, ids=str)
def test_what_passes_is_tried_for_as_long_as_the_request_lives(
    state: State, attempts: int, age: timedelta
) -> None:
    outcome = after_failure(
        request(state, ended=age), notice(attempts=attempts), TryLater("503"), ADVISER.name, NOW
    )
    assert outcome.again_at is not None
    assert NOW <= outcome.again_at <= NOW + timedelta(minutes=30)
    assert bool(outcome.failure) == (attempts >= LATE_AFTER)


@pytest.mark.parametrize("failure", [Never("ConversationBlockedByUser"), TryLater("503")], ids=str)
def test_that_an_adviser_does_not_read_that_their_session_is_over_is_nobodys_trouble(
    failure: SendFailed,
) -> None:
    over, coming = request(State.BOOKED), request(State.BOOKED, ended=-HOUR)
    card = notice(attempts=LATE_AFTER)
    assert after_failure(over, card, failure, ADVISER.name, NOW).who == ""
    assert after_failure(coming, card, failure, ADVISER.name, NOW).who == ADVISER.name


def test_a_card_that_has_a_newer_one_further_down_is_tried_on_and_organisers_hear_nothing() -> None:
    outcome = after_failure(
        request(), notice(NoticeKind.OLD_CARD, LATE_AFTER), TryLater("503"), ADVISER.name, NOW
    )
    assert outcome.again_at is not None
    assert outcome.who == ""


@pytest.mark.parametrize("state", [State.BOOKED, State.WITHDRAWN, State.EXPIRED])
@pytest.mark.parametrize(
    "kind", [NoticeKind.ADVISER_CARD, NoticeKind.TELL_ADVISERS, NoticeKind.BOOKING_IS_OFF]
)
def test_of_what_is_over_it_is_tried_for_a_day(state: State, kind: NoticeKind) -> None:
    for ended, is_tried in ((LAST_TRIES, True), (LAST_TRIES + HOUR, False)):
        outcome = after_failure(request(state, ended=ended), notice(kind), TryLater("503"), ADVISER.name, NOW)
        assert (outcome.again_at is not None) == is_tried
    assert bool(outcome.who) == (kind is NoticeKind.BOOKING_IS_OFF), "a card nobody needs is nobody's trouble"


@pytest.mark.parametrize("failure", [Never("403"), Gone("404")])
def test_what_never_works_stops_and_is_told(failure: SendFailed) -> None:
    outcome = after_failure(request(), notice(), failure, ADVISER.name, NOW)
    assert (outcome.again_at, outcome.failure, outcome.who) == (None, failure.code, ADVISER.name)


def test_what_is_moot_stops_and_is_not_told() -> None:
    outcome = after_failure(request(), notice(), Moot("NotAnAdviser"), ADVISER.name, NOW)
    assert (outcome.again_at, outcome.failure, outcome.who) == (None, "NotAnAdviser", "")


def test_that_nobody_advises_passes_whatever_teams_says() -> None:
    """Somebody may join, or the bot be let into the team again."""
    outcome = after_failure(request(), notice(NoticeKind.TELL_ADVISERS), Never("403"), "The advisers", NOW)
    assert outcome.again_at is not None


def test_what_teams_told_is_kept_to() -> None:
    outcome = after_failure(request(), notice(), TryLater("429", HOUR), ADVISER.name, NOW)
    assert outcome.again_at is not None
    assert NOW + HOUR <= outcome.again_at <= NOW + HOUR + timedelta(seconds=2)


@pytest.mark.parametrize("kind", [NoticeKind.ADVISER_CARD, NoticeKind.LRO_BOOKED])
def test_what_was_not_tried_is_no_attempt_and_nobody_hears_of_it(kind: NoticeKind) -> None:
    failure = NotYet(timedelta(seconds=20))
    outcome = after_failure(request(ended=2 * LAST_TRIES), notice(kind, LATE_AFTER), failure, "Sample", NOW)
    assert outcome.untried
    assert (outcome.again_at, outcome.failure) == (NOW + timedelta(seconds=20), "")


def test_a_notice_that_is_put_back_is_as_it_was_before_it_was_taken() -> None:
    waiting = notice(attempts=3)
    assert waiting.taken(NOW + HOUR).put_back(NOW) == waiting
