"""Documents in one container of Azure Cosmos DB: where one machine is not enough."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, Self

from azure.core import MatchConditions
from azure.cosmos.exceptions import CosmosResourceExistsError, CosmosResourceNotFoundError

from sessions.ports import AlreadyExists, Clock, Conflict
from storage.cosmos import items
from storage.cosmos.account import CosmosAccount
from storage.cosmos.items import (
    Item,
    Place,
    Precondition,
    document_in,
    found_again,
    has_expired,
    new_item,
    over,
    tombstone,
)
from storage.cosmos.service import GONE, Service
from storage.documents import Body, Document, Documents, Key, StorageFault
from storage.moments import microseconds, moment_of

PATIENCE_S = 8.0
"""How long an operation may take with all that is tried again: well inside the 15 s of Teams."""


class CosmosDocuments(Documents):
    """A document is an item; writes are creates that conflict and replaces by etag, never upserts."""

    def __init__(self, service: Service, clock: Clock) -> None:
        self._service = service
        self._container = service.container
        self._clock = clock
        self._closed = False
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @classmethod
    async def open(cls, account: CosmosAccount, *, clock: Clock) -> Self:
        """Raises StorageFault if the account or its container cannot be had."""
        return cls(await Service.open(account), clock)

    async def read(self, key: Key) -> Document | None:
        place = Place.of(key)
        async with self._asked():
            item = await self._item(place)
        return None if item is None or has_expired(item, self._clock()) else document_in(item)

    async def create(
        self, key: Key, body: Body, *, due_at: datetime | None = None, expires_at: datetime | None = None
    ) -> Document:
        new = new_item(key, body, due_at=due_at, expires_at=expires_at, now=self._clock())
        async with self._asked():
            while True:
                try:
                    return document_in(await self._service.ask(lambda: self._container.create_item(new)))
                except CosmosResourceExistsError:
                    there = await self._item(Place.of(key))
                if made := found_again(new, there):
                    return document_in(made)
                if there is None:
                    continue  # removed since
                if not has_expired(there, self._clock()):
                    raise AlreadyExists(f"there already: {key}")
                with suppress(*GONE):  # somebody else saw that it had expired, or this was made: look again
                    return document_in(await self._put(over(new, there["writes"]), there["_etag"]))

    async def replace(
        self,
        key: Key,
        etag: str,
        body: Body,
        *,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> Document:
        now = self._clock()
        new = new_item(key, body, due_at=due_at, expires_at=expires_at, now=now)
        return document_in(await self._replace(key, etag, new))

    async def delete(self, key: Key, etag: str) -> None:
        await self._replace(key, etag, tombstone(key))

    async def in_partition(
        self, kind: str, partition: str, *, after: str = "", limit: int = 100
    ) -> Sequence[Document]:
        pk = items.partition_key(kind, partition)
        # The key is named twice: by the one the service goes straight to it, by the other its stand-in does.
        found = await self._query(items.IN_PARTITION, partition_key=pk, pk=pk, after=after, limit=limit)
        return [document_in(item) for item in found]

    async def due(self, kind: str, *, before: datetime, limit: int) -> Sequence[Document]:
        found = await self._query(items.DUE, kind=kind, before=microseconds(before), limit=limit)
        return [document_in(item) for item in found]

    async def due_since(self, kind: str, *, since: datetime, limit: int) -> Sequence[Document]:
        found = await self._query(items.DUE_SINCE, kind=kind, since=microseconds(since), limit=limit)
        return [document_in(item) for item in found]

    async def next_due(self, kind: str) -> datetime | None:
        found = await self._query(items.NEXT_DUE, kind=kind)
        return moment_of(found[0]["due"]) if found else None

    async def everything(self, *, after: Key | None = None, limit: int = 100) -> Sequence[Document]:
        """Partition by partition, in the order of their keys, which needs no composite index."""
        if after is None:
            return await self._beyond("", limit)
        rest = await self.in_partition(after.kind, after.partition, after=after.id, limit=limit)
        return rest or await self._beyond(items.partition_key(after.kind, after.partition), limit)

    async def _beyond(self, pk: str, limit: int) -> Sequence[Document]:
        while found := [document_in(item) for item in await self._query(items.BEYOND, pk=pk, limit=limit)]:
            # The last partition may have more than came, and came in no order: it is read by itself.
            kind, partition = found[-1].key.kind, found[-1].key.partition
            page = [d for d in found if (d.key.kind, d.key.partition) != (kind, partition)]
            page += await self.in_partition(kind, partition, limit=limit - len(page))
            if page:
                return page
            pk = items.partition_key(kind, partition)  # emptied since
        return []

    async def close(self) -> None:
        self._closed = True
        await self._idle.wait()
        await self._service.close()

    async def _item(self, place: Place) -> Mapping[str, Any] | None:
        try:
            return await self._service.ask(lambda: self._container.read_item(place.id, place.pk))
        except CosmosResourceNotFoundError:
            return None

    async def _replace(self, key: Key, etag: str, new: Item) -> Mapping[str, Any]:
        moved = Conflict(f"changed since it was read: {key}")
        must_find = Precondition.of(etag, self._clock())
        async with self._asked():
            if must_find is None:
                raise moved
            try:
                return await self._put(over(new, must_find.writes), must_find.etag)
            except GONE:
                made = found_again(new, await self._item(Place.of(key)))
            if made is None:
                raise moved
            return made

    async def _put(self, new: Item, match: str) -> Mapping[str, Any]:
        return await self._service.ask(
            lambda: self._container.replace_item(
                new["id"], new, etag=match, match_condition=MatchConditions.IfNotModified
            )
        )

    async def _query(
        self, query: str, *, partition_key: str | None = None, **values: str | int
    ) -> list[dict[str, Any]]:
        values["now"] = microseconds(self._clock())
        parameters: list[dict[str, object]] = [{"name": f"@{n}", "value": v} for n, v in values.items()]

        async def found() -> list[dict[str, Any]]:
            if partition_key is None:
                pages = self._container.query_items(query, parameters=parameters)
            else:
                pages = self._container.query_items(query, parameters=parameters, partition_key=partition_key)
            return [item async for item in pages]

        async with self._asked():
            return await self._service.ask(found)

    @asynccontextmanager
    async def _asked(self) -> AsyncIterator[None]:
        """One operation: refused when closed, waited for by `close`, and given up after a while."""
        if self._closed:
            raise StorageFault("the database is closed")
        self._under_way += 1
        self._idle.clear()
        try:
            async with asyncio.timeout(PATIENCE_S):
                yield
        except TimeoutError:
            fault = StorageFault(f"Cosmos DB did not answer within {PATIENCE_S:.0f} seconds")
        else:
            return
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()
        raise fault
