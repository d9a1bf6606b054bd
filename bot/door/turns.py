"""Turns of one person in one conversation: in order of arrival, one at a time, and each activity once.

A turn reads the state, acts, saves the state, and only then says what there is to say. Turns that arrive at
the same process wait for each other. Among replicas nobody waits: whoever saves first has the state, and the
other, whose write conflicts, plays its turn again on what that one left. So a turn costs one read and one
write, and what it does besides must bear repeating, as everything at the desk does.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from botbuilder.core import BotState, TurnContext

from bot.door.state import TurnState
from dialogs.posting import forget_sayings, say_all
from dialogs.recent import Recent
from sessions.ports import Conflict
from sessions.retrying import until_written
from storage.documents import StorageFault

REMEMBERED = 30
"""Activities of one conversation whose ids are kept: Teams sends one again within seconds, not days."""

Act = Callable[[TurnContext], Awaitable[None]]


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
    """Plays turns. `act` takes an activity in; `say_again` is for one that was, perhaps without an answer."""

    state: TurnState
    act: Act
    say_again: Act
    _order: InOrder = field(default_factory=InOrder)
    _answered: Recent[tuple[str, str], None] = field(default_factory=Recent)
    """By conversation and id: of two messages in two conversations, Teams may call both the same."""

    async def play(self, context: TurnContext) -> None:
        """Raises what acting or sending raises. Nothing of the turn is kept then, if that can be helped."""
        activity = context.activity
        async with self._order.turn_of(f"{activity.conversation.id} {activity.from_property.id}"):
            await self._act_and_save(context)
            try:
                await say_all(context)
            except Exception:
                with contextlib.suppress(Conflict, StorageFault):
                    await self.state.put_back(context)
                raise
            self._answered.put((activity.conversation.id, activity.id), None)

    async def _act_and_save(self, context: TurnContext) -> None:
        seen = Seen(self.state)
        is_first = True

        async def attempt() -> None:
            nonlocal is_first
            was_first, is_first = is_first, False
            forget_sayings(context)
            await self.state.load(context, force=True)
            if not await seen.before(context):
                await self.act(context)
            elif was_first and self._may_be_unanswered(context, await seen.latest(context)):
                await self.say_again(context)
            await self.state.save_changes(context)

        await until_written(attempt)

    def _may_be_unanswered(self, context: TurnContext, latest: str) -> bool:
        """The last that was taken in, and not by us: whoever did may have died before it could answer.

        Not where that one has just been quicker than us, for then it is alive.
        """
        activity = context.activity
        return activity.id == latest and (activity.conversation.id, latest) not in self._answered


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

    async def latest(self, context: TurnContext) -> str:
        return str((await self._property.get(context) or [""])[-1])
