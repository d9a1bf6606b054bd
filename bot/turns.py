"""Turns of one person in one conversation: in order of arrival, one at a time, and each activity once."""

import asyncio
import contextlib
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from botbuilder.core import BotState, TurnContext

from sessions.ports import AlreadyExists, Clock, Conflict
from storage.documents import Document, Documents, Key, StorageFault

REMEMBERED = 30
"""Activities of one conversation whose ids are kept: Teams sends one again within seconds, not days."""
LEASE = timedelta(seconds=20)
"""Longer than a turn lasts. After a crash the conversation waits for so long, and Teams sends again."""
PATIENCE = 14.0
"""Seconds for which a turn waits for another replica's: just short of Teams' sending it again."""


class TurnBusy(Exception):
    """Another replica has been on this person's previous turn for too long."""


class InOrder:
    """Lets one turn a key in at a time, first come first served. Holds nothing for keys that are idle."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: defaultdict[str, int] = defaultdict(int)

    @asynccontextmanager
    async def turn_of(self, key: str) -> AsyncIterator[None]:
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._waiting[key] += 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._locks[key]


@dataclass(frozen=True, slots=True)
class Turns:
    """One turn a key at a time: in order inside this process, by a lease in the store among replicas.

    What a turn says depends on the state it read, and the state holds the ids of what was said. So a turn
    can be neither replayed, for its words are out, nor kept silent until its state is saved. It must have
    the conversation to itself, at the price of two small writes. Should it outlast its lease, the etag of
    the state is the backstop: the turn that saves last fails, and says so.
    """

    documents: Documents
    now: Clock
    _order: InOrder = field(default_factory=InOrder)

    @asynccontextmanager
    async def turn_of(self, key: str) -> AsyncIterator[None]:
        """Raises TurnBusy."""
        async with self._order.turn_of(key):
            lease = await self._lease(Key("turn", key, key))
            try:
                yield
            finally:
                with contextlib.suppress(Conflict, StorageFault):  # what is not given back runs out
                    await self.documents.delete(lease.key, lease.etag)

    async def _lease(self, key: Key) -> Document:
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    try:
                        return await self.documents.create(key, {}, expires_at=self.now() + LEASE)
                    except AlreadyExists:
                        await asyncio.sleep(random.uniform(0.01, 0.06))  # noqa: S311 (not to return together)
        except TimeoutError:
            raise TurnBusy from None


class Seen:
    """Which activities this conversation's state has already taken in."""

    def __init__(self, state: BotState) -> None:
        self._property = state.create_property("seen")

    async def before(self, context: TurnContext) -> bool:
        """Whether the activity of this turn has been acted on; notes it if not."""
        activity_id = context.activity.id
        seen = list(await self._property.get(context) or [])
        if not activity_id or activity_id in seen:
            return bool(activity_id)
        await self._property.set(context, [*seen, activity_id][-REMEMBERED:])
        return False
