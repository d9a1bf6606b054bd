"""The desk on a real store: what it allows, what it writes, and what it does when two come at once."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from sessions.diaries import Diaries
from sessions.diary import Diary, Reservation
from sessions.lifecycle import AFTERWARDS, TRANSITIONS
from sessions.notices import NoticeKind
from sessions.people import Party, Person
from sessions.ports import Records, Stored
from sessions.refusals import AdviserBusy, LroBusy, NoSuchRequest, NoTimes, NotNow, SlotGone, TookPlace
from sessions.region import south_west
from sessions.request import Action, Booking, Request, State
from sessions.transition import Step, advance, begin
from sessions.window import Window
from tests.sessions.office import ADVISERS, LRO, MONDAY, TUESDAY_9, Office, asked

HOUR = timedelta(hours=1)


@dataclass
class SlowDiaries:
    """A store that takes two minutes to add a diary."""

    inner: Records[Diary]
    office: Office

    async def get(self, partition: str, id: str) -> Stored[Diary] | None:  # noqa: A002 - its name in every store
        return await self.inner.get(partition, id)

    async def add(self, value: Diary) -> Stored[Diary]:
        self.office.passes(minutes=2)
        return await self.inner.add(value)

    async def save(self, stored: Stored[Diary], value: Diary) -> Stored[Diary]:
        return await self.inner.save(stored, value)


async def test_a_submit_sent_twice_is_one_request(office: Office) -> None:
    first, second = await asyncio.gather(*(office.desk.submit("SW-AAA-AAAA", LRO, asked()) for _ in range(2)))
    assert first == second
    assert len(await office.desk.mine(LRO.id)) == 1


async def test_a_submit_sent_again_much_later_is_still_that_request(office: Office) -> None:
    request = await office.has_request()
    office.passes(days=3)
    assert await office.desk.submit(request.reference, LRO, asked()) == request


async def test_the_request_and_its_notices_are_one_write(office: Office) -> None:
    request = await office.has_request()
    stored = await office.desk.store.requests.get(LRO.id, request.reference)
    assert stored is not None
    kinds = [n.kind for n in stored.value.notices]
    assert kinds == [NoticeKind.TELL_ADVISERS, NoticeKind.COUNT_REQUEST]
    assert stored.value.due_at == MONDAY, "the courier finds it at once"


async def test_times_that_have_passed_cannot_be_submitted(office: Office) -> None:
    office.passes(days=2)
    with pytest.raises(NoTimes):
        await office.has_request()


@pytest.mark.parametrize("attempt", range(10))
async def test_twenty_book_at_once_and_one_wins(office: Office, attempt: int) -> None:
    request = await office.has_request(hours=8)
    starts = [TUESDAY_9 + timedelta(minutes=30 * ((n + attempt) % 14)) for n in range(20)]
    results = await asyncio.gather(
        *(office.desk.book(LRO.id, request.reference, a, s) for a, s in zip(ADVISERS, starts, strict=True)),
        return_exceptions=True,
    )
    won = [r for r in results if isinstance(r, Request)]
    assert len(won) == 1
    assert won[0].booking is not None
    for loser, result in zip(ADVISERS, results, strict=True):
        if isinstance(result, Request):
            continue
        assert isinstance(result, NotNow)
        assert result.request.booking == won[0].booking, "who won is in the answer"
        assert await _reserved(office, loser) == [], "and the loser's time is free again"


async def test_one_adviser_clicks_two_requests_for_the_same_time(office: Office) -> None:
    requests = [await office.has_request(Person(id=f"lro-{n}", name="Sample")) for n in range(6)]
    results = await asyncio.gather(
        *(office.desk.book(r.lro.id, r.reference, ADVISERS[0], TUESDAY_9) for r in requests),
        return_exceptions=True,
    )
    assert sum(isinstance(r, Request) for r in results) == 1
    assert sum(isinstance(r, AdviserBusy) for r in results) == 5


async def test_one_adviser_clicks_two_times_of_one_request_at_once(office: Office) -> None:
    request = await office.has_request()
    results = await asyncio.gather(
        *(office.desk.book(LRO.id, request.reference, ADVISERS[0], TUESDAY_9 + n * HOUR) for n in range(4)),
        return_exceptions=True,
    )
    (won,) = [r for r in results if isinstance(r, Request)]
    assert won.booking is not None
    assert await _reserved(office, ADVISERS[0]) == [won.booking.time]


async def test_booking_again_the_same_time_answers_the_same(office: Office) -> None:
    request = await office.has_request()
    first = await office.desk.book(LRO.id, request.reference, ADVISERS[0], TUESDAY_9)
    assert await office.desk.book(LRO.id, request.reference, ADVISERS[0], TUESDAY_9) == first


@pytest.mark.parametrize(
    "minutes", [-30, 15, 7 * 60 + 30, 60 * 24], ids=["before", "off grid", "too late", "other day"]
)
async def test_only_a_slot_that_is_offered_can_be_booked(office: Office, minutes: int) -> None:
    request = await office.has_request()
    with pytest.raises(SlotGone):
        await office.desk.book(LRO.id, request.reference, ADVISERS[0], TUESDAY_9 + timedelta(minutes=minutes))
    assert await _reserved(office, ADVISERS[0]) == []


async def test_an_lro_with_two_requests_is_not_booked_twice_for_one_time(office: Office) -> None:
    one, two = [await office.has_request() for _ in range(2)]
    await office.desk.book(LRO.id, one.reference, ADVISERS[0], TUESDAY_9)
    with pytest.raises(LroBusy) as busy:
        await office.desk.book(LRO.id, two.reference, ADVISERS[1], TUESDAY_9 + HOUR / 2)
    assert busy.value.time == Window(start=TUESDAY_9, end=TUESDAY_9 + HOUR)
    assert await _reserved(office, ADVISERS[1]) == []
    booked = await office.desk.book(LRO.id, two.reference, ADVISERS[1], TUESDAY_9 + HOUR)
    assert booked.state is State.BOOKED


async def test_a_slot_that_has_passed_cannot_be_booked(office: Office) -> None:
    request = await office.has_request()
    office.moment = TUESDAY_9
    with pytest.raises(SlotGone):
        await office.desk.book(LRO.id, request.reference, ADVISERS[0], TUESDAY_9)


async def test_a_reservation_that_a_crash_left_behind_heals(office: Office) -> None:
    """Killed between reserving and booking: in the way for a minute, then passed over."""
    request, other = await office.has_request(), await office.has_request(Person(id="lro-2", name="Sample"))
    left = Reservation(
        lro_id=LRO.id,
        reference=request.reference,
        time=Window(start=TUESDAY_9, end=TUESDAY_9 + HOUR),
        made_at=office.moment,
    )
    await office.desk.store.diaries.add(Diary(adviser_id=ADVISERS[0].id, reservations=(left,)))
    with pytest.raises(AdviserBusy):
        await office.desk.book(other.lro.id, other.reference, ADVISERS[0], TUESDAY_9)
    assert TUESDAY_9 not in await office.desk.slots_for(other, ADVISERS[0].id)
    office.passes(minutes=2)
    assert TUESDAY_9 in await office.desk.slots_for(other, ADVISERS[0].id)
    booked = await office.desk.book(other.lro.id, other.reference, ADVISERS[0], TUESDAY_9)
    assert booked.state is State.BOOKED
    assert await _reserved(office, ADVISERS[0]) == [Window(start=TUESDAY_9, end=TUESDAY_9 + HOUR)]


async def test_a_process_that_slept_between_reserving_and_booking_does_not_book(office: Office) -> None:
    """Its reservation may have been passed over meanwhile: another session can stand there."""
    request = await office.has_request()
    diaries = SlowDiaries(office.desk.store.diaries, office)
    slow = replace(office.desk, store=replace(office.desk.store, diaries=diaries))
    with pytest.raises(SlotGone):
        await slow.book(LRO.id, request.reference, ADVISERS[0], TUESDAY_9)
    assert (await office.desk.find(LRO.id, request.reference)).state is State.OPEN


async def test_a_booking_stands_however_old_its_reservation(office: Office) -> None:
    request, other = await office.has_request(), await office.has_request(Person(id="lro-2", name="Sample"))
    await office.desk.book(LRO.id, request.reference, ADVISERS[0], TUESDAY_9)
    office.passes(hours=3)
    with pytest.raises(AdviserBusy):
        await office.desk.book(other.lro.id, other.reference, ADVISERS[0], TUESDAY_9 + HOUR / 2)


@pytest.mark.parametrize("ends", ["release", "cannot make it", "withdraw"])
async def test_a_booking_that_ends_frees_the_time(office: Office, ends: str) -> None:
    request, adviser = await office.has_request(), ADVISERS[0]
    await office.desk.book(LRO.id, request.reference, adviser, TUESDAY_9)
    for _ in range(2):  # sent twice, done once
        if ends == "release":
            after = await office.desk.release(LRO.id, request.reference, adviser)
        elif ends == "cannot make it":
            after = await office.desk.cannot_make_it(LRO, request.reference)
        else:
            after = await office.desk.withdraw(LRO, request.reference)
    assert after.booking is None
    assert after.revision == 3
    assert await _reserved(office, adviser) == []
    assert NoticeKind.COUNT_HELD not in {n.kind for n in after.notices}, "it was not held"
    off = [n for n in after.notices if n.kind is NoticeKind.BOOKING_IS_OFF]
    assert len(off) == (0 if ends == "release" else 1), "an adviser is told when somebody else ended it"


async def test_a_booked_session_waits_for_its_end_to_be_counted(office: Office) -> None:
    request = await office.has_request()
    for adviser in ADVISERS[:2]:
        booked = await office.desk.book(LRO.id, request.reference, adviser, TUESDAY_9)
        counts = [n.due_at for n in booked.notices if n.kind is NoticeKind.COUNT_HELD]
        assert counts == [TUESDAY_9 + timedelta(hours=1)]
        request = await office.desk.release(LRO.id, request.reference, adviser)


async def test_a_session_that_has_taken_place_is_not_called_off(office: Office) -> None:
    request, adviser = await office.has_request(), ADVISERS[0]
    booked = await office.desk.book(LRO.id, request.reference, adviser, TUESDAY_9)
    office.moment = TUESDAY_9 + HOUR
    with pytest.raises(TookPlace):
        await office.desk.release(LRO.id, request.reference, adviser)
    with pytest.raises(TookPlace):
        await office.desk.cannot_make_it(LRO, request.reference)
    with pytest.raises(TookPlace):
        await office.desk.withdraw(LRO, request.reference)
    assert await office.desk.find(LRO.id, request.reference) == booked


async def test_giving_a_time_back_leaves_a_newer_booking_of_the_same_request_alone(office: Office) -> None:
    """The adviser releases and, before the time is given back, books another time of the same request."""
    request, adviser = await office.has_request(), ADVISERS[0]
    booked = await office.desk.book(LRO.id, request.reference, adviser, TUESDAY_9)
    assert booked.booking is not None
    released = await office.desk.release(LRO.id, request.reference, adviser)
    await office.desk.book(LRO.id, request.reference, adviser, TUESDAY_9 + 2 * HOUR)
    await Diaries(office.desk.store, office.desk.now).drop_ended(booked.booking, released.reference)
    later = TUESDAY_9 + 2 * HOUR
    assert await _reserved(office, adviser) == [Window(start=later, end=later + HOUR)]


async def test_times_in_which_no_session_starts_cannot_be_submitted(office: Office) -> None:
    """10:15 to 11:15 holds an hour, but no hour that starts on the half-hour grid."""
    with pytest.raises(NoTimes):
        await office.desk.submit("SW-AAA-AAAA", LRO, asked(TUESDAY_9 + timedelta(minutes=75), hours=1))


async def test_only_the_adviser_who_booked_it_releases_it(office: Office) -> None:
    request = await office.has_request()
    await office.desk.book(LRO.id, request.reference, ADVISERS[0], TUESDAY_9)
    with pytest.raises(NotNow):
        await office.desk.release(LRO.id, request.reference, ADVISERS[1])


async def test_times_offered_again_a_minute_later_are_the_same_though_less_of_them_is_left(
    office: Office,
) -> None:
    request = await office.has_request()
    await office.desk.ask_for_times(LRO.id, request.reference, ADVISERS[0], "")
    earliest = MONDAY + office.desk.region.offer.lead
    times = (Window(start=earliest, end=earliest + 3 * HOUR),)
    offered = await office.desk.offer_times(LRO, request.reference, times)
    office.passes(minutes=1)
    assert await office.desk.offer_times(LRO, request.reference, times) == offered
    later = (Window(start=earliest + HOUR, end=earliest + 3 * HOUR),)
    with pytest.raises(NotNow):
        await office.desk.offer_times(LRO, request.reference, later)


async def test_somebody_elses_request_is_not_found(office: Office) -> None:
    request = await office.has_request()
    stranger = Person(id="lro-2", name="Sample")
    for deed in (office.desk.withdraw, office.desk.cannot_make_it):
        with pytest.raises(NoSuchRequest):
            await deed(stranger, request.reference)
    with pytest.raises(NoSuchRequest):
        await office.desk.offer_times(stranger, request.reference, asked().availability)


async def test_the_clock_asks_again_when_the_times_have_passed_and_then_stops(office: Office) -> None:
    request = await office.has_request()
    assert request.timer_at == TUESDAY_9 + 7 * HOUR, "the last start that could be booked"
    assert await office.desk.tick(request) == request, "too early"
    office.moment = TUESDAY_9 + 7 * HOUR
    asked_again = await office.desk.tick(request)
    assert asked_again.state is State.WAITING_FOR_TIMES
    assert asked_again.notices[-1].kind is NoticeKind.LRO_TIMES_WANTED
    office.passes(days=7)
    expired = await office.desk.tick(asked_again)
    assert expired.state is State.EXPIRED
    assert expired.timer_at is None
    assert expired.due_at is not None, "the LRO is told"


def test_the_table_is_the_law() -> None:
    """Every state, action and party: what is not in the table is refused, and nothing is changed."""
    region, tried = south_west(), 0
    for state in State:
        for action in Action:
            for party in Party:
                request = _in_state(state, over=action in AFTERWARDS)
                rule = TRANSITIONS.get((state, action))
                if rule is not None and party in rule.by:
                    after = advance(request, Step(action=action, party=party), region=region, now=MONDAY)
                    assert after.state is rule.to
                    assert after.last.action is action
                else:
                    with pytest.raises(NotNow):
                        advance(request, Step(action=action, party=party), region=region, now=MONDAY)
                tried += 1
    assert tried == len(State) * len(Action) * len(Party)


def _in_state(state: State, *, over: bool) -> Request:
    """`over`: a session was booked, and its time has gone by."""
    request = begin("SW-AAA-AAAA", LRO, asked(), region=south_west(), now=MONDAY)
    booking = Booking(adviser=ADVISERS[0], time=Window(start=MONDAY - HOUR, end=MONDAY)) if over else None
    return request.model_copy(update={"state": state, "booking": booking})


async def _reserved(office: Office, adviser: Person) -> list[Window]:
    stored = await office.desk.store.diaries.get(adviser.id, adviser.id)
    return [r.time for r in stored.value.reservations] if stored else []
