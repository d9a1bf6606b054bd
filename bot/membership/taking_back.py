"""Who is no adviser any more loses the cards that they have, not only the right to press them.

They stand in the team's record, written with the roster that they are no longer on, and are looked at until
all their cards are due: killed at any moment, whoever looks next begins again. The courier then finds that
they are no advisers, and takes name, telephone and overview from their chats.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.membership.newcomers import PASSES
from bot.people.roster_record import RosterRecord
from sessions.outbox import Outbox
from sessions.ports import Conflict, Requests


@dataclass(frozen=True, slots=True)
class TakingBack:
    record: RosterRecord
    requests: Requests
    outbox: Outbox
    told: Callable[[], None]
    """Called when there are cards to be taken back."""

    async def look(self) -> None:
        """To be called every few minutes, outside any turn."""
        stored = await self.record.stored()
        team = stored.value if stored else None
        if stored is None or team is None or not team.leavers:
            return
        for _ in range(PASSES):
            async for request in self.requests.timed():
                await self.outbox.take_back(request.value, team.leavers)
        self.told()
        try:
            await self.record.write(stored, team.model_copy(update={"leavers": ()}))
        except Conflict:
            return  # the roster has changed: somebody may have come back, and is looked at again
