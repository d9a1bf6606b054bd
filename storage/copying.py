"""Copying all documents of one store into another, in any state that an earlier copy left it.

Nothing is remembered between two copies and nothing need be: what is at the destination already, with the
same body and dates, is left as it is, so that a copy that was cut off is simply started again.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import Protocol, TypeVar

from sessions.ports import AlreadyExists, Conflict
from storage.documents import Document, Documents, Key, StorageFault
from storage.ledger import Ledger, Outcome, content_of

T = TypeVar("T")

PAGE = 100
AT_ONCE = 16
"""Documents on their way. More only meet with more 429s: Cosmos DB's request units are what limits a copy."""
TOLD_EVERY = 1000

WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Before a document or a page is tried again, about: half of that to all of it. A turn could not wait so."""


class Source(Protocol):
    """What is read, and never written."""

    async def everything(self, *, after: Key | None = None, limit: int = 100) -> Sequence[Document]: ...

    async def close(self) -> None: ...


class Copy:
    """One run. The ledger then says what it did, and what is not as it should be."""

    def __init__(
        self,
        source: Source,
        destination: Documents,
        ledger: Ledger,
        *,
        overwrite: bool = False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._source = source
        self._destination = destination
        self._ledger = ledger
        self._overwrite = overwrite
        self._tell = tell

    async def run(self) -> None:
        """Copy, then read both sides again. Raises StorageFault where a store does not answer for a while."""
        async for page in self._pages(self._source, "copied or compared"):
            await self._copy_page(iter(page))
        async for page in self._pages(self._destination, "checked at the destination"):
            for document in page:
                self._ledger.found_there(document)
        self._ledger.found_all_there()
        async for page in self._pages(self._source, "checked at the source"):
            for document in page:
                self._ledger.found_here(document)
        self._ledger.found_all_here()

    async def _pages(self, store: Source, what: str) -> AsyncIterator[Sequence[Document]]:
        after, number = None, 0
        while page := await _patiently(partial(store.everything, after=after, limit=PAGE)):
            yield page
            after, before = page[-1].key, number
            number += len(page)
            if number // TOLD_EVERY > before // TOLD_EVERY:
                self._tell(f"{number:,} documents {what} …")

    async def _copy_page(self, page: Iterator[Document]) -> None:
        async def one_after_the_other() -> None:
            for document in page:
                await _patiently(partial(self._copy, document))

        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(AT_ONCE):
                    workers.create_task(one_after_the_other())
        except ExceptionGroup as faults:
            fault = faults.exceptions[0]
        else:
            return
        raise fault

    async def _copy(self, document: Document) -> None:
        dates = {"due_at": document.due_at, "expires_at": document.expires_at}
        try:
            written = await self._destination.create(document.key, document.body, **dates)
        except AlreadyExists:
            return await self._compare(document)
        except ValueError:
            return self._ledger.copied(document, Outcome.NOT_TAKEN)
        return self._ledger.copied(document, Outcome.COPIED, written.etag)

    async def _compare(self, document: Document) -> None:
        there = await self._destination.read(document.key)
        if there is None:  # it expired, or was deleted, since it was in the way
            return await self._copy(document)
        if content_of(there) == content_of(document):
            return self._ledger.copied(document, Outcome.ALREADY_THERE, there.etag)
        if not self._overwrite:
            return self._ledger.copied(document, Outcome.DIFFERENT, there.etag)
        dates = {"due_at": document.due_at, "expires_at": document.expires_at}
        try:
            there = await self._destination.replace(document.key, there.etag, document.body, **dates)
        except Conflict:
            return self._ledger.copied(document, Outcome.CHANGED_THERE)
        return self._ledger.copied(document, Outcome.REPLACED, there.etag)


async def _patiently(operation: Callable[[], Awaitable[T]]) -> T:
    for wait in WAITS_S:
        try:
            return await operation()
        except StorageFault:
            await asyncio.sleep(random.uniform(wait / 2, wait))  # noqa: S311 (not to return together)
    return await operation()
