"""Announcements, channels and tallies, kept and found again through the documents contract."""

from datetime import date, time, timedelta

import pytest

from sessions.announcing.model import (
    DRAFT_KEPT,
    PARTITION,
    Announcement,
    Channel,
    Channels,
    Content,
    Deed,
    Entry,
    Post,
    Run,
    State,
)
from sessions.announcing.rules import Repeat
from sessions.announcing.tally import Tally
from sessions.notices import Posted
from sessions.people import Person, Reach
from sessions.ports import AlreadyExists, Conflict, Store, Stored
from storage.documents import Documents, Key
from storage.repositories import PAGE, store_on
from tests.storage.backends import HandClock

MINUTE = timedelta(minutes=1)
ORGANISER = Person(id="organiser-1", name="Zoë Sample")
POSTED = Posted(conversation_id="19:c@thread.tacv2", activity_id="5", service_url="https://example.org/")


@pytest.fixture
def store(documents: Documents) -> Store:
    return store_on(documents)


def a_draft(clock: HandClock, name: str = "a1") -> Announcement:
    return Announcement(
        id=name,
        author=ORGANISER,
        content=Content(title="Sessions", text="Ask us.\nInformally.", contact="c", show_held=True),
        state=State.DRAFT,
        created_at=clock.now,
        history=(Entry(at=clock.now, by=ORGANISER, deed=Deed.DRAFT),),
    )


def scheduled(clock: HandClock, name: str = "a1", due: timedelta = MINUTE) -> Announcement:
    plan = Repeat(rule="FREQ=WEEKLY;BYDAY=MO", start=date(2026, 3, 25), at=time(9), zone="Europe/London")
    changed = {"state": State.SCHEDULED, "plan": plan, "next_run_at": clock.now + due}
    return a_draft(clock, name).model_copy(update=changed)


def with_posts(announcement: Announcement, clock: HandClock, *due: timedelta | None) -> Announcement:
    posts = tuple(
        Post(
            id=str(n),
            channel_id=f"19:{n}",
            channel="General",
            due_at=None if wait is None else clock.now + wait,
            attempts=2,
            posted=POSTED if wait is None else None,
            failure="429",
        )
        for n, wait in enumerate(due)
    )
    run = Run(at=clock.now, begun_at=clock.now, press="act-1", posts=posts, missed=1)
    return announcement.model_copy(update={"runs": (run,), "settled_until": clock.now})


async def test_an_announcement_comes_back_whole(store: Store, clock: HandClock) -> None:
    announcement = with_posts(scheduled(clock), clock, None, MINUTE)
    added = await store.announcements.add(announcement)
    assert added.value == announcement
    assert await store.announcements.get("all", "a1") == added
    with pytest.raises(AlreadyExists):
        await store.announcements.add(announcement)


async def test_channels_and_tallies_come_back_whole(store: Store) -> None:
    reach = Reach(service_url="https://example.org/", tenant_id="t", bot_id="28:b", teams_id="19:c")
    channel = Channel(
        id="19:c@thread.tacv2",
        team_id="19:t@thread.tacv2",
        name="Regional LRO Network",
        reach=reach,
        failure="403",
    )
    channels = await store.channels.add(Channels(subscribed=(channel,)))
    assert (
        await store.channels.get("all", "all")
        == channels
        == Stored(Channels(subscribed=(channel,)), channels.etag)
    )
    tally = Tally(quarter="2026-Q1", requests={"SW-1": "microsite"}, held=("SW-1",))
    tallies = await store.tallies.add(tally)
    assert await store.tallies.get("2026-Q1", "2026-Q1") == tallies == Stored(tally, tallies.etag)


async def test_all_announcements_come_newest_first(store: Store, clock: HandClock) -> None:
    expected: list[str] = []
    for n in range(PAGE + 3):
        clock.forward(MINUTE)
        name = f"{n * 7919 % 1000:03}"
        await store.announcements.add(a_draft(clock, name))
        expected.insert(0, name)
    assert [s.value.id for s in await store.announcements.newest_first()] == expected


async def test_what_is_due_is_a_run_or_a_post_whichever_is_first(store: Store, clock: HandClock) -> None:
    assert await store.announcements.next_due() is None
    await store.announcements.add(a_draft(clock, "draft"))
    await store.announcements.add(scheduled(clock, "run first", MINUTE))
    posts = with_posts(scheduled(clock, "post first", 9 * MINUTE), clock, 5 * MINUTE, None, 2 * MINUTE)
    await store.announcements.add(posts)
    await store.announcements.add(with_posts(a_draft(clock, "all posted"), clock, None))
    assert await store.announcements.next_due() == clock.now + MINUTE
    due = await store.announcements.due(clock.now + 2 * MINUTE, 10)
    assert [s.value.id for s in due] == ["run first", "post first"]
    assert await store.requests.due(clock.now + MINUTE, 10) == [], "the courier has nothing to do with it"


async def test_who_removes_what_somebody_changed_meanwhile_is_told(store: Store, clock: HandClock) -> None:
    read = await store.announcements.add(a_draft(clock))
    saved = await store.announcements.save(read, scheduled(clock))
    with pytest.raises(Conflict):
        await store.announcements.remove(read)
    await store.announcements.remove(saved)
    assert await store.announcements.get("all", "a1") is None
    assert await store.announcements.newest_first() == []
    assert await store.announcements.next_due() is None


async def test_only_a_draft_has_a_day_on_which_it_goes(
    store: Store, documents: Documents, clock: HandClock
) -> None:
    key = Key("announcement", "all", "a1")
    read = await store.announcements.add(a_draft(clock))
    document = await documents.read(key)
    assert document is not None
    assert document.expires_at == clock.now + DRAFT_KEPT
    await store.announcements.save(read, scheduled(clock))
    document = await documents.read(key)
    assert document is not None
    assert document.expires_at is None


async def test_one_that_cannot_be_read_hides_no_other_from_the_list_nor_from_what_is_due(
    store: Store, documents: Documents, clock: HandClock
) -> None:
    for name in ("a0", "a2"):
        await documents.create(Key("announcement", PARTITION, name), {"v": 2}, due_at=clock.now)
    good = await store.announcements.add(scheduled(clock, due=MINUTE))
    assert await store.announcements.newest_first() == [good]
    assert await store.announcements.due(clock.now + MINUTE, 1) == [good]
