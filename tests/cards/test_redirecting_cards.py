"""A request that is not for a support session: an adviser says where it belongs, and its LRO is helped on."""

import pytest

from cards import redirecting
from cards.payloads import Redirect
from sessions.request import Elsewhere
from tests.cards.reading import choices, inputs, of_type, press, titles, words
from tests.cards.samples import ADVISER, AT, LRO, WITH_TASKING, booked, for_adviser, redirected, request


def test_an_adviser_chooses_where_it_belongs_and_may_give_advice() -> None:
    shown = for_adviser(request())
    assert choices(shown, "elsewhere") == [
        ("A formal tasking request", "formal tasking"),
        ("Another capability of SWROCU", "another capability"),
        ("A multi-capability meeting", "multi-capability meeting"),
    ]
    pressed = press(shown, "Redirect it", elsewhere="formal tasking", advice="Use the form.")
    assert pressed == Redirect(
        reference="SW-7K3F", lro=LRO.id, seen=1, elsewhere=Elsewhere.FORMAL_TASKING, advice="Use the form."
    )


def test_with_nothing_chosen_it_still_arrives() -> None:
    """Clients that know of required inputs do not send it."""
    assert press(for_adviser(request()), "Redirect it") == Redirect(reference="SW-7K3F", lro=LRO.id, seen=1)
    [where] = [
        each for each in of_type(for_adviser(request()), "Input.ChoiceSet") if each["id"] == "elsewhere"
    ]
    assert where["isRequired"]


def test_no_input_of_a_card_is_called_like_another() -> None:
    assert sorted(inputs(for_adviser(request()))) == ["advice", "elsewhere", "note", "slot"]


def test_who_has_booked_it_is_told_that_the_booking_ends_too() -> None:
    assert redirecting.BOOKING_TOO in words(for_adviser(booked()))
    assert redirecting.BOOKING_TOO not in words(for_adviser(request()))
    assert press(for_adviser(booked()), "Redirect it") == Redirect(reference="SW-7K3F", lro=LRO.id, seen=2)


@pytest.mark.parametrize(
    ("elsewhere", "sentence"),
    [
        (Elsewhere.FORMAL_TASKING, "please make a formal tasking request"),
        (Elsewhere.CAPABILITY, "Another capability of SWROCU can help you better"),
        (Elsewhere.MEETING, "in a multi-capability meeting of SWROCU"),
    ],
)
def test_its_lro_reads_by_whom_where_to_and_what_comes_next(elsewhere: Elsewhere, sentence: str) -> None:
    said = words(redirecting.redirected(redirected(elsewhere=elsewhere), **AT))
    for expected in (
        f"{ADVISER.name}, Regional Disruption Team, has read it.",
        sentence,
        "SW-7K3F",
        "their duty officer expects your call",
        "the next step is yours. To ask a person: rdt@example.police.uk",
    ):
        assert expected in said


def test_without_advice_there_is_no_box_for_it() -> None:
    assert len(of_type(redirecting.redirected(redirected(), **AT), "Container")) == 1
    assert not of_type(redirecting.redirected(redirected(note=""), **AT), "Container")


def test_a_booking_that_ends_with_it_is_named() -> None:
    said = words(redirecting.redirected(redirected(booked()), **AT))
    assert "Tuesday 24 November, 10:00 to 11:00 (GMT) is off" in said
    assert "is off" not in words(redirecting.redirected(redirected(), **AT))


def test_the_way_to_a_formal_tasking_is_a_button_where_the_region_has_one() -> None:
    formal, other = redirected(elsewhere=Elsewhere.FORMAL_TASKING), redirected()
    shown = redirecting.redirected(formal, region=WITH_TASKING, now=AT["now"])
    assert titles(shown) == ["Make a formal tasking request", "Request a session", "My requests"]
    assert [each["url"] for each in of_type(shown, "Action.OpenUrl")] == ["https://tasking.example.org/new"]
    for without in (
        redirecting.redirected(formal, **AT),
        redirecting.redirected(other, region=WITH_TASKING, now=AT["now"]),
    ):
        assert titles(without) == ["Request a session", "My requests"]
