"""What every backend promises, whatever it is made of."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sessions.ports import AlreadyExists, Conflict
from storage.documents import Body, Document, Documents, Key, StorageFault
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


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "Dyfnaint a Chernyw: ŵ, é, ß, 中文, \N{POLICE OFFICER}\N{ZERO WIDTH JOINER}\N{FEMALE SIGN}"},
        {"text": "line\nline\r\n\ttab\u2028separator\x00nought\"quote'\\"},
        {
            "\N{GRINNING FACE} 'key\"": [
                None,
                True,
                False,
                0,
                -1,
                2**53 - 1,
                1.5,
                "",
                [],
                {},
                [[{"deep": []}]],
            ]
        },
        {"text": "x" * 1_000_000},
        {"text": "\N{GRINNING FACE}" * 100_000, "v": 1},
    ],
    ids=["empty", "unicode", "control", "shapes", "1 MB", "astral"],
)
async def test_bodies_come_back_exactly(documents: Documents, body: Body) -> None:
    written = await documents.create(KEY, body)
    read = await documents.read(KEY)
    assert read is not None
    assert read.body == written.body == body


@pytest.mark.parametrize(
    "text",
    [
        "a/b\\c", "a?b#c", "a'b\"c", "a|b|c", "a%b_c*", "; DROP TABLE documents --", " ", "a b ",
        "\N{GRINNING FACE}", "29:1a-b_c", "19:abc@thread.tacv2;messageid=1/users/29:x", "x" * 250,
    ],
)  # fmt: skip
async def test_a_key_may_hold_any_character(documents: Documents, text: str) -> None:
    key = Key("note", text, text)
    written = await documents.create(key, {"text": text})
    assert await documents.read(key) == written
    assert await documents.in_partition("note", text) == [written]
    replaced = await documents.replace(key, written.etag, {})
    await documents.delete(key, replaced.etag)
    assert await documents.read(key) is None


async def test_keys_that_would_run_together_stay_apart(documents: Documents) -> None:
    keys = [
        Key("note", "a", "b|c"),
        Key("note", "a|b", "c"),
        Key("note", "a/b", "c"),
        Key("note", "a", "b/c"),
    ]
    for key in keys:
        await documents.create(key, {"text": str(key)})
    for key in keys:
        found = await documents.read(key)
        assert found is not None
        assert found.body == {"text": str(key)}


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, 0, 1, fold=1, tzinfo=ZoneInfo("Europe/London")),
        datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London")),
        datetime(2199, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
async def test_times_are_kept_to_the_microsecond_and_told_in_utc(
    documents: Documents, moment: datetime
) -> None:
    written = await documents.create(KEY, {}, due_at=moment)
    read = await documents.read(KEY)
    assert read == written
    assert written.due_at == moment.astimezone(UTC)
    assert written.due_at.tzinfo is UTC
    assert await documents.next_due("note") == moment.astimezone(UTC)


async def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    documents: Documents, clock: HandClock
) -> None:
    naive = clock.now.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        await documents.create(KEY, {}, due_at=naive)
    with pytest.raises(ValueError, match="zone"):
        await documents.create(KEY, {}, expires_at=naive)
    with pytest.raises(ValueError, match="zone"):
        await documents.due("note", before=naive, limit=1)
    with pytest.raises(ValueError, match="JSON"):
        await documents.create(KEY, {"n": float("nan")})
    with pytest.raises(ValueError, match="surrogates"):
        await documents.create(KEY, {"text": "half a pair: \ud83d"})
    with pytest.raises(ValueError, match="surrogates"):
        await documents.create(Key("note", "lro-1", "\ud83d"), {})
    assert await documents.in_partition("note", "lro-1") == []


async def test_what_a_reader_does_to_a_document_stays_with_the_reader(documents: Documents) -> None:
    given: Body = {"list": [1]}
    written = await documents.create(KEY, given)
    given["list"] = "spoilt"
    assert written.body == {"list": [1]}
    written.body["list"] = "spoilt"
    (listed,) = await documents.in_partition("note", "lro-1")
    listed.body.clear()
    read = await documents.read(KEY)
    assert read is not None
    assert read.body == {"list": [1]}


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


MANY = [
    Key(kind, partition, name)
    for kind in ("note", "other/'", "é")
    for partition in ("p", "q\N{GRINNING FACE}", "\ufffd")
    for name in ("a", "B", "é", "\N{GRINNING FACE}", "\ufffd")
]


async def listed(documents: Documents, limit: int) -> list[Document]:
    """Everything, a page at a time."""
    found: list[Document] = []
    while page := await documents.everything(after=found[-1].key if found else None, limit=limit):
        assert len(page) <= limit
        found += page
    return found


@pytest.mark.parametrize("limit", [1, 2, 5, 7, 44, 45, 46])
async def test_everything_comes_once_whatever_the_page(documents: Documents, limit: int) -> None:
    written = [await documents.create(key, {"text": str(key)}) for key in MANY]
    found = await listed(documents, limit)
    assert len(found) == len(written)
    assert {d.key: d for d in found} == {d.key: d for d in written}


async def test_everything_is_nothing_in_an_empty_store(documents: Documents) -> None:
    assert await documents.everything() == []


async def test_everything_says_the_dates_and_leaves_out_what_is_gone(
    documents: Documents, clock: HandClock
) -> None:
    dated = await documents.create(KEY, {}, due_at=clock.now, expires_at=clock.now + 2 * SECOND)
    await documents.create(Key("note", "lro-1", "brief"), {}, expires_at=clock.now + SECOND)
    deleted = await documents.create(Key("note", "lro-2", "deleted"), {})
    await documents.delete(deleted.key, deleted.etag)
    clock.forward(SECOND)
    assert await documents.everything() == [dated]
    clock.forward(SECOND)
    assert await documents.everything() == []


@pytest.mark.parametrize("stop", range(3, 6))
async def test_everything_goes_on_from_a_document_that_is_gone(documents: Documents, stop: int) -> None:
    for key in MANY[:10]:
        await documents.create(key, {})
    before = await documents.everything(limit=stop)
    last = before[-1]
    await documents.delete(last.key, last.etag)
    after = await documents.everything(after=last.key, limit=1)
    others = {d.key for d in await listed(documents, 100)} - {d.key for d in before}
    assert {d.key for d in after} <= others
    seen = set()
    while after:
        seen |= {d.key for d in after}
        after = await documents.everything(after=after[-1].key, limit=1)
    assert seen == others
