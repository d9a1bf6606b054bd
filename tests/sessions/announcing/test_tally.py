"""Figures of a quarter: each request and each session counted once, in the quarter where it belongs."""

import asyncio
from datetime import UTC, datetime

import pytest

from sessions.announcing.tally import REMEMBERED, Tally, quarter_of, say_quarter
from tests.sessions.announcing.square import REGION, Square


async def test_counted_again_and_by_both_it_counts_once(square: Square) -> None:
    now = square.clock()
    for _ in range(2):
        await asyncio.gather(
            *(
                replica.counting.count_request(f"SW-{n}", "microsite" if n % 3 else "poster", now)
                for replica in square.replicas
                for n in range(9)
            ),
            *(replica.counting.count_held("SW-1", now) for replica in square.replicas),
        )
    figures = await square.one.counting.figures()
    assert list(figures.requests.items()) == [("microsite", 6), ("poster", 3)], "the most first"
    assert (figures.quarter, figures.requested, figures.held) == ("2026-Q1", 9, 1)


async def test_a_session_counts_in_the_quarter_of_its_end(small_square: Square) -> None:
    counting = small_square.one.counting
    await counting.count_request("SW-1", "", datetime(2026, 3, 31, 12, tzinfo=UTC))
    await counting.count_held("SW-1", datetime(2026, 4, 2, 12, tzinfo=UTC))
    first, second, third = [await counting.figures(f"2026-Q{n}") for n in (1, 2, 3)]
    assert (first.requests, first.held) == ({"direct": 1}, 0)
    assert (second.requests, second.held) == ({}, 1)
    assert (third.requests, third.held) == ({}, 0)


async def test_where_somebody_came_from_first_is_what_counts(small_square: Square) -> None:
    counting, now = small_square.one.counting, small_square.clock()
    await counting.count_request("SW-1", "microsite", now)
    await counting.count_request("SW-1", "poster", now)
    assert (await counting.figures()).requests == {"microsite": 1}


async def test_some_hundreds_a_quarter_fit(small_square: Square) -> None:
    counting = small_square.one.counting
    for n in range(300):
        await counting.count_request(f"SW-{n:03}-AAAA", "microsite", small_square.clock())
    assert (await counting.figures()).requested == 300


def test_a_tally_stays_small_and_its_figures_right_however_many_are_counted() -> None:
    tally = Tally(quarter="2026-Q1")
    for n in range(3 * REMEMBERED):
        tally = tally.with_request(f"SW-{n}", "poster" if n % 3 else "microsite").with_held(f"SW-{n}")
    assert tally.figures.requests == {"poster": 2 * REMEMBERED, "microsite": REMEMBERED}
    assert tally.figures.held == 3 * REMEMBERED
    assert len(tally.requests) == len(tally.held) == REMEMBERED
    latest = f"SW-{3 * REMEMBERED - 1}"
    assert tally.with_request(latest, "another").with_held(latest) is tally, "told again"


def test_what_did_not_take_place_is_not_held_told_in_whatever_order_and_however_often() -> None:
    """The courier that counts it as held may be slower than the one that counts it as a no-show."""
    tally = Tally(quarter="2026-Q1").with_held("SW-1").with_held("SW-2")
    for _ in range(2):
        tally = tally.with_no_show("SW-1").with_held("SW-1").with_no_show("SW-3").with_held("SW-3")
    assert (tally.figures.held, tally.figures.no_shows) == (1, 2)
    assert tally.with_no_show("SW-1") is tally


def test_of_very_many_that_did_not_take_place_the_number_stays_right() -> None:
    tally = Tally(quarter="2026-Q1")
    for n in range(3 * REMEMBERED):
        tally = tally.with_no_show(f"SW-{n}")
    assert tally.figures.no_shows == 3 * REMEMBERED
    assert len(tally.no_shows) == REMEMBERED


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "2026-Q1"),
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), "2026-Q1"),
        (datetime(2026, 3, 31, 23, tzinfo=UTC), "2026-Q2"),  # midnight, by the clock of summer
        (datetime(2026, 9, 30, 23, tzinfo=UTC), "2026-Q4"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2026-Q4"),
    ],
)
def test_a_quarter_is_the_regions(moment: datetime, quarter: str) -> None:
    assert quarter_of(moment, REGION) == quarter


def test_a_quarter_in_words() -> None:
    assert [say_quarter(f"2026-Q{n}") for n in (1, 2, 3, 4)] == [
        "January to March 2026",
        "April to June 2026",
        "July to September 2026",
        "October to December 2026",
    ]
