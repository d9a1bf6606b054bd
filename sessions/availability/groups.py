"""Which times belong to which days: "Mon, Tue and Thu after 2", "9-11 Monday and Tuesday"."""

import re
from dataclasses import dataclass, field, replace

from sessions.availability.clock import Form, part_hull
from sessions.availability.cursor import Unclear
from sessions.availability.days import every_day, in_week
from sessions.availability.items import DayItem, Mark, TimeItem
from sessions.availability.kinds import Kind
from sessions.availability.limits import Limits
from sessions.availability.segments import Segment
from sessions.availability.shapes import any_of_the_days_named, dated_after, leads, runs_of, said_in
from sessions.availability.times import joined, narrowed, side_by_side

_SHAPES = re.compile(
    r"(?P<days>D+)|(?P<times>T+)|(?P<day_first>(?:D+T+)+)|(?P<time_first>(?:T+D+)+)|(?P<around>T+DT+)"
)


@dataclass
class Group:
    """Days and the times said of them. No days: said of no day; no times: the days as a whole."""

    days: list[DayItem]
    times: list[TimeItem]
    start: int
    end: int
    day_first: bool = True
    only: bool = False
    clear: bool = True

    @property
    def of_each_day(self) -> bool:
        return not self.days and any(time.each for time in self.times)


@dataclass
class Grouping:
    """Takes the segments of a statement one by one and keeps what may still belong together."""

    limits: Limits
    groups: list[Group] = field(default_factory=list)
    waiting: list[Segment] = field(default_factory=list)
    """Days whose times may still come."""
    week: str | None = None
    narrowings: list[tuple[int, Segment]] = field(default_factory=list)
    """Times that left less of a group, which is told by its index."""
    flushed_from: int = 0
    """The first of the groups of whole days that were closed last."""
    may_go_on: bool = False
    """Whether the last group may still get days or times."""

    def add(self, segment: Segment) -> None:
        """Raises Unclear, and is unchanged but for what waits, if the segment has no one meaning."""
        segment = self._with_weeks(any_of_the_days_named(dated_after(segment)))
        match = _SHAPES.fullmatch("".join("D" if isinstance(i, DayItem) else "T" for i in said_in(segment)))
        if not match:
            if segment.says_when or segment.has(Kind.ONLY):
                raise Unclear
            return
        if segment.has(Kind.FREE) and leads(segment, Kind.FREE):
            self.flush()
        getattr(self, f"_{match.lastgroup}")(segment)

    def flush(self) -> None:
        """What waits for times gets none: whole days."""
        self.flushed_from = len(self.groups) if self.waiting else self.flushed_from
        for segment in self.waiting:
            self.groups.append(
                Group(list(segment.days), [], segment.start, segment.end, only=segment.has(Kind.ONLY))
            )
        if self.waiting:
            self.may_go_on = False
        self.waiting = []

    def give_up_waiting(self) -> list[Segment]:
        """What waits for times, which something unreadable may have said."""
        waiting, self.waiting = self.waiting, []
        return waiting

    def _days(self, segment: Segment) -> None:
        last = self.groups[-1] if self.groups and self.may_go_on else None
        if last and not last.day_first and not self.waiting:
            if segment.joint is Kind.BUT:
                raise Unclear
            last.days += segment.days
            last.end = segment.end
            return
        if last and not last.days and last.times and not self.waiting:
            if segment.joint is not Kind.COMMA:
                raise Unclear
            last.days, last.day_first, last.end = list(segment.days), False, segment.end
            return
        if segment.joint is Kind.BUT and (self.groups or self.waiting) and not segment.has(Kind.FREE):
            raise Unclear
        self.waiting.append(segment)
        if segment.has(Kind.FREE) and not leads(segment, Kind.FREE):
            self.flush()

    def _day_first(self, segment: Segment) -> None:
        runs = runs_of(segment)
        days = [item for item in runs[0] if isinstance(item, DayItem)]
        if any(covers(waiting, days) for waiting in self.waiting):
            self.flush()
        if self.waiting:
            commas = {s.joint for s in self.waiting} | {segment.joint} <= {Kind.COMMA, None}
            if (self.groups and commas) or segment.joint is Kind.BUT:
                raise Unclear
            days = [day for waiting in self.waiting for day in waiting.days] + days
        start = self.waiting[0].start if self.waiting else segment.start
        groups = [Group(days, side_by_side(runs[1]), start, runs[1][-1].end)]
        for at in range(2, len(runs), 2):
            days = [item for item in runs[at] if isinstance(item, DayItem)]
            groups.append(Group(days, side_by_side(runs[at + 1]), days[0].start, runs[at + 1][-1].end))
        self.waiting = []
        self._extend(groups, segment)

    def _time_first(self, segment: Segment) -> None:
        runs = runs_of(segment)
        if self.waiting and segment.joint in {Kind.COMMA, Kind.BUT}:
            raise Unclear
        self.flush()
        groups = []
        for at in range(0, len(runs), 2):
            days = [item for item in runs[at + 1] if isinstance(item, DayItem)]
            groups.append(
                Group(days, side_by_side(runs[at]), runs[at][0].start, days[-1].end, day_first=False)
            )
        last = self.groups[-1] if self.groups and self.may_go_on else None
        if last and not last.days:
            self.groups.pop()
            groups[0].times = last.times + groups[0].times
            groups[0].start = last.start
        self._extend(groups, segment)

    def _around(self, segment: Segment) -> None:
        days = list(segment.days)
        if self.waiting:
            raise Unclear
        times = side_by_side(list(segment.times))
        if len(times) != 1:
            raise Unclear
        self._extend([Group(days, times, segment.start, segment.end)], segment)

    def _times(self, segment: Segment) -> None:
        times = side_by_side(list(segment.times))
        last = self.groups[-1] if self.groups and self.may_go_on else None
        self._refuse_a_lunch_break(segment, times)
        if self.waiting:
            days = [day for waiting in self.waiting for day in waiting.days]
            start = self.waiting[0].start
            self.waiting = []
            self._extend([Group(days, times, start, segment.end)], segment)
        elif last:
            joint = Kind.OR if segment.has(Kind.FREE) else segment.joint
            only = segment.has(Kind.ONLY) and joint not in {Kind.OR, Kind.AND}
            before = last.times
            last.times = narrowed(before, times) if only else joined(before, times, joint)
            last.clear = last.clear and bool(last.times)
            if last.times is not before:
                self.narrowings.append((len(self.groups) - 1, segment))
            last.end = segment.end
            last.only = last.only or segment.has(Kind.ONLY)
        elif self.groups and self.groups[-1].days and not self.groups[-1].times and self._hangs_on(segment):
            self._time_of_whole_days(times, segment)
        elif self.groups and segment.joint is Kind.BUT:
            self._narrow_what_is_free(times)
        else:
            self._extend([Group([], times, segment.start, segment.end)], segment)

    @staticmethod
    def _hangs_on(segment: Segment) -> bool:
        if segment.joint is Kind.AND and not any(time.each for time in segment.times):
            raise Unclear
        return segment.joint is Kind.COMMA

    def _refuse_a_lunch_break(self, segment: Segment, times: list[TimeItem]) -> None:
        """ "Tue 9-5, lunch 12-1": hours free, or the only ones not free."""
        lunch = part_hull("lunchtime", self.limits.region)
        hours = {time.form for time in segment.times} == {Form.PART, Form.CLOSED}
        if not hours or all(time.hull != lunch for time in segment.times):
            return
        last = self.groups[-1] if self.groups and not self.waiting else None
        whole_days = any(day.days.general for waiting in self.waiting for day in waiting.days)
        if last and any(time.hull.common(said.hull) for time in last.times for said in times):
            last.clear = False
        if last or whole_days:
            raise Unclear

    def _time_of_whole_days(self, times: list[TimeItem], segment: Segment) -> None:
        """ "Thursday is good, 2pm to 4pm": of the days said to be good last, if no others were."""
        whole = self._whole_days()
        parts = {time.form is Form.PART for time in segment.times}
        names_a_part = len(parts) > 1  # "Thursday is good, 12-1 lunch": a reason, or a time
        if whole < self.flushed_from or names_a_part:
            raise Unclear
        for group in self.groups[whole:]:
            group.times, group.end = list(times), segment.end
        self.may_go_on = True

    def doubt_whole_days(self) -> None:
        """A time was said of them that could not be read: they are not meant whole."""
        for group in self.groups[self._whole_days() :]:
            group.clear = False

    def _whole_days(self) -> int:
        """The index from which on the groups are days without times."""
        at = len(self.groups)
        while at and self.groups[at - 1].days and not self.groups[at - 1].times:
            at -= 1
        return at

    def _narrow_what_is_free(self, times: list[TimeItem]) -> None:
        """ "Tuesday works but after 2"."""
        kept = narrowed(self.groups[-1].times, times)
        if len(self.groups) > 1 or not kept:
            raise Unclear
        self.groups[-1].times = kept

    def settle(self) -> list[tuple[int, int]]:
        """Places that leave open of which days they were said: "Mon 9-5, Tue 9-5, before 3".

        What is left of every day they may have been said of is all that is sure.
        """
        bound: list[TimeItem] | None = None
        first_changed = len(self.groups)
        narrowings = list(self.narrowings)
        for at in range(len(self.groups) - 1, -1, -1):
            group = self.groups[at]
            if bound is not None:
                kept = narrowed(group.times, bound)
                if [t.hull for t in kept] != [t.hull for t in group.times]:
                    first_changed = at
                group.times, group.clear = kept, group.clear and bool(kept)
            while narrowings and narrowings[-1][0] == at:
                times = narrowings.pop()[1].times
                bound = list(times) if bound is None else (bound and narrowed(bound, list(times)))
        return [(said.start, said.end) for at, said in self.narrowings if at > first_changed]

    def _extend(self, groups: list[Group], segment: Segment) -> None:
        for group in groups:
            group.only = segment.has(Kind.ONLY)
        self.groups += groups
        self.may_go_on = True

    def _with_weeks(self, segment: Segment) -> Segment:
        marks = [item for item in segment.items if isinstance(item, Mark) and item.kind is Kind.WEEK_OF]
        if len(marks) > 1:
            raise Unclear
        if not marks:
            return _in_week(segment, self.week, self.limits) if self.week else segment
        which = str(marks[0].value)
        if not segment.days:
            return self._whole_week(segment, marks[0], which)
        if marks[0].start < segment.days[0].start:
            self.week = which
        else:
            self._week_said_after(which)
        return _in_week(segment, which, self.limits)

    def _whole_week(self, segment: Segment, mark: Mark, which: str) -> Segment:
        if segment.joint is Kind.COMMA and (self.waiting or self.groups) and not segment.times:
            if not self.waiting:
                raise Unclear
            self.waiting = [_in_week(s, which, self.limits) for s in self.waiting]
            return segment.with_items(i for i in segment.items if i is not mark)
        days = DayItem(in_week(every_day(self.limits), which, self.limits), mark.start, mark.end)
        return segment.with_items(days if item is mark else item for item in segment.items)

    def _week_said_after(self, which: str) -> None:
        """ "Mon or Tue next week": the days that wait are meant too; those with times must not differ."""
        self.waiting = [_in_week(s, which, self.limits, unsaid_only=True) for s in self.waiting]
        for group in self.groups:
            for day in group.days:
                within = in_week(day.days, which, self.limits)
                if day.days.first and within.dates != day.days.dates:
                    group.clear = False


def _in_week(segment: Segment, which: str, limits: Limits, *, unsaid_only: bool = False) -> Segment:
    """The segment with its days in that week; `unsaid_only`: just those that could be of any week."""
    return segment.with_items(
        replace(item, days=in_week(item.days, which, limits))
        if isinstance(item, DayItem) and (item.days.first or not unsaid_only)
        else item
        for item in segment.items
    )


def covers(waiting: Segment, days: list[DayItem]) -> bool:
    """ "Any day, Wed after 2": the time is Wednesday's alone."""
    general = {d for day in waiting.days if day.days.general for d in day.days.dates}
    return all(general & set(day.days.dates) for day in days)
