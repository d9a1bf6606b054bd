"""Turns of one person in one conversation: in order of arrival, one at a time, and each activity once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from botbuilder.core import BotState, TurnContext

REMEMBERED = 30
"""Activities of one conversation whose ids are kept: Teams sends one again within seconds, not days."""


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
