"""How times are said to people: always with the day, the date, the 24-hour time and the zone."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

from sessions.region import Region
from sessions.window import Window, merge


def say_window(window: Window, region: Region) -> str:
    """For example "Tuesday 24 November, 09:00 to 12:00 (GMT)", in the region's time."""
    start, end = region.local(window.start), region.local(window.end)
    if start.date() != end.date():
        return f"{_say_moment(start)} to {_say_moment(end)}"
    if start.tzname() != end.tzname():
        return (
            f"{say_day(start.date())}, {_clock(start)} ({start.tzname()}) to {_clock(end)} ({end.tzname()})"
        )
    return f"{say_day(start.date())}, {_clock(start)} to {_clock(end)} ({start.tzname()})"


def say_slot(start: datetime, region: Region) -> str:
    """A session from `start` (aware), for example "Tuesday 24 November, 10:00 to 11:00 (GMT)"."""
    return say_window(Window(start=start, end=start + region.offer.session_length), region)


def say_windows(windows: Iterable[Window], region: Region) -> list[str]:
    """One line for each local day: "Tuesday 24 November, 09:00 to 12:00 and 14:00 to 16:00 (GMT)"."""
    lines = []
    for (day, zone), group in groupby(merge(windows), key=lambda w: _day_and_zone(w, region)):
        same_day = list(group)
        if day is None or len(same_day) == 1:
            lines += [say_window(window, region) for window in same_day]
            continue
        spans = [f"{_clock(region.local(w.start))} to {_clock(region.local(w.end))}" for w in same_day]
        lines.append(f"{say_day(day)}, {', '.join(spans[:-1])} and {spans[-1]} ({zone})")
    return lines


def say_time(moment: datetime, region: Region) -> str:
    """A moment (aware) by itself, for example "Tuesday 24 November, 09:00 (GMT)"."""
    return _say_moment(region.local(moment))


@lru_cache(maxsize=100)  # the same few days, again and again, and strftime is slow
def say_day(day: date) -> str:
    """For example "Tuesday 24 November". A week ahead needs no year."""
    return f"{day:%A} {day.day} {day:%B}"


def say_zones(days: Iterable[date], region: Region) -> str:
    """The zone in which those days are told: "GMT", or "GMT/BST" if the clock is changed among them."""
    noons = (datetime.combine(day, time(12), region.tz) for day in days)
    return "/".join(dict.fromkeys(noon.tzname() or "" for noon in noons))


def say_ago(then: datetime, now: datetime) -> str:
    """How long ago `then` was, in plain words; both aware. Days are told by the calendar of `now`'s zone."""
    if now - then < timedelta(minutes=1):
        return "just now"
    passed = say_passed(then, now)
    return "yesterday" if passed == "1 day" else f"{passed} ago"


def say_passed(then: datetime, now: datetime) -> str:
    """How long it is since `then`, for example "2 days"; as `say_ago` reckons."""
    passed = now - then
    if passed < timedelta(minutes=1):
        return "less than a minute"
    if passed < timedelta(hours=1):
        return _several(passed // timedelta(minutes=1), "minute")
    if passed < timedelta(days=1):
        return _several(passed // timedelta(hours=1), "hour")
    days = (now.date() - then.astimezone(now.tzinfo).date()).days
    return _several(max(days, 1), "day")  # the day of the autumn change has 25 hours


def _several(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _clock(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def _say_moment(local: datetime) -> str:
    return f"{say_day(local.date())}, {_clock(local)} ({local.tzname()})"


def _day_and_zone(window: Window, region: Region) -> tuple[date | None, str | None]:
    """The local day and zone that the whole window shares; (None, None) if it does not."""
    start, end = region.local(window.start), region.local(window.end)
    if start.date() != end.date() or start.tzname() != end.tzname():
        return None, None
    return start.date(), start.tzname()
