"""One-to-one chats: opened with somebody the first time something is to be said to them, and remembered."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from botbuilder.schema import Activity

from bot.people.memory import People
from bot.people.rosters import Rosters
from bot.sending.connector import Connector
from bot.sending.failures import Gone, NotYet
from sessions.notices import Posted
from sessions.people import Person, Reach

LONG = 10.0
"""Seconds of an attempt after which a chat that was opened is enough for it: 0.6 of a lease of a minute then
leaves time for one more call, with its wait for Teams' limits and its answer (`bot.settings`)."""


@dataclass(frozen=True, slots=True)
class Chats:
    """Every method raises bot.sending.failures.SendFailed."""

    connector: Connector
    people: People
    rosters: Rosters
    clock: Callable[[], float] = time.monotonic

    async def say(self, person_id: str, reach: Reach, activity: Activity) -> Posted:
        """Into their chat; into a new one, if there is none yet or that is no longer there.

        Raises NotYet where opening it took LONG: it is remembered, and the next attempt needs one call.
        """
        began = self.clock()
        if reach.conversation_id:
            with suppress(Gone):
                return await self._post(reach, reach.conversation_id, activity)
        chat = await self._open(person_id, reach)
        if self.clock() - began > LONG:
            raise NotYet(timedelta(0))
        return await self._post(reach, chat, activity)

    async def _post(self, reach: Reach, chat: str, activity: Activity) -> Posted:
        sent = await self.connector.post(reach.service_url, chat, activity)
        return Posted(conversation_id=chat, activity_id=sent, service_url=reach.service_url)

    async def _open(self, person_id: str, reach: Reach) -> str:
        """The same one each time, as long as Teams has it. It is remembered."""
        chat = await self.connector.open_chat(reach)
        member = await self.rosters.member(person_id)
        person = member.person if member else Person(id=person_id, name="")
        await self.people.remember_chat(person, reach.model_copy(update={"conversation_id": chat}))
        return chat
