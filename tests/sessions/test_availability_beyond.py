"""Times that were understood, and break a rule of the region's offer: which one, and of which piece."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.availability import Rule, choices_beyond, read_availability, sorted_out
from sessions.availability.beyond import LOOKED_AT_MOST
from sessions.region import Region, south_west

REGION = south_west()
MONDAY = datetime(2026, 11, 23, 11, tzinfo=REGION.tz)
"""The last day to be offered is Monday 30 November; the earliest start today is 13:00."""


def named(
    text: str, now: datetime = MONDAY, region: Region = REGION
) -> tuple[list[str], dict[str, set[Rule]]]:
    """What was not understood, and what lies beyond the offer."""
    read = read_availability(text, now=now, region=region)
    unread, beyond = sorted_out(read.not_understood, now=now, region=region)
    return list(unread), {each.phrase: set(each.rules) for each in beyond}


@pytest.mark.parametrize("phrase", ["today", "any time today", "today after 3", "today 2-6pm"])
@pytest.mark.parametrize("hour", [15, 19])
def test_late_in_the_day_the_hours_and_the_lead_together_leave_nothing(phrase: str, hour: int) -> None:
    late = MONDAY.replace(hour=hour, minute=30)
    unread, beyond = named(phrase, late)
    assert unread == []
    assert beyond[phrase] & {Rule.LEAD, Rule.PASSED}


@pytest.mark.parametrize("day", ["28 March", "Sunday", "25 October", "every day", "any day"])
def test_no_hour_that_the_clock_skips_or_repeats_is_a_fault(day: str) -> None:
    """01:00 to 02:00 is once not there, and once twice."""
    for now in (
        MONDAY,
        datetime(2027, 3, 26, 10, tzinfo=REGION.tz),
        datetime(2026, 10, 23, 10, tzinfo=REGION.tz),
    ):
        for minute in range(0, 3 * 60, 15):
            start, end = divmod(minute, 60), divmod(minute + 15, 60)
            for said in ("{:02}:{:02}".format(*start), "{:02}:{:02}-{:02}:{:02}".format(*start, *end)):
                named(f"{day} {said}", now)
                named(said, now)


def test_a_very_long_piece_is_not_looked_at_again() -> None:
    """To read it costs time, and no more than its beginning would be shown."""
    assert named("Saturday 10:00 to 12:00")[1] != {}
    assert named(f"Saturday {' ' * 120} 10:00 to 12:00")[1] == {}


def test_of_very_many_pieces_the_last_are_not_looked_at_again() -> None:
    pieces = ["Saturday 10-12"] * (LOOKED_AT_MOST + 1)
    unread, beyond = sorted_out(pieces, now=MONDAY, region=REGION)
    assert (len(unread), len(beyond)) == (1, LOOKED_AT_MOST)


@pytest.mark.parametrize(
    ("phrase", "rules"),
    [
        ("Saturday 10-12", {Rule.DAYS}),
        ("at the weekend", {Rule.DAYS}),
        ("6am", {Rule.HOURS}),
        ("Tuesday 6am", {Rule.HOURS}),
        ("Wed 17:00-18:00", {Rule.HOURS}),
        ("Wed 16:30-18:00", {Rule.HOURS}),
        ("tomorrow evening", {Rule.HOURS}),
        ("this evening", {Rule.HOURS}),
        ("any day after 6pm", {Rule.HOURS}),
        ("in three weeks", {Rule.AHEAD}),
        ("in a fortnight's time", {Rule.AHEAD}),
        ("next Friday 10-12", {Rule.AHEAD}),
        ("w/c 14 December", {Rule.AHEAD}),
        ("in January", {Rule.AHEAD}),
        ("2 December", {Rule.AHEAD}),
        ("25 December", {Rule.AHEAD, Rule.HOLIDAY}),
        ("today in an hour", {Rule.LEAD}),
        ("in 30 mins", {Rule.LEAD}),
        ("today 11-12", {Rule.LEAD}),
        ("today 9-10", {Rule.PASSED}),
        ("this morning", {Rule.LEAD}),
        ("Thu 10:00-10:30", {Rule.SHORT}),
        ("Sat 10-12 or Tue 6am", {Rule.DAYS, Rule.HOURS}),
    ],
)
def test_the_rule_that_is_broken_is_found(phrase: str, rules: set[Rule]) -> None:
    assert named(phrase) == ([], {phrase: rules})


@pytest.mark.parametrize(
    "phrase",
    [
        "the usual",
        "10am",
        "in 3 hours",
        "15 minutes",
        "not Tuesday",
        "Saturday if I am not on call",
        "Tuesday 14 December",
        "1/1/9999",
        "see you this weekend",
    ],
)
def test_what_says_no_time_or_one_that_could_be_had_is_not_understood(phrase: str) -> None:
    assert named(phrase) == ([phrase], {})


def test_of_a_text_each_piece_is_told_by_itself() -> None:
    assert named("Tue 10-12; Sat 10-12; the usual; 6 to 7am") == (
        ["the usual"],
        {"Sat 10-12": {Rule.DAYS}, "6 to 7am": {Rule.HOURS}},
    )


def test_a_bank_holiday_within_the_days_ahead_is_no_working_day() -> None:
    easter = datetime(2026, 3, 30, 10, tzinfo=REGION.tz)
    assert named("Friday 3 April 10-12", now=easter) == ([], {"Friday 3 April 10-12": {Rule.HOLIDAY}})


def test_the_rules_are_those_of_the_region() -> None:
    saturdays = REGION.working.model_copy(update={"days": frozenset({5})})
    region = REGION.model_copy(update={"working": saturdays})
    assert named("Tuesday 10-12", region=region) == ([], {"Tuesday 10-12": {Rule.DAYS}})
    no_lead = REGION.model_copy(update={"offer": REGION.offer.model_copy(update={"lead_hours": 0})})
    assert named("today in an hour", region=no_lead)[1] == {}


def test_choices_that_have_passed_since_the_card_was_drawn() -> None:
    chosen = ["2026-11-20/morning", "2026-11-23/morning", "2026-11-24/morning"]
    gone = choices_beyond(chosen, now=MONDAY, region=REGION)
    assert [(each.phrase, each.rules) for each in gone] == [
        ("Friday 20 November, morning", (Rule.PASSED,)),
        ("Monday 23 November, morning", (Rule.LEAD,)),
    ]


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_pieces_at_all_are_told_one_way_or_the_other(pieces: list[str]) -> None:
    unread, beyond = sorted_out(pieces, now=MONDAY, region=REGION)
    assert sorted([*unread, *(each.phrase for each in beyond)]) == sorted(pieces)
