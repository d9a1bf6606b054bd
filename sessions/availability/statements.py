"""What one statement offers and what it takes away."""

from dataclasses import dataclass, field, replace

from sessions.availability.clock import Form
from sessions.availability.cursor import Unclear
from sessions.availability.groups import Group, Grouping, covers
from sessions.availability.items import DayItem, Item, Mark, TimeItem
from sessions.availability.kinds import Kind
from sessions.availability.limits import Limits
from sessions.availability.phrases import REST_DAYS
from sessions.availability.scope import LeadIn, but_hours
from sessions.availability.segments import NEGATIONS, USABLE, Segment, segments_of
from sessions.availability.times import narrowed

_CASES = frozenset({"when", "once", "if", "while", "whilst", "where"})
"""After "or" or "otherwise" these begin another alternative and bound none said before."""
_RESTRICTING = {Kind.CONDITION, Kind.BUT, Kind.ONLY, Kind.SO, *NEGATIONS}
_RESTRICTING_ANYWHERE = frozenset(
    {"depending", "depends", "subject to", "provided", "providing", "unless", "assuming", "if not", "if only",
     "not sure", "not certain", "maybe not", "perhaps not"}
)  # fmt: skip
_LINKS = {Kind.AND, Kind.OR}


@dataclass
class Statement:
    """One statement of a text, with where it stands.

    `failed`: what was not understood, as places in the text.
    `doubtful`: days of which something unreadable was said.
    `spoilt`: something unreadable may concern all of the statement.
    """

    start: int
    end: int
    offers: list[Group] = field(default_factory=list)
    takes: list[Group] = field(default_factory=list)
    failed: list[tuple[int, int]] = field(default_factory=list)
    doubtful: list[DayItem] = field(default_factory=list)
    spoilt: bool = False
    restricts: bool = False
    """Whether it could bound what other statements say: "Unless I am in court"."""


class StatementReader:
    """Goes through the segments of one statement in order."""

    def __init__(self, items: list[Item], start: int, end: int, limits: Limits) -> None:
        self.statement = Statement(start, end)
        self.items = items
        self.limits = limits
        self.offered = Grouping(limits)
        self.taken = Grouping(limits)
        self.taking = False
        """Whether days in the next segment would still be taken away: "not Monday or Tuesday"."""

        self.taking_on: Segment | None = None
        """The last segment that went on with what is taken away."""
        self.lead_in = LeadIn()
        self.on_rest_day = False
        """Whether what is taken away are rest days, which are whole days."""

    def read(self) -> Statement:
        for segment in segments_of(self.items, self.statement.start, self.statement.end):
            try:
                self._segment(segment)
            except Unclear:
                self._not_understood(segment)
        self.offered.flush()
        self.taken.flush()
        statement = self.statement
        statement.failed += self.offered.settle()
        statement.offers, statement.takes = self.offered.groups, self.taken.groups
        prefers = any(isinstance(i, Mark) and i.kind is Kind.PREFER for i in self.items)
        runs = any(isinstance(i, DayItem) and i.days.general and i.days.first for i in self.items)
        statement.spoilt = statement.spoilt or (prefers and runs)
        statement.restricts = self._restricts()
        return statement

    def _restricts(self) -> bool:
        marks = [i for i in self.items if isinstance(i, Mark)]
        first = next((i for i in self.items if not isinstance(i, Mark) or i.kind is not Kind.FREE), None)
        begins = isinstance(first, Mark) and first.kind in _RESTRICTING
        return begins or any(str(mark.value) in _RESTRICTING_ANYWHERE for mark in marks)

    def _segment(self, segment: Segment) -> None:
        if segment.joint is Kind.ELSE:
            self.taking = False
            segment = replace(segment, joint=Kind.OR)
        if self.lead_in.binds(segment) or not segment.is_read:
            raise Unclear
        at = [n for n, item in enumerate(segment.items) if isinstance(item, Mark) and item.kind in NEGATIONS]
        if at:
            self._negated(segment, at)
        elif self.taking and not self._turns(segment):
            self._taken_on(segment)
        elif but_hours(segment, self.offered) or self._but_days(segment):
            self.taking = True
            self.taken.add(replace(segment, joint=None))
        else:
            self._name_what_may_be_free(segment)
            self.taking = False
            self.offered.add(segment)

    def _name_what_may_be_free(self, segment: Segment) -> None:
        """ "Not Mon, Tue or Wed fine": Tuesday could be on either side."""
        listed = self.taking_on is not None and self.taking_on.joint is Kind.COMMA
        if self.taking and listed and segment.joint in _LINKS and segment.has(Kind.FREE) and self.taking_on:
            self.statement.failed.append((self.taking_on.start, self.taking_on.end))

    def _turns(self, segment: Segment) -> bool:
        """Whether a segment after an exclusion speaks of free time again."""
        if not segment.says_when:
            return False
        others = any(day.others for day in segment.days)
        if self.on_rest_day and segment.days and segment.times:
            return True
        if others or segment.has(Kind.FREE, Kind.ONLY) or segment.joint is Kind.BUT:
            return True
        any_time = any(time.each and time.form is Form.ALL_DAY for time in segment.times)
        every_day = bool(segment.days) and all(d.days.general and not d.days.first for d in segment.days)
        week = segment.has(Kind.WEEK_OF) and not segment.days and not segment.times
        narrows = not segment.days and bool(self.offered.waiting)
        return segment.joint is Kind.COMMA and (
            any_time or narrows or (every_day and not segment.times) or week
        )

    def _taken_on(self, segment: Segment) -> None:
        """One more of what is not free. After a mere comma it must be plain days."""
        whole_days = bool(self.taken.waiting)
        after_times = bool(self.taken.groups) and self.taken.may_go_on and not self.taken.groups[-1].days
        listed = segment.joint is Kind.COMMA
        if listed and (segment.times or after_times or not self._covered(segment)):
            self._take_in_doubt(segment)
            raise Unclear
        if segment.times and not segment.days and whole_days:
            self._take_in_doubt(segment)  # "except Tue or mornings": both, or Tuesday morning
            raise Unclear
        if segment.days and segment.times and whole_days and not segment.times[0].plural:
            self._take_in_doubt(segment)
            raise Unclear
        self.taking_on = segment
        self.taken.add(segment)

    def _take_in_doubt(self, segment: Segment) -> None:
        """Whatever these days were named for, they may be meant as not free."""
        self.taken.flush()
        times = [] if segment.days else list(segment.times)
        self.taken.groups.append(Group(list(segment.days), times, segment.start, segment.end))

    def _covered(self, segment: Segment) -> bool:
        """Whether the days were offered before, or nothing was."""
        days = [day for s in self.offered.waiting for day in s.days]
        days += [day for group in self.offered.groups for day in group.days]
        offered = {d for day in days for d in day.days.dates}
        anything = not days
        return anything or all(offered & set(day.days.dates) for day in segment.days)

    def _but_days(self, segment: Segment) -> bool:
        """ "Any day but Friday": without "not", yet taken away."""
        if segment.joint is not Kind.BUT or segment.has(Kind.FREE, Kind.ONLY):
            return False
        if segment.times and (segment.items[0] is segment.times[0] or segment.times[0].form is not Form.PART):
            return False
        before = [day for s in self.offered.waiting for day in s.days]
        before += self.offered.groups[-1].days if self.offered.groups else []
        of_each = bool(self.offered.groups) and self.offered.groups[-1].of_each_day
        if of_each and segment.times and not narrowed(self.offered.groups[-1].times, list(segment.times)):
            raise Unclear
        return bool(segment.days) and (of_each or (bool(before) and all(day.days.general for day in before)))

    def _negated(self, segment: Segment, at: list[int]) -> None:
        items = segment.items
        first, last = at[0], at[-1]
        if last - first != len(at) - 1 or (len(at) > 1 and _kinds(items, at) != {Kind.NOT, Kind.CANNOT}):
            raise Unclear
        before, after = list(items[:first]), list(items[last + 1 :])
        while after and isinstance(after[0], Mark) and after[0].kind is Kind.FREE:
            after.pop(0)
        if any(isinstance(item, Mark) and item.kind in {Kind.FREE, Kind.ONLY, Kind.PREFER} for item in after):
            raise Unclear
        engaged = bool(_kinds(items, at) & {Kind.ENGAGED, Kind.CANNOT})
        if _says(after):
            if _says(before) and engaged:
                before, after = [], self._busy_at(segment, before, after)
            self._prefix(segment, before, after, engaged=engaged)
        elif _says(before) and not segment.has(Kind.EXCEPT):
            self._suffix(segment, before)
        elif self.taking and engaged and segment.joint is Kind.COMMA and not before and not after:
            return  # "Not Monday, I'm off" says it twice
        else:
            raise Unclear

    def _busy_at(self, segment: Segment, before: list[Item], after: list[Item]) -> list[Item]:
        """ "Tue busy 10-12": nothing is said of the rest of that Tuesday."""
        times_alone = all(isinstance(item, TimeItem) for item in after)
        days = [item for item in before if isinstance(item, DayItem)]
        listed = not all(covers(waiting, days) for waiting in self.offered.waiting)
        if len(days) < len(before) or not times_alone or listed or segment.has(Kind.CANNOT):
            raise Unclear
        return [*before, *after]

    def _prefix(self, segment: Segment, before: list[Item], after: list[Item], *, engaged: bool) -> None:
        if engaged and _has_session(after):
            raise Unclear
        start = next(i.start for i in segment.items if isinstance(i, Mark) and i.kind in NEGATIONS)
        if _says(before):
            if self.taking and segment.joint in _LINKS:
                raise Unclear
            if segment.joint is not Kind.BUT:
                self.offered.add(replace(segment, items=tuple(before), end=after[0].start))
            elif not self._covered(segment):
                raise Unclear
            after = self._said_of_these_days(before, after)
        self.taken.flush()
        self.taken.may_go_on = False
        self.taken.week = None
        self.taking = True
        self.taking_on = None
        self.on_rest_day = any(isinstance(i, Mark) and str(i.value) in REST_DAYS for i in segment.items)
        self.taken.add(replace(segment, items=tuple(after), joint=None, start=start))

    def _said_of_these_days(self, before: list[Item], after: list[Item]) -> list[Item]:
        """ "Mon any time, Wed not before 11": the hour is Wednesday's alone."""
        named = [item for item in before if isinstance(item, DayItem)]
        named += [day for waiting in self.offered.waiting[:-1] for day in waiting.days]
        times = [item for item in after if not isinstance(item, Mark)]
        if any(isinstance(item, TimeItem) for item in before):
            return after
        bounds = all(isinstance(t, TimeItem) and t.form in {Form.AFTER, Form.BEFORE} for t in times)
        return [*named, *after] if named and times and bounds else after

    def _suffix(self, segment: Segment, before: list[Item]) -> None:
        """ "Monday and Tuesday no good": all that is listed there is meant."""
        if _has_session(before):
            raise Unclear
        self.taken.flush()
        self.taken.may_go_on = False
        said_of = [item for item in before if isinstance(item, DayItem)]
        if any(covers(waiting, said_of) for waiting in self.offered.waiting):
            self.offered.flush()
        waiting = self.offered.give_up_waiting()
        for earlier in waiting:
            self.taken.add(earlier)
        joint = segment.joint if waiting else None
        said = [i for i in before if not (isinstance(i, Mark) and i.kind is Kind.FREE)]
        self.taken.add(replace(segment, items=tuple(said), joint=joint))
        self.taken.flush()
        self.taking = False
        if waiting and segment.joint is Kind.COMMA:
            self.statement.failed.append((waiting[0].start, waiting[-1].end))

    def _not_understood(self, segment: Segment) -> None:
        start = segment.start
        goes_on = self.lead_in.days
        vague = bool(segment.days or segment.times) or segment.has(Kind.VAGUE, Kind.NUMBER, Kind.NUMBER_WORD)
        qualifies = not segment.says_when and segment.has(Kind.VAGUE) and segment.joint is Kind.COMMA
        restricts = segment.joint is Kind.BUT and not segment.days
        if (qualifies or restricts) and self.offered.groups:
            self.offered.groups[-1].clear = False
        if vague and not segment.days and segment.joint in {Kind.COMMA, Kind.AND, Kind.BUT}:
            self.offered.doubt_whole_days()
        first = next((i for i in segment.items if not isinstance(i, Mark) or i.kind not in USABLE), None)
        apart = segment.joint is Kind.ELSE or (
            segment.joint is Kind.OR
            and (isinstance(first, Mark) or (isinstance(first, TimeItem) and first.form is Form.ALL_DAY))
        )
        if not self.taking and not apart and (vague or segment.joint is Kind.BUT):
            waiting = self.offered.give_up_waiting()
            start = waiting[0].start if waiting else start
            self.statement.doubtful += [day for s in waiting for day in s.days]
        failed = self.statement.failed
        if goes_on and failed and not self.taking:
            start = failed.pop()[0]
        failed.append((start, segment.end))
        self.statement.doubtful += segment.days
        alternative = apart and isinstance(first, Mark) and str(first.value) in _CASES
        conditions = segment.has(Kind.CONDITION, *NEGATIONS) and not alternative
        if conditions or (self.taking and not segment.days):
            self.statement.spoilt = True
        self.lead_in.not_understood(segment)
        self.offered.flush()
        self.taken.flush()
        self.offered.may_go_on = self.taken.may_go_on = False


def _kinds(items: tuple[Item, ...], at: list[int]) -> set[Kind]:
    marks = (items[n] for n in at)
    return {item.kind for item in marks if isinstance(item, Mark)}


def _says(items: list[Item]) -> bool:
    return any(not isinstance(item, Mark) or item.kind is Kind.WEEK_OF for item in items)


def _has_session(items: list[Item]) -> bool:
    """A bare time, of which nobody can tell how long it is taken."""
    return any(isinstance(item, TimeItem) and item.form is Form.SESSION for item in items)
