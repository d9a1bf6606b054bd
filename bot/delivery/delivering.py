"""Delivers one notice: into whose chat, as a new message or as an edit of the one it became before."""

import asyncio
from dataclasses import dataclass, field

from botbuilder.schema import Activity

from bot.delivery.chats import Chats
from bot.delivery.faces import Faces
from bot.people.memory import People
from bot.people.rosters import Rosters
from bot.sending.connector import Connector
from bot.sending.failures import Gone, Moot, Never
from bot.sending.pace import Pace
from cards import notes, standings, texts
from dialogs.posting import card_activity
from sessions.notices import Notice, NoticeKind, Posted
from sessions.people import Reach
from sessions.request import Action, Request, State


@dataclass(frozen=True, slots=True)
class Delivery:
    connector: Connector
    pace: Pace
    people: People
    rosters: Rosters
    faces: Faces
    chats: Chats
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One card at a time, so that what is drawn leaves before the next are, and turns come in between."""

    async def deliver(self, request: Request, notice: Notice) -> Posted:
        """Send it, as the request stands. Raises bot.sending.failures.SendFailed."""
        if request.thread is not None and notice.kind is NoticeKind.THREAD:
            return await self._tick(request, notice, request.thread)
        reach = await self._reach(request, notice.to)
        if notice.kind is NoticeKind.OLD_CARD and notice.posted is not None:
            below = notes.note(standings.further_down(request))
            return await self._edit(notice.posted, reach, card_activity(below))
        if notice.kind is NoticeKind.ADVISER_CARD and not await self.rosters.is_adviser(notice.to):
            await self._take_back(notice, reach)
            raise Moot("NotAnAdviser")
        if notice.posted is None and notice.is_overtaken(request.notices):
            raise Moot("Overtaken")
        self.pace.expect_room(_chat_of(notice, reach))
        draw = await self.faces.find(request, notice)
        async with self._drawing:
            await asyncio.sleep(0)  # whoever else is ready goes first
            activity = card_activity(draw())
        if notice.posted is not None and notice.posted.activity_id and not _opens_again(request, notice):
            try:
                return await self._edit(notice.posted, reach, activity)
            except Gone:
                activity.id = None  # the message was deleted: say it anew
        said = await self.chats.say(notice.to, reach, activity)
        return said.model_copy(update={"opening": request.openings})

    async def _tick(self, request: Request, notice: Notice, thread: Posted) -> Posted:
        """In the thread; where nobody may write any more, nobody is told of that."""
        draw = await self.faces.find(request, notice)
        activity = card_activity(draw())
        try:
            if notice.posted is not None:
                try:
                    await self.connector.edit(
                        thread.service_url, thread.conversation_id, notice.posted.activity_id, activity
                    )
                except Gone:
                    activity.id = None  # the message was deleted: say it anew
                else:
                    return notice.posted
            sent = await self.connector.post(thread.service_url, thread.conversation_id, activity)
        except (Gone, Never) as failure:
            raise Moot(failure.code) from failure
        return thread.model_copy(update={"activity_id": sent})

    async def _edit(self, posted: Posted, reach: Reach, activity: Activity) -> Posted:
        """By the service that is theirs today: it is not always the one the message was sent by."""
        await self.connector.edit(reach.service_url, posted.conversation_id, posted.activity_id, activity)
        return posted.model_copy(update={"service_url": reach.service_url})

    async def _take_back(self, notice: Notice, reach: Reach) -> None:
        """Somebody who is no adviser any more: nothing new is shown to them, and what was is taken away.

        The notice counts as given up, so that it is renewed if they become one again.
        """
        if notice.posted is not None:
            card = notes.note(texts.taken_back(self.faces.desk.region))
            await self._edit(notice.posted, reach, card_activity(card))

    async def _reach(self, request: Request, person_id: str) -> Reach:
        """As they last wrote to the bot; else as the roster has them; else as a member of the LRO's tenant.

        Teams takes an Entra object id where it takes its own: that reaches an organiser though the roster
        cannot be read. Raises Never.
        """
        reach = await self.people.reach_of(person_id) or await self.rosters.reach_of(person_id)
        if reach is not None:
            return reach
        lro = await self.people.reach_of(request.lro.id)
        if lro is None:
            raise Never("NotInRoster")
        return lro.model_copy(update={"teams_id": person_id, "conversation_id": None})


def _opens_again(request: Request, notice: Notice) -> bool:
    """Whether an adviser's card says, further up, what they have not been told: that it can be booked again.

    Of an edit Teams notifies nobody. Who gave it back has it before their eyes.
    """
    if notice.kind is not NoticeKind.ADVISER_CARD or notice.posted is None:
        return False
    last = request.last
    by_them = last.action is Action.RELEASE and last.by is not None and last.by.id == notice.to
    return request.state is State.OPEN and notice.posted.opening < request.openings and not by_them


def _chat_of(notice: Notice, reach: Reach) -> str:
    """By its id; by theirs, where it has yet to be opened."""
    posted = notice.posted.conversation_id if notice.posted else ""
    return posted or reach.conversation_id or reach.teams_id
