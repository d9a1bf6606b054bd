"""From tokens to what they say: days, times, and the marks that tell how these go together."""

from dataclasses import dataclass

from sessions.availability.clock import Form, Hull
from sessions.availability.days import Days
from sessions.availability.kinds import Kind


@dataclass(frozen=True, slots=True)
class DayItem:
    """A day or several, with where it was said."""

    days: Days
    start: int
    end: int
    others: bool = False
    """Said as "the other days", which turns away from what was said before."""


@dataclass(frozen=True, slots=True)
class TimeItem:
    """A time of day, with where it was said. `each`: it was said of every day ("mornings", "any time")."""

    form: Form
    hull: Hull
    start: int
    end: int
    each: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that tells how days and times go together, or one that the reader cannot use."""

    kind: Kind
    start: int
    end: int
    value: object = None


Item = DayItem | TimeItem | Mark
