"""What every backend promises, whatever it is made of."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sessions.ports import AlreadyExists, Conflict
from storage.documents import Document, Documents, Key, StorageFault
from tests.storage.backends import Backend, HandClock

KEY = Key("note", "lro-1", "K7PQ")
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)


async def test_what_is_created_is_read_back_as_it_was(documents: Documents, clock: HandClock) -> None:
    written = await documents.create(KEY, {"text": "hello"}, due_at=clock.now, expires_at=clock.now + SECOND)
    assert written == Document(KEY, {"text": "hello"}, written.etag, clock.now, clock.now + SECOND)
    assert await documents.read(KEY) == written


async def test_what_was_never_written_is_not_there(documents: Documents) -> None:
    await documents.create(KEY, {})
    for other in (Key("other", "lro-1", "K7PQ"), Key("note", "lro-2", "K7PQ"), Key("note", "lro-1", "k7pq")):
        assert await documents.read(other) is None


async def test_creating_what_is_there_is_refused_and_leaves_it_alone(documents: Documents) -> None:
    first = await documents.create(KEY, {"text": "first"})
    with pytest.raises(AlreadyExists):
        await documents.create(KEY, {"text": "second"})
    assert await documents.read(KEY) == first


async def test_a_replacement_takes_all_of_it_and_moves_the_etag(
    documents: Documents, clock: HandClock
) -> None:
    first = await documents.create(
        KEY, {"text": "first", "more": 1}, due_at=clock.now, expires_at=clock.now + SECOND
    )
    second = await documents.replace(KEY, first.etag, {"text": "second"})
    assert second.etag != first.etag
    assert second == Document(KEY, {"text": "second"}, second.etag, None, None)
    assert await documents.read(KEY) == second


async def test_writing_the_same_again_moves_the_etag_too(documents: Documents) -> None:
    first = await documents.create(KEY, {"text": "same"})
    second = await documents.replace(KEY, first.etag, {"text": "same"})
    with pytest.raises(Conflict):
        await documents.replace(KEY, first.etag, {"text": "same"})
    assert await documents.read(KEY) == second


async def test_who_read_before_the_last_write_neither_replaces_nor_deletes(documents: Documents) -> None:
    stale = await documents.create(KEY, {"text": "first"})
    current = await documents.replace(KEY, stale.etag, {"text": "second"})
    with pytest.raises(Conflict):
        await documents.replace(KEY, stale.etag, {"text": "third"})
    with pytest.raises(Conflict):
        await documents.delete(KEY, stale.etag)
    assert await documents.read(KEY) == current


async def test_what_is_deleted_is_gone_from_everywhere(documents: Documents, clock: HandClock) -> None:
    written = await documents.create(KEY, {}, due_at=clock.now)
    await documents.delete(KEY, written.etag)
    assert await documents.read(KEY) is None
    assert await documents.in_partition("note", "lro-1") == []
    assert await documents.due("note", before=clock.now, limit=10) == []
    assert await documents.next_due("note") is None
    with pytest.raises(Conflict):
        await documents.delete(KEY, written.etag)
    with pytest.raises(Conflict):
        await documents.replace(KEY, written.etag, {})


async def test_a_document_made_again_does_not_know_the_etags_of_the_old_one(documents: Documents) -> None:
    old = await documents.create(KEY, {"text": "old"})
    await documents.delete(KEY, old.etag)
    new = await documents.create(KEY, {"text": "old"})
    assert new.etag != old.etag
    with pytest.raises(Conflict):
        await documents.replace(KEY, old.etag, {"text": "from the grave"})
    with pytest.raises(Conflict):
        await documents.delete(KEY, old.etag)
    assert await documents.read(KEY) == new


@pytest.mark.parametrize("etag", ["", "*", "||", "||*", "nothing of ours", '"*"'])
async def test_no_word_of_somebody_elses_opens_all(documents: Documents, etag: str) -> None:
    there = await documents.create(KEY, {})
    with pytest.raises(Conflict):
        await documents.replace(KEY, etag, {"text": "forced"})
    with pytest.raises(Conflict):
        await documents.delete(KEY, etag)
    assert await documents.read(KEY) == there


async def test_one_documents_etag_opens_no_other(documents: Documents) -> None:
    mine = await documents.create(KEY, {})
    for other in (Key("note", "lro-1", "other"), Key("note", "lro-2", "K7PQ"), Key("other", "lro-1", "K7PQ")):
        await documents.create(other, {})
        with pytest.raises(Conflict):
            await documents.replace(other, mine.etag, {"text": "mine"})


async def test_of_twenty_who_replace_at_once_one_wins(documents: Documents) -> None:
    first = await documents.create(KEY, {})
    outcomes = await asyncio.gather(
        *(documents.replace(KEY, first.etag, {"who": who}) for who in range(20)), return_exceptions=True
    )
    (winner,) = [o for o in outcomes if isinstance(o, Document)]
    assert [type(o) for o in outcomes].count(Conflict) == 19
    assert await documents.read(KEY) == winner


async def test_of_twenty_who_create_at_once_one_wins(documents: Documents) -> None:
    outcomes = await asyncio.gather(
        *(documents.create(KEY, {"who": who}) for who in range(20)), return_exceptions=True
    )
    (winner,) = [o for o in outcomes if isinstance(o, Document)]
    assert [type(o) for o in outcomes].count(AlreadyExists) == 19
    assert await documents.read(KEY) == winner


async def test_those_who_give_up_waiting_leave_whole_documents_or_none(documents: Documents) -> None:
    tasks = [asyncio.create_task(documents.create(Key("note", "p", f"{n:02}"), {"n": n})) for n in range(40)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    there = {document.body["n"]: document for document in await documents.in_partition("note", "p")}
    stayed = [o for o in outcomes[1::2] if isinstance(o, Document)]
    assert len(stayed) == 20
    assert all(there[document.body["n"]] == document for document in stayed)
    assert all(document.key.id == f"{n:02}" for n, document in there.items())


async def test_what_is_due_comes_longest_due_first_and_no_more_than_asked(
    documents: Documents, clock: HandClock
) -> None:
    for name, seconds in (("late", 3), ("first", 1), ("far off", 9), ("second", 2)):
        # Each in a partition of its own: what is due is due wherever it lies.
        await documents.create(Key("note", name, name), {}, due_at=clock.now + seconds * SECOND)
    await documents.create(Key("note", "never", "never"), {})
    await documents.create(Key("other", "first", "first"), {}, due_at=clock.now)

    async def due(limit: int) -> list[str]:
        return [d.key.id for d in await documents.due("note", before=clock.now + 3 * SECOND, limit=limit)]

    assert await due(10) == ["first", "second", "late"]
    assert await due(2) == ["first", "second"]


async def test_what_is_due_from_a_moment_on_comes_in_order(documents: Documents, clock: HandClock) -> None:
    for name, seconds in (("late", 3), ("first", 1), ("over", -1), ("second", 2)):
        await documents.create(Key("note", name, name), {}, due_at=clock.now + seconds * SECOND)
    await documents.create(Key("note", "never", "never"), {})
    await documents.create(Key("other", "first", "first"), {}, due_at=clock.now + SECOND)
    gone = clock.now - TICK
    await documents.create(Key("note", "gone", "gone"), {}, due_at=clock.now + SECOND, expires_at=gone)

    async def since(moment: datetime, limit: int = 10) -> list[str]:
        return [d.key.id for d in await documents.due_since("note", since=moment, limit=limit)]

    assert await since(clock.now) == ["first", "second", "late"]
    assert await since(clock.now, 2) == ["first", "second"]
    assert await since(clock.now + SECOND) == ["first", "second", "late"]
    assert await since(clock.now + SECOND + TICK) == ["second", "late"]


async def test_due_means_at_that_microsecond_and_not_before(documents: Documents, clock: HandClock) -> None:
    written = await documents.create(KEY, {}, due_at=clock.now)
    assert await documents.due("note", before=clock.now - TICK, limit=1) == []
    assert await documents.due("note", before=clock.now, limit=1) == [written]


async def test_what_has_been_seen_to_is_no_longer_due(documents: Documents, clock: HandClock) -> None:
    written = await documents.create(KEY, {}, due_at=clock.now)
    await documents.replace(KEY, written.etag, {}, due_at=None)
    assert await documents.due("note", before=clock.now, limit=10) == []
    assert await documents.next_due("note") is None


async def test_the_next_due_is_the_earliest_of_its_kind(documents: Documents, clock: HandClock) -> None:
    assert await documents.next_due("note") is None
    await documents.create(Key("note", "a", "a"), {}, due_at=clock.now + 2 * SECOND)
    await documents.create(Key("note", "b", "b"), {}, due_at=clock.now + SECOND)
    await documents.create(Key("note", "c", "c"), {})
    await documents.create(Key("other", "d", "d"), {}, due_at=clock.now)
    assert await documents.next_due("note") == clock.now + SECOND


async def test_a_document_is_gone_the_moment_it_expires(documents: Documents, clock: HandClock) -> None:
    written = await documents.create(KEY, {"text": "old"}, due_at=clock.now, expires_at=clock.now + SECOND)
    clock.forward(SECOND - TICK)
    assert await documents.read(KEY) == written

    clock.forward(TICK)
    assert await documents.read(KEY) is None
    assert await documents.in_partition("note", "lro-1") == []
    assert await documents.due("note", before=clock.now, limit=10) == []
    assert await documents.next_due("note") is None
    with pytest.raises(Conflict):
        await documents.replace(KEY, written.etag, {"text": "too late"})
    with pytest.raises(Conflict):
        await documents.delete(KEY, written.etag)


async def test_what_has_expired_can_be_made_anew(documents: Documents, clock: HandClock) -> None:
    old = await documents.create(KEY, {"text": "old"}, due_at=clock.now, expires_at=clock.now + SECOND)
    clock.forward(SECOND)
    new = await documents.create(KEY, {"text": "new"})
    assert await documents.read(KEY) == Document(KEY, {"text": "new"}, new.etag, None, None)
    with pytest.raises(Conflict):
        await documents.replace(KEY, old.etag, {"text": "from the grave"})


async def test_a_replacement_may_put_off_the_end(documents: Documents, clock: HandClock) -> None:
    written = await documents.create(KEY, {}, expires_at=clock.now + SECOND)
    put_off = await documents.replace(KEY, written.etag, {}, expires_at=clock.now + 2 * SECOND)
    clock.forward(SECOND)
    assert await documents.read(KEY) == put_off


async def test_a_partition_is_listed_by_id_and_shows_no_other(documents: Documents) -> None:
    for name in ("c", "a", "b", "B", "é"):
        await documents.create(Key("note", "mine", name), {})
    await documents.create(Key("note", "theirs", "a"), {})
    await documents.create(Key("other", "mine", "a"), {})

    async def names(*, after: str = "", limit: int = 100) -> list[str]:
        return [d.key.id for d in await documents.in_partition("note", "mine", after=after, limit=limit)]

    assert await names() == ["B", "a", "b", "c", "é"]
    assert await names(limit=2) == ["B", "a"]
    assert await names(after="a", limit=2) == ["b", "c"]
    assert await names(after="bb") == ["c", "é"]
    assert await documents.in_partition("note", "nobody") == []


async def test_closing_and_opening_again_finds_everything(
    backend: Backend, documents: Documents, tmp_path: Path, clock: HandClock
) -> None:
    written = await documents.create(KEY, {"text": "kept"}, due_at=clock.now)
    await documents.close()
    again = await backend(tmp_path, clock)
    assert await again.read(KEY) == written
    await again.close()


async def test_closing_finishes_what_is_under_way(
    backend: Backend, documents: Documents, tmp_path: Path, clock: HandClock
) -> None:
    there = await documents.create(KEY, {"text": "x" * 100_000})
    reads = [asyncio.create_task(documents.read(KEY)) for _ in range(200)]
    writes = [asyncio.create_task(documents.create(Key("note", "p", f"{n:02}"), {})) for n in range(20)]
    await asyncio.sleep(0)
    await documents.close()
    assert await asyncio.gather(*reads) == [there] * 200
    written = await asyncio.gather(*writes)
    again = await backend(tmp_path, clock)
    assert await again.in_partition("note", "p") == written
    await again.close()


async def test_nothing_is_asked_of_a_closed_store(documents: Documents) -> None:
    await documents.close()
    await documents.close()
    with pytest.raises(StorageFault, match="closed"):
        await documents.read(KEY)
    with pytest.raises(StorageFault, match="closed"):
        await documents.create(KEY, {})
