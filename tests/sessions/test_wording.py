"""How times are said: day, date, 24-hour time and zone are always there."""

from datetime import UTC, date, datetime

import pytest

from sessions.region import south_west
from sessions.window import Window
from sessions.wording import say_ago, say_day, say_passed, say_slot, say_time, say_window, say_windows

REGION = south_west()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def window(start: str, end: str) -> Window:
    return Window(start=utc(start), end=utc(end))


def test_a_winter_window_is_said_in_gmt() -> None:
    said = say_window(window("2026-11-24T09:00", "2026-11-24T12:00"), REGION)
    assert said == "Tuesday 24 November, 09:00 to 12:00 (GMT)"


def test_a_summer_window_is_said_in_bst() -> None:
    said = say_window(window("2026-07-01T08:00", "2026-07-01T11:00"), REGION)
    assert said == "Wednesday 1 July, 09:00 to 12:00 (BST)"


def test_a_window_across_the_clock_change_says_both_zones() -> None:
    said = say_window(window("2026-10-25T00:30", "2026-10-25T02:30"), REGION)
    assert said == "Sunday 25 October, 01:30 (BST) to 02:30 (GMT)"


def test_a_window_across_midnight_says_both_days() -> None:
    said = say_window(window("2026-11-24T22:00", "2026-11-25T01:00"), REGION)
    assert said == "Tuesday 24 November, 22:00 (GMT) to Wednesday 25 November, 01:00 (GMT)"


def test_a_slot_lasts_a_session_unless_a_length_is_given() -> None:
    start = utc("2026-11-24T10:00")
    assert say_slot(start, REGION) == "Tuesday 24 November, 10:00 to 11:00 (GMT)"


def test_windows_of_one_day_share_a_line() -> None:
    said = say_windows(
        [
            window("2026-11-25T09:00", "2026-11-25T17:00"),
            window("2026-11-24T14:00", "2026-11-24T16:00"),
            window("2026-11-24T09:00", "2026-11-24T10:00"),
            window("2026-11-24T11:00", "2026-11-24T12:00"),
        ],
        REGION,
    )
    assert said == [
        "Tuesday 24 November, 09:00 to 10:00, 11:00 to 12:00 and 14:00 to 16:00 (GMT)",
        "Wednesday 25 November, 09:00 to 17:00 (GMT)",
    ]


def test_no_windows_are_no_lines() -> None:
    assert say_windows([], REGION) == []


def test_windows_on_both_sides_of_the_clock_change_keep_their_zones() -> None:
    said = say_windows(
        [
            window("2026-10-24T23:30", "2026-10-25T00:30"),
            window("2026-10-25T00:45", "2026-10-25T01:30"),
            window("2026-10-25T09:00", "2026-10-25T10:00"),
        ],
        REGION,
    )
    assert said == [
        "Sunday 25 October, 00:30 to 01:30 (BST)",
        "Sunday 25 October, 01:45 (BST) to 01:30 (GMT)",
        "Sunday 25 October, 09:00 to 10:00 (GMT)",
    ]


def test_a_day_by_itself() -> None:
    assert say_day(date(2026, 12, 1)) == "Tuesday 1 December"


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("2026-11-25T12:00", "just now"),  # a clock that runs ahead
        ("2026-11-25T10:00", "just now"),
        ("2026-11-25T09:59", "1 minute ago"),
        ("2026-11-25T09:55", "5 minutes ago"),
        ("2026-11-25T09:00", "1 hour ago"),
        ("2026-11-24T10:01", "23 hours ago"),
        ("2026-11-24T09:00", "yesterday"),
        ("2026-11-23T23:00", "2 days ago"),
        ("2026-11-22T11:00", "3 days ago"),
    ],
)
def test_how_long_ago(then: str, said: str) -> None:
    assert say_ago(utc(then), utc("2026-11-25T10:00")) == said


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ("2026-11-25T11:00", "2026-11-25T10:00", "less than a minute"),  # a clock that runs ahead
        ("2026-11-25T09:59", "2026-11-25T10:00", "1 minute"),
        ("2026-11-24T10:01", "2026-11-25T10:00", "23 hours"),
        ("2026-11-24T09:00", "2026-11-25T10:00", "1 day"),
        ("2026-10-24T11:00", "2026-10-25T12:00", "1 day"),  # noon (BST) to noon (GMT)
        ("2026-10-24T23:30", "2026-10-25T23:40", "1 day"),  # all of the 25 hours of one Sunday
        ("2026-03-28T12:00", "2026-03-29T11:00", "23 hours"),  # noon (GMT) to noon (BST)
        ("2026-03-28T12:00", "2026-03-30T11:00", "2 days"),
    ],
)
def test_how_long(then: str, now: str, said: str) -> None:
    assert say_passed(utc(then), REGION.local(utc(now))) == said


def test_a_moment_by_itself() -> None:
    assert say_time(utc("2026-07-01T08:00"), REGION) == "Wednesday 1 July, 09:00 (BST)"
    assert say_time(utc("2026-10-25T01:30"), REGION) == "Sunday 25 October, 01:30 (GMT)"
