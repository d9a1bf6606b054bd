"""The domain's records, kept and found again through the documents contract."""

import asyncio
import logging
from collections import Counter
from datetime import timedelta

import pytest

from sessions.diary import Diary, Reservation
from sessions.notices import Notice, NoticeKind, Posted
from sessions.people import Contact, Member, Person, Profile, Reach, Team
from sessions.ports import AlreadyExists, Conflict, Store, Stored
from sessions.request import Action, Asked, Booking, Entry, Request, State
from sessions.window import Window
from storage import repositories
from storage.documents import Body, Documents, Key, StorageFault
from storage.repositories import PAGE, store_on
from tests.storage.backends import HandClock

MINUTE = timedelta(minutes=1)
LRO = Person(id="lro-1", name="Sample Officer")
ADVISER = Person(id="adviser-1", name="Sample Adviser")
OVERVIEW = "Sample overview: a group across two forces.\nWhat can be done?"


@pytest.fixture
def store(documents: Documents) -> Store:
    return store_on(documents)


def window(clock: HandClock, hours: int) -> Window:
    start = clock.now + timedelta(hours=hours)
    return Window(start=start, end=start + timedelta(hours=1))


def a_request(
    clock: HandClock, reference: str = "K7PQ", lro: Person = LRO, due: timedelta | None = None
) -> Request:
    """Submitted now, with one notice, due after that time; or already sent."""
    notice = Notice(
        id="n1", kind=NoticeKind.TELL_ADVISERS, revision=1, due_at=None if due is None else clock.now + due
    )
    return Request(
        reference=reference,
        lro=lro,
        asked=Asked(
            contact=Contact(name=lro.name, email="sample@example.org", telephone="+441392555555"),
            force="Devon & Cornwall Police",
            overview=OVERVIEW,
            availability=(window(clock, 24), window(clock, 48)),
        ),
        state=State.OPEN,
        history=(Entry(at=clock.now, action=Action.SUBMIT, by=lro),),
        notices=(notice,),
    )


async def test_a_request_comes_back_whole(store: Store, clock: HandClock) -> None:
    notice = Notice(
        id="n2",
        kind=NoticeKind.LRO_BOOKED,
        to=LRO.id,
        revision=2,
        due_at=clock.now,
        attempts=3,
        posted=Posted(conversation_id="a:1", activity_id="5", service_url="https://example.org/"),
        failure="blocked",
    )
    request = a_request(clock).model_copy(
        update={
            "state": State.BOOKED,
            "booking": Booking(adviser=ADVISER, time=window(clock, 24)),
            "notices": (notice,),
            "timer_at": clock.now + MINUTE,
        }
    )
    added = await store.requests.add(request)
    assert added.value == request
    assert await store.requests.get("lro-1", "K7PQ") == added
    assert await store.requests.get("lro-2", "K7PQ") is None


async def test_people_teams_and_diaries_come_back_whole(store: Store, clock: HandClock) -> None:
    reach = Reach(
        service_url="https://example.org/",
        tenant_id="t",
        bot_id="28:b",
        teams_id="29:p",
        conversation_id="a:1",
    )
    contact = Contact(name="Sample Officer", email="sample@example.org", telephone="+441392555555;ext=12")
    person = Profile(
        id="p/1", name="Zoë \N{POLICE OFFICER}", reach=reach, contact=contact, force="f", welcomed=True
    )
    member = Member(id="p/1", teams_id="29:p", name="Zoë", email="zoe@example.org")
    team = Team(id="19:team@thread.tacv2", reach=reach, members=(member,), read_at=clock.now)
    reservation = Reservation(lro_id="lro-1", reference="K7PQ", time=window(clock, 24), made_at=clock.now)
    diary = Diary(adviser_id="adviser-1", reservations=(reservation,))

    people, teams, diaries = (
        await store.people.add(person),
        await store.teams.add(team),
        await store.diaries.add(diary),
    )
    assert await store.people.get("p/1", "p/1") == people == Stored(person, people.etag)
    assert await store.teams.get(team.id, team.id) == teams == Stored(team, teams.etag)
    assert await store.diaries.get("adviser-1", "adviser-1") == diaries == Stored(diary, diaries.etag)


@pytest.mark.parametrize("together", [1, 3, 7, 20], ids="{} at one moment".format)
async def test_whatever_a_clock_acts_on_is_found_page_by_page(
    store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(repositories, "PAGE", 3)
    timed = {f"r{n:02}": (n // together) * MINUTE - 2 * MINUTE for n in range(20)}
    for reference, due in timed.items():
        await store.requests.add(a_request(clock, reference, due=due))
    await store.requests.add(a_request(clock, "sent already"))
    assert {stored.value.reference async for stored in store.requests.timed()} == set(timed)


async def test_who_pages_through_many_lets_others_have_their_turn(
    store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are due at one moment, and so on one page."""
    monkeypatch.setattr(repositories, "PAGE", 3)
    for n in range(20):
        await store.requests.add(a_request(clock, f"r{n:02}", due=MINUTE))
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    playing = asyncio.create_task(others())
    seen = Counter([turns async for _ in store.requests.timed()])
    playing.cancel()
    assert max(seen.values()) <= 3


async def test_a_person_and_a_diary_of_one_id_are_two_records(store: Store) -> None:
    await store.people.add(Profile(id="adviser-1", name="Sample Adviser"))
    await store.diaries.add(Diary(adviser_id="adviser-1"))
    with pytest.raises(AlreadyExists):
        await store.people.add(Profile(id="adviser-1", name="Somebody Else"))


async def test_who_saves_what_somebody_changed_meanwhile_is_told(store: Store) -> None:
    read = await store.people.add(Profile(id="p", name="first"))
    saved = await store.people.save(read, Profile(id="p", name="second"))
    with pytest.raises(Conflict):
        await store.people.save(read, Profile(id="p", name="third"))
    assert await store.people.get("p", "p") == saved == Stored(Profile(id="p", name="second"), saved.etag)
    await store.people.save(saved, Profile(id="p", name="third"))


async def test_of_twenty_advisers_who_book_at_once_one_does(store: Store, clock: HandClock) -> None:
    read = await store.requests.add(a_request(clock))

    async def book(number: int) -> Stored[Request]:
        adviser = Person(id=f"adviser-{number}", name=f"Sample Adviser {number}")
        booking = Booking(adviser=adviser, time=window(clock, 24))
        return await store.requests.save(read, read.value.model_copy(update={"booking": booking}))

    outcomes = await asyncio.gather(*map(book, range(20)), return_exceptions=True)
    (winner,) = [o for o in outcomes if isinstance(o, Stored)]
    assert [type(o) for o in outcomes].count(Conflict) == 19
    assert await store.requests.get("lro-1", "K7PQ") == winner


async def test_an_lros_requests_come_newest_first_and_all_of_them(store: Store, clock: HandClock) -> None:
    expected: list[Request] = []
    for n in range(PAGE + 5):
        clock.forward(MINUTE)
        # References say nothing of the order in which they were given.
        request = a_request(clock, reference=f"{n * 7919 % 1000:03}")
        await store.requests.add(request)
        expected.insert(0, request)
    await store.requests.add(a_request(clock, lro=Person(id="lro-2", name="Other Sample")))

    assert [s.value for s in await store.requests.of_lro("lro-1")] == expected
    assert await store.requests.of_lro("nobody") == []


async def test_the_courier_finds_what_is_due_the_longest_due_first(store: Store, clock: HandClock) -> None:
    assert await store.requests.next_due() is None
    for name, due in (("second", 2 * MINUTE), ("sent", None), ("first", MINUTE), ("later", 9 * MINUTE)):
        await store.requests.add(a_request(clock, name, Person(id=f"lro of {name}", name="Sample"), due))
    assert await store.requests.next_due() == clock.now + MINUTE

    due_then = await store.requests.due(clock.now + 2 * MINUTE, 10)
    assert [s.value.reference for s in due_then] == ["first", "second"]
    assert [s.value.reference for s in await store.requests.due(clock.now + 2 * MINUTE, 1)] == ["first"]


async def test_what_the_courier_has_sent_or_put_off_is_due_no_more(store: Store, clock: HandClock) -> None:
    read = await store.requests.add(a_request(clock, due=timedelta(0)))
    put_off = read.value.notices[0].model_copy(update={"due_at": clock.now + MINUTE})
    read = await store.requests.save(read, read.value.model_copy(update={"notices": (put_off,)}))
    assert await store.requests.due(clock.now, 10) == []
    assert await store.requests.next_due() == clock.now + MINUTE

    sent = put_off.model_copy(update={"due_at": None})
    read = await store.requests.save(read, read.value.model_copy(update={"notices": (sent,)}))
    assert await store.requests.next_due() is None

    await store.requests.save(read, read.value.model_copy(update={"timer_at": clock.now + MINUTE}))
    assert await store.requests.next_due() == clock.now + MINUTE, "timers count as well as notices"


async def test_bodies_are_plain_and_marked_with_their_version(
    store: Store, documents: Documents, clock: HandClock
) -> None:
    await store.requests.add(a_request(clock, due=MINUTE))
    document = await documents.read(Key("request", "lro-1", "K7PQ"))
    assert document is not None
    assert document.body["v"] == 1
    assert document.body["state"] == "open"
    assert document.due_at == clock.now + MINUTE


async def test_a_record_of_another_shape_is_named_but_not_quoted(
    store: Store, documents: Documents, clock: HandClock
) -> None:
    read = await store.requests.add(a_request(clock))
    body = {
        "v": 1,
        **read.value.model_dump(mode="json"),
        "state": "secret state",
        "history": ["secret entry"],
    }
    await documents.replace(Key("request", "lro-1", "K7PQ"), read.etag, body)

    with pytest.raises(StorageFault) as fault:
        await store.requests.get("lro-1", "K7PQ")
    assert str(fault.value) == (
        "cannot read request 'lro-1' 'K7PQ' as Request: state (enum), history.0 (model_type)"
    )
    assert fault.value.__context__ is None, "pydantic's error quotes what it found, and would be logged along"


async def test_a_record_of_a_later_version_is_not_guessed_at(store: Store, documents: Documents) -> None:
    await documents.create(Key("person", "p", "p"), {"v": 2, "id": "p", "name": "Sample"})
    with pytest.raises(StorageFault, match="cannot read person 'p' 'p': its shape is v=2, not v=1"):
        await store.people.get("p", "p")


async def test_one_record_that_cannot_be_read_does_not_hold_up_the_others(
    store: Store, documents: Documents, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    secret: Body = {"v": 1, "reference": "BAD", "overview": "secret"}
    await documents.create(Key("request", "lro-1", "BAD"), secret, due_at=clock.now - MINUTE)
    good = await store.requests.add(a_request(clock, due=timedelta(0)))
    with caplog.at_level(logging.ERROR):
        assert await store.requests.due(clock.now, 10) == [good]
    assert "cannot read request 'lro-1' 'BAD'" in caplog.text
    assert "secret" not in caplog.text


async def test_however_many_cannot_be_read_those_behind_them_are_found(
    store: Store, documents: Documents, clock: HandClock
) -> None:
    """A later version of the bot writes what this one cannot read, and both look for what is due."""
    for n in range(12):
        await documents.create(Key("request", f"lro-{n}", "LATER"), {"v": 2}, due_at=clock.now - MINUTE)
    first = await store.requests.add(a_request(clock, "first", due=timedelta(0)))
    second = await store.requests.add(a_request(clock, "second", due=MINUTE))
    await store.requests.add(a_request(clock, "third", due=2 * MINUTE))
    assert await store.requests.due(clock.now + 2 * MINUTE, 2) == [first, second]
    assert await store.requests.due(clock.now, 2) == [first]
    assert await store.requests.due(clock.now - MINUTE, 2) == []


async def test_of_an_lros_requests_one_that_cannot_be_read_hides_no_other(
    store: Store, documents: Documents, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    secret: Body = {"v": 1, "reference": "BAD", "overview": "secret"}
    await documents.create(Key("request", "lro-1", "BAD"), secret)
    good = await store.requests.add(a_request(clock))
    with caplog.at_level(logging.ERROR):
        assert await store.requests.of_lro("lro-1") == [good]
    assert "cannot read request 'lro-1' 'BAD'" in caplog.text
    assert "secret" not in caplog.text


async def test_a_record_that_cannot_be_read_is_not_told_of_at_every_look(
    store: Store, documents: Documents, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    await documents.create(Key("request", "lro-1", "LATER"), {"v": 2}, due_at=clock.now)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert await store.requests.due(clock.now, 10) == []
            assert await store.requests.of_lro("lro-1") == []
    assert caplog.text.count("cannot read") == 1


@pytest.mark.parametrize("how", ["withdrawn", "expired", "held"])
async def test_a_request_goes_so_long_after_it_was_over(
    documents: Documents, clock: HandClock, how: str
) -> None:
    store = store_on(documents, keep=timedelta(days=40))
    over: dict[str, dict[str, object]] = {
        "withdrawn": {"state": State.WITHDRAWN},
        "expired": {"state": State.EXPIRED},
        "held": {"state": State.BOOKED, "booking": Booking(adviser=ADVISER, time=window(clock, -1))},
    }
    await store.requests.add(a_request(clock).model_copy(update=over[how]))
    clock.forward(timedelta(days=40) - MINUTE)
    assert await store.requests.of_lro(LRO.id)
    clock.forward(MINUTE)
    assert await store.requests.get(LRO.id, "K7PQ") is None
    assert not await store.requests.of_lro(LRO.id)


async def test_a_request_that_is_going_on_stays(documents: Documents, clock: HandClock) -> None:
    store = store_on(documents, keep=timedelta(days=40))
    await store.requests.add(a_request(clock))
    clock.forward(timedelta(days=400))
    assert await store.requests.get(LRO.id, "K7PQ") is not None
