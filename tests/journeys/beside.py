"""For stories with more than one bot on one store, and for looking at what the courier wrote down."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

from aiohttp import web

from app import DESK
from sandbox.client import Player
from sandbox.seen import SeenMessage
from sessions.notices import COUNTS, Notice
from sessions.people import Person
from sessions.request import Request
from tests.journeys.stage import Stage, running_bot

LEASE = timedelta(seconds=60)
"""How long a courier keeps a notice that it has taken."""


def another_bot(stage: Stage) -> AbstractAsyncContextManager[tuple[str, web.Application]]:
    """A second replica, or the bot after a restart: the same store, and a memory of its own."""
    return running_bot(stage.store, stage.clock, stage.organiser.aad_object_id)


async def request_of(stage: Stage, lro: Player, reference: str) -> Request:
    return await stage.app[DESK].find(lro.aad_object_id, reference)


def messages_of(request: Request) -> list[Notice]:
    """Its notices that somebody is told; the others are for the figures."""
    return [notice for notice in request.notices if notice.kind not in COUNTS]


async def notice_to(stage: Stage, lro: Player, reference: str, to: Player) -> Notice | None:
    """The notice that is somebody's card of a request, as the courier last wrote it down."""
    request = await request_of(stage, lro, reference)
    return next((n for n in request.notices if n.id == f"card {to.aad_object_id}"), None)


async def is_postponed(stage: Stage, lro: Player, reference: str, to: Player, attempts: int = 1) -> bool:
    """Whether so many attempts at somebody's card have failed, and that they have is written down."""
    notice = await notice_to(stage, lro, reference, to)
    lease = stage.clock() + LEASE
    return notice is not None and notice.attempts >= attempts and notice.due_at not in {None, lease}


async def rests(stage: Stage, reference: str) -> bool:
    """Nothing is due or in hand: all that is left to send has failed and waits."""
    messages = messages_of(await request_of(stage, stage.lro, reference))
    waiting = [n.due_at for n in messages if n.due_at is not None]
    now = stage.clock()
    return len(messages) > 1 and all(at > now and at != now + LEASE for at in waiting)


async def until(holds: Callable[[], Awaitable[bool]], within: float = 30.0) -> None:
    """Wait for something that no message tells of. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110 (what is waited for is another process's doing)
            await asyncio.sleep(0.01)


async def about(who: Player, reference: str) -> list[SeenMessage]:
    """All messages somebody has about a request."""
    return [m for m in await who.messages() if reference in m.words]


def person(who: Player) -> Person:
    return Person(id=who.aad_object_id, name=who.name)


async def all_settled(stage: Stage, lro: Player, reference: str) -> bool:
    """Nothing is left to send, and nothing on its way."""
    messages = messages_of(await request_of(stage, lro, reference))
    if len(messages) <= 1 or any(n.due_at for n in messages):
        return False
    return all(call["status"] for call in await stage.teams.calls())
