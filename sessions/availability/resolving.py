"""From days and times to windows within the limits."""

from collections.abc import Iterable
from datetime import date, time

from sessions.availability.clock import HOUR, Hull, hull_of
from sessions.availability.days import Days
from sessions.availability.items import DayItem, TimeItem
from sessions.availability.limits import Limits, on
from sessions.region import Hours
from sessions.window import Window, merge

ByDate = dict[date, tuple[Window, ...]]


class Resolver:
    """Remembers what a stretch of a day leaves, so that a long text costs no more than it must."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.all_day = hull_of(limits.region.working.all_day)
        self._parts: dict[tuple[date, Hull], tuple[Window, ...]] = {}

    def windows(self, days: Days, hulls: Iterable[Hull]) -> ByDate:
        """The windows of those hours on each of the days; none if the days can be read in two ways."""
        said = tuple(hulls)
        free = {day: merge(w for hull in said for w in self.part_of(day, hull)) for day in days.dates}
        free = {day: windows for day, windows in free.items() if windows}
        if not days.first:
            return free
        if days.general:
            return self._run(days, free)
        return dict(sorted(free.items())[:1])

    def hulls(self, times: Iterable[TimeItem]) -> tuple[Hull, ...]:
        """The stretches of those times; the whole working day if there are none."""
        return tuple(dict.fromkeys(time.hull for time in times)) or (self.all_day,)

    def taken(self, days: Iterable[DayItem], times: Iterable[TimeItem]) -> dict[date, tuple[Hull, ...]]:
        """What is taken away of each day. A weekday is every one of that name, to be on the safe side."""
        dates = {d for day in days for d in day.days.dates}
        hulls = tuple(time.hull for time in times) or (Hull(0, 24 * HOUR),)
        return dict.fromkeys(dates, hulls)

    def blocked(self, day: date, hull: Hull) -> tuple[Window, ...]:
        """Those hours of that day inside working hours, however short."""
        within = hull.common(self.all_day)
        if within is None:
            return ()
        start, end = _clock(within.start), _clock(within.end)
        return (on(day, start, end, self.limits.region),)

    def _run(self, days: Days, free: ByDate) -> ByDate:
        """ "Tue-Thu": in that order, from the first coming Tuesday on.

        Where that would leave the limits though each name has a day inside them, it can be read in two ways.
        """
        coming = [min((d for d in free if d.weekday() == n), default=None) for n in days.weekdays]
        starts = [d for d in coming if d]
        if not starts:
            return {}
        start = coming[0] or starts[0]
        ordered = [d for d in sorted(free) if 0 <= (d - start).days < len(days.weekdays)]
        by_name = sorted(starts)
        whole = {d.weekday() for d in ordered} == {d.weekday() for d in starts}
        return {d: free[d] for d in ordered} if whole or ordered == by_name else {}

    def part_of(self, day: date, hull: Hull) -> tuple[Window, ...]:
        """What the limits leave of those hours of that day."""
        if (day, hull) not in self._parts:
            self._parts[day, hull] = self._found(day, hull)
        return self._parts[day, hull]

    def _found(self, day: date, hull: Hull) -> tuple[Window, ...]:
        within = hull.common(self.all_day)
        if within is None:
            return ()
        hours = Hours(start=_clock(within.start), end=_clock(within.end))
        return self.limits.part_of(day, hours)


def _clock(minutes: int) -> time:
    return time(minutes // HOUR, minutes % HOUR)
