"""The slots an adviser can pick from somebody's availability."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from sessions.region import Region
from sessions.window import Window, merge


def bookable_slots(
    windows: Iterable[Window], *, busy: Iterable[Window], now: datetime, region: Region
) -> tuple[datetime, ...]:
    """Starts, in UTC and sorted, of the sessions that can be held in the windows.

    A start lies on the region's local grid and after `now` (aware); the whole session fits inside a window
    (adjoining ones count as one) and touches none of the `busy` stretches, though it may adjoin them.
    """
    length = region.offer.session_length
    taken = merge(busy)
    slots = []
    for window in merge(windows):
        for start in _grid(window, region):
            session = Window(start=start, end=start + length)
            if start > now and window.contains(session) and not any(session.overlaps(b) for b in taken):
                slots.append(start)
    return tuple(slots)


def _grid(window: Window, region: Region) -> Iterator[datetime]:
    """The grid points in the window. Steps in UTC, which skips and repeats no hour."""
    point = _next_on_grid(window.start, region)
    while point < window.end:
        yield point
        point = _next_on_grid(point + timedelta(minutes=1), region)


def _next_on_grid(instant: datetime, region: Region) -> datetime:
    """The first instant from there on whose local clock shows a whole number of grid steps since midnight."""
    local = region.local(instant)
    since_midnight = timedelta(
        hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    return (instant + -since_midnight % region.offer.grid).astimezone(UTC)
