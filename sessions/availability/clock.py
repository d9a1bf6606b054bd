"""Times of day: what the hours of a phrase mean, and how two statements about one day go together."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from sessions.availability.tokens import Clock
from sessions.region import Hours, Region

NOON = 12
LAST_AFTERNOON_HOUR = 6
"""A bare hour from 1 to this one is p.m."""
HOUR = 60
MIDNIGHT = 24 * HOUR


class Form(StrEnum):
    """How a time was said, which decides how it goes together with another about the same day."""

    SESSION = "one session"
    CLOSED = "from one time to another"
    AFTER = "after"
    BEFORE = "before"
    PART = "a part of the day"
    ALL_DAY = "all day"


@dataclass(frozen=True, slots=True)
class Hull:
    """Local minutes of a day, `start` <= t < `end`."""

    start: int
    end: int

    def common(self, other: "Hull") -> "Hull | None":
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Hull(start, end) if start < end else None

    def within(self, other: "Hull") -> bool:
        return other.start <= self.start and self.end <= other.end


def minutes(clock: Clock) -> int:
    """Minutes since midnight. A bare hour from 1 to 6 is p.m., 7 to 11 a.m., 12 noon."""
    hour = clock.hour
    if clock.half == "am":
        hour %= NOON
    elif (clock.half == "pm" and hour < NOON) or (not clock.half and 1 <= hour <= LAST_AFTERNOON_HOUR):
        hour += NOON
    return hour * HOUR + clock.minute


def stretch(start: Clock, end: Clock) -> Hull | None:
    """From one time to another; None if that runs backward. "2-4pm" is p.m. at both ends, "10-2pm" is not."""
    last = minutes(end)
    first = minutes(start)
    if not start.half and end.half in {"am", "pm"}:
        alike = minutes(start._replace(half=end.half)) if start.hour <= NOON else first
        first = alike if alike < last else first
    return Hull(first, last) if first < last else None


def hull_of(hours: Hours) -> Hull:
    return Hull(_since_midnight(hours.start), _since_midnight(hours.end))


def part_hull(part: str, region: Region) -> Hull:
    """The minutes that the region gives to "morning", "afternoon" or "lunchtime"."""
    working = region.working
    parts = {"morning": working.morning, "afternoon": working.afternoon, "lunchtime": working.lunchtime}
    return hull_of(parts[part])


def together(one: tuple[Form, Hull], other: tuple[Form, Hull]) -> Hull | None:
    """What two times side by side leave: "morning 10-11", "after 10 before 12". None if it is unclear."""
    forms = {one[0], other[0]}
    if Form.ALL_DAY in forms:
        return one[1].common(other[1]) or (one if other[0] is Form.ALL_DAY else other)[1]
    bounds = {Form.AFTER, Form.BEFORE}
    if forms & bounds and forms <= {*bounds, Form.PART, Form.CLOSED} and len(forms) == len(bounds):
        return one[1].common(other[1])
    if Form.PART in forms and forms & {Form.SESSION, Form.CLOSED}:
        part, exact = (one[1], other[1]) if one[0] is Form.PART else (other[1], one[1])
        starts_in = part.start <= exact.start < part.end
        return exact if exact.within(part) or (starts_in and Form.SESSION in forms) else None
    return None


def _since_midnight(moment: time) -> int:
    return moment.hour * HOUR + moment.minute
