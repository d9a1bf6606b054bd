"""How far a word reaches: an unknown one over the list behind it, a "but" over what was said before it."""

from dataclasses import dataclass

from sessions.availability.clock import Form
from sessions.availability.cursor import Unclear
from sessions.availability.groups import Grouping
from sessions.availability.items import DayItem, Mark, TimeItem
from sessions.availability.kinds import Kind
from sessions.availability.segments import NEGATIONS, Segment

_LEAD_IN = {Kind.UNKNOWN, Kind.REASON, Kind.DUTY, Kind.CONDITION, Kind.WEEK_COMMENCING}
_LIST = {Kind.COMMA, Kind.AND, Kind.OR}
_BEST = {"best", "works best", "better", "ideal", "preferred", "preferable"}
_HOURS = {Form.PART, Form.CLOSED, Form.SESSION}


@dataclass
class LeadIn:
    """ "On nights Tue and Wed", "w/c 30th, mornings": what could not be read also speaks of what follows."""

    days: bool = False
    """Whether the days that follow in the list are meant too."""
    whole_days: bool = False
    """Whether days that follow without a time may be meant at the time that could not be read."""
    times: bool = False
    """Whether a time without a day that follows may belong to what could not be read."""

    def binds(self, segment: Segment) -> bool:
        """Whether the segment still is part of that list. One that stands on its own ends it."""
        turns = segment.joint not in _LIST and not (segment.joint is Kind.BUT and not segment.days)
        if turns or segment.has(*NEGATIONS) or (segment.days and segment.has(Kind.FREE)):
            self.days = self.whole_days = self.times = False
        if segment.has(*NEGATIONS) or not segment.says_when:
            return False
        of_days = self.whole_days and bool(segment.days) and not segment.times
        bound = self.days or of_days or (self.times and not segment.days and segment.joint is not Kind.OR)
        self.times, self.whole_days = self.times and bound, self.whole_days and bound
        return bound

    def not_understood(self, segment: Segment) -> None:
        """Remember what the segment leaves open for those that follow."""
        read = [n for n, item in enumerate(segment.items) if isinstance(item, DayItem)]
        before = segment.items[: read[0]] if read else ()
        leads = any(isinstance(item, Mark) and item.kind in _LEAD_IN for item in before)
        vague = any(isinstance(item, Mark) and item.kind is Kind.VAGUE for item in before)
        self.whole_days = vague or self.whole_days
        first = segment.items[0]
        leads = leads or (isinstance(first, Mark) and first.kind is Kind.CONDITION)
        leads = leads or any(isinstance(i, Mark) and i.value is Kind.BETWEEN for i in segment.items)
        self.days = self.days or leads or segment.has(Kind.DUTY, Kind.WEEK_COMMENCING)
        self.times = self.days or bool(read) or segment.has(Kind.VAGUE, Kind.NUMBER, Kind.TO)


def but_hours(segment: Segment, offered: Grouping) -> bool:
    """Whether "but 10-12" takes these hours away: it does after "any time" or "all day".

    Raises Unclear where some would mean these hours alone: "any day but 10-12", "Tue 9-5 but 12-1".
    """
    if segment.joint is not Kind.BUT or not segment.times or segment.has(Kind.ONLY, Kind.PREFER, *NEGATIONS):
        return False
    forms = {time.form for time in segment.times}
    last = offered.groups[-1] if offered.groups and offered.may_go_on and not offered.waiting else None
    whole = last and last.times and all(time.form is Form.ALL_DAY for time in last.times)
    best = any(isinstance(i, Mark) and str(i.value) in _BEST for i in segment.items)
    if segment.days:
        _refuse_times_first(segment, best=best)
        return False
    if whole and not best:
        before, after = segment.items[0].start - segment.start, segment.end - segment.items[-1].end
        if max(before, after) > 1 or segment.has(Kind.FREE) or not forms <= {Form.PART, Form.CLOSED}:
            raise Unclear
        return True
    if segment.has(Kind.FREE):
        return False
    said = [day for waiting in offered.waiting for day in waiting.days]
    of_all = all(day.days.general for day in said)
    in_doubt = of_all or bool(last and last.times)
    plural = any(time.plural for time in segment.times)
    if forms & _HOURS and (in_doubt or plural):
        raise Unclear
    return False


def _refuse_times_first(segment: Segment, *, best: bool) -> None:
    """ "Any time but 10-12 on Monday": Monday may be meant without these hours, or with them alone."""
    if isinstance(segment.items[0], TimeItem) and not best and not segment.has(Kind.FREE):
        raise Unclear
