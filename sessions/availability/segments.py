"""A statement cut at its commas, its "and", "or" and "but"."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sessions.availability.items import DayItem, Item, Mark, TimeItem
from sessions.availability.kinds import Kind

JOINTS = (Kind.ELSE, Kind.BUT, Kind.OR, Kind.AND, Kind.COMMA)
"""What cuts a statement; where several stand together, the first of these decides."""
NEGATIONS = frozenset({Kind.NOT, Kind.CANNOT, Kind.ENGAGED, Kind.EXCEPT})
USABLE = NEGATIONS | {Kind.FREE, Kind.ONLY, Kind.PREFER, Kind.WEEK_OF}


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands between two joints. `joint` is the one before it, None for the first of a statement."""

    items: tuple[Item, ...]
    joint: Kind | None
    start: int
    end: int

    @property
    def days(self) -> tuple[DayItem, ...]:
        return tuple(item for item in self.items if isinstance(item, DayItem))

    @property
    def times(self) -> tuple[TimeItem, ...]:
        return tuple(item for item in self.items if isinstance(item, TimeItem))

    @property
    def says_when(self) -> bool:
        return any(not isinstance(item, Mark) or item.kind is Kind.WEEK_OF for item in self.items)

    @property
    def is_read(self) -> bool:
        """Whether every item of it has a meaning to the reader."""
        return all(not isinstance(item, Mark) or item.kind in USABLE for item in self.items)

    def has(self, *kinds: Kind) -> bool:
        return any(isinstance(item, Mark) and item.kind in kinds for item in self.items)

    def with_items(self, items: Iterable[Item]) -> "Segment":
        return replace(self, items=tuple(items))


def segments_of(items: Iterable[Item], start: int, end: int) -> list[Segment]:
    """The segments of the statement that stands there in the text, none of them empty."""
    found: list[Segment] = []
    current: list[Item] = []
    joints: list[Kind] = []
    for item in items:
        if isinstance(item, Mark) and item.kind in JOINTS:
            if current:
                found.append(Segment(tuple(current), _strongest(joints, found), start, item.start))
                current, joints = [], []
            start = item.end
            joints.append(item.kind)
        else:
            current.append(item)
    if current:
        found.append(Segment(tuple(current), _strongest(joints, found), start, end))
    return _leading_weeks_joined(found)


def _strongest(joints: list[Kind], found: list[Segment]) -> Kind | None:
    return next((joint for joint in JOINTS if joint in joints), None) if found else None


def _leading_weeks_joined(segments: list[Segment]) -> list[Segment]:
    """ "Next week, Mon or Tue": the week belongs to the days after the comma."""
    joined: list[Segment] = []
    for segment in segments:
        before = joined[-1] if joined else None
        only_week = before and all(
            isinstance(item, Mark) and item.kind in {Kind.WEEK_OF, Kind.FREE} for item in before.items
        )
        leads = only_week and len(joined) == 1 and segment.joint is Kind.COMMA
        if before and leads and any(day.days.weekdays for day in segment.days):
            joined[-1] = Segment(before.items + segment.items, before.joint, before.start, segment.end)
        else:
            joined.append(segment)
    return joined
