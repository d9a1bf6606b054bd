"""Every backend tells of everything that it holds, a page at a time."""

from datetime import timedelta

import pytest

from storage.documents import Document, Documents, Key
from tests.storage.backends import HandClock

KEY = Key("note", "lro-1", "K7PQ")
SECOND = timedelta(seconds=1)
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
