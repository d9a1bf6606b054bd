"""Organisers are told what they did not ask for: in their chat, be it the first thing that is said there."""

from dataclasses import dataclass

import structlog
from microsoft_teams.cards import AdaptiveCard

from bot.delivery.chats import Chats
from bot.people.memory import People
from bot.sending.failures import SendFailed, TryLater
from dialogs.posting import card_activity
from sessions.people import Reach

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Telling:
    people: People
    chats: Chats

    async def tell(self, organiser: str, card: AdaptiveCard, reach: Reach) -> bool:
        """False if it may work later. `reach` is anybody's, or a team's, in the same tenant: good for an
        organiser (an Entra id) who never spoke.
        """
        try:
            await self.say(organiser, card, reach)
        except SendFailed as failure:
            _log.warning("organiser_not_told", code=failure.code)
            return not isinstance(failure, TryLater)
        return True

    async def say(self, organiser: str, card: AdaptiveCard, reach: Reach) -> None:
        """As `tell`. Raises SendFailed."""
        lent = reach.model_copy(update={"teams_id": organiser, "conversation_id": None})
        theirs = await self.people.reach_of(organiser) or lent
        await self.chats.say(organiser, theirs, card_activity(card))
