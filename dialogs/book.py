"""The walks of one person in one conversation: the one under way, those set aside, those that ended."""

from typing import Any, Literal

from botbuilder.core import BotState, TurnContext
from pydantic import ValidationError

from dialogs.walk import Walk

Ending = Literal["cancelled", "submitted", "expired", "times cancelled", "times expired"]
"""The last two: of other times for a request, which goes on without them."""

WALKS, ENDED = "walks", "ended"
ENDED_MOST = 10
"""Walks that have ended and are remembered, to know their cards by."""


class WalkBook:
    """Reads and writes the walks in the state of this person in this conversation."""

    def __init__(self, state: BotState) -> None:
        self._state = state

    async def all(self, context: TurnContext) -> list[Walk]:
        """The one under way last. What an older version wrote and we cannot read is not among them."""
        pages = await self._pages(context)
        kept = pages.get(WALKS) or []
        if not kept or isinstance(kept[-1], Walk):  # then all are: this turn has read them already
            return list(kept)
        walks = [walk for each in kept if (walk := _read(each))]
        if len(walks) == len(kept):
            pages[WALKS] = walks  # so that a turn reads them once
        return walks

    async def current(self, context: TurnContext) -> Walk | None:
        walks = await self.all(context)
        return walks[-1] if walks else None

    async def put(self, context: TurnContext, walk: Walk) -> None:
        """Begin `walk`, or write it over itself; it is the one under way from now on."""
        others = [other for other in await self.all(context) if other.id != walk.id]
        (await self._pages(context))[WALKS] = [*others, walk]

    async def drop(self, context: TurnContext, ending: Ending) -> Walk | None:
        """End the current walk; answers the one that was set aside for it, if any."""
        *left, ended = await self.all(context)
        pages = await self._pages(context)
        kept = [*(pages.get(ENDED) or []), [ended.id, ending, ended.reference]]
        pages[WALKS], pages[ENDED] = left, kept[-ENDED_MOST:]
        return left[-1] if left else None

    async def ending_of(self, context: TurnContext, walk_id: str) -> tuple[Ending, str] | None:
        """How that walk of theirs ended, and its reference; None if it has not, or is none of theirs."""
        ended: list[tuple[str, Ending, str]] = (await self._pages(context)).get(ENDED) or []
        return next(((ending, reference) for known, ending, reference in ended if known == walk_id), None)

    async def _pages(self, context: TurnContext) -> dict[str, Any]:
        """What is kept in this state; changed in place."""
        pages: dict[str, Any] | None = self._state.get(context)
        if pages is None:
            await self._state.load(context)
            pages = self._state.get(context)
        return pages


def _read(kept: object) -> Walk | None:
    try:
        return Walk.model_validate(kept)
    except ValidationError:
        return None
