"""Who becomes an adviser gets a card of each request that was there before them.

Every request that wants an adviser has a moment at which the clock acts on it, and so a due date in the
store. Paging through those finds all of them, and little else, without an index of its own to be
kept right at every change. The newcomers stand in the team's record, written with the roster that brought
them: killed at any moment, whoever looks next begins again, and no card is made twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.people.roster_record import RosterRecord
from sessions.outbox import Outbox
from sessions.people import Member
from sessions.ports import Conflict, Requests

PASSES = 2
"""The second finds what was moved by others while the first was read."""


@dataclass(frozen=True, slots=True)
class Newcomers:
    record: RosterRecord
    requests: Requests
    outbox: Outbox
    told: Callable[[], None]
    """Called when there are cards to be sent."""

    async def tell(self) -> None:
        """To be called every few minutes, outside any turn."""
        stored = await self.record.stored()
        team = stored.value if stored else None
        if stored is None or team is None or not team.newcomers:
            return
        newcomers = [member for member in team.members if member.id in team.newcomers]
        for _ in range(PASSES):
            await self._tell_all(newcomers)
        self.told()
        try:
            await self.record.write(stored, team.model_copy(update={"newcomers": ()}))
        except Conflict:
            return  # the roster has changed: somebody may have left and come back, and is looked at again

    async def _tell_all(self, newcomers: Sequence[Member]) -> None:
        """Nobody advises themselves."""
        async for stored in self.requests.timed():
            others = [member for member in newcomers if member.id != stored.value.lro.id]
            await self.outbox.tell_newcomers(stored.value, others)
