"""The inputs for availability: which days and parts are offered, and what stands in them."""

from datetime import UTC, datetime

from cards.questions import Question, question
from cards.times import as_inputs, times_inputs
from cards.unread import not_understood_line
from sessions.availability import days_to_offer, windows_of_choices
from sessions.draft import Draft, Field
from tests.cards.reading import choices, inputs, words
from tests.cards.samples import DRAFT, NOW, REGION, TICKET, TIMES, WHOLE_WEEK, asking, window


def test_each_working_day_is_offered_with_the_parts_that_are_left() -> None:
    offered = [id_ for id_ in inputs(asking(Field.AVAILABILITY)) if id_.startswith("day-")]
    assert offered == [f"day-2026-11-{day}" for day in (23, 24, 25, 26, 27)]
    assert choices(asking(Field.AVAILABILITY), "day-2026-11-24") == [
        ("Not free", "-"),
        ("Morning", "2026-11-24/morning"),
        ("Afternoon", "2026-11-24/afternoon"),
        ("All day", "2026-11-24/all-day"),
    ]


def test_after_noon_only_the_afternoon_is_left_of_today() -> None:
    noon = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    q = Question(ticket=TICKET, field=Field.AVAILABILITY, draft=Draft())
    assert choices(question(q, region=REGION, now=noon), "day-2026-11-24") == [
        ("Not free", "-"),
        ("Afternoon", "2026-11-24/afternoon"),
    ]


def test_what_morning_means_is_said_in_the_zone_of_those_days() -> None:
    assert "Morning is 09:00 to 12:00, afternoon 12:00 to 17:00 (GMT)." in words(asking(Field.AVAILABILITY))
    q = Question(ticket=TICKET, field=Field.AVAILABILITY, draft=Draft())
    before_the_change = datetime(2026, 10, 22, 10, 0, tzinfo=UTC)
    assert "(BST/GMT)" in words(question(q, region=REGION, now=before_the_change))


def test_windows_given_before_come_back_as_choices_and_the_rest_in_words() -> None:
    assert as_inputs(TIMES, region=REGION, now=NOW) == {
        "day-2026-11-24": "2026-11-24/morning",
        "day-2026-11-26": "2026-11-26/afternoon",
        "times": "25/11 10:00-11:30",
    }


def test_choices_that_come_back_stand_for_the_same_windows() -> None:
    within = WHOLE_WEEK[:5]
    back = as_inputs(within, region=REGION, now=NOW)
    assert back.pop("times") == ""
    assert windows_of_choices(back.values(), now=NOW, region=REGION) == within


def test_a_day_with_two_windows_comes_back_in_words_as_a_whole() -> None:
    day = (
        window("2026-11-24T09:00", "2026-11-24T12:00"),
        window("2026-11-24T14:00", "2026-11-24T16:00"),
    )
    assert as_inputs(day, region=REGION, now=NOW) == {"times": "24/11 09:00-12:00, 24/11 14:00-16:00"}


def test_words_that_come_back_are_in_local_time() -> None:
    july = datetime(2026, 6, 30, 10, 0, tzinfo=UTC)
    given = (window("2026-07-01T08:30", "2026-07-01T10:00"),)
    assert as_inputs(given, region=REGION, now=july) == {"times": "01/07 09:30-11:00"}


def test_what_was_typed_counts_before_what_was_given() -> None:
    shown = asking(Field.AVAILABILITY, draft=DRAFT, typed={"times": "whenever"})
    assert inputs(shown)["times"] == "whenever"
    assert inputs(shown)["day-2026-11-24"] == "-"


def test_a_choice_that_has_passed_is_not_put_back() -> None:
    shown = asking(Field.AVAILABILITY, typed={"day-2026-11-24": "2026-11-20/morning"})
    assert inputs(shown)["day-2026-11-24"] == "-"


def test_with_no_working_day_ahead_there_is_still_the_text_box() -> None:
    closed = REGION.model_copy(update={"working": REGION.working.model_copy(update={"days": frozenset()})})
    (only,) = times_inputs(days_to_offer(now=NOW, region=closed), {}, closed)
    assert only.model_dump()["label"] == "In your own words"


def test_what_was_not_understood_is_named_but_not_at_any_length() -> None:
    assert not_understood_line(["the usual"]) == 'I did not understand "the usual".'
    many = not_understood_line(["x" * 200, "b", "c", "d", "e", "f", "g"])
    assert many == f'I did not understand "{"x" * 60}…", "b", "c", "d", "e" and 2 more.'
