"""The walks of one person in one conversation: the one under way, those set aside, those that ended."""

from typing import Literal

from botbuilder.core import BotState, TurnContext
from pydantic import ValidationError

from dialogs.walk import Walk

Ending = Literal["cancelled", "submitted", "expired"]

ENDED_MOST = 10
"""Walks that have ended and are remembered, to know their cards by."""


class WalkBook:
    """Reads and writes the walks in the state of this person in this conversation."""

    def __init__(self, state: BotState) -> None:
        self._walks = state.create_property("walks")
        self._ended = state.create_property("ended")

    async def all(self, context: TurnContext) -> list[Walk]:
        """The one under way last. What an older version wrote and we cannot read is not among them."""
        kept = await self._walks.get(context) or []
        walks = [walk for each in kept if (walk := _read(each))]
        if len(walks) == len(kept):
            await self._write(context, walks)  # as they are, so that a turn reads them once
        return walks

    async def current(self, context: TurnContext) -> Walk | None:
        walks = await self.all(context)
        return walks[-1] if walks else None

    async def put(self, context: TurnContext, walk: Walk) -> None:
        """Begin `walk`, or write it over itself; it is the one under way from now on."""
        await self._write(context, [*(w for w in await self.all(context) if w.id != walk.id), walk])

    async def drop(self, context: TurnContext, ending: Ending) -> Walk | None:
        """End the current walk; answers the one that was set aside for it, if any."""
        *left, ended = await self.all(context)
        await self._write(context, left)
        kept = [*(await self._ended.get(context) or []), [ended.id, ending, ended.reference]]
        await self._ended.set(context, kept[-ENDED_MOST:])
        return left[-1] if left else None

    async def ending_of(self, context: TurnContext, walk_id: str) -> tuple[Ending, str] | None:
        """How that walk of theirs ended, and its reference; None if it has not, or is none of theirs."""
        ended: list[tuple[str, Ending, str]] = await self._ended.get(context) or []
        return next(((ending, reference) for known, ending, reference in ended if known == walk_id), None)

    async def _write(self, context: TurnContext, walks: list[Walk]) -> None:
        await self._walks.set(context, walks)


def _read(kept: object) -> Walk | None:
    try:
        return kept if isinstance(kept, Walk) else Walk.model_validate(kept)
    except ValidationError:
        return None
