"""Who comes and goes: the bot itself, people, teams and channels. Handled in any order, and repeatedly."""

from dataclasses import dataclass

from botbuilder.core import TurnContext
from microsoft_teams.cards import AdaptiveCard

from bot.activities.incoming import read_change, read_incoming
from bot.membership.channels import Channels
from bot.membership.returns import Returns
from bot.people.memory import People
from bot.people.rights import Rights
from bot.people.rosters import Rosters, RosterUnknown
from cards import welcome
from dialogs.posting import post
from sessions.people import Person
from sessions.region import Region


@dataclass(frozen=True, slots=True)
class Membership:
    people: People
    rosters: Rosters
    rights: Rights
    channels: Channels
    returns: Returns
    region: Region

    async def on_event(self, context: TurnContext) -> None:
        """Install events come of two kinds, in any order, and again: all done here bears repeating.

        A channel is told nothing when the bot is put into its team: that would be read by people who did
        not ask, and `announce here` says what there is to say.
        """
        incoming, change = read_incoming(context.activity), read_change(context.activity)
        if change.team_id:
            await self.rosters.heard(change)
            await self.channels.heard(change)
        elif incoming.private and not change.left and not change.is_out:
            await self.people.met(incoming)
            await self.returns.came(incoming.person)
            profile = await self.people.profile(incoming.person.id)
            if profile is None or not profile.welcomed:
                card = await self._welcome(incoming.person)
                # Last, so that what fails before it is made good by the next event, welcome and all.
                if await self.people.is_first_welcome(incoming.person):
                    post(context, card)
        # Of a chat that is over all is kept: it is the same one when the app is added again.

    async def not_said(self, context: TurnContext) -> None:
        """The welcome could not be said: the next event of that person's chat brings it again."""
        await self.people.not_welcomed(read_incoming(context.activity).person)

    async def _welcome(self, person: Person) -> AdaptiveCard:
        try:
            adviser = await self.rosters.is_adviser(person.id)
        except RosterUnknown:
            adviser = False  # a welcome shows nothing that is only for advisers, and comes but once
        organiser = self.rights.is_organiser(person)
        return welcome.personal(self.region, organiser=organiser, adviser=adviser)
