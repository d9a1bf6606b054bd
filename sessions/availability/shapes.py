"""The order of days and times within a segment."""

from dataclasses import replace

from sessions.availability.cursor import Unclear
from sessions.availability.items import DayItem, Mark, TimeItem
from sessions.availability.kinds import Kind
from sessions.availability.segments import Segment


def any_of_the_days_named(segment: Segment) -> Segment:
    """ "Any day Mon-Wed": of those, not of all."""
    items = list(segment.items)
    for at in range(len(items) - 1, 0, -1):
        one, other = items[at - 1], items[at]
        if (
            isinstance(one, DayItem)
            and isinstance(other, DayItem)
            and one.days.general
            and not one.days.first
        ):
            del items[at - 1]
    return segment.with_items(items)


def dated_after(segment: Segment) -> Segment:
    """ "Tue 10-12 24/11": the date of the day before the time, if it agrees."""
    said = said_in(segment)
    days = [item for item in said if isinstance(item, DayItem)]
    two = len(days) == 2 and said[0] is days[0] and said[-1] is days[1]  # noqa: PLR2004 (a weekday and its date)
    date = days[1].days.exact if two else None
    if date is None or len(said) == 2 or not days[0].days.first:  # noqa: PLR2004 (no time between)
        return segment
    if days[0].days.weekdays != (date.weekday(),):
        raise Unclear
    dated = replace(days[0], days=days[1].days)
    return segment.with_items(dated if i is days[0] else i for i in segment.items if i is not days[1])


def said_in(segment: Segment) -> list[DayItem | TimeItem]:
    return [item for item in segment.items if not isinstance(item, Mark)]


def leads(segment: Segment, kind: Kind) -> bool:
    first = next(item for item in segment.items if not isinstance(item, Mark) or item.kind is kind)
    return isinstance(first, Mark)


def runs_of(segment: Segment) -> list[list[DayItem | TimeItem]]:
    """Days and times by turns."""
    runs: list[list[DayItem | TimeItem]] = []
    for item in said_in(segment):
        if runs and isinstance(runs[-1][-1], DayItem) == isinstance(item, DayItem):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs
