"""Somebody has the app again: what could not be told to them meanwhile is tried afresh."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.people.rosters import Rosters
from sessions.outbox import Outbox
from sessions.people import Person
from sessions.ports import Requests


@dataclass(frozen=True, slots=True)
class Returns:
    requests: Requests
    outbox: Outbox
    rosters: Rosters
    told: Callable[[], None]
    """Called when there may be something to send."""

    async def came(self, person: Person) -> None:
        """Of their own requests at once, which lie together; of those they advise on, with the newcomers."""
        for stored in await self.requests.of_lro(person.id):
            await self.outbox.renew(stored.value, person.id)
        await self.rosters.came_back(person.id)
        self.told()
