"""The slots an adviser can pick from somebody's availability."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sessions.region import Region
from sessions.window import Window, merge


def bookable_slots(
    windows: Iterable[Window], *, busy: Iterable[Window], now: datetime, region: Region
) -> tuple[datetime, ...]:
    """Starts, in UTC and sorted, of the sessions that can be held in the windows.

    A start lies on the region's local grid and after `now` (aware); the whole session fits inside a window
    (adjoining ones count as one) and touches none of the `busy` stretches, though it may adjoin them.
    """
    return tuple(_slots(windows, busy, now, region))


def first_slot(windows: Iterable[Window], *, now: datetime, region: Region) -> datetime | None:
    """The first of the `bookable_slots` of somebody who has nothing else to do; None if there is none."""
    return next(_slots(windows, (), now, region), None)


def _slots(
    windows: Iterable[Window], busy: Iterable[Window], now: datetime, region: Region
) -> Iterator[datetime]:
    length = region.offer.session_length
    taken = [(window.start, window.end) for window in merge(busy)]
    for window in merge(windows):
        for start in _grid_points(window.start, window.end - length, region):
            if start > now and not any(begins < start + length and start < ends for begins, ends in taken):
                yield start


@lru_cache(maxsize=500)  # a request's windows are gone through for every adviser
def _grid_points(first: datetime, last: datetime, region: Region) -> tuple[datetime, ...]:
    return tuple(_grid(first, last, region))


def _grid(first: datetime, last: datetime, region: Region) -> Iterator[datetime]:
    """The grid points from `first` to `last`. Steps in UTC, which skips and repeats no hour."""
    grid = region.offer.grid
    point = _next_on_grid(first, region)
    offset = region.local(point).utcoffset()
    while point <= last:
        yield point
        point += grid
        if region.local(point).utcoffset() != offset:  # the clock was changed by less than an hour, perhaps
            point = _next_on_grid(point - grid + timedelta(minutes=1), region)
            offset = region.local(point).utcoffset()


def _next_on_grid(instant: datetime, region: Region) -> datetime:
    """The first instant from there on whose local clock shows a whole number of grid steps since midnight."""
    local = region.local(instant)
    since_midnight = timedelta(
        hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    point = (instant + -since_midnight % region.offer.grid).astimezone(UTC)
    is_changed = region.local(point).utcoffset() != local.utcoffset()
    return _next_on_grid(point, region) if is_changed else point
