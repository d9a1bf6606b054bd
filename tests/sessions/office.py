"""A desk on a real SQLite file, with a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sessions.desk import Desk
from sessions.people import Contact, Person
from sessions.references import new_reference
from sessions.region import south_west
from sessions.request import Asked, Request
from sessions.window import Window
from storage import open_documents
from storage.repositories import store_on

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TUESDAY_9 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LRO = Person(id="lro-1", name="Sample LRO")
ADVISERS = [Person(id=f"adviser-{n}", name=f"Sample Adviser {n}") for n in range(20)]


@dataclass
class Office:
    """A desk, and the hands of its clock."""

    desk: Desk
    moment: datetime = MONDAY

    def passes(self, **span: float) -> None:
        self.moment += timedelta(**span)

    async def has_request(self, lro: Person = LRO, *, hours: int = 8) -> Request:
        return await self.desk.submit(new_reference(south_west()), lro, asked(hours=hours))


def asked(start: datetime = TUESDAY_9, hours: int = 8) -> Asked:
    return Asked(
        contact=Contact(name="Sample LRO", email="sample.lro@dorset.police.uk", telephone="+447700900123"),
        force="Dorset",
        overview="Advice on disrupting a group, with partners.",
        availability=(Window(start=start, end=start + timedelta(hours=hours)),),
    )


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Office]:
    moving: list[Office] = []

    def now() -> datetime:
        return moving[0].moment if moving else MONDAY

    documents = await open_documents(f"sqlite:///{folder}/bot.db", clock=now)
    moving.append(Office(Desk(store=store_on(documents), region=south_west(), now=now)))
    yield moving[0]
    await documents.close()
