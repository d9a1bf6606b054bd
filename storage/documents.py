"""The smallest contract that both databases keep: documents with a key, a body, an etag and two dates.

Nothing here may rest on what only one database can do. Conflicts are told by `sessions.ports.Conflict` and
`AlreadyExists`; what cannot be stored (a naive time, a NaN, half a surrogate pair) by ValueError; everything
else that goes wrong is a `StorageFault`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue

Body = dict[str, JsonValue]
"""What a document holds. Keep it well under 2 MB, the most that Cosmos DB takes in one item."""


class StorageFault(Exception):
    """The store could not do what was asked. Says what went wrong and where, never what a document holds."""


@dataclass(frozen=True, slots=True)
class Key:
    """`kind` is the collection; a document is unique by all three. Each is any text that is not empty."""

    kind: str
    partition: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.partition!r} {self.id!r}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read, the reader's own copy. `due_at` and `expires_at` are in UTC, to the microsecond."""

    key: Key
    body: Body
    etag: str
    due_at: datetime | None = None
    expires_at: datetime | None = None


class Documents(Protocol):
    """Every write is conditional and, once it returns, durable.

    A document is not there any more from the moment `expires_at` on, whether or not it has been removed yet.
    An etag is opaque, new at every write, and never comes back, though the document be deleted and created
    again. A write that is cancelled while it waits may have been made or not.
    """

    async def read(self, key: Key) -> Document | None: ...

    async def create(
        self, key: Key, body: Body, *, due_at: datetime | None = None, expires_at: datetime | None = None
    ) -> Document:
        """Write what must not exist. Raises AlreadyExists."""
        ...

    async def replace(
        self,
        key: Key,
        etag: str,
        body: Body,
        *,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> Document:
        """Write over what was read with that etag, dates too. Raises Conflict if it has moved or is gone."""
        ...

    async def delete(self, key: Key, etag: str) -> None:
        """Raises Conflict if the etag has moved or the document is gone."""
        ...

    async def in_partition(
        self, kind: str, partition: str, *, after: str = "", limit: int = 100
    ) -> Sequence[Document]:
        """One partition's documents by id, from the first id beyond `after`: the last id read goes on."""
        ...

    async def due(self, kind: str, *, before: datetime, limit: int) -> Sequence[Document]:
        """Documents whose `due_at` is not after `before`, the longest due first, across partitions."""
        ...

    async def due_since(self, kind: str, *, since: datetime, limit: int) -> Sequence[Document]:
        """Documents whose `due_at` is not before `since`, the earliest first, across partitions."""
        ...

    async def next_due(self, kind: str) -> datetime | None:
        """The earliest `due_at` of that kind."""
        ...

    async def everything(self, *, after: Key | None = None, limit: int = 100) -> Sequence[Document]:
        """Documents of all kinds, from the first beyond `after` in an order of the store's own.

        The last key read goes on, though its document be gone; a page may be short, and an empty one is the
        end. What others write meanwhile is seen or not; nothing comes twice. Never asked in a turn.
        """
        ...

    async def close(self) -> None:
        """Finish what is under way. Anything asked afterwards is a StorageFault."""
        ...
