"""The region profile of the South West, and what is asked of any profile."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from sessions.region import PROFILES, load_region, south_west

REGION = south_west()


def test_the_south_west_keeps_the_hours_that_were_agreed() -> None:
    working = REGION.working
    assert (working.all_day.start, working.all_day.end) == (time(9), time(17))
    assert (working.morning.start, working.morning.end) == (time(9), time(12))
    assert (working.afternoon.start, working.afternoon.end) == (time(12), time(17))
    assert (working.lunchtime.start, working.lunchtime.end) == (time(12), time(14))
    assert REGION.offer.session_length == timedelta(hours=1)
    assert REGION.offer.lead == timedelta(hours=2)
    assert REGION.offer.days_ahead == 7


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 27), True),  # a Friday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 12, 25), False),  # Christmas Day, a Friday
        (date(2026, 12, 28), False),  # Boxing Day fell on a Saturday
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2026, 11, 30), True),  # St Andrew's Day is a holiday in Scotland only
    ],
)
def test_weekends_and_english_bank_holidays_are_not_working_days(day: date, works: bool) -> None:
    assert REGION.is_working_day(day) is works


def test_local_time_follows_the_clocks() -> None:
    before, after = datetime(2026, 10, 24, 9, tzinfo=UTC), datetime(2026, 10, 26, 9, tzinfo=UTC)
    assert (REGION.local(before).hour, REGION.local(after).hour) == (10, 9)


@pytest.mark.parametrize(
    ("email", "force"),
    [
        ("pat.sample@dorset.police.uk", "Dorset"),
        ("PAT.SAMPLE@DORSET.PNN.POLICE.UK", "Dorset"),
        ("pat.sample@dc.police.uk", "Devon and Cornwall"),
        ("pat.sample@mail.wiltshire.police.uk", "Wiltshire"),
        ("pat.sample@notdorset.police.uk", None),
        ("pat.sample@example.org", None),
        ("no address at all", None),
    ],
)
def test_a_force_is_known_by_its_mail_domain(email: str, force: str | None) -> None:
    found = REGION.force_of(email)
    assert (found.name if found else None) == force


def test_a_profile_that_lacks_something_is_refused(tmp_path: Path) -> None:
    shipped = (PROFILES / "south-west.toml").read_text(encoding="utf-8")
    profile = tmp_path / "other.toml"
    profile.write_text(shipped.replace('zone = "Europe/London"', ""), encoding="utf-8")
    with pytest.raises(ValidationError, match="zone"):
        load_region(profile)
