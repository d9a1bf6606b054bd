"""What organisers say about announcements."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

import structlog
from microsoft_teams.cards import AdaptiveCard

from bot.activities.incoming import Incoming
from bot.announcing.faces import AnnouncingFaces
from bot.sending.connector import Connector
from bot.sending.failures import SendFailed
from bot.talk.commands import Command
from bot.talk.organising import Answer
from cards import notes
from cards.announcing import texts
from sessions.announcing.board import Board
from sessions.announcing.model import Channel

GENERAL = "General"
"""Every team's first channel, whose id is the team's. Teams never says its name, because it translates it."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AnnouncingWords:
    board: Board
    faces: AnnouncingFaces
    connector: Connector

    @property
    def commands(self) -> Mapping[Command, Answer]:
        return {
            Command.ANNOUNCE: self.announce,
            Command.ANNOUNCEMENTS: self.list_them,
            Command.ANNOUNCE_HERE: self.subscribe,
            Command.STOP_ANNOUNCING_HERE: self.unsubscribe,
        }

    async def announce(self, incoming: Incoming) -> AdaptiveCard:
        """A new draft; the same one where the same message comes again."""
        new = uuid5(NAMESPACE_URL, incoming.key).hex[:16]
        content = texts.default_content(self.faces.region)
        announcement = await self.board.draft(new, incoming.person, content)
        return await self.faces.preview(announcement, incoming.reach.bot_id)

    async def list_them(self, _: Incoming) -> AdaptiveCard:
        return await self.faces.listing()

    async def subscribe(self, incoming: Incoming) -> AdaptiveCard:
        if not incoming.channel_id:
            return notes.note(texts.NOT_IN_A_CHANNEL)
        channel = Channel(
            id=incoming.channel_id,
            team_id=incoming.team_id,
            name=await self._name(incoming),
            reach=incoming.reach.model_copy(update={"teams_id": incoming.team_id, "conversation_id": None}),
        )
        new = await self.board.channels.subscribe(channel)
        return notes.note(texts.subscribed_here(channel.name, new=new))

    async def unsubscribe(self, incoming: Incoming) -> AdaptiveCard:
        if not incoming.channel_id:
            return notes.note(texts.NOT_IN_A_CHANNEL)
        was = await self.board.channels.unsubscribe(incoming.channel_id)
        return notes.note(texts.unsubscribed_here(was=was))

    async def _name(self, incoming: Incoming) -> str:
        """As Teams says it with the message, or else lists it."""
        if incoming.channel_name:
            return incoming.channel_name
        if incoming.channel_id == incoming.team_id:
            return GENERAL
        try:
            names = await self.connector.channels(incoming.reach, incoming.team_id)
        except SendFailed as failure:
            _log.warning("channels_not_listed", code=failure.code)
            names = {}
        return names.get(incoming.channel_id) or texts.A_CHANNEL
