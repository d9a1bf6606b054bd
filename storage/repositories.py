"""Records of the domain as documents, once for every backend."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from sessions.announcing.model import PARTITION, Announcement, Channels
from sessions.announcing.tally import Tally
from sessions.diary import Diary
from sessions.people import Profile, Team
from sessions.ports import Store, Stored
from sessions.request import Request
from storage.documents import Body, Document, Documents, Key, StorageFault
from storage.moments import EPOCH
from storage.unreadable import Unreadable

M = TypeVar("M", bound=BaseModel)

BODY_VERSION = 1
"""Marked as `v` in every body, so that a later version of the bot knows which shape it reads."""

PAGE = 100

KEEP = timedelta(days=365)
"""How long a request is kept after it was over, unless settings say otherwise."""


class Dates(NamedTuple):
    """When a clock acts on a record, and when it goes by itself; both in UTC."""

    due_at: datetime | None = None
    expires_at: datetime | None = None


class Repository(Generic[M]):
    """Records of one model, each placed by its own partition and id."""

    def __init__(
        self,
        documents: Documents,
        model: type[M],
        *,
        kind: str,
        place: Callable[[M], tuple[str, str]],
        dates: Callable[[M], Dates] = lambda _: Dates(),
    ) -> None:
        self._documents = documents
        self._model = model
        self._kind = kind
        self._place = place
        self._dates = dates
        self._unreadable = Unreadable()

    async def get(self, partition: str, id: str) -> Stored[M] | None:  # noqa: A002 (its name in every store)
        document = await self._documents.read(Key(self._kind, partition, id))
        return None if document is None else self._stored(document)

    async def add(self, value: M) -> Stored[M]:
        """Write what must not exist yet. Raises AlreadyExists."""
        dates = self._dates(value)
        written = await self._documents.create(self._key(value), _body(value), **dates._asdict())
        return Stored(value, written.etag)

    async def save(self, stored: Stored[M], value: M) -> Stored[M]:
        """Write over what was read. Raises Conflict if it has been written or deleted since."""
        dates = self._dates(value)
        written = await self._documents.replace(
            self._key(value), stored.etag, _body(value), **dates._asdict()
        )
        return Stored(value, written.etag)

    async def remove(self, stored: Stored[M]) -> None:
        """Raises Conflict if it has been written or deleted since."""
        await self._documents.delete(self._key(stored.value), stored.etag)

    def _key(self, value: M) -> Key:
        return Key(self._kind, *self._place(value))

    async def _partition(self, partition: str) -> list[Stored[M]]:
        """All that is kept there and can be read, by id."""
        found: list[Document] = []
        after = ""
        while True:
            page = await self._documents.in_partition(self._kind, partition, after=after, limit=PAGE)
            found += page
            if len(page) < PAGE:
                return list(self._readable(found))
            after = page[-1].key.id

    def _readable(self, documents: Sequence[Document]) -> Iterator[Stored[M]]:
        """One that cannot be read is logged and left out: the others must not wait for its repair."""
        for document in documents:
            try:
                yield self._stored(document)
            except StorageFault as fault:
                self._unreadable.tell(document.key, fault)

    def _stored(self, document: Document) -> Stored[M]:
        """Raises StorageFault, without anything of the content, if the document is not one of ours."""
        fields = dict(document.body)
        version = fields.pop("v", None)
        if version != BODY_VERSION:
            raise StorageFault(
                f"cannot read {document.key}: its shape is v={version!r}, not v={BODY_VERSION}"
            )
        try:
            return Stored(self._model.model_validate(fields), document.etag)
        except ValidationError as error:
            problems = [(".".join(map(str, e["loc"])), e["type"]) for e in error.errors(include_input=False)]
        # Outside the handler: pydantic's own error quotes the content, and would go along into the log.
        wrong = ", ".join(f"{where} ({what})" for where, what in problems)
        raise StorageFault(f"cannot read {document.key} as {self._model.__name__}: {wrong}")


class TimedRepository(Repository[M]):
    """Records on which a clock acts."""

    async def due(self, before: datetime, limit: int) -> Sequence[Stored[M]]:
        """Up to `limit` readable records whose `due_at` is not after `before`, the longest due first."""
        wanted = limit
        while True:
            page = await self._documents.due(self._kind, before=before, limit=wanted)
            found = list(self._readable(page))
            if len(found) >= limit or len(page) < wanted:
                return found[:limit]
            wanted *= 2  # what cannot be read stays due, in front of the others

    async def next_due(self) -> datetime | None:
        """The earliest `due_at` there is (UTC), be it of a record that cannot be read."""
        return await self._documents.next_due(self._kind)


class RequestRepository(TimedRepository[Request]):
    """A request goes by itself, `keep` after it was over."""

    def __init__(self, documents: Documents, keep: timedelta) -> None:
        super().__init__(
            documents,
            Request,
            kind="request",
            place=lambda r: (r.lro.id, r.reference),
            dates=lambda r: Dates(r.due_at, r.ended_at + keep if r.ended_at else None),
        )

    async def of_lro(self, lro_id: str) -> Sequence[Stored[Request]]:
        """All requests of one LRO that are kept and can be read, newest first."""
        found = await self._partition(lro_id)
        return sorted(found, key=lambda s: s.value.submitted_at, reverse=True)

    async def timed(self) -> AsyncGenerator[Stored[Request], None]:
        """Those that can be read, page by page; each begins with the moment the last one ended at, at which
        more may be due.
        """
        since, limit = EPOCH, PAGE
        while True:
            page = await self._documents.due_since(self._kind, since=since, limit=limit)
            for number, stored in enumerate(self._readable(page), 1):
                yield stored
                if number % PAGE == 0:  # many may be due at one moment, and others wait for their turn
                    await asyncio.sleep(0)
            end = page[-1].due_at if page else None
            if end is None or len(page) < limit:
                return
            since, limit = end, limit * 2 if end == since else PAGE


class AnnouncementRepository(TimedRepository[Announcement]):
    def __init__(self, documents: Documents) -> None:
        super().__init__(
            documents,
            Announcement,
            kind="announcement",
            place=lambda a: (PARTITION, a.id),
            dates=lambda a: Dates(a.due_at, a.expires_at),
        )

    async def newest_first(self) -> Sequence[Stored[Announcement]]:
        """All that are kept and can be read."""
        found = await self._partition(PARTITION)
        return sorted(found, key=lambda s: s.value.created_at, reverse=True)


def store_on(documents: Documents, *, keep: timedelta = KEEP) -> Store:
    """The records the domain asks for, kept in `documents`; requests for so long after they were over."""
    return Store(
        requests=RequestRepository(documents, keep),
        people=Repository(documents, Profile, kind="person", place=lambda p: (p.id, p.id)),
        teams=Repository(documents, Team, kind="team", place=lambda t: (t.id, t.id)),
        diaries=Repository(documents, Diary, kind="diary", place=lambda d: (d.adviser_id, d.adviser_id)),
        announcements=AnnouncementRepository(documents),
        channels=Repository(documents, Channels, kind="channels", place=lambda _: (PARTITION, PARTITION)),
        tallies=Repository(documents, Tally, kind="tally", place=lambda t: (t.quarter, t.quarter)),
    )


def _body(value: BaseModel) -> Body:
    return {"v": BODY_VERSION, **value.model_dump(mode="json")}
