"""What organisers type: used, or refused with everything that is wrong with it."""

from datetime import UTC, date, datetime, time

import pytest

from sessions.announcing.reading import Problem, Unusable, read_content, read_once, read_repeat
from sessions.announcing.rules import How, next_run
from tests.sessions.announcing.square import DAY, REGION

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A Monday."""


def test_content_is_cleaned() -> None:
    content = read_content(
        " Support\tsessions ", "\nAsk us,\r\nany\u202etime. ", " rdt@example.org ", show_held=True
    )
    assert content.title == "Support sessions"
    assert content.text == "Ask us,\nanytime."
    assert (content.contact, content.show_held) == ("rdt@example.org", True)


@pytest.mark.parametrize(
    ("title", "text", "contact", "problems"),
    [
        ("", "", "", [Problem.TITLE_MISSING, Problem.TEXT_SHORT, Problem.CONTACT_MISSING]),
        ("t" * 101, "x" * 2001, "c" * 201, [Problem.TITLE_LONG, Problem.TEXT_LONG, Problem.CONTACT_LONG]),
        ("Support", "x" * 2001, "rdt@example.org", [Problem.TEXT_LONG]),
        ("\u200b\u200b\u200b", "x" * 10, "rdt@example.org", [Problem.TITLE_MISSING]),
    ],
)
def test_everything_wrong_is_told_at_once(
    title: str, text: str, contact: str, problems: list[Problem]
) -> None:
    with pytest.raises(Unusable) as refused:
        read_content(title, text, contact, show_held=False)
    assert list(refused.value.problems) == problems


def test_the_longest_that_can_be_used() -> None:
    content = read_content("t" * 100, "\U0001f6a8" * 2000, "c" * 200, show_held=False)
    assert len(content.text) == 2000


def test_a_day_and_a_time() -> None:
    assert read_once("2026-11-24", "09:00", region=REGION, now=NOW).at == NOW.replace(day=24, minute=0)
    assert read_once("2026-11-23", "09:31", region=REGION, now=NOW).at == NOW.replace(minute=31)


@pytest.mark.parametrize(
    ("day", "at", "problems"),
    [
        ("", "", [Problem.DAY_UNCLEAR, Problem.TIME_UNCLEAR]),
        ("24/11/2026", "09:00", [Problem.DAY_UNCLEAR]),
        ("2026-11-24", "9ish", [Problem.TIME_UNCLEAR]),
        ("2026-11-23", "09:30", [Problem.MOMENT_PASSED]),
        ("2025-11-24", "09:00", [Problem.MOMENT_PASSED]),
        ("2027-11-25", "09:00", [Problem.MOMENT_FAR]),
        ("9999-12-31", "23:59", [Problem.MOMENT_FAR]),
        ("0001-01-01", "00:00", [Problem.MOMENT_PASSED]),
    ],
)
def test_a_day_that_cannot_be_used(day: str, at: str, problems: list[Problem]) -> None:
    with pytest.raises(Unusable) as refused:
        read_once(day, at, region=REGION, now=NOW)
    assert list(refused.value.problems) == problems


@pytest.mark.parametrize(
    ("weekday", "at", "first"),
    [
        ("0", "09:31", date(2026, 11, 23)),
        ("0", "09:30", date(2026, 11, 30)),
        ("6", "09:00", date(2026, 11, 29)),
    ],
)
def test_a_choice_begins_with_the_first_such_day(weekday: str, at: str, first: date) -> None:
    plan = read_repeat("every second", weekday, at, region=REGION, now=NOW)
    assert (plan.how, plan.weekday, plan.at) == (How.FORTNIGHTLY, int(weekday), time.fromisoformat(at))
    assert (plan.start, plan.zone) == (first, "Europe/London")
    run = next_run(plan, NOW)
    assert run is not None
    assert REGION.local(run).date() == first, "not two weeks later"


def test_another_time_of_day_keeps_every_second_monday_where_it_was() -> None:
    before = read_repeat("every second", "0", "09:00", region=REGION, now=NOW)
    later = NOW + 8 * DAY
    after = read_repeat("every second", "0", "10:00", region=REGION, now=later, before=before)
    assert (after.start, after.at) == (before.start, time(10))
    other_day = read_repeat("every second", "1", "10:00", region=REGION, now=later, before=before)
    assert other_day.start == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("how", "weekday", "at", "problems"),
    [
        ("daily", "7", "25:00", [Problem.TIME_UNCLEAR, Problem.HOW_UNCLEAR, Problem.WEEKDAY_UNCLEAR]),
        ("", "", "09:00", [Problem.HOW_UNCLEAR, Problem.WEEKDAY_UNCLEAR]),
        ("first", "-1", "09:00", [Problem.WEEKDAY_UNCLEAR]),
    ],
)
def test_a_choice_that_cannot_be_used(how: str, weekday: str, at: str, problems: list[Problem]) -> None:
    with pytest.raises(Unusable) as refused:
        read_repeat(how, weekday, at, region=REGION, now=NOW)
    assert list(refused.value.problems) == problems


def test_the_same_choice_counts_from_now_where_it_was_made_by_a_clock_that_ran_ahead() -> None:
    ahead = read_repeat("every second", "0", "09:00", region=REGION, now=NOW + 1000 * DAY)
    again = read_repeat("every second", "0", "09:00", region=REGION, now=NOW, before=ahead)
    assert again == read_repeat("every second", "0", "09:00", region=REGION, now=NOW)
