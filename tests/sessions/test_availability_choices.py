"""Availability by card: what is offered, and what a choice stands for."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.availability import Part, choice_id, clip, days_to_offer, windows_of_choices
from sessions.region import south_west
from sessions.window import Window, merge

REGION = south_west()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=REGION.tz)


def window(start: str, end: str) -> Window:
    return Window(start=local(start), end=local(end))


def test_a_week_is_offered_from_monday_morning_to_next_monday() -> None:
    offers = days_to_offer(now=local("2026-11-23T07:00"), region=REGION)
    assert [offer.day for offer in offers] == [date(2026, 11, d) for d in (23, 24, 25, 26, 27, 30)]
    assert all(offer.parts == (Part.MORNING, Part.AFTERNOON, Part.ALL_DAY) for offer in offers)


def test_a_part_with_no_room_for_a_session_is_not_offered() -> None:
    today = days_to_offer(now=local("2026-11-23T09:30"), region=REGION)[0]
    assert (today.day, today.parts) == (date(2026, 11, 23), (Part.AFTERNOON, Part.ALL_DAY))


@pytest.mark.parametrize("days", [(23, 24), (24, 23)])
def test_at_midnight_a_day_more_can_be_had(days: tuple[int, int]) -> None:
    """Whichever was asked first: to the minute, both have the same earliest start."""
    at = {23: local("2026-11-23T23:59:30"), 24: local("2026-11-24T00:00:00")}
    asked = window("2026-12-01T10:00", "2026-12-01T12:00")
    found = {day: clip([asked], now=at[day], region=REGION) for day in days}
    assert found == {23: (), 24: (asked,)}


def test_a_day_with_no_room_is_not_offered_at_all() -> None:
    offers = days_to_offer(now=local("2026-11-23T14:01"), region=REGION)
    assert offers[0].day == date(2026, 11, 24)


def test_bank_holidays_are_not_offered() -> None:
    offers = days_to_offer(now=local("2026-12-23T16:00"), region=REGION)
    assert [offer.day for offer in offers] == [date(2026, 12, d) for d in (24, 29, 30)]


def test_choices_become_windows_joined_where_they_meet() -> None:
    now = local("2026-11-23T10:00")
    chosen = ["2026-11-25/all-day", "2026-11-24/afternoon", "2026-11-24/morning", "2026-11-25/morning"]
    assert windows_of_choices(chosen, now=now, region=REGION) == (
        window("2026-11-24T09:00", "2026-11-24T17:00"),
        window("2026-11-25T09:00", "2026-11-25T17:00"),
    )


def test_choices_that_have_passed_since_the_card_was_drawn_fall_away() -> None:
    now = local("2026-11-24T12:00")
    chosen = ["2026-11-23/all-day", "2026-11-24/morning", "2026-11-24/afternoon"]
    assert windows_of_choices(chosen, now=now, region=REGION) == (
        window("2026-11-24T14:00", "2026-11-24T17:00"),
    )


@pytest.mark.parametrize(
    "choice",
    [
        "",
        "2026-11-24",
        "2026-11-24/evening",
        "24/11/2026/morning",
        "2026-11-28/morning",
        "2026-12-01/morning",
    ],
)
def test_a_choice_that_no_card_offered_is_refused_by_name(choice: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(choice))):
        windows_of_choices([choice], now=local("2026-11-23T10:00"), region=REGION)


MOMENTS = st.datetimes(
    min_value=datetime(2026, 10, 12),  # noqa: DTZ001 (hypothesis adds the zone itself)
    max_value=datetime(2027, 4, 12),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(MOMENTS)
def test_every_part_offered_has_a_window_and_a_part_not_offered_has_none(now: datetime) -> None:
    offered = {choice_id(o.day, p) for o in days_to_offer(now=now, region=REGION) for p in o.parts}
    days = {REGION.local(now).date() + timedelta(days=n) for n in range(8)}
    for choice in (choice_id(day, part) for day in days if REGION.is_working_day(day) for part in Part):
        assert bool(windows_of_choices([choice], now=now, region=REGION)) == (choice in offered)


SPANS = st.lists(st.tuples(st.integers(-2000, 14000), st.integers(1, 4000)), max_size=6)


@given(MOMENTS, SPANS)
def test_clipped_windows_keep_every_limit_and_clipping_twice_changes_nothing(
    now: datetime, spans: list[tuple[int, int]]
) -> None:
    minute = timedelta(minutes=1)
    windows = [Window(start=now + at * minute, end=now + (at + length) * minute) for at, length in spans]
    clipped = clip(windows, now=now, region=REGION)
    assert clip(clipped, now=now, region=REGION) == clipped == merge(clipped)
    for cut in clipped:
        start, end = REGION.local(cut.start), REGION.local(cut.end)
        assert start.date() == end.date() <= REGION.local(now).date() + timedelta(days=7)
        assert REGION.is_working_day(start.date())
        assert start.time() >= REGION.working.all_day.start
        assert end.time() <= REGION.working.all_day.end
        assert cut.start >= now + timedelta(hours=2)
        assert cut.length >= timedelta(hours=1)
        assert any(w.contains(cut) for w in merge(windows))


def test_clip_refuses_a_naive_now() -> None:
    with pytest.raises(ValueError, match="aware"):
        clip([], now=local("2026-11-23T10:00").replace(tzinfo=None), region=REGION)
