"""What organisers and advisers ask about the queue: who is waiting."""

from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard

from bot.activities.incoming import Incoming
from bot.people.rights import Rights, Sight
from bot.people.rosters import RosterUnknown
from cards import notes, texts
from cards.queue import show_queue
from sessions.ports import Clock, Requests
from sessions.queue import read_queue
from sessions.region import Region


@dataclass(frozen=True, slots=True)
class QueueWords:
    requests: Requests
    rights: Rights
    region: Region
    now: Clock

    async def on_command(self, incoming: Incoming) -> AdaptiveCard:
        """The queue, in private; to anybody else, a sentence that says what they can do."""
        try:
            sight = await self.rights.sight_of_queue(incoming.person)
        except RosterUnknown:
            return notes.note(texts.ROSTER_UNKNOWN)
        if sight is Sight.NOTHING:
            return notes.note(texts.organisers_and_advisers_only(self.region))
        if not incoming.private:
            return notes.note(texts.IN_YOUR_OWN_CHAT)
        now = self.now()
        queue = await read_queue(self.requests, now)
        return show_queue(queue, names=sight is Sight.NAMES, region=self.region, now=now)
