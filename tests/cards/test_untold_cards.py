"""What organisers read of whom the bot could not tell: who, what, why, and what to do about it."""

import pytest

from cards import untold
from sessions.notices import COUNTS, FOR_ORGANISERS, Notice, NoticeKind
from sessions.people import Person
from sessions.request import Action, Booking, Request, State
from tests.cards.reading import titles, words
from tests.cards.samples import (
    ADVISER,
    LRO,
    OTHER,
    OVERVIEW,
    REGION,
    asked_again,
    booked,
    called_off,
    expired,
    no_show,
    redirected,
    released,
    request,
    then,
    untold_card,
    window,
    withdrawn,
)

WHEN = "Tuesday 24 November, 10:00 to 11:00 (GMT)"
TOLD = [kind for kind in NoticeKind if kind not in COUNTS | FOR_ORGANISERS | {NoticeKind.OLD_CARD}]
STATES = (
    request(),
    booked(),
    released(),
    called_off(),
    asked_again(),
    withdrawn(booked()),
    expired(),
    redirected(),
    no_show(),
)


def test_an_lro_who_does_not_know_of_their_booking() -> None:
    shown = words(untold_card(booked(), NoticeKind.LRO_BOOKED)).splitlines()
    assert shown == [
        "An LRO could not be told",
        "Who",
        "Sam Sample, LRO, Dorset",
        "Of what",
        f"Their session is booked for {WHEN}, with Alex Adviser.",
        "Why",
        "They have blocked me in Teams.",
        "Reference",
        "SW-7K3F",
        (
            "Please tell them another way, for example in a Teams chat of your own. Alex Adviser, who has "
            "booked the session, has their contact details. Once they have unblocked me, "
            '"my requests" shows them how it stands.'
        ),
    ]


@pytest.mark.parametrize(
    ("of", "what", "about"),
    [
        (called_off(), NoticeKind.LRO_BOOKED, "A booking that no longer stands."),
        (asked_again(), NoticeKind.LRO_TIMES_WANTED, "the request closes on Sunday 29 November."),
        (request(), NoticeKind.LRO_TIMES_WANTED, "which are no longer needed."),
        (released(), NoticeKind.LRO_RELEASED, f"Their session, {WHEN}, is off: the adviser cannot make it."),
        (expired(), NoticeKind.LRO_EXPIRED, "Their request is closed"),
        (no_show(), NoticeKind.LRO_NO_SHOW, "Friday 20 November, 10:00 to 11:00 (GMT), did not take place."),
        (
            redirected(),
            NoticeKind.LRO_REDIRECTED,
            "Redirected by Alex Adviser: it is for another capability of SWROCU.",
        ),
        (request(), NoticeKind.ADVISER_CARD, "A request from Dorset that waits for an adviser."),
        (booked(), NoticeKind.ADVISER_CARD, f"Alex Adviser has booked, for {WHEN}."),
        (asked_again(), NoticeKind.ADVISER_CARD, "waits for other times from its LRO."),
        (withdrawn(), NoticeKind.ADVISER_CARD, "A request that is closed."),
        (called_off(), NoticeKind.BOOKING_IS_OFF, f"Their session, {WHEN}, is off: the LRO cannot make it."),
        (withdrawn(booked()), NoticeKind.BOOKING_IS_OFF, f"{WHEN}, is off: the LRO has withdrawn."),
        (request(), NoticeKind.TELL_ADVISERS, "A request from Dorset that waits for an adviser."),
    ],
)
def test_what_it_was_is_said_as_it_stands_now(of: Request, what: NoticeKind, about: str) -> None:
    assert about in words(untold_card(of, what))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("BotNotInConversationRoster", "they may have removed me"),
        ("BotDisabledByAdmin", "An administrator has switched me off"),
        ("503", "Teams did not answer for some time."),
        ("TimeoutError", "Teams did not answer for some time."),
        ("429", "too many messages"),
        ("SomethingNew", "Teams refused it (SomethingNew)."),
        ("", "Teams refused it (no reason given)."),
    ],
)
def test_why_is_said_in_words_and_what_is_unknown_as_teams_says_it(code: str, why: str) -> None:
    assert why in words(untold_card(booked(), NoticeKind.LRO_BOOKED, code=code))


@pytest.mark.parametrize(
    ("code", "mends"),
    [
        ("ConversationBlockedByUser", False),
        ("BotNotInConversationRoster", True),
        ("MessageWritesBlocked", True),
        ("SomethingNew", False),
    ],
)
def test_only_what_comes_with_an_event_is_promised(code: str, mends: bool) -> None:
    """Teams tells the bot when the app is added again, and does not when somebody unblocks it."""
    for of, what in ((booked(), NoticeKind.LRO_BOOKED), (request(), NoticeKind.ADVISER_CARD)):
        assert ("I will tell them myself" in words(untold_card(of, what, code=code))) is mends


def test_what_may_still_work_is_no_alarm() -> None:
    shown = words(untold_card(booked(), NoticeKind.LRO_BOOKED, code="SomethingNew", late=True))
    assert "An LRO could not be told so far" in shown
    assert "Teams did not take it (SomethingNew)." in shown
    assert "If it is urgent" in shown
    assert "I keep trying" in shown


def test_advisers_of_whom_there_are_none() -> None:
    none = words(untold_card(request(), NoticeKind.TELL_ADVISERS, "The advisers", "NoAdvisers", late=True))
    assert "members of that team" in none
    away = words(untold_card(request(), NoticeKind.TELL_ADVISERS, "The advisers", "503", late=True))
    assert "members of that team" not in away


def test_of_two_sessions_that_are_off_it_is_theirs() -> None:
    """Alex could not be told of Tuesday; since then Robin had Wednesday, and that was withdrawn."""
    wednesday = Booking(adviser=OTHER, time=window("2026-11-25T10:00", "2026-11-25T11:00"))
    again = then(
        then(called_off(), Action.OFFER_TIMES, State.OPEN, by=LRO),
        Action.BOOK, State.BOOKED, by=OTHER, booking=wednesday,
    )  # fmt: skip
    off = withdrawn(again)
    about_alex = untold_card(off, NoticeKind.BOOKING_IS_OFF, since=called_off().revision)
    assert f"Their session, {WHEN}, is off: the LRO cannot make it." in words(about_alex)
    assert "Wednesday 25 November" in words(untold_card(off, NoticeKind.BOOKING_IS_OFF))
    unknown = words(untold_card(off, NoticeKind.BOOKING_IS_OFF, since=0))
    assert "Their session is off" in unknown


def test_who_has_left_has_no_name_and_needs_no_role() -> None:
    shown = words(untold_card(called_off(), NoticeKind.BOOKING_IS_OFF, untold.HAS_LEFT))
    assert "An adviser who has left the team\n" in shown


def test_a_record_from_before_says_who_and_why() -> None:
    shown = words(untold_card(request(), None, OTHER.name))
    assert "Somebody could not be told" in shown
    assert OTHER.name in shown
    assert "blocked me" in shown
    assert "Of what" not in shown


@pytest.mark.parametrize("what", [*TOLD, None])
@pytest.mark.parametrize("of", STATES, ids=lambda of: of.last.action)
def test_whatever_it_was_nobody_reads_an_overview_or_how_to_reach_the_lro(
    of: Request, what: NoticeKind | None
) -> None:
    for late in (False, True):
        shown = untold_card(of, what, late=late)
        for secret in (OVERVIEW[:20], "dorset.police.uk", "7700"):
            assert secret not in words(shown)
        assert titles(shown) == [], "nothing to press"


def test_an_adviser_who_left_with_a_booking() -> None:
    shown = words(untold.adviser_left(booked(), ADVISER, region=REGION))
    for said in (ADVISER.name, "has left the team", WHEN, f"{LRO.name}, Dorset", "I can't make it"):
        assert said in shown
    since = words(untold.adviser_left(called_off(), ADVISER, region=REGION))
    assert "nothing for you to do" in since
    assert LRO.name not in since


def test_a_booking_of_another_is_not_theirs_who_left() -> None:
    namesake = Person(id="adviser-9", name=ADVISER.name)
    for other in (OTHER, namesake):
        shown = words(untold.adviser_left(booked(by=other), ADVISER, region=REGION))
        assert "nothing for you to do" in shown


def test_a_notice_from_before_ids_were_kept_goes_by_the_name() -> None:
    unknown = Person(id="", name=ADVISER.name)
    assert WHEN in words(untold.adviser_left(booked(), unknown, region=REGION))
    assert "nothing for you to do" in words(untold.adviser_left(booked(by=OTHER), unknown, region=REGION))


def test_an_old_record_can_be_read() -> None:
    old = {
        "id": "late o",
        "kind": "late",
        "to": "o",
        "revision": 1,
        "due_at": None,
        "about": "Sam",
        "code": "503",
    }
    assert Notice.model_validate(old).untold is None
