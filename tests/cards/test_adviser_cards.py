"""What an adviser sees and can press, in each state of a request."""

from datetime import timedelta

from cards import adviser
from cards.lro import Links
from cards.payloads import AskForTimes, Book, NoShow, Release
from sessions.request import Action, State
from tests.cards.reading import choices, inputs, of_type, press, titles, words
from tests.cards.samples import (
    ADVISER,
    AT,
    LINKS,
    LRO,
    NOW,
    OTHER,
    REGION,
    asked_again,
    booked,
    called_off,
    expired,
    for_adviser,
    lapsed,
    no_show,
    redirected,
    released,
    request,
    slots,
    then,
    withdrawn,
)

REDIRECT = ["Not for a session", "Redirect it"]
UNFOLDS = ["Ask for other times", "Ask the LRO", *REDIRECT]
"""What an open request always offers, and what each of them unfolds."""


def test_an_open_request_says_who_asks_for_what_and_since_when() -> None:
    said = words(for_adviser(request()))
    for expected in (
        "Request SW-7K3F",
        "Dorset, submitted Sunday 22 November, 17:00 (GMT)",
        "Sam Sample",
        "sam.sample@dorset.police.uk",
        "07700 900123",
        "catalytic converter thefts",
    ):
        assert expected in said


def test_its_slots_are_offered_in_order_each_with_day_and_zone() -> None:
    offered = choices(for_adviser(request()), "slot")
    assert offered[0] == ("Tuesday 24 November, 09:00 to 10:00 (GMT)", "2026-11-24T09:00+00:00")
    assert [value for _, value in offered] == sorted(value for _, value in offered)
    assert len(offered) == len(slots(request()))


def test_book_sends_the_slot_that_was_chosen() -> None:
    pressed = press(for_adviser(request()), "Book this time", slot="2026-11-24T10:00+00:00")
    assert pressed == Book(reference="SW-7K3F", lro=LRO.id, seen=1, slot="2026-11-24T10:00+00:00")


def test_book_with_nothing_chosen_still_arrives() -> None:
    assert press(for_adviser(request()), "Book this time") == Book(
        reference="SW-7K3F", lro=LRO.id, seen=1, slot=""
    )


def test_none_of_these_unfolds_a_note_to_send() -> None:
    shown = for_adviser(request())
    assert titles(shown) == ["Book this time", *UNFOLDS]
    pressed = press(shown, "Ask the LRO", note="Any morning?")
    assert pressed == AskForTimes(reference="SW-7K3F", lro=LRO.id, seen=1, note="Any morning?")


def test_an_adviser_with_no_free_time_left_can_only_ask_for_others() -> None:
    shown = adviser.request_card(request(), viewer=ADVISER, slots=(), **AT)
    assert "slot" not in inputs(shown)
    assert titles(shown) == UNFOLDS
    assert "You cannot book any of these times" in words(shown)


def test_why_a_click_did_nothing_is_said_on_top() -> None:
    shown = for_adviser(request(), say="That time has just gone.")
    assert words(shown).splitlines()[0] == "That time has just gone."


def test_a_request_that_is_open_again_says_why() -> None:
    shown = for_adviser(released(), OTHER)
    assert titles(shown) == ["Book this time", *UNFOLDS]
    assert "Open again: Alex Adviser can no longer make it." in words(shown)
    given = then(asked_again(), Action.OFFER_TIMES, State.OPEN, by=LRO)
    assert "Open again: the LRO has given other times." in words(for_adviser(given, OTHER))


def test_the_winner_sees_the_booking_and_all_that_is_needed_to_hold_it() -> None:
    shown = for_adviser(booked())
    assert "Tuesday 24 November, 10:00 to 11:00 (GMT)" in words(shown)
    assert "catalytic" in words(shown)
    assert titles(shown) == [
        "Create the Teams invitation",
        "Add to calendar",
        "I can no longer make it",
        "Yes, give it back",
        *REDIRECT,
    ]
    assert [a["url"] for a in of_type(shown, "Action.OpenUrl")] == [LINKS.meeting, LINKS.calendar]


def test_releasing_is_asked_twice() -> None:
    shown = for_adviser(booked())
    unfolds, _ = of_type(shown, "Action.ShowCard")
    assert unfolds["title"] == "I can no longer make it"
    assert [a["title"] for a in unfolds["card"]["actions"]] == ["Yes, give it back"]
    assert press(shown, "Yes, give it back") == Release(reference="SW-7K3F", lro=LRO.id, seen=2)


def test_there_is_no_button_for_a_link_there_is_not() -> None:
    links = Links(calendar="", meeting="")
    shown = adviser.request_card(booked(), viewer=ADVISER, slots=(), **AT, links=links)
    assert titles(shown) == ["I can no longer make it", "Yes, give it back", *REDIRECT]


def test_a_session_that_is_over_cannot_be_released() -> None:
    later = NOW + timedelta(days=7)
    shown = adviser.request_card(booked(), viewer=ADVISER, slots=(), region=REGION, now=later, links=LINKS)
    assert titles(shown) == ["It did not take place", "Yes, tell the LRO"]
    assert press(shown, "Yes, tell the LRO") == NoShow(reference="SW-7K3F", lro=LRO.id, seen=2)
    for expected in ("This session is over", "It counts as held", "sam.sample@dorset.police.uk", "catalytic"):
        assert expected in words(shown)


def test_until_it_is_over_nobody_is_asked_how_it_went() -> None:
    during = booked().booking.time.end - timedelta(minutes=1)  # type: ignore[union-attr]
    shown = adviser.request_card(booked(), viewer=ADVISER, slots=(), region=REGION, now=during, links=LINKS)
    assert titles(shown)[2:] == ["I can no longer make it", "Yes, give it back"]


def test_the_others_see_who_has_it_and_have_nothing_to_press() -> None:
    shown = for_adviser(booked(), OTHER)
    expected = "Booked by Alex Adviser for Tuesday 24 November, 10:00 to 11:00 (GMT). No need to do anything."
    assert expected in words(shown)
    assert titles(shown) == []


def test_whatever_is_not_open_has_one_sentence_and_no_buttons() -> None:
    expected = {
        "Alex Adviser asked the LRO for other times.": asked_again(),
        "The times offered have passed, and the LRO has been asked for others.": lapsed(),
        "The LRO cannot make the time that was booked, and has been asked for others.": called_off(),
        "The LRO has withdrawn this request.": withdrawn(),
        "Closed: no new times came from the LRO.": expired(),
        "Redirected by Alex Adviser: it is for another capability of SWROCU.": redirected(),
        "The session did not take place.": no_show(),
    }
    for sentence, of in expected.items():
        shown = for_adviser(of)
        assert of.state is not State.OPEN
        assert sentence in words(shown)
        assert titles(shown) == []


def test_an_adviser_whose_booking_is_off_reads_why_and_which_it_was() -> None:
    off = words(adviser.booking_is_off(called_off(), **AT))
    assert "Sam Sample (Dorset) cannot make it, and has been asked for other times." in off
    assert "Tuesday 24 November, 10:00 to 11:00 (GMT)" in off
    assert "has withdrawn the request." in words(adviser.booking_is_off(withdrawn(booked()), **AT))
