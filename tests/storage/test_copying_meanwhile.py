"""A bot still runs on one side while a store is copied: the check finds it."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from storage import open_documents
from storage.documents import Body, Document, Documents, Key
from storage.ledger import Outcome
from tests.cosmos.stand_in import account
from tests.storage.backends import HandClock
from tests.storage.copies import CHECKING, COPIED_ALL, KEY, copied, watched

COPIED, ONLY_THERE = Outcome.COPIED, Outcome.ONLY_THERE
CHANGED_HERE, CHANGED_THERE = Outcome.CHANGED_HERE, Outcome.CHANGED_THERE


async def rewrite(store: Documents, body: Body) -> None:
    found = await store.read(KEY)
    assert found
    await store.replace(KEY, found.etag, body)


async def remove(store: Documents) -> None:
    found = await store.read(KEY)
    assert found
    await store.delete(KEY, found.etag)


async def add(store: Documents) -> None:
    await store.create(Key("request", "lro-2", "new"), {})


CHANGES: dict[str, Callable[[Documents], Awaitable[None]]] = {
    "written": lambda store: rewrite(store, {"n": 2}),
    "written as it was": lambda store: rewrite(store, {"n": 1}),
    "deleted": remove,
}


class TestTheBotStillRuns:
    """Between copying and checking somebody writes."""

    @pytest.mark.parametrize("change", [*CHANGES.values(), add], ids=[*CHANGES, "made"])
    @pytest.mark.parametrize("moment", [COPIED_ALL, CHECKING])
    async def test_at_the_source(
        self,
        change: Callable[[Documents], Awaitable[None]],
        moment: int,
        here: Documents,
        there: Documents,
        clock: HandClock,
    ) -> None:
        await here.create(KEY, {"n": 1})
        await here.create(Key("person", "p", "p"), {})
        outcomes = await copied(watched(here, {moment: lambda: change(here)}), there, clock)
        if change is add and moment == COPIED_ALL:
            assert outcomes == {COPIED: 3}, "seen while it was copied"
        else:
            assert outcomes[CHANGED_HERE] == 1
            assert outcomes[COPIED] == (2 if change is add else 1)

    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
    async def test_at_the_destination(
        self,
        change: Callable[[Documents], Awaitable[None]],
        here: Documents,
        there: Documents,
        clock: HandClock,
    ) -> None:
        await here.create(KEY, {"n": 1})
        await here.create(Key("person", "p", "p"), {})
        disturbed = watched(there, {1: lambda: change(there)})
        assert await copied(here, disturbed, clock) == {COPIED: 1, CHANGED_THERE: 1}

    async def test_at_both_it_is_the_source_that_must_stop_first(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await here.create(KEY, {"n": 1})

        async def both() -> None:
            await rewrite(there, {"n": 2})
            await rewrite(here, {"n": 3})

        assert await copied(here, watched(there, {1: both}), clock) == {CHANGED_HERE: 1}

    async def test_makes_something_at_the_destination(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await here.create(KEY, {"n": 1})
        disturbed = watched(there, {1: lambda: add(there)})
        assert await copied(here, disturbed, clock) == {COPIED: 1, ONLY_THERE: 1}

    async def test_writes_over_what_was_different(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await here.create(KEY, {"n": 1})
        await there.create(KEY, {"n": 2})
        disturbed = watched(there, {1: lambda: rewrite(there, {"n": 3})})
        assert await copied(here, disturbed, clock) == {CHANGED_THERE: 1}

    async def test_is_not_written_over_though_that_was_said(
        self, here: Documents, there: Documents, clock: HandClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await here.create(KEY, {"n": 1})
        await there.create(KEY, {"n": 2})
        read = there.read

        async def read_then_written(key: Key) -> Document | None:
            found = await read(key)
            monkeypatch.undo()
            await rewrite(there, {"n": 3})
            return found

        monkeypatch.setattr(there, "read", read_then_written)
        assert await copied(here, there, clock, overwrite=True) == {CHANGED_THERE: 1}
        found = await there.read(KEY)
        assert found
        assert found.body == {"n": 3}


async def test_a_partition_that_is_emptied_while_it_is_read_is_not_the_end(
    cosmos_endpoint: str, tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await open_documents("cosmos", cosmos=account(cosmos_endpoint, tmp_path.name), clock=clock)
    first = await store.create(Key("request", "lro-1", "a"), {})
    last = await store.create(Key("request", "lro-2", "b"), {})
    in_partition = store.in_partition

    async def emptied(kind: str, partition: str, **options: Any) -> Sequence[Document]:  # noqa: ANN401 (passed on)
        monkeypatch.undo()
        await store.delete(first.key, first.etag)
        return await in_partition(kind, partition, **options)

    monkeypatch.setattr(store, "in_partition", emptied)
    assert await store.everything(limit=1) == [last]
    await store.close()
