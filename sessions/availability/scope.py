"""How far a word reaches: an unknown one over the list behind it, a "but" over what was said before it."""

from dataclasses import dataclass

from sessions.availability.clock import Form
from sessions.availability.cursor import Unclear
from sessions.availability.groups import Grouping
from sessions.availability.items import DayItem, Mark
from sessions.availability.kinds import Kind
from sessions.availability.segments import NEGATIONS, Segment

_LEAD_IN = {Kind.UNKNOWN, Kind.DUTY, Kind.CONDITION, Kind.WEEK_COMMENCING}
_LIST = {Kind.COMMA, Kind.AND, Kind.OR}
_HOURS = {Form.PART, Form.CLOSED, Form.SESSION}


@dataclass
class LeadIn:
    """ "On nights Tue and Wed", "w/c 30th, mornings": what could not be read also speaks of what follows."""

    days: bool = False
    """Whether the days that follow in the list are meant too."""
    times: bool = False
    """Whether a time without a day that follows may belong to what could not be read."""

    def binds(self, segment: Segment) -> bool:
        """Whether the segment still is part of that list. One that stands on its own ends it."""
        if segment.joint not in _LIST or (segment.days and segment.has(Kind.FREE)):
            self.days = self.times = False
        if segment.has(*NEGATIONS) or not segment.says_when:
            return False
        bound = self.days or (self.times and not segment.days and segment.joint is not Kind.OR)
        self.times = self.times and bound
        return bound

    def not_understood(self, segment: Segment) -> None:
        """Remember what the segment leaves open for those that follow."""
        read = [n for n, item in enumerate(segment.items) if isinstance(item, DayItem)]
        before = segment.items[: read[0]] if read else ()
        leads = any(isinstance(item, Mark) and item.kind in _LEAD_IN for item in before)
        self.days = self.days or leads or segment.has(Kind.DUTY, Kind.WEEK_COMMENCING)
        self.times = self.days or bool(read) or segment.has(Kind.VAGUE, Kind.NUMBER, Kind.TO)


def but_hours(segment: Segment, offered: Grouping) -> bool:
    """Whether "but 10-12" takes these hours away: it does after "any time" or "all day".

    Raises Unclear where some would mean these hours alone: "any day but 10-12", "Tue 9-5 but 12-1".
    """
    own = segment.joint is Kind.BUT and not segment.days and bool(segment.times)
    if not own or segment.has(Kind.FREE, Kind.ONLY, Kind.PREFER, *NEGATIONS):
        return False
    forms = {time.form for time in segment.times}
    last = offered.groups[-1] if offered.groups and offered.may_go_on and not offered.waiting else None
    if last and last.times and all(time.form is Form.ALL_DAY for time in last.times):
        directly = segment.items[0].start - segment.start <= 1
        if not directly or not forms <= {Form.PART, Form.CLOSED}:
            raise Unclear
        return True
    said = [day for waiting in offered.waiting for day in waiting.days]
    of_all = all(day.days.general for day in said)
    in_doubt = of_all or bool(last and last.times)
    plural = any(time.plural for time in segment.times)
    if forms & _HOURS and (in_doubt or plural):
        raise Unclear
    return False
