"""The slots an adviser can pick: on the half-hour, wholly inside a window, clear of other bookings."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sessions.region import Region, south_west
from sessions.slots import bookable_slots
from sessions.window import Window

REGION = south_west()
HOUR = timedelta(hours=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def window(start: str, end: str) -> Window:
    return Window(start=utc(start), end=utc(end))


def starts(*windows: Window, busy: tuple[Window, ...] = (), now: datetime = LONG_AGO) -> list[str]:
    return [f"{slot:%H:%M}" for slot in bookable_slots(windows, busy=busy, now=now, region=REGION)]


def on_the_hour(region: Region) -> Region:
    return region.model_copy(update={"offer": region.offer.model_copy(update={"grid_minutes": 60})})


def test_a_morning_has_a_slot_on_each_half_hour_that_fits() -> None:
    morning = window("2026-11-24T09:00", "2026-11-24T12:00")
    assert starts(morning) == ["09:00", "09:30", "10:00", "10:30", "11:00"]


def test_a_window_that_opens_off_the_grid_starts_at_the_next_half_hour() -> None:
    assert starts(window("2026-11-24T09:10", "2026-11-24T11:10")) == ["09:30", "10:00"]


def test_adjoining_windows_are_one() -> None:
    first, second = (
        window("2026-11-24T09:00", "2026-11-24T10:00"),
        window("2026-11-24T10:00", "2026-11-24T11:00"),
    )
    assert starts(second, first) == ["09:00", "09:30", "10:00"]


def test_an_hour_already_booked_takes_out_every_slot_it_touches() -> None:
    morning = window("2026-11-24T09:00", "2026-11-24T12:00")
    assert starts(morning, busy=(window("2026-11-24T10:00", "2026-11-24T11:00"),)) == ["09:00", "11:00"]


def test_a_slot_that_has_begun_is_gone() -> None:
    morning = window("2026-11-24T09:00", "2026-11-24T12:00")
    assert starts(morning, now=utc("2026-11-24T10:00")) == ["10:30", "11:00"]


def test_the_grid_is_that_of_the_local_clock_in_summer_too() -> None:
    slots = bookable_slots(
        [window("2026-07-01T08:00", "2026-07-01T09:00")], busy=(), now=LONG_AGO, region=REGION
    )
    assert [f"{REGION.local(slot):%H:%M %Z}" for slot in slots] == ["09:00 BST"]


def test_the_hour_that_comes_twice_has_its_slots_twice_and_the_missing_hour_has_none() -> None:
    autumn = bookable_slots(
        [window("2026-10-25T00:00", "2026-10-25T03:00")], busy=(), now=LONG_AGO, region=REGION
    )
    assert [f"{REGION.local(slot):%H:%M %Z}" for slot in autumn] == [
        "01:00 BST", "01:30 BST", "01:00 GMT", "01:30 GMT", "02:00 GMT",
    ]  # fmt: skip
    spring = bookable_slots(
        [window("2027-03-28T00:00", "2027-03-28T03:00")], busy=(), now=LONG_AGO, region=REGION
    )
    assert [f"{REGION.local(slot):%H:%M %Z}" for slot in spring] == [
        "00:00 GMT", "00:30 GMT", "02:00 BST", "02:30 BST", "03:00 BST",
    ]  # fmt: skip


def test_a_clock_that_is_changed_by_half_an_hour_just_before_the_next_slot_is_followed() -> None:
    lord_howe = REGION.model_copy(update={"zone": "Australia/Lord_Howe"})
    slots = bookable_slots(
        [window("2026-04-04T14:45", "2026-04-04T17:00")], busy=(), now=LONG_AGO, region=on_the_hour(lord_howe)
    )
    assert [f"{lord_howe.local(slot):%H:%M}" for slot in slots] == ["02:00"]


# Both clock changes: 25 October 2026 and 28 March 2027.
NEAR_A_CHANGE = st.sampled_from([utc("2026-10-24T12:00"), utc("2027-03-27T12:00")])
MINUTES = st.integers(0, 48 * 60).map(lambda m: timedelta(minutes=m))
STRETCHES = st.lists(st.tuples(MINUTES, st.integers(1, 600).map(lambda m: timedelta(minutes=m))), max_size=5)


@given(NEAR_A_CHANGE, STRETCHES, STRETCHES, MINUTES)
def test_across_the_clock_changes_every_slot_keeps_the_rules_and_none_is_missed(
    origin: datetime,
    free: list[tuple[timedelta, timedelta]],
    taken: list[tuple[timedelta, timedelta]],
    passed: timedelta,
) -> None:
    windows = [Window(start=origin + at, end=origin + at + length) for at, length in free]
    busy = [Window(start=origin + at, end=origin + at + length) for at, length in taken]
    now = origin + passed
    slots = bookable_slots(windows, busy=busy, now=now, region=REGION)

    def fits(start: datetime) -> bool:
        minutes = [start + timedelta(minutes=m) for m in range(60)]
        inside = all(any(w.start <= m < w.end for w in windows) for m in minutes)
        clear = not any(b.overlaps(Window(start=start, end=start + HOUR)) for b in busy)
        return inside and clear and start > now

    half_hours = [origin + n * HOUR / 2 for n in range(2 * 60)]
    assert list(slots) == [start for start in half_hours if fits(start)]
