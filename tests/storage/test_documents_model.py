"""Every backend against a dictionary: whatever is done in whatever order, both tell the same."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from sessions.ports import AlreadyExists, Conflict
from storage.documents import Body, Document, Key
from tests.storage.backends import Backend, HandClock

T = TypeVar("T")

KEYS = st.builds(
    Key, st.sampled_from(["note", "other"]), st.sampled_from(["p", "q/'"]), st.sampled_from("ab")
)
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
BODIES: st.SearchStrategy[Body] = st.dictionaries(TEXT, st.none() | st.booleans() | st.integers(-9, 9) | TEXT)
AHEAD = st.none() | st.integers(-3, 6).map(lambda seconds: timedelta(seconds=seconds))


class AgainstADictionary(RuleBasedStateMachine):
    def __init__(self, backend: Backend, folder: Path) -> None:
        super().__init__()
        self.backend = backend
        self.folder = folder
        self.clock = HandClock()
        self.runner = asyncio.Runner()
        self.store = self.run(backend(folder, self.clock))
        self.model: dict[Key, Document] = {}
        self.once_were: dict[Key, list[str]] = {}

    def run(self, work: Awaitable[T]) -> T:
        async def wait() -> T:
            return await work

        return self.runner.run(wait())

    def teardown(self) -> None:
        self.run(self.store.close())
        self.runner.close()

    def alive(self, key: Key) -> Document | None:
        document = self.model.get(key)
        gone = document is None or (document.expires_at and document.expires_at <= self.clock.now)
        return None if gone else document

    def all_alive(self, kind: str) -> list[Document]:
        return [d for d in self.model.values() if d.key.kind == kind and self.alive(d.key)]

    def remember(self, written: Document, expected: Document) -> None:
        assert written == replace(expected, etag=written.etag)
        etags = self.once_were.setdefault(written.key, [])
        assert written.etag not in etags
        etags.append(written.etag)
        self.model[written.key] = written

    def dated(self, key: Key, body: Body, due: timedelta | None, expires: timedelta | None) -> Document:
        def at(ahead: timedelta | None) -> datetime | None:
            return None if ahead is None else self.clock.now + ahead

        return Document(key, body, "", at(due), at(expires))

    @rule(key=KEYS, body=BODIES, due=AHEAD, expires=AHEAD)
    def create(self, key: Key, body: Body, due: timedelta | None, expires: timedelta | None) -> None:
        new = self.dated(key, body, due, expires)
        work = self.store.create(key, body, due_at=new.due_at, expires_at=new.expires_at)
        if self.alive(key):
            with pytest.raises(AlreadyExists):
                self.run(work)
        else:
            self.remember(self.run(work), new)

    @rule(key=KEYS, body=BODIES, due=AHEAD, expires=AHEAD, back=st.integers(1, 3))
    def replace(
        self, key: Key, body: Body, due: timedelta | None, expires: timedelta | None, back: int
    ) -> None:
        new = self.dated(key, body, due, expires)
        etag = self.an_etag_of(key, back)
        work = self.store.replace(key, etag, body, due_at=new.due_at, expires_at=new.expires_at)
        current = self.alive(key)
        if current and current.etag == etag:
            self.remember(self.run(work), new)
        else:
            with pytest.raises(Conflict):
                self.run(work)

    @rule(key=KEYS, back=st.integers(1, 3))
    def delete(self, key: Key, back: int) -> None:
        etag = self.an_etag_of(key, back)
        current = self.alive(key)
        if current and current.etag == etag:
            self.run(self.store.delete(key, etag))
            del self.model[key]
        else:
            with pytest.raises(Conflict):
                self.run(self.store.delete(key, etag))

    def an_etag_of(self, key: Key, back: int) -> str:
        """The latest that key ever had, or one from before."""
        return ([""] * 3 + self.once_were.get(key, []))[-back]

    @rule(seconds=st.integers(1, 4))
    def time_passes(self, seconds: int) -> None:
        self.clock.forward(timedelta(seconds=seconds))

    @rule()
    def open_again(self) -> None:
        self.run(self.store.close())
        self.store = self.run(self.backend(self.folder, self.clock))

    @rule(kind=st.sampled_from(["note", "other"]), ahead=st.integers(-3, 6), limit=st.integers(1, 4))
    def due(self, kind: str, ahead: int, limit: int) -> None:
        before = self.clock.now + timedelta(seconds=ahead)
        found = self.run(self.store.due(kind, before=before, limit=limit))
        times = sorted(d.due_at for d in self.all_alive(kind) if d.due_at and d.due_at <= before)
        # Which of those due at the same moment comes first is nobody's promise.
        assert [d.due_at for d in found] == times[:limit]
        assert all(self.alive(d.key) == d for d in found)
        assert len({d.key for d in found}) == len(found)

    @rule(kind=st.sampled_from(["note", "other"]), ahead=st.integers(-3, 6), limit=st.integers(1, 4))
    def due_since(self, kind: str, ahead: int, limit: int) -> None:
        since = self.clock.now + timedelta(seconds=ahead)
        found = self.run(self.store.due_since(kind, since=since, limit=limit))
        times = sorted(d.due_at for d in self.all_alive(kind) if d.due_at and d.due_at >= since)
        assert [d.due_at for d in found] == times[:limit]
        assert all(self.alive(d.key) == d for d in found)

    @rule(
        kind=st.sampled_from(["note", "other"]),
        after=st.sampled_from(["", "a", "b"]),
        limit=st.integers(1, 3),
    )
    def in_partition(self, kind: str, after: str, limit: int) -> None:
        found = self.run(self.store.in_partition(kind, "p", after=after, limit=limit))
        here = [d for d in self.all_alive(kind) if d.key.partition == "p" and d.key.id > after]
        assert list(found) == sorted(here, key=lambda d: d.key.id)[:limit]

    @rule(limit=st.integers(1, 4))
    def everything(self, limit: int) -> None:
        found: list[Document] = []
        while page := self.run(self.store.everything(after=found[-1].key if found else None, limit=limit)):
            found += page
        alive = [d for kind in ("note", "other") for d in self.all_alive(kind)]
        assert sorted(found, key=lambda d: str(d.key)) == sorted(alive, key=lambda d: str(d.key))

    @invariant()
    def each_reads_the_same(self) -> None:
        for key in self.once_were:
            assert self.run(self.store.read(key)) == self.alive(key)
        for kind in ("note", "other"):
            times = [d.due_at for d in self.all_alive(kind) if d.due_at]
            assert self.run(self.store.next_due(kind)) == min(times, default=None)


def test_a_backend_tells_the_same_as_a_dictionary(
    backend: Backend, tmp_path_factory: pytest.TempPathFactory
) -> None:
    class Here(AgainstADictionary):
        def __init__(self) -> None:
            super().__init__(backend, tmp_path_factory.mktemp("model"))

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            print_blob=True,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
