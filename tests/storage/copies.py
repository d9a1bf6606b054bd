"""What the stories of copying have in common."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from storage.copying import Copy, Source
from storage.documents import Body, Document, Documents, Key
from storage.ledger import Ledger, Outcome
from tests.storage.backends import HandClock

SECOND = timedelta(seconds=1)
KEY = Key("request", "lro-1", "K7PQ")
PAGE = 20
"""Smaller than the real one."""
FILLED = 3 * PAGE - 5

Step = Callable[[], Awaitable[object]]


async def copied(
    source: Source, destination: Documents, clock: HandClock, *, overwrite: bool = False
) -> Counter[Outcome]:
    """How many documents it came to what with."""
    ledger = Ledger()
    try:
        await Copy(source, destination, ledger, overwrite=overwrite).run()
        counts = ledger.counts(clock.now)
        return sum((count.outcomes for count in counts.values()), Counter())
    finally:
        ledger.close()


async def content(store: Source) -> dict[Key, Document]:
    """Everything, but for the etags, which are each store's own."""
    return {d.key: replace(d, etag="") for d in await listed(store)}


async def listed(store: Source) -> list[Document]:
    found: list[Document] = []
    while page := await store.everything(after=found[-1].key if found else None):
        found += page
    return found


async def fill(store: Documents, clock: HandClock) -> None:
    """Some of each kind, with dates and without, more than a page."""
    for n in range(FILLED - 20):
        due = clock.now + n * SECOND if n % 3 else None
        expires = clock.now + timedelta(days=1, microseconds=n) if n % 2 else None
        body: Body = {"v": 1, "n": n, "text": "ŵ\N{GRINNING FACE}", "half": n + 0.5, "all": [None, True, {}]}
        await store.create(Key("request", f"lro/{n % 9}", f"R{n}"), body, due_at=due, expires_at=expires)
    for n in range(20):
        await store.create(Key("person", f"29:{n}", f"29:{n}"), {"n": n})


class Watched:
    """A source or a destination, with something that happens before one of its pages is read."""

    def __init__(self, store: Documents, steps: dict[int, Step]) -> None:
        self._store = store
        self._steps = steps
        self._asked = 0

    async def everything(self, *, after: Key | None = None, limit: int = 100) -> Sequence[Document]:
        self._asked += 1
        if step := self._steps.get(self._asked):
            await step()
        return await self._store.everything(after=after, limit=limit)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (the rest is the store's)
        return getattr(self._store, name)


def watched(store: Documents, at: dict[int, Step]) -> Any:  # noqa: ANN401 (it stands for the store)
    return Watched(store, at)


COPIED_ALL = 2
"""The page of a small source that is empty: then both are checked, the destination first."""
CHECKING = 3
"""The first page of it that is checked."""
