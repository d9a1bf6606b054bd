"""Delivers one notice: into whose chat, as a new message or as an edit of the one it became before."""

from dataclasses import dataclass

from bot.connector import Connector
from bot.faces import Faces
from bot.failures import Gone, Never
from bot.people import People
from bot.rosters import Rosters
from dialogs.posting import card_activity
from sessions.notices import Notice, Posted
from sessions.people import Person, Reach
from sessions.request import Request


@dataclass(frozen=True, slots=True)
class Delivery:
    connector: Connector
    people: People
    rosters: Rosters
    faces: Faces

    async def deliver(self, request: Request, notice: Notice) -> Posted:
        """Send it, as the request stands. Raises bot.failures.SendFailed."""
        activity = card_activity(await self.faces.draw(request, notice))
        if notice.posted is not None:
            try:
                at = notice.posted
                await self.connector.edit(at.service_url, at.conversation_id, at.activity_id, activity)
            except Gone:
                activity.id = None  # the message was deleted: say it anew
            else:
                return notice.posted
        reach = await self._reach(notice.to)
        try:
            chat = await self._chat(notice.to, reach)
            sent = await self.connector.post(reach.service_url, chat, activity)
        except Gone:
            chat = await self._chat(notice.to, reach.model_copy(update={"conversation_id": None}))
            sent = await self.connector.post(reach.service_url, chat, activity)
        return Posted(conversation_id=chat, activity_id=sent, service_url=reach.service_url)

    async def _reach(self, person_id: str) -> Reach:
        """As they last wrote to the bot; else as the roster has them. Raises Never."""
        profile = await self.people.profile(person_id)
        reach = (profile.reach if profile else None) or await self.rosters.reach_of(person_id)
        if reach is None:
            raise Never("NotInRoster")
        return reach

    async def _chat(self, person_id: str, reach: Reach) -> str:
        """The one-to-one chat; opened, and remembered, where there is none yet."""
        if reach.conversation_id:
            return reach.conversation_id
        chat = await self.connector.open_chat(reach)
        member = await self.rosters.member(person_id)
        person = member.person if member else Person(id=person_id, name="")
        await self.people.remember_chat(person, reach.model_copy(update={"conversation_id": chat}))
        return chat
