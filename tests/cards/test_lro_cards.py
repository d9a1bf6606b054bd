"""What an LRO sees of a request after submitting it, and can press."""

from datetime import timedelta

import pytest

from cards import lro, outcome
from cards.lro import Links
from cards.payloads import CannotMakeIt, OfferTimes, ShowMine, StartWalk, Withdraw
from sessions.draft import Field
from sessions.request import Action, Request, State
from tests.cards.reading import inputs, of_type, press, titles, words
from tests.cards.samples import (
    ADVISER,
    AT,
    LINKS,
    LRO,
    NOW,
    REGION,
    TICKET,
    TIMES,
    asked_again,
    booked,
    called_off,
    expired,
    lapsed,
    no_show,
    redirected,
    released,
    request,
    then,
    withdrawn,
)


def test_a_booking_says_who_and_when_and_can_be_put_into_the_calendar() -> None:
    shown = lro.booked(booked(), **AT, links=LINKS)
    assert "Tuesday 24 November, 10:00 to 11:00 (GMT)" in words(shown)
    assert "Alex Adviser" in words(shown)
    assert [a["url"] for a in of_type(shown, "Action.OpenUrl")] == [LINKS.calendar]


def test_cannot_make_it_is_asked_twice() -> None:
    shown = lro.booked(booked(), **AT, links=LINKS)
    (unfolds,) = of_type(shown, "Action.ShowCard")
    assert [a["title"] for a in unfolds["card"]["actions"]] == ["Yes, tell the adviser"]
    assert press(shown, "Yes, tell the adviser") == CannotMakeIt(reference="SW-7K3F", lro=LRO.id, seen=2)


def test_without_a_calendar_link_there_is_no_such_button() -> None:
    shown = lro.booked(booked(), **AT, links=Links(calendar="", meeting=""))
    assert "Add to calendar" not in titles(shown)


def test_a_session_that_is_over_cannot_be_called_off() -> None:
    shown = lro.booked(booked(), region=REGION, now=NOW + timedelta(days=7), links=LINKS)
    assert titles(shown) == ["Add to calendar"]


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (released(), "With the advisers"),
        (called_off(), "Waiting for new times from you"),
        (withdrawn(booked()), "You withdrew this request."),
        (expired(), "Closed, because no new times came."),
        (no_show(), "Closed: the session did not take place."),
        (redirected(), "Redirected by Alex Adviser: it is for another capability of SWROCU."),
    ],
)
def test_a_booking_that_is_over_says_what_happened_since(of: Request, sentence: str) -> None:
    shown = lro.booked(of, **AT, links=LINKS)
    assert "This booking no longer stands" in words(shown)
    assert sentence in words(shown)
    assert titles(shown) == []


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (asked_again(), "Alex Adviser cannot do any of the times you gave for SW-7K3F."),
        (lapsed(), "Sorry: no adviser could take up SW-7K3F in the times you gave. They have now passed."),
        (called_off(), "You said that you cannot make it (SW-7K3F). When would suit you?"),
    ],
)
def test_other_times_are_asked_for_with_the_reason(of: Request, why: str) -> None:
    shown = lro.times_wanted(of, **AT)
    assert why in words(shown)
    assert titles(shown) == ["Send these times"]


def test_the_advisers_note_is_passed_on_and_the_last_day_named() -> None:
    said = words(lro.times_wanted(asked_again(note="Any morning?"), **AT))
    assert "Any morning?" in said
    assert "The request closes on Sunday 29 November if there is no answer." in said


def test_other_times_go_out_by_choice_and_in_words() -> None:
    shown = lro.times_wanted(asked_again(), **AT)
    sent = press(
        shown,
        "Send these times",
        **{
            "day-2026-11-25": "2026-11-25/morning",
            "day-2026-11-24": "2026-11-24/all-day",
            "times": "Fri 2pm",
        },
    )
    days = ("2026-11-24/all-day", "2026-11-25/morning")
    assert sent == OfferTimes(reference="SW-7K3F", times="Fri 2pm", days=days)


def test_once_given_the_question_for_times_cannot_be_answered_again() -> None:
    given = then(asked_again(), Action.OFFER_TIMES, State.OPEN, by=LRO)
    shown = lro.times_wanted(given, **AT)
    assert titles(shown) == []
    assert inputs(shown) == {}


def test_new_times_are_read_back_before_they_are_sent() -> None:
    shown = lro.confirm_times(TICKET, TIMES, "SW-7K3F", region=REGION)
    assert "Tuesday 24 November, 09:00 to 12:00 (GMT)" in words(shown)
    assert press(shown, "Use these times") == TICKET.steer("use these times")
    assert press(shown, "Change") == TICKET.steer("change", Field.AVAILABILITY)
    assert press(shown, "Yes, cancel it") == TICKET.steer("cancel")


def test_a_released_request_is_open_again_with_a_new_promise() -> None:
    said = words(lro.released(released(), **AT))
    assert "Sorry: Alex Adviser can no longer make it." in said
    assert "The advisers have it again: you will hear by the end of Tuesday 24 November." in said
    assert said.lower().count("you will hear") == 1


def test_a_release_told_late_says_how_it_stands_by_then() -> None:
    again = booked(released(), by=ADVISER)
    said = words(lro.released(again, **AT))
    assert "Booked with Alex Adviser for Tuesday 24 November, 10:00 to 11:00 (GMT)." in said
    assert "You will hear" not in said


@pytest.mark.parametrize(
    ("overview", "shown"),
    [
        ("word " * 20, ("word " * 12).strip() + "…"),
        ("short and whole", "short and whole"),
        ("x" * 80, "x" * 59 + "…"),
        ("x" * 60, "x" * 60),
    ],
)
def test_what_a_request_is_about_is_cut_after_a_word(overview: str, shown: str) -> None:
    about = request()
    about = about.model_copy(update={"asked": about.asked.model_copy(update={"overview": overview})})
    assert shown in words(lro.my_requests([about], **AT, private=True)).splitlines()


def test_a_closed_request_leads_to_a_new_one() -> None:
    assert press(lro.expired(expired(), **AT), "Request a session") == StartWalk()


def test_who_hears_late_that_an_adviser_gave_it_back_reads_nothing_that_is_no_longer_so() -> None:
    since = lro.released(redirected(released()), **AT)
    assert "not lost" not in words(since)
    assert "for now" not in words(since)
    assert "Redirected by Alex Adviser" in words(since)
    assert "is not lost" in words(lro.released(released(), **AT))


def test_whose_session_did_not_take_place_reads_which_and_can_ask_again() -> None:
    shown = outcome.no_show(no_show(), **AT)
    for expected in (
        "Your session did not take place",
        "Alex Adviser, Regional Disruption Team, has told me so.",
        "Friday 20 November, 10:00 to 11:00 (GMT)",
        "SW-7K3F",
        "If that is not so, please write to rdt@example.police.uk.",
    ):
        assert expected in words(shown)
    assert press(shown, "Request a session") == StartWalk()


def test_my_requests_stand_newest_first_and_those_still_going_can_be_withdrawn() -> None:
    old = request(reference="SW-2LDR", submitted_at=NOW - timedelta(days=3))
    gone = withdrawn(request(reference="SW-3GNE", submitted_at=NOW - timedelta(days=2)))
    shown = lro.my_requests([old, gone, request()], **AT, private=True)
    said = words(shown)
    assert said.index("SW-7K3F") < said.index("SW-3GNE") < said.index("SW-2LDR")
    pressed = [a["data"]["reference"] for a in of_type(shown, "Action.Execute")]
    assert pressed == ["SW-7K3F", "SW-2LDR"]


def test_a_session_that_is_over_is_not_withdrawn() -> None:
    later = NOW + timedelta(days=7)
    shown = lro.my_requests([booked()], region=REGION, now=later, private=True)
    assert titles(shown) == ["Request a session"]


def test_the_first_press_of_withdraw_is_not_sure() -> None:
    shown = lro.my_requests([request()], **AT, private=True)
    assert press(shown, "Withdraw") == Withdraw(reference="SW-7K3F", lro=LRO.id, sure="")


def test_in_a_channel_the_list_shows_no_word_of_an_overview() -> None:
    assert "catalytic" in words(lro.my_requests([request()], **AT, private=True))
    assert "catalytic" not in words(lro.my_requests([request()], **AT, private=False))


def test_somebody_without_requests_is_offered_to_make_one() -> None:
    shown = lro.my_requests([], **AT, private=True)
    assert "You have not made a request yet." in words(shown)
    assert press(shown, "Request a session") == StartWalk()


def test_withdrawing_is_asked_once_more() -> None:
    shown = lro.withdraw_sure(booked(), REGION)
    assert "Booked with Alex Adviser" in words(shown)
    assert press(shown, "Yes, withdraw it") == Withdraw(
        reference="SW-7K3F", lro=LRO.id, seen=booked().revision, sure="yes"
    )
    assert press(shown, "No, keep it") == Withdraw(
        reference="SW-7K3F", lro=LRO.id, seen=booked().revision, sure="no"
    )


def test_a_withdrawn_request_leads_on() -> None:
    shown = lro.withdrawn(withdrawn(), REGION)
    assert press(shown, "Request a session") == StartWalk()
    assert press(shown, "My requests") == ShowMine()
