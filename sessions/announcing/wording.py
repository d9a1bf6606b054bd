"""Plans in plain words. Moments carry day, date, year, time and zone: they can be months away."""

from datetime import datetime

from sessions.announcing.rules import DAYS, How, Once, Plan
from sessions.region import Region
from sessions.wording import say_day


def in_words(plan: Plan, region: Region) -> str:
    """For example "every Monday at 09:00", "first Tuesday of the month at 10:00"."""
    if isinstance(plan, Once):
        return f"once, on {say_moment(plan.at, region)}"
    of_the_month = "" if plan.how in {How.WEEKLY, How.FORTNIGHTLY} else " of the month"
    return f"{plan.how.value} {DAYS[plan.weekday]}{of_the_month} at {plan.at:%H:%M}"


def say_moment(moment: datetime, region: Region) -> str:
    """For example "Monday 23 November 2026 at 09:00 (GMT)"; `moment` is aware."""
    local = region.local(moment)
    return f"{say_day(local.date())} {local.year} at {local:%H:%M} ({local.tzname()})"
