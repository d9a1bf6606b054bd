"""Within what limits a session can be: working days and hours, not too soon, not too far ahead."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from sessions.region import Hours, Region
from sessions.window import Window, merge


class Limits:
    """The limits as they stand at `now` (aware): the same for a whole minute. Days are local dates."""

    def __init__(self, *, now: datetime, region: Region) -> None:
        if now.tzinfo is None:
            raise ValueError("now must be aware of its time zone")
        self.region = region
        self.today: date = region.local(now).date()
        self.last_day: date = self.today + timedelta(days=region.offer.days_ahead)
        self.earliest: datetime = _up_to_the_minute(now.astimezone(UTC) + region.offer.lead)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Limits) and self._all == other._all

    def __hash__(self) -> int:
        return hash(self._all[:2])

    @property
    def _all(self) -> tuple[date, datetime, Region]:
        """What they all follow from."""
        return self.today, self.earliest, self.region

    def days(self) -> tuple[date, ...]:
        """The working days from today to the last day, both included."""
        return _days(self)

    def has(self, day: date) -> bool:
        """Whether that day is one of them."""
        return day in self.days()

    def part_of(self, day: date, hours: Hours) -> tuple[Window, ...]:
        """What is left of those hours of that local day, as no window or one. As `clip` would, and sooner."""
        if not self.today <= day <= self.last_day or not self.region.is_working_day(day):
            return ()
        working = self.region.working.all_day
        start = max(self.instant(day, max(hours.start, working.start)), self.earliest)
        end = self.instant(day, min(hours.end, working.end))
        return (Window(start=start, end=end),) if end - start >= self.region.offer.session_length else ()

    def clip(self, windows: Iterable[Window]) -> tuple[Window, ...]:
        """Cut to the limits, sorted, merged; what is shorter than a session falls away."""
        cut = (_common(window, hours) for window in merge(windows) for hours in _open(self))
        return tuple(window for window in cut if window and window.length >= self.region.offer.session_length)

    def instant(self, day: date, at: time) -> datetime:
        """That local time of that local day, in UTC."""
        return datetime.combine(day, at, self.region.tz).astimezone(UTC)


@lru_cache(maxsize=16)  # whoever asks in the same minute finds the same
def _days(limits: Limits) -> tuple[date, ...]:
    span = (limits.last_day - limits.today).days
    days = (limits.today + timedelta(days=n) for n in range(span + 1))
    return tuple(day for day in days if limits.region.is_working_day(day))


@lru_cache(maxsize=16)
def _open(limits: Limits) -> tuple[Window, ...]:
    """Every stretch in which a session can be, sorted."""
    hours = limits.region.working.all_day
    days = (on(day, hours.start, hours.end, limits.region) for day in limits.days())
    return tuple(
        Window(start=max(day.start, limits.earliest), end=day.end)
        for day in days
        if day.end > limits.earliest
    )


def clip(windows: Iterable[Window], *, now: datetime, region: Region) -> tuple[Window, ...]:
    """Cut to working days and hours, to `now` (aware) plus the lead and to the last day; merged, sorted.

    What is then shorter than a session falls away.
    """
    return Limits(now=now, region=region).clip(windows)


def on(day: date, start: time, end: time, region: Region) -> Window:
    """The window from `start` to `end`, both local times of that local day. Raises ValueError if backward."""
    return Window(
        start=datetime.combine(day, start, region.tz).astimezone(UTC),
        end=datetime.combine(day, end, region.tz).astimezone(UTC),
    )


def without(windows: Iterable[Window], taken: Iterable[Window]) -> tuple[Window, ...]:
    """What remains of the windows when the `taken` stretches are cut out."""
    left = merge(windows)
    for hole in merge(taken):
        left = tuple(piece for window in left for piece in _around(window, hole))
    return left


def _around(window: Window, hole: Window) -> list[Window]:
    if not window.overlaps(hole):
        return [window]
    pieces = []
    if window.start < hole.start:
        pieces.append(Window(start=window.start, end=hole.start))
    if hole.end < window.end:
        pieces.append(Window(start=hole.end, end=window.end))
    return pieces


def _common(one: Window, other: Window) -> Window | None:
    if not one.overlaps(other):
        return None
    return Window(start=max(one.start, other.start), end=min(one.end, other.end))


def _up_to_the_minute(instant: datetime) -> datetime:
    """Rounded up, so that a window that opens "now + lead" reads as a whole minute and is never too early."""
    whole = instant.replace(second=0, microsecond=0)
    return whole if whole == instant else whole + timedelta(minutes=1)
