"""Plans: right across both clock changes, and said in plain words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sessions.announcing.rules import RULES, How, Once, Plan, Repeat, next_run, once, repeat, runs_until
from sessions.announcing.wording import in_words
from tests.sessions.announcing.square import REGION

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""The Sundays of the clock changes: 01:00 becomes 02:00, and 02:00 becomes 01:00."""
DAY = timedelta(days=1)


def days(plan: Repeat, count: int, after: datetime) -> list[str]:
    """The local days of its next runs."""
    found = []
    for _ in range(count):
        following = next_run(plan, after)
        assert following is not None
        found.append(REGION.local(following).date().isoformat())
        after = following
    return found


def of(how: How, weekday: int, at: time = time(9), start: date = date(2026, 9, 1)) -> Repeat:
    return repeat(how, weekday, at, start=start, region=REGION)


SEPTEMBER = datetime(2026, 9, 1, tzinfo=UTC)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("how", "rule", "expected"),
    [
        (How.WEEKLY, "FREQ=WEEKLY;BYDAY=TU", ["2026-09-01", "2026-09-08", "2026-09-15"]),
        (How.FORTNIGHTLY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", ["2026-09-01", "2026-09-15", "2026-09-29"]),
        (How.FIRST, "FREQ=MONTHLY;BYDAY=1TU", ["2026-09-01", "2026-10-06", "2026-11-03"]),
        (How.SECOND, "FREQ=MONTHLY;BYDAY=2TU", ["2026-09-08", "2026-10-13", "2026-11-10"]),
        (How.THIRD, "FREQ=MONTHLY;BYDAY=3TU", ["2026-09-15", "2026-10-20", "2026-11-17"]),
        (How.FOURTH, "FREQ=MONTHLY;BYDAY=4TU", ["2026-09-22", "2026-10-27", "2026-11-24"]),
        (How.LAST, "FREQ=MONTHLY;BYDAY=-1TU", ["2026-09-29", "2026-10-27", "2026-11-24"]),
    ],
)
def test_the_choices_and_their_rules(how: How, rule: str, expected: list[str]) -> None:
    plan = of(how, 1)
    assert plan.rule == rule
    assert (plan.how, plan.weekday) == (how, 1)
    assert days(plan, 3, SEPTEMBER) == expected


def test_every_second_monday_counts_from_its_start_not_from_now() -> None:
    plan = of(How.FORTNIGHTLY, 0)
    assert days(plan, 2, SEPTEMBER) == ["2026-09-14", "2026-09-28"], "the first Monday of every other week"
    for later in range(14):
        assert days(plan, 1, SEPTEMBER + 14 * DAY + later * DAY) == ["2026-09-28"]


def test_a_run_is_strictly_later() -> None:
    at = datetime(2026, 9, 1, 8, tzinfo=UTC)  # 09:00 of summer
    plan = of(How.WEEKLY, 1)
    assert next_run(plan, at - timedelta(microseconds=1)) == at
    assert next_run(plan, at) == at + 7 * DAY


@pytest.mark.parametrize("change", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("weekday", range(7))
def test_nine_stays_nine_across_the_clock_change(change: date, weekday: int) -> None:
    before = datetime.combine(change - 10 * DAY, time(), UTC)
    plan = of(How.WEEKLY, weekday, start=before.date())
    for run in runs_until(plan, next_run(plan, before) or before, before + 21 * DAY):
        local = REGION.local(run)
        assert (local.weekday(), local.time()) == (weekday, time(9))


def test_a_wall_time_that_does_not_exist_comes_when_it_would_have_been() -> None:
    """01:30 on the spring Sunday is half an hour after the change: 02:30. The Sundays around are at 01:30."""
    plan = of(How.WEEKLY, 6, time(1, 30), start=SPRING - 14 * DAY)
    after = datetime(2026, 3, 20, tzinfo=UTC)
    runs = runs_until(plan, next_run(plan, after) or after, after + 21 * DAY)
    assert [f"{REGION.local(run):%d %H:%M %Z}" for run in runs] == [
        "22 01:30 GMT",
        "29 02:30 BST",
        "05 01:30 BST",
    ]
    assert once(SPRING, time(1, 30), REGION).at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    at_a_quarter_past_two = datetime(2026, 3, 29, 1, 15, tzinfo=UTC)
    assert next_run(plan, at_a_quarter_past_two) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "still to come"


def test_a_wall_time_that_comes_twice_is_the_first() -> None:
    plan = of(How.WEEKLY, 6, time(1, 30))
    after = datetime(2026, 10, 19, tzinfo=UTC)
    runs = runs_until(plan, next_run(plan, after) or after, after + 14 * DAY)
    assert [f"{REGION.local(run):%d %H:%M %Z}" for run in runs] == ["25 01:30 BST", "01 01:30 GMT"]
    assert once(AUTUMN, time(1, 30), REGION).at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_once_comes_once() -> None:
    plan = once(date(2026, 11, 23), time(9), REGION)
    assert plan.at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert next_run(plan, SEPTEMBER) == plan.at
    assert next_run(plan, plan.at) is None
    assert runs_until(plan, plan.at, plan.at + 30 * DAY) == [plan.at]


def says_so(how: How, weekday: int, day: date, start: date) -> bool:
    """Whether a day belongs to a choice, worked out by the calendar alone."""
    if day.weekday() != weekday or day < start:
        return False
    if how is How.WEEKLY:
        return True
    if how is How.FORTNIGHTLY:
        mondays = [d - d.weekday() * DAY for d in (day, start)]
        return (mondays[0] - mondays[1]).days % 14 == 0
    if how is How.LAST:
        return (day + 7 * DAY).month != day.month
    return (day.day - 1) // 7 == [How.FIRST, How.SECOND, How.THIRD, How.FOURTH].index(how)


@given(
    how=st.sampled_from(How),
    weekday=st.integers(0, 6),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    start=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    later=st.timedeltas(timedelta(0), timedelta(days=500)),
)
def test_the_next_run_is_the_first_day_that_the_calendar_allows(
    how: How, weekday: int, at: time, start: date, later: timedelta
) -> None:
    plan = of(how, weekday, at, start)
    after = datetime.combine(start, time(), UTC) + later
    candidates = (REGION.local(after).date() + n * DAY for n in range(-1, 70))
    moments = (once(day, at, REGION).at for day in candidates if says_so(how, weekday, day, start))
    assert next_run(plan, after) == next(moment for moment in moments if moment > after)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (of(How.WEEKLY, 0), "every Monday at 09:00"),
        (of(How.FORTNIGHTLY, 2, time(13, 5)), "every second Wednesday at 13:05"),
        (of(How.FIRST, 1, time(10)), "first Tuesday of the month at 10:00"),
        (of(How.LAST, 4, time(0)), "last Friday of the month at 00:00"),
        (once(date(2026, 11, 23), time(9), REGION), "once, on Monday 23 November 2026 at 09:00 (GMT)"),
        (once(date(2026, 7, 6), time(9), REGION), "once, on Monday 6 July 2026 at 09:00 (BST)"),
    ],
)
def test_a_plan_in_words(plan: Plan, words: str) -> None:
    assert in_words(plan, REGION) == words


def test_every_rule_is_kept_and_read_back() -> None:
    assert len(RULES) == 49
    plans: TypeAdapter[Plan] = TypeAdapter(Plan)
    for rule in RULES:
        plan = Repeat(rule=rule, start=date(2026, 9, 1), at=time(9), zone="Europe/London")
        assert plans.validate_json(plans.dump_json(plan)) == plan
    single = Once(at=SEPTEMBER)
    assert plans.validate_json(plans.dump_json(single)) == single


def test_a_rule_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ValidationError):
        Repeat(rule="FREQ=SECONDLY", start=date(2026, 9, 1), at=time(9), zone="Europe/London")
