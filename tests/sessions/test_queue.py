"""Who is waiting: in which order and since when, what is counted, and that only what is going on is read."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sessions.people import Person
from sessions.queue import Queue, read_queue
from sessions.references import new_reference
from sessions.region import south_west
from sessions.request import Request, State
from sessions.window import Window
from storage import repositories
from storage.documents import Document
from storage.sqlite import SqliteDocuments
from tests.sessions.office import ADVISERS, MONDAY, TUESDAY_9, Office, asked

REGION = south_west()
ADVISER = ADVISERS[0]
HOUR = timedelta(hours=1)


async def queue_of(office: Office, **how: int) -> Queue:
    return await read_queue(office.desk.store.requests, office.moment, **how)


async def references(office: Office) -> list[str]:
    return [waiting.reference for waiting in (await queue_of(office)).waiting]


async def has_asked(
    office: Office,
    number: int = 0,
    *,
    force: str = "Dorset",
    start: datetime = TUESDAY_9,
    hours: int = 8,
) -> Request:
    """Somebody new, of that force."""
    lro = Person(id=f"lro-{number}", name=f"Sample LRO {number}")
    wanted = asked(start, hours).model_copy(update={"force": force})
    return await office.desk.submit(new_reference(REGION), lro, wanted)


async def everybody_is_told(office: Office, request: Request) -> Request:
    """All its notices that are due have been sent, as the courier writes it down."""
    requests = office.desk.store.requests
    stored = await requests.get(request.lro.id, request.reference)
    assert stored is not None
    told = tuple(
        n.model_copy(update={"due_at": None}) if n.is_due(office.moment) else n for n in stored.value.notices
    )
    return (await requests.save(stored, stored.value.model_copy(update={"notices": told}))).value


async def test_the_longest_waiting_comes_first(office: Office) -> None:
    asking = []
    for number in range(5):
        asking.append(await has_asked(office, number, hours=8 - number))
        office.passes(minutes=7)
    assert await references(office) == [request.reference for request in asking]
    first = (await queue_of(office)).waiting[0]
    assert (first.since, first.name, first.force) == (MONDAY, "Sample LRO", "Dorset"), "as they gave it"


async def test_to_ask_for_times_and_to_give_them_makes_no_wait_shorter(office: Office) -> None:
    request = await has_asked(office)
    office.passes(hours=1)
    await office.desk.ask_for_times(request.lro.id, request.reference, ADVISER, "mornings?")
    (waiting,) = (await queue_of(office)).waiting
    assert (waiting.since, waiting.wants_times) == (MONDAY, True)
    office.passes(hours=1)
    await office.desk.offer_times(request.lro, request.reference, asked().availability)
    (waiting,) = (await queue_of(office)).waiting
    assert (waiting.since, waiting.wants_times) == (MONDAY, False)


@pytest.mark.parametrize("ends", ["release", "cannot make it"])
async def test_a_booking_that_ends_begins_a_wait_anew(office: Office, ends: str) -> None:
    request, other = await has_asked(office, 0), await has_asked(office, 1)
    await office.desk.book(request.lro.id, request.reference, ADVISER, TUESDAY_9)
    assert await references(office) == [other.reference], "who has a session does not wait"
    office.passes(hours=2)
    if ends == "release":
        await office.desk.release(request.lro.id, request.reference, ADVISER)
    else:
        await office.desk.cannot_make_it(request.lro, request.reference)
    assert await references(office) == [other.reference, request.reference]
    again = (await queue_of(office)).waiting[1]
    assert (again.since, again.wants_times) == (office.moment, ends == "cannot make it")


async def test_each_force_is_counted_the_most_first(office: Office) -> None:
    for number, force in enumerate(["Wiltshire", "Dorset", "Wiltshire", "Avon and Somerset"]):
        await has_asked(office, number, force=force)
    queue = await queue_of(office)
    assert list(queue.by_force.items()) == [("Wiltshire", 2), ("Avon and Somerset", 1), ("Dorset", 1)]


async def test_sessions_that_are_booked_are_counted_until_they_begin(office: Office) -> None:
    for number in range(3):
        request = await has_asked(office, number)
        await office.desk.book(request.lro.id, request.reference, ADVISER, TUESDAY_9 + (2 - number) * HOUR)
    queue = await queue_of(office)
    assert queue.waiting == ()
    assert queue.coming == tuple(
        Window(start=TUESDAY_9 + n * HOUR, end=TUESDAY_9 + (n + 1) * HOUR) for n in range(3)
    )
    office.moment = TUESDAY_9
    assert [time.start for time in (await queue_of(office)).coming] == [
        TUESDAY_9 + HOUR,
        TUESDAY_9 + 2 * HOUR,
    ]


async def test_the_first_time_offered_is_one_that_can_still_be_booked(office: Office) -> None:
    request = await has_asked(office)
    (waiting,) = (await queue_of(office)).waiting
    assert waiting.first_start(REGION, office.moment) == TUESDAY_9
    assert waiting.first_start(REGION, TUESDAY_9) == TUESDAY_9 + HOUR / 2
    assert waiting.first_start(REGION, TUESDAY_9 + 7 * HOUR) is None
    await office.desk.ask_for_times(request.lro.id, request.reference, ADVISER, "")
    (waiting,) = (await queue_of(office)).waiting
    assert waiting.first_start(REGION, office.moment) is None, "nobody can make the times it had"


async def test_whatever_is_going_on_is_found_though_everybody_has_been_told(office: Office) -> None:
    desk = office.desk
    waits, booked, wanted = [await has_asked(office, number) for number in range(3)]
    await desk.book(booked.lro.id, booked.reference, ADVISER, TUESDAY_9)
    await desk.ask_for_times(wanted.lro.id, wanted.reference, ADVISER, "")
    for request in (waits, booked, wanted):
        assert (await everybody_is_told(office, request)).due_at is not None
    queue = await queue_of(office)
    assert {w.reference: w.state for w in queue.waiting} == {
        waits.reference: State.OPEN,
        wanted.reference: State.WAITING_FOR_TIMES,
    }
    assert len(queue.coming) == 1


async def ends(office: Office, number: int, how: str) -> Request:
    """A request that is over, and its people told of it."""
    desk, request = office.desk, await has_asked(office, number)
    match how:
        case "withdrawn":
            request = await desk.withdraw(request.lro, request.reference)
        case "expired":
            await desk.ask_for_times(request.lro.id, request.reference, ADVISER, "")
            office.passes(days=8)
            request = await desk.tick(await desk.find(request.lro.id, request.reference))
        case "held":
            await desk.book(request.lro.id, request.reference, ADVISER, TUESDAY_9)
            office.moment = TUESDAY_9 + 2 * HOUR
    return request


@pytest.mark.parametrize("how", ["withdrawn", "expired", "held"])
async def test_what_is_over_is_not_in_it_and_soon_not_even_read(office: Office, how: str) -> None:
    request = await ends(office, 0, how)
    assert await queue_of(office) == Queue(waiting=(), coming=())
    assert (await everybody_is_told(office, request)).due_at is None
    assert [stored async for stored in office.desk.store.requests.timed()] == []


async def test_it_costs_as_much_as_is_going_on_however_much_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    due_since = SqliteDocuments.due_since

    async def counted(self: SqliteDocuments, kind: str, **which: Any) -> Sequence[Document]:  # noqa: ANN401 (as it has them)
        found = await due_since(self, kind, **which)
        read.append(len(found))
        return found

    for number in range(60):
        await everybody_is_told(office, await ends(office, number, "withdrawn"))
    for number in range(4):
        await has_asked(office, 100 + number)
    monkeypatch.setattr(SqliteDocuments, "due_since", counted)
    for other in ("due", "in_partition", "everything", "read"):
        monkeypatch.delattr(SqliteDocuments, other)
    assert len((await queue_of(office)).waiting) == 4
    assert read == [4], "one query"


async def test_many_pages_at_one_moment_count_each_request_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times all end with the working day: so many requests fall due in the same moment."""
    monkeypatch.setattr(repositories, "PAGE", 3)
    asking = [await everybody_is_told(office, await has_asked(office, number)) for number in range(25)]
    assert len({request.due_at for request in asking}) == 1
    read = [stored.value.reference async for stored in office.desk.store.requests.timed()]
    assert len(read) > len(set(read)) == 25, "some are read twice"
    queue = await queue_of(office)
    assert (len(queue.waiting), queue.is_whole) == (25, True)


async def test_reading_comes_to_an_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repositories, "PAGE", 2)
    for number in range(9):
        await has_asked(office, number)
    for most, counted, is_whole in ((4, 4, False), (9, 9, False), (10, 9, True)):
        queue = await queue_of(office, most=most)
        assert (len(queue.waiting), queue.is_whole) == (counted, is_whole)


async def test_one_that_changes_while_it_is_read_is_shown_as_it_was_read_last(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Booked after its first page was read: it is found once more, by its session's end."""
    monkeypatch.setattr(repositories, "PAGE", 2)
    requests = [await everybody_is_told(office, await has_asked(office, n)) for n in range(4)]
    due_since = SqliteDocuments.due_since
    pages = 0

    async def booked_meanwhile(self: SqliteDocuments, kind: str, **which: Any) -> Sequence[Document]:  # noqa: ANN401 (as it has them)
        nonlocal pages
        pages += 1
        page = await due_since(self, kind, **which)
        if pages == 1:
            for request in requests:
                latest = TUESDAY_9 + 7 * HOUR
                adviser = ADVISERS[requests.index(request)]
                await office.desk.book(request.lro.id, request.reference, adviser, latest)
                await everybody_is_told(office, request)
        return page

    monkeypatch.setattr(SqliteDocuments, "due_since", booked_meanwhile)
    queue = await queue_of(office)
    assert pages > 1
    assert (queue.waiting, len(queue.coming)) == ((), 4)


async def test_who_asked_before_the_clocks_went_back_waits_longer_than_who_asked_after(
    office: Office,
) -> None:
    """Both at 01:30 by the clock on the wall; the later one is read first, for its times end sooner."""
    monday = datetime(2026, 10, 26, 9, tzinfo=UTC)
    office.moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    summer = await has_asked(office, 1, start=monday, hours=8)
    office.passes(hours=1)
    winter = await has_asked(office, 2, start=monday, hours=2)
    assert await references(office) == [summer.reference, winter.reference]
