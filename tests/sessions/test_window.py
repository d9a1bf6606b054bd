"""Windows and their arithmetic."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sessions.window import Window, merge

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)

STRETCHES = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 10)), max_size=8)


def window(start: int, length: int = 1) -> Window:
    return Window(start=NINE + start * HOUR, end=NINE + (start + length) * HOUR)


def test_a_window_is_kept_in_utc_whatever_zone_it_was_said_in() -> None:
    summer = timezone(HOUR)
    kept = Window(start=NINE.astimezone(summer), end=(NINE + HOUR).astimezone(summer))
    assert kept == window(0)
    assert kept.start.tzinfo is UTC


@pytest.mark.parametrize("length", [0, -1])
def test_a_window_ends_after_it_starts(length: int) -> None:
    with pytest.raises(ValidationError, match="ends after it starts"):
        window(0, length)


def test_a_window_without_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Window(start=NINE.replace(tzinfo=None), end=NINE)


def test_windows_that_only_touch_do_not_overlap() -> None:
    assert not window(0).overlaps(window(1))
    assert window(0, 2).overlaps(window(1))


def test_a_window_contains_itself_and_what_lies_inside() -> None:
    assert window(0, 3).contains(window(1))
    assert window(0).contains(window(0))
    assert not window(1, 2).contains(window(0, 2))


def test_adjoining_and_overlapping_windows_become_one() -> None:
    assert merge([window(3), window(1), window(0), window(2, 1)]) == (window(0, 4),)
    assert merge([window(0, 4), window(1)]) == (window(0, 4),)
    assert merge([window(2), window(0)]) == (window(0), window(2))


@given(STRETCHES)
def test_merging_keeps_every_hour_and_adds_none(stretches: list[tuple[int, int]]) -> None:
    merged = merge(window(start, length) for start, length in stretches)
    said = {hour for start, length in stretches for hour in range(start, start + length)}
    kept = [(w.start - NINE) // HOUR + n for w in merged for n in range(w.length // HOUR)]
    assert kept == sorted(said)
    assert all(before.end < after.start for before, after in pairwise(merged))
