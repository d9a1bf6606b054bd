"""Plans: when an announcement is due, once or again and again, in a local wall time.

A wall time that the clock change leaves out or repeats is read as RFC 5545 §3.3.5 says: 01:30 on the spring
Sunday, which does not exist, by the offset from before the change (it is 02:30 summer time); 01:30 on the
autumn Sunday, which comes twice, is the first of the two.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from pydantic import AfterValidator, AwareDatetime, Field

from sessions.people import Frozen
from sessions.region import Region

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class How(StrEnum):
    """How often: the plain choices behind a rule."""

    WEEKLY = "every"
    FORTNIGHTLY = "every second"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"


_PATTERNS = {
    How.WEEKLY: "FREQ=WEEKLY;BYDAY={}",
    How.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2;BYDAY={}",
    How.FIRST: "FREQ=MONTHLY;BYDAY=1{}",
    How.SECOND: "FREQ=MONTHLY;BYDAY=2{}",
    How.THIRD: "FREQ=MONTHLY;BYDAY=3{}",
    How.FOURTH: "FREQ=MONTHLY;BYDAY=4{}",
    How.LAST: "FREQ=MONTHLY;BYDAY=-1{}",
}
RULES = MappingProxyType(
    {
        pattern.format(day[:2].upper()): (how, weekday)
        for how, pattern in _PATTERNS.items()
        for weekday, day in enumerate(DAYS)
    }
)
"""Every rule there is, as RFC 5545 writes it, and the choice behind it."""


def _known(rule: str) -> str:
    if rule not in RULES:
        raise ValueError("no rule of ours")
    return rule


class Once(Frozen):
    """At one moment."""

    kind: Literal["once"] = "once"
    at: AwareDatetime


class Repeat(Frozen):
    """Again and again, at a wall time of a zone."""

    kind: Literal["repeat"] = "repeat"
    rule: Annotated[str, AfterValidator(_known)]
    """An RFC 5545 RRULE."""
    start: date
    """The local day the rule counts from: of "every second Monday" it says which."""
    at: time
    """Local wall time."""
    zone: str
    """IANA time zone."""

    @property
    def how(self) -> How:
        return RULES[self.rule][0]

    @property
    def weekday(self) -> int:
        """0 is Monday, 6 is Sunday."""
        return RULES[self.rule][1]


Plan = Annotated[Once | Repeat, Field(discriminator="kind")]


def once(day: date, at: time, region: Region) -> Once:
    """At that wall time of the region."""
    return Once(at=_moment(datetime.combine(day, at), region.tz))


def repeat(how: How, weekday: int, at: time, *, start: date, region: Region) -> Repeat:
    """At that wall time of the region, from the local day `start` on. `weekday`: 0 is Monday."""
    rule = _PATTERNS[how].format(DAYS[weekday][:2].upper())
    return Repeat(rule=rule, start=start, at=at, zone=region.zone)


def next_run(plan: Plan, after: datetime) -> datetime | None:
    """The first moment (UTC) of the plan that is later than `after` (aware); None if there is none."""
    if isinstance(plan, Once):
        return plan.at if plan.at > after else None
    return next(moment for moment in _moments(plan, after) if moment > after)


def runs_until(plan: Plan, first: datetime, until: datetime) -> list[datetime]:
    """Those of the plan's moments (UTC) from `first`, which is one of them, up to and with `until`."""
    runs = [first]
    while (following := next_run(plan, runs[-1])) is not None and following <= until:
        runs.append(following)
    return runs


def _moments(plan: Repeat, near: datetime) -> Iterator[datetime]:
    """The moments (UTC) of the plan for ever, from a little before `near` (aware) at the latest."""
    zone = ZoneInfo(plan.zone)
    # A rule knows wall times alone: it is asked in wall time, and each answer is put into the zone.
    rule = rrulestr(plan.rule, dtstart=datetime.combine(plan.start, plan.at))
    wall = near.astimezone(zone).replace(tzinfo=None) - timedelta(days=1)
    for occurrence in rule.xafter(wall, inc=True):
        yield _moment(occurrence, zone)


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """A wall time as a moment in UTC, as the head of this file says (fold 0 of PEP 495 is just that)."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
