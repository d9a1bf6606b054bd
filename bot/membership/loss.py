"""The advisers' team, or a channel for announcements, is lost to the bot: organisers are told, each once."""

from dataclasses import dataclass
from datetime import timedelta

from bot.delivery.telling import Telling
from bot.people.roster_record import RosterRecord
from cards import notes, texts
from cards.announcing.texts import channels_lost
from sessions.announcing.subscriptions import Subscriptions
from sessions.people import Team
from sessions.ports import Clock, Conflict

AGAIN = timedelta(minutes=5)
"""When those who could not be told are tried again, and how long whoever tells them has it to themselves."""


@dataclass(frozen=True, slots=True)
class Loss:
    record: RosterRecord
    telling: Telling
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
        card = notes.note(texts.ROSTER_LOST)
        told = {o for o in team.untold if await self.telling.tell(o, card, team.reach)}

        def change(latest: Team) -> Team:
            return latest.model_copy(update={"untold": tuple(o for o in latest.untold if o not in told)})

        await self.record.change(change)


@dataclass(frozen=True, slots=True)
class ChannelLoss:
    subscriptions: Subscriptions
    telling: Telling

    async def tell(self) -> None:
        """To be called every few minutes, outside any turn. Of all that are gone in one message."""
        untold = await self.subscriptions.take_untold(AGAIN)
        for organiser in dict.fromkeys(o for channel in untold for o in channel.untold):
            gone = [channel for channel in untold if organiser in channel.untold]
            card = notes.note(channels_lost(gone))
            if await self.telling.tell(organiser, card, gone[0].reach):
                await self.subscriptions.told(organiser, {channel.id for channel in gone})
