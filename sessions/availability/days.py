"""Which days a phrase can mean, within the limits."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sessions.availability.kinds import Written
from sessions.availability.limits import Limits

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Days:
    """Local days of the region within the limits, or none if what was said lies outside them.

    `first`: only the first of them that still has a window is meant ("Tuesday").
    `general`: they were not named one by one ("weekdays", "next week", "Mon-Thu").
    """

    dates: tuple[date, ...]
    first: bool = False
    general: bool = False
    weekdays: tuple[int, ...] = ()
    """The weekdays named, in the order of a range; empty if a date was named."""
    exact: date | None = None


def weekday(number: int, limits: Limits) -> Days:
    dates = tuple(day for day in limits.days() if day.weekday() == number)
    return Days(dates, first=True, weekdays=(number,))


def exact(day: date, limits: Limits) -> Days:
    return Days((day,) if limits.has(day) else (), exact=day)


def every_day(limits: Limits) -> Days:
    return Days(limits.days(), general=True, weekdays=tuple(sorted(limits.region.working.days)))


def this_coming(days: Days) -> Days:
    """ "This Thursday": the next one, whatever the week."""
    return replace(days, dates=days.dates[:1], first=False)


def in_week(days: Days, which: str, limits: Limits) -> Days:
    """Those of the days that lie in this or the next calendar week, Monday to Sunday."""
    monday = limits.today - timedelta(days=limits.today.weekday()) + (WEEK if which == "next" else WEEK * 0)
    pool = limits.days() if days.weekdays else days.dates
    meant = (d for d in pool if not days.weekdays or d.weekday() in days.weekdays)
    return replace(days, dates=tuple(d for d in meant if monday <= d < monday + WEEK), first=False)


def written_date(written: Written, limits: Limits) -> date | None:
    """The date meant: the next one that fits what was written. None if there is no such date.

    Without a month it is the next such day; without a year, the next such date.
    """
    try:
        if written.month and written.year:
            return date(written.year, written.month, written.day)
        if written.month:
            this_year = date(limits.today.year, written.month, written.day)
            return this_year if this_year >= limits.today else this_year.replace(year=this_year.year + 1)
    except ValueError:
        return None
    ahead = (limits.today + timedelta(days=n) for n in range(62))
    return next((day for day in ahead if day.day == written.day), None)


def from_easter(ahead: int, limits: Limits) -> Days:
    """That many days after the coming Easter Sunday, for example 1 for Easter Monday."""
    years = (limits.today.year, limits.today.year + 1)
    coming = (easter_sunday(year) + timedelta(days=ahead) for year in years)
    return exact(next(day for day in coming if day >= limits.today), limits)


def easter_sunday(year: int) -> date:
    """By the anonymous Gregorian rule (Nature, 20 April 1876)."""
    golden, century, in_century = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def from_on(days: Days, limits: Limits) -> Days:
    """That day and all that follow."""
    start = days.exact or (days.dates[0] if days.dates else None)
    return Days(tuple(d for d in limits.days() if start and d >= start), general=True)


def span(start: Days, end: Days, limits: Limits) -> Days | None:
    """From one day to another; None if it runs backward."""
    if start.weekdays and end.weekdays and start.first and end.first:
        return _run_of_weekdays(start.weekdays[0], end.weekdays[0], limits)
    first = start.exact or (start.dates[0] if start.dates else None)
    if not first:
        return None
    after = (first + timedelta(days=n) for n in range(7))
    last = end.exact or next((d for d in after if d.weekday() in end.weekdays), None)
    if not last or last < first:
        return None
    return Days(tuple(d for d in limits.days() if first <= d <= last), general=True)


def _run_of_weekdays(start: int, end: int, limits: Limits) -> Days:
    numbers = tuple((start + n) % 7 for n in range((end - start) % 7 + 1))
    if limits.region.working.days <= set(numbers):
        return every_day(limits)
    dates = tuple(day for day in limits.days() if day.weekday() in numbers)
    return Days(dates, first=True, general=True, weekdays=numbers)
