"""The sentences: every problem and every refusal has one, and it says what to do."""

from datetime import UTC, datetime

import pytest

from cards import standings, texts, welcome
from cards.payloads import ShowMine, StartWalk
from sessions.draft import Problem
from sessions.people import Person
from sessions.refusals import (
    AdviserBusy,
    LroBusy,
    NoSuchRequest,
    NoTimes,
    NotNow,
    NotYours,
    Refused,
    SlotGone,
)
from sessions.request import Action, Request
from tests.cards.reading import press, titles, words
from tests.cards.samples import (
    ADVISER,
    LRO,
    OTHER,
    REGION,
    asked_again,
    booked,
    expired,
    no_show,
    redirected,
    released,
    request,
    window,
    withdrawn,
)


def say(refused: Refused, viewer: Person = OTHER) -> str:
    return standings.refusal_sentence(refused, viewer=viewer, region=REGION)


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_has_a_short_sentence(problem: Problem) -> None:
    sentence = texts.problem_sentence(problem, REGION)
    assert sentence.endswith(".")
    assert len(sentence) < 140


def test_an_unknown_force_names_those_there_are() -> None:
    sentence = texts.problem_sentence(Problem.FORCE_UNKNOWN, REGION)
    assert sentence.endswith("Dorset, Gloucestershire or Wiltshire.")


def test_who_clicks_too_late_reads_who_was_first() -> None:
    expected = "Booked by Alex Adviser for Tuesday 24 November, 10:00 to 11:00 (GMT). No need to do anything."
    assert say(NotNow(booked(), Action.BOOK)) == expected


def test_who_books_what_is_theirs_already_reads_so() -> None:
    expected = "You have already booked this, for Tuesday 24 November, 10:00 to 11:00 (GMT)."
    assert say(NotNow(booked(), Action.BOOK), viewer=ADVISER) == expected


@pytest.mark.parametrize(
    ("of", "for_adviser", "for_lro"),
    [
        (request(), "This request is open again.", "With the advisers"),
        (released(), "This request is open again.", "With the advisers"),
        (asked_again(), "Alex Adviser asked the LRO for other times.", "Waiting for new times from you"),
        (withdrawn(), "The LRO has withdrawn this request.", "You withdrew this request."),
        (expired(), "Closed: no new times came", "Closed, because no new times came."),
        (no_show(), "The session did not take place.", "Closed: the session did not take place."),
        (redirected(), "Redirected by Alex Adviser", "Redirected by Alex Adviser"),
    ],
)
def test_what_happened_in_the_meantime_is_said_to_each_in_their_words(
    of: Request, for_adviser: str, for_lro: str
) -> None:
    assert for_adviser in say(NotNow(of, Action.BOOK))
    assert for_lro in say(NotNow(of, Action.WITHDRAW), viewer=LRO)


def test_a_slot_that_is_gone_and_one_that_clashes_are_named_with_day_and_zone() -> None:
    gone = say(SlotGone(request(), datetime(2026, 11, 24, 10, 0, tzinfo=UTC)))
    expected = (
        "Tuesday 24 November, 10:00 to 11:00 (GMT) can no longer be booked. Please choose another time."
    )
    assert gone == expected
    busy = say(AdviserBusy(request(), window("2026-11-24T10:00", "2026-11-24T11:00"), "SW-2ABC"))
    assert busy.startswith("You have another session, SW-2ABC, Tuesday 24 November, 10:00 to 11:00 (GMT).")
    theirs = say(LroBusy(request(), window("2026-11-24T10:00", "2026-11-24T11:00")))
    assert theirs.startswith("The LRO has another session Tuesday 24 November, 10:00 to 11:00 (GMT).")


def test_the_other_refusals_say_what_is_so() -> None:
    assert "Only its LRO, or an adviser of the Regional Disruption Team" in say(NotYours())
    assert '"my requests"' in say(NoSuchRequest())
    assert "Please give others." in say(NoTimes())
    assert say(Refused()) == texts.WENT_WRONG


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-24T10:00", "Thursday 26 November"),
        ("2026-11-26T10:00", "Monday 30 November"),  # over a weekend
        ("2026-11-28T10:00", "Tuesday 1 December"),  # from a Saturday
        (
            "2026-12-24T10:00",
            "Wednesday 30 December",
        ),  # over Christmas, Boxing Day's substitute and a weekend
        ("2026-06-30T23:30", "Friday 3 July"),  # already 1 July in the region
    ],
)
def test_the_day_by_which_one_hears_counts_working_days_of_the_region(now: str, day: str) -> None:
    assert standings.reply_by(datetime.fromisoformat(now).replace(tzinfo=UTC), REGION) == day


def test_the_welcome_says_what_it_is_for_and_starts_it() -> None:
    shown = welcome.personal(REGION)
    assert "Ask, not task" in words(shown)
    assert press(shown, "Request a session") == StartWalk()
    assert press(shown, "My requests") == ShowMine()


def test_in_a_channel_nobody_is_offered_a_list_of_their_own() -> None:
    assert titles(welcome.channel(REGION)) == ["Request a session"]


def test_help_in_a_walk_says_how_to_move_about_and_starts_nothing_else() -> None:
    shown = welcome.help_in_walk(REGION)
    assert '"back", "cancel" or "start again"' in words(shown)
    assert titles(shown) == []
    assert titles(welcome.help_(REGION)) == ["Request a session", "My requests"]


COMES_TO_ADVISERS = "new requests come to you here"
ORGANISES = "You are an organiser"
ORGANISING = [
    "Who is waiting", "New announcement", "Announcements", "Advertise", "Figures"
]  # fmt: skip


@pytest.mark.parametrize(
    ("organiser", "adviser", "buttons"),
    [
        (False, False, ["Request a session", "My requests"]),
        (False, True, ["Who is waiting"]),
        (True, False, ORGANISING),
        (True, True, ORGANISING),
    ],
)
def test_who_says_hello_is_told_what_they_can_do(organiser: bool, adviser: bool, buttons: list[str]) -> None:
    shown = welcome.personal(REGION, organiser=organiser, adviser=adviser)
    assert (COMES_TO_ADVISERS in words(shown)) is adviser
    assert (ORGANISES in words(shown)) is organiser
    assert titles(shown) == buttons


def test_a_region_of_one_force_names_it() -> None:
    alone = REGION.model_copy(update={"forces": REGION.forces[:1]})
    assert texts.problem_sentence(Problem.FORCE_UNKNOWN, alone) == "Please choose one of: Avon and Somerset."
