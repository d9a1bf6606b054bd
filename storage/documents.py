"""The smallest contract that both databases keep: documents with a key, a body, an etag and two dates.

Nothing here may rest on what only one database can do. Conflicts are told by `sessions.ports.Conflict` and
`AlreadyExists`; everything else a backend raises is a fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue

Body = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Key:
    """`kind` is the collection; a document is unique by all three."""

    kind: str
    partition: str
    id: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `due_at` and `expires_at` are aware, in UTC, to the microsecond."""

    key: Key
    body: Body
    etag: str
    due_at: datetime | None = None
    expires_at: datetime | None = None


class Documents(Protocol):
    """Every write is conditional; a document past `expires_at` is as if it were not there."""

    async def read(self, key: Key) -> Document | None: ...

    async def create(
        self, key: Key, body: Body, *, due_at: datetime | None = None, expires_at: datetime | None = None
    ) -> Document:
        """Write what must not exist. Raises AlreadyExists."""
        ...

    async def replace(
        self,
        document: Document,
        body: Body,
        *,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> Document:
        """Write over `document` as read. Raises Conflict if its etag has moved or it is gone."""
        ...

    async def delete(self, document: Document) -> None:
        """Raises Conflict if its etag has moved or it is gone."""
        ...

    async def in_partition(self, kind: str, partition: str, *, limit: int = 100) -> Sequence[Document]:
        """One partition's documents, by id."""
        ...

    async def due(self, kind: str, *, before: datetime, limit: int) -> Sequence[Document]:
        """Documents whose `due_at` is not after `before`, the longest due first, across partitions."""
        ...

    async def next_due(self, kind: str) -> datetime | None:
        """The earliest `due_at` of that kind."""
        ...

    async def close(self) -> None: ...
