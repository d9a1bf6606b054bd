"""Somebody is told what could not be posted: once, however long it takes, and nobody waits for another."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from microsoft_teams.cards import AdaptiveCard

from bot.announcing.crier import Crier
from bot.announcing.faces import AnnouncingFaces
from bot.delivery.telling import Telling
from bot.people.memory import People
from bot.sending.connector import Connector
from sessions.announcing.model import Announcement, Run
from sessions.announcing.posting import Outcome, Posting
from sessions.people import Profile, Reach
from storage.repositories import store_on
from tests.sessions.announcing.square import LEASE, MINUTE, ORGANISER, Square, opened
from tests.storage.backends import HandClock, sqlite

SOON = 10.0
"""Seconds within which a story is over, or has failed."""


@dataclass
class Chats:
    """Of the organisers; how a message gets there is each story's own."""

    arrives: Callable[[str], Awaitable[object]]
    began: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    async def say(self, organiser: str, _: AdaptiveCard, __: Reach) -> None:
        self.began.append(organiser)
        await self.arrives(organiser)
        self.said.append(organiser)


@pytest.fixture
async def square(tmp_path: Path, clock: HandClock) -> AsyncIterator[Square]:
    async with opened(sqlite, tmp_path, clock) as square:
        yield square


async def could_not_post(square: Square) -> Announcement:
    announcement = await square.has("General")
    reach = Reach(service_url="https://teams.example.org/", tenant_id="t", bot_id="28:b", teams_id="29:o")
    await store_on(square.one.documents).people.add(Profile(id=ORGANISER.id, name="Sample", reach=reach))
    await square.board.send_now(announcement.id, ORGANISER, "act-1")
    _, (hand,) = await square.one.takes(announcement)
    await square.one.posting.record(announcement.id, [Outcome(post=hand.post, failure="403")])
    return await square.now(announcement)


def crier(square: Square, chats: Chats, *organisers: str, lease: timedelta = LEASE) -> Crier:
    store, unused = store_on(square.one.documents), cast("Any", None)
    return Crier(
        posting=Posting(store, square.clock, lease),
        faces=AnnouncingFaces(square.board, square.one.counting),
        connector=cast("Connector", unused),
        people=People(store.people),
        telling=cast("Telling", chats),
        organisers=organisers,
    )


async def idle(crier: Crier, announcement: Announcement) -> None:
    async with asyncio.timeout(SOON):
        while crier.rounds.in_hand(announcement.id):  # noqa: ASYNC110 (its tasks are its own)
            await asyncio.sleep(0.001)


async def the_run(square: Square, announcement: Announcement) -> Run:
    (run,) = (await square.now(announcement)).runs
    return run


async def test_what_is_being_told_is_not_told_again_by_the_same_crier(square: Square) -> None:
    """Its lease ran out: Teams is slow, the machine slept, or its clock was put right."""
    began, arrived = asyncio.Event(), asyncio.Event()

    async def arrives(_: str) -> None:
        began.set()
        await arrived.wait()

    announcement, chats = await could_not_post(square), Chats(arrives)
    slow = crier(square, chats, ORGANISER.id)
    await slow.take(announcement)
    await asyncio.wait_for(began.wait(), SOON)
    in_hand = await the_run(square, announcement)
    square.clock.forward(LEASE + MINUTE)
    await slow.take(announcement)
    assert await the_run(square, announcement) == in_hand
    arrived.set()
    await idle(slow, announcement)
    assert chats.began == [ORGANISER.id]
    assert (await the_run(square, announcement)).tell_at is None


async def test_a_message_that_never_arrives_is_given_up_inside_the_lease(square: Square) -> None:
    announcement, chats = await could_not_post(square), Chats(lambda _: asyncio.Event().wait())
    patient = crier(square, chats, ORGANISER.id, lease=timedelta(seconds=0.1))
    await patient.take(announcement)
    await idle(patient, announcement)
    assert chats.began == [ORGANISER.id]
    assert (await the_run(square, announcement)).tell_at is None, "the list shows it in any case"


async def test_organisers_are_told_side_by_side(square: Square) -> None:
    """One whose chat hangs keeps it from no other."""

    async def arrives(organiser: str) -> None:
        if organiser == "organiser-2":
            await asyncio.Event().wait()

    announcement, chats = await could_not_post(square), Chats(arrives)
    fair = crier(square, chats, "organiser-2", "organiser-3", lease=timedelta(seconds=0.1))
    await fair.take(announcement)
    await idle(fair, announcement)
    assert chats.said == ["organiser-3"]
