"""What the domain needs of the outside: records that conflict when two write at once, and a clock."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from sessions.announcing.model import Announcement, Channels
from sessions.announcing.tally import Tally
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


class Timed(Records[T], Protocol):
    """Records on which a clock acts."""

    async def due(self, before: datetime, limit: int) -> Sequence[Stored[T]]:
        """Up to `limit` records whose `due_at` is not after `before`, the longest due first."""
        ...

    async def next_due(self) -> datetime | None:
        """The earliest `due_at` there is (UTC)."""
        ...


class Requests(Timed[Request], Protocol):
    """Requests are kept by LRO (the partition) and reference (the id)."""

    async def of_lro(self, lro_id: str) -> Sequence[Stored[Request]]:
        """All requests of one LRO that are kept, newest first."""
        ...

    def timed(self) -> AsyncGenerator[Stored[Request], None]:
        """All on which a clock will yet act, whatever is open or waits for times among them; some twice.

        One that is written meanwhile may be missed. In a turn asked by `queue` alone.
        """
        ...


class Announcements(Timed[Announcement], Protocol):
    """Announcements are kept in one partition, by id."""

    async def newest_first(self) -> Sequence[Stored[Announcement]]:
        """All that are kept."""
        ...

    async def remove(self, stored: Stored[Announcement]) -> None:
        """Raises Conflict if it has been written or deleted since."""
        ...


@dataclass(frozen=True, slots=True)
class Store:
    """The records the bot keeps. People, teams, diaries and tallies have their id as partition and id alike.

    Channels are one record.
    """

    requests: Requests
    people: Records[Profile]
    teams: Records[Team]
    diaries: Records[Diary]
    announcements: Announcements
    channels: Records[Channels]
    tallies: Records[Tally]
