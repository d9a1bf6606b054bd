"""What the domain needs of the outside: records that conflict when two write at once, and a clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from sessions.diary import Diary
from sessions.people import Profile, Team
from sessions.request import Request

T = TypeVar("T")

Clock = Callable[[], datetime]
"""Answers the present moment, aware, in UTC."""


class Conflict(Exception):
    """Somebody else wrote the record since it was read: read again and decide again."""


class AlreadyExists(Conflict):
    """A record of that key is there already."""


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A record as read, with the etag that a later write must find unchanged."""

    value: T
    etag: str


class Records(Protocol[T]):
    """Records of one type. Every write is conditional."""

    async def get(self, partition: str, id: str) -> Stored[T] | None: ...  # noqa: A002 (its name in every store)

    async def add(self, value: T) -> Stored[T]:
        """Write what must not exist yet. Raises AlreadyExists."""
        ...

    async def save(self, stored: Stored[T], value: T) -> Stored[T]:
        """Write over what was read. Raises Conflict if it has been written or deleted since."""
        ...


class Requests(Records[Request], Protocol):
    """Requests are kept by LRO (the partition) and reference (the id)."""

    async def of_lro(self, lro_id: str) -> Sequence[Stored[Request]]:
        """All requests of one LRO that are kept, newest first."""
        ...

    async def due(self, before: datetime, limit: int) -> Sequence[Stored[Request]]:
        """Up to `limit` requests whose `due_at` is not after `before`, the longest due first."""
        ...

    async def next_due(self) -> datetime | None:
        """The earliest `due_at` there is (UTC)."""
        ...


@dataclass(frozen=True, slots=True)
class Store:
    """The records the bot keeps. People, teams and diaries have their id as partition and id alike."""

    requests: Requests
    people: Records[Profile]
    teams: Records[Team]
    diaries: Records[Diary]
