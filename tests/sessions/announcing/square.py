"""Replicas on one database, the channels they post in, and a clock that the story turns by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from sessions.announcing.board import Board
from sessions.announcing.counting import Counting
from sessions.announcing.model import Announcement, Channel, Content, Run
from sessions.announcing.posting import Hand, Outcome, Posting
from sessions.announcing.rules import How, Repeat, repeat
from sessions.notices import Posted
from sessions.people import Person, Reach
from sessions.region import south_west
from storage.documents import Documents
from storage.repositories import store_on
from tests.storage.backends import Backend, HandClock

REGION = south_west()
ORGANISER = Person(id="organiser-1", name="Sample Organiser")
CONTENT = Content(title="Support sessions", text="Ask an adviser, informally.", contact="rdt@example.org")
LEASE = timedelta(minutes=5)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class Said(NamedTuple):
    """A message in a channel, as Teams would have it."""

    announcement: str
    run: Run
    channel: str
    at: datetime


@dataclass
class Replica:
    """One process of the bot."""

    square: "Square"
    documents: Documents

    def __post_init__(self) -> None:
        store, clock = store_on(self.documents), self.square.clock
        self.board = Board(store, clock)
        self.posting = Posting(store, clock, LEASE)
        self.counting = Counting(store, REGION, clock)

    async def cries(self) -> None:
        """One round of a crier to whom Teams says yes."""
        await self.square.cry(self)

    async def takes(self, announcement: Announcement) -> tuple[Announcement | None, tuple[Hand, ...]]:
        return await self.posting.take(announcement.id, 16)

    def posts(self, announcement: Announcement | None, hand: Hand) -> Outcome:
        assert announcement is not None
        (run,) = [r for r in announcement.runs if hand.post in r.posts]
        said = self.square.said
        said.append(Said(announcement.id, run, hand.channel.id, self.square.clock()))
        return Outcome(post=hand.post, posted=a_message(hand.channel.id, len(said)))


@dataclass
class Square:
    clock: HandClock
    said: list[Said] = field(default_factory=list)
    replicas: list[Replica] = field(default_factory=list)

    @property
    def one(self) -> Replica:
        return self.replicas[0]

    @property
    def other(self) -> Replica:
        return self.replicas[1]

    @property
    def board(self) -> Board:
        return self.one.board

    async def cry(self, *replicas: Replica) -> None:
        """One round of those criers side by side: all take what they can get before any has posted."""

        async def takes(replica: Replica) -> list[tuple[Replica, Announcement | None, Hand]]:
            taken = [await replica.takes(due) for due in await replica.posting.due(50)]
            return [(replica, latest, hand) for latest, hands in taken for hand in hands]

        taken = [hand for hands in await asyncio.gather(*map(takes, replicas)) for hand in hands]
        posted = [(replica, latest, replica.posts(latest, hand)) for replica, latest, hand in taken]
        await asyncio.gather(
            *(replica.posting.record(latest.id, [said]) for replica, latest, said in posted if latest)
        )

    async def has(self, *channels: str, id: str = "a1") -> Announcement:  # noqa: A002 (as in the model)
        """A draft, with those channels subscribed."""
        for name in channels:
            await self.board.channels.subscribe(a_channel(name))
        return await self.board.draft(id, ORGANISER, CONTENT)

    async def now(self, announcement: Announcement) -> Announcement:
        return await self.board.find(announcement.id)


def a_message(channel_id: str, number: int) -> Posted:
    return Posted(
        conversation_id=channel_id, activity_id=str(number), service_url="https://teams.example.org/"
    )


def a_channel(name: str, team_id: str = "team-1") -> Channel:
    reach = Reach(
        service_url="https://teams.example.org/", tenant_id="t", bot_id="28:b", teams_id=team_id,
        conversation_id=channel_id(name),
    )  # fmt: skip
    return Channel(id=channel_id(name), team_id=team_id, name=name, reach=reach)


def channel_id(name: str) -> str:
    return f"19:{name.lower()}@thread.tacv2"


def every_monday(clock: HandClock, at: time = time(9)) -> Repeat:
    return repeat(How.WEEKLY, 0, at, start=clock().date(), region=REGION)


@asynccontextmanager
async def opened(backend: Backend, folder: Path, clock: HandClock) -> AsyncIterator[Square]:
    """Two replicas, each with connections of its own."""
    square = Square(clock)
    both = [await backend(folder, clock) for _ in range(2)]
    square.replicas = [Replica(square, documents) for documents in both]
    yield square
    for documents in both:
        await documents.close()
