"""The walks of one person in one conversation: the one under way, and those set aside for it."""

from botbuilder.core import BotState, TurnContext

from dialogs.walk import Walk


class WalkBook:
    """Reads and writes the walks in the state of this person in this conversation."""

    def __init__(self, state: BotState) -> None:
        self._property = state.create_property("walks")

    async def current(self, context: TurnContext) -> Walk | None:
        walks = await self._walks(context)
        return walks[-1] if walks else None

    async def put(self, context: TurnContext, walk: Walk) -> None:
        """Begin `walk`, or write it over itself."""
        others = [w for w in await self._walks(context) if w.id != walk.id]
        await self._write(context, [*others, walk])

    async def drop(self, context: TurnContext) -> Walk | None:
        """End the current walk; answers the one that was set aside for it, if any."""
        walks = (await self._walks(context))[:-1]
        await self._write(context, walks)
        return walks[-1] if walks else None

    async def _walks(self, context: TurnContext) -> list[Walk]:
        return [Walk.model_validate(kept) for kept in await self._property.get(context) or []]

    async def _write(self, context: TurnContext, walks: list[Walk]) -> None:
        await self._property.set(context, [walk.model_dump(mode="json") for walk in walks])
