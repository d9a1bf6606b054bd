"""The advisers' team is lost to the bot: organisers are told, each once."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.chats import Chats
from bot.failures import SendFailed, TryLater
from bot.people import People
from bot.roster_record import RosterRecord
from cards import notes, texts
from dialogs.posting import card_activity
from sessions.people import Reach, Team
from sessions.ports import Clock, Conflict

AGAIN = timedelta(minutes=5)
"""When those who could not be told are tried again, and how long whoever tells them has it to themselves."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Loss:
    record: RosterRecord
    people: People
    chats: Chats
    now: Clock

    async def tell(self) -> None:
        """To be called every few minutes, outside any turn."""
        stored = await self.record.stored()
        team = stored.value if stored else None
        if stored is None or team is None or not team.untold or team.reach is None:
            return
        if team.tell_at is not None and team.tell_at > self.now():
            return
        try:
            await self.record.write(stored, team.model_copy(update={"tell_at": self.now() + AGAIN}))
        except Conflict:
            return  # another replica tells them, or the team is back
        told = {organiser for organiser in team.untold if await self._tell(organiser, team.reach)}

        def change(latest: Team) -> Team:
            return latest.model_copy(update={"untold": tuple(o for o in latest.untold if o not in told)})

        await self.record.change(change)

    async def _tell(self, organiser: str, reach: Reach) -> bool:
        """False if it may work later. `reach` is the team's, and good for an Entra id as well."""
        lent = reach.model_copy(update={"teams_id": organiser, "conversation_id": None})
        try:
            theirs = await self.people.reach_of(organiser) or lent
            await self.chats.say(organiser, theirs, card_activity(notes.note(texts.ROSTER_LOST)))
        except SendFailed as failure:
            _log.warning("organiser_not_told", code=failure.code)
            return not isinstance(failure, TryLater)
        return True
