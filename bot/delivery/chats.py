"""One-to-one chats: opened with somebody the first time something is to be said to them, and remembered."""

from dataclasses import dataclass

from botbuilder.schema import Activity

from bot.people.memory import People
from bot.people.rosters import Rosters
from bot.sending.connector import Connector
from bot.sending.failures import Gone
from sessions.notices import Posted
from sessions.people import Person, Reach


@dataclass(frozen=True, slots=True)
class Chats:
    """Every method raises bot.sending.failures.SendFailed."""

    connector: Connector
    people: People
    rosters: Rosters

    async def say(self, person_id: str, reach: Reach, activity: Activity) -> Posted:
        """Into their chat; into a new one, if that is no longer there."""
        try:
            chat = await self._chat(person_id, reach)
            sent = await self.connector.post(reach.service_url, chat, activity)
        except Gone:
            chat = await self._chat(person_id, reach.model_copy(update={"conversation_id": None}))
            sent = await self.connector.post(reach.service_url, chat, activity)
        return Posted(conversation_id=chat, activity_id=sent, service_url=reach.service_url)

    async def _chat(self, person_id: str, reach: Reach) -> str:
        """Opened, and remembered, where there is none yet."""
        if reach.conversation_id:
            return reach.conversation_id
        chat = await self.connector.open_chat(reach)
        member = await self.rosters.member(person_id)
        person = member.person if member else Person(id=person_id, name="")
        await self.people.remember_chat(person, reach.model_copy(update={"conversation_id": chat}))
        return chat
