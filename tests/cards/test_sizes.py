"""The largest cards there can be still fit into the 28 KB of Teams, in UTF-8 and in UTF-16."""

import pytest

from cards import lro, walk
from cards.payloads import Ticket
from sessions.draft import Field, Problem
from sessions.people import Person
from sessions.request import Request
from sessions.window import Window
from tests.cards.reading import choices, fits, size, words
from tests.cards.samples import (
    AT,
    DRAFT,
    REGION,
    WHOLE_WEEK,
    asked_again,
    asking,
    booked,
    for_adviser,
    request,
    slots,
    window,
)

GUID = "5f8d7c3a-1b2c-4d5e-8f90-123456789abc"
TICKET = Ticket(walk=GUID, asked=999)
LONGEST = {
    "four-byte characters": "\U0001f6a8" * 2000,
    "characters that JSON escapes": '"\\' * 1000,
    "braces kept apart": "{" * 2000,
    "a line each": "ab\n" * 666,
    "three-byte characters": "\u20ac" * 2000,
}
each_overview = pytest.mark.parametrize("overview", LONGEST.values(), ids=LONGEST)

NINE_WINDOWS = tuple(
    window(f"2026-11-{day}T{start}", f"2026-11-{day}T{end}")
    for day in (23, 24, 25)
    for start, end in (("09:00", "10:30"), ("11:00", "12:30"), ("14:00", "16:30"))
)


def largest(
    overview: str, availability: tuple[Window, ...] = WHOLE_WEEK, reference: str = "SW-7K3F"
) -> Request:
    """A request by somebody with a long name, id and address."""
    plain = request(overview=overview, name="N" * 100, availability=availability, reference=reference)
    contact = plain.asked.contact.model_copy(update={"email": f"{'m' * 64}@{'d' * 180}.example"})
    asked = plain.asked.model_copy(update={"contact": contact, "force": "Devon and Cornwall"})
    return plain.model_copy(update={"asked": asked, "lro": Person(id=GUID, name="N" * 100)})


@each_overview
def test_the_adviser_card_of_somebody_free_all_week(overview: str) -> None:
    of = largest(overview)
    assert len(slots(of)) == 90
    fits(for_adviser(of, say="S" * 200))
    fits(for_adviser(booked(of)))


@each_overview
def test_the_adviser_card_with_nine_windows(overview: str) -> None:
    fits(for_adviser(largest(overview, NINE_WINDOWS)))


@each_overview
def test_the_walk(overview: str) -> None:
    draft = DRAFT.model_copy(update={"name": "N" * 100, "overview": overview, "availability": NINE_WINDOWS})
    for private in (True, False):
        fits(walk.summary(TICKET, draft, region=REGION, private=private))
        fits(walk.halfway(TICKET, draft, Field.AVAILABILITY, given=True, region=REGION, private=private))
        fits(walk.answered(Field.OVERVIEW, draft, region=REGION, private=private))
    fits(asking(Field.OVERVIEW, draft=draft, changing=True))


@each_overview
def test_an_answer_far_too_long_is_put_back_as_far_as_a_card_can_hold_it(overview: str) -> None:
    typed = (overview * 4)[:8000]
    shown = asking(Field.OVERVIEW, typed={"overview": typed}, problem=Problem.OVERVIEW_LONG)
    fits(shown)


def test_times_typed_at_length() -> None:
    phrases = tuple("\U0001f6a8" * 500 for _ in range(50))
    fits(
        asking(
            Field.AVAILABILITY,
            typed={"times": "\U0001f6a8" * 8000},
            not_understood=phrases,
            understood=NINE_WINDOWS,
            problem=Problem.TIMES_PARTLY,
        )
    )
    fits(lro.times_wanted(asked_again(note="\U0001f6a8" * 8000), **AT))


@each_overview
def test_my_requests_of_somebody_who_asks_a_lot(overview: str) -> None:
    many = [
        booked(largest(overview, reference=f"SW-{n:04}"), by=Person(id=GUID, name="A" * 100))
        for n in range(40)
    ]
    shown = lro.my_requests(many, **AT, private=True)
    assert size(shown) < 20 * 1024
    assert "And 32 older." in words(shown)


def test_too_many_slots_are_thinned_without_losing_a_window() -> None:
    lone = window("2026-11-25T09:30", "2026-11-25T10:30")
    week = request(availability=(*(w for w in WHOLE_WEEK if w.start.day != 25), lone))
    shown = [value for _, value in choices(for_adviser(week), "slot")]
    assert len(slots(week)) == 76
    assert "2026-11-25T09:30+00:00" in shown
    assert "2026-11-30T16:00+00:00" in shown
    assert len(shown) == 41
    assert "41 of 76 possible starts are shown." in words(for_adviser(week))


def test_up_to_48_slots_are_all_shown() -> None:
    days = request(availability=WHOLE_WEEK[:3])
    assert len(choices(for_adviser(days), "slot")) == len(slots(days)) == 45
    assert "possible starts" not in words(for_adviser(days))


@pytest.mark.parametrize("field", [Field.NAME, Field.CONTACT])
def test_short_answers_typed_at_length(field: Field) -> None:
    fits(asking(field, typed=dict.fromkeys(("name", "email", "telephone"), "\U0001f6a8" * 8000)))
