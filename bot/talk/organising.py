"""What organisers say: each command leads to the room that does it, if whoever says it is one."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from microsoft_teams.cards import AdaptiveCard

from bot.activities.incoming import Incoming
from bot.people.rights import Rights
from bot.talk.commands import Command
from cards import notes, texts
from cards.payloads import Payload
from sessions.region import Region

Answer = Callable[[Incoming], Awaitable[AdaptiveCard]]
Press = Callable[[Incoming, Any], Awaitable[AdaptiveCard]]
"""The second is the payload by whose type it is found."""
IN_PRIVATE = frozenset({Command.ADVERTISE, Command.FIGURES})
"""Whose answers are for the organiser alone."""


@dataclass(frozen=True, slots=True)
class Organising:
    rights: Rights
    region: Region
    commands: Mapping[Command, Answer]
    """Those that only organisers may say, and what answers them."""
    presses: Mapping[type[Payload], Press]
    """The same of buttons."""

    async def on_command(self, incoming: Incoming, command: Command) -> AdaptiveCard:
        """The card that answers it; to anybody else, a sentence that says whom to ask."""
        if not self.rights.is_organiser(incoming.person):
            return notes.note(texts.organisers_only(self.region))
        if command in IN_PRIVATE and not incoming.private:
            return notes.note(texts.IN_YOUR_OWN_CHAT)
        return await self.commands[command](incoming)

    async def on_pressed(self, incoming: Incoming, pressed: Payload) -> AdaptiveCard:
        """The same for a button, whoever's card it was on."""
        if not self.rights.is_organiser(incoming.person):
            return notes.note(texts.organisers_only(self.region))
        return await self.presses[type(pressed)](incoming, pressed)
