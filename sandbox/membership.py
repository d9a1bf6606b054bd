"""What owners do to teams, and people to the app in their own chat; and what the bot hears of it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.events import Change, ChannelEvent, EventActivities, Events, TeamEvent
from sandbox.link import BotLink
from sandbox.state import NotPossibleError, State
from sandbox.teams import Standing, TeamNow
from sandbox.world import Person


@dataclass
class Membership:
    """`repeats`: how often the bot is told of each thing, as Teams repeats itself; pairs in either order."""

    state: State
    link: BotLink
    events: EventActivities
    repeats: int = 2

    async def install(self) -> None:
        """Wait until the bot is up, then tell it of each team and chat it is in: repeatedly, in any order."""
        await self.link.wait_until_up()
        teams = [team for team in self.state.teams.values() if team.has_bot and not team.deleted]
        people = [p for p in self.state.world.people if p.id in self.state.app_for]
        for repeat in range(self.repeats):
            for team in teams:
                await self._deliver(self.events.bot_in_team(self._owner(team), team, "added"), turn=repeat)
            for number, person in enumerate(people):
                await self._deliver(self.events.app_added(person), turn=repeat + number)

    async def change_members(self, team: TeamNow, person: Person, change: Change) -> None:
        """Put somebody into a team or out of it."""
        if change == "added":
            team.members[person.id] = None
        else:
            team.members.pop(person.id, None)
        await self._tell(team, lambda: self.events.member(person, team, person, change))

    async def change_bot(self, team: TeamNow, change: Change) -> None:
        """Take the bot out of a team, or put it back. It hears that it went, and of nothing there after."""
        if team.has_bot == (change == "added"):
            raise NotPossibleError(f"the bot is {'already' if team.has_bot else 'not'} in {team.name}")
        team.has_bot = change == "added"
        self.state.world_changed()
        await self._repeat(lambda: self.events.bot_in_team(self._owner(team), team, change))

    async def create_channel(self, team: TeamNow, name: str) -> str:
        """A new channel's id."""
        channel = f"19:{uuid.uuid4().hex}@thread.tacv2"
        team.channels[channel] = _free_name(team, name)
        self.state.add_channel(team, channel)
        await self._tell_of_channel(team, channel, "channelCreated")
        return channel

    async def rename_channel(self, channel: str, name: str) -> None:
        team = self._team_of(channel)
        team.channels[channel] = _free_name(team, name)
        await self._tell_of_channel(team, channel, "channelRenamed")

    async def delete_channel(self, channel: str) -> None:
        team = self._team_of(channel)
        if channel == team.id:
            raise NotPossibleError("a team's first channel cannot be deleted")
        team.deleted_channels.add(channel)
        await self._tell_of_channel(team, channel, "channelDeleted")

    async def restore_channel(self, channel: str) -> None:
        team = self._team_of(channel)
        team.deleted_channels.discard(channel)
        await self._tell_of_channel(team, channel, "channelRestored")

    async def change_team(self, team: TeamNow, event: TeamEvent, name: str | None) -> None:
        """Rename, archive or delete a team, or undo that; what is deleted for good never comes back."""
        if team.deleted_for_good:
            raise NotPossibleError(f"{team.name} was deleted for good")
        if event == "teamRenamed":
            team.name = name or team.name
        elif event in ("teamArchived", "teamUnarchived"):
            team.archived = event == "teamArchived"
        else:
            team.deleted, team.deleted_for_good = event != "teamRestored", event == "teamHardDeleted"
        await self._tell(team, lambda: self.events.team(self._owner(team), team, event))

    async def change_standing(self, person: Person, standing: Standing) -> None:
        """Block the bot, remove the app, be a guest, or free again. Teams tells only of the app."""
        before = self.state.standing(person)
        self.state.set_standing(person, standing)
        self.state.world_changed()
        if standing in ("removed", "guest"):
            self.state.app_for.discard(person.id)
        if standing == "removed":
            await self._repeat(lambda: self.events.app_removed(person))
        elif standing == "free" and before == "removed":
            self.state.app_for.add(person.id)
            await self._repeat(lambda: self.events.app_added(person))

    async def open_by_writing(self, person: Person) -> None:
        """Who writes to the bot first gets the app in their own chat by that. The bot hears of it once."""
        if self.state.world.chat_of(person) not in self.state.chats:
            self.state.app_for.add(person.id)
            await self._deliver(self.events.app_added(person), turn=0)

    async def _tell_of_channel(self, team: TeamNow, channel: str, event: ChannelEvent) -> None:
        await self._tell(team, lambda: self.events.channel(self._owner(team), team, channel, event))

    async def _tell(self, team: TeamNow, draw_up: Callable[[], Events]) -> None:
        """Tell everybody who looks, and the bot if it is in that team."""
        self.state.world_changed()
        if team.has_bot:
            await self._repeat(draw_up)

    async def _repeat(self, draw_up: Callable[[], Events]) -> None:
        for turn in range(self.repeats):
            await self._deliver(draw_up(), turn=turn)

    async def _deliver(self, events: Events, *, turn: int) -> None:
        for activity in events if turn % 2 == 0 else reversed(events):
            await self.link.deliver(activity)

    def _owner(self, team: TeamNow) -> Person:
        """Who does things to a team: the last of its members, or anybody if all have left."""
        world = self.state.world
        return world.by_id[next(reversed(team.members), world.people[-1].id)]

    def _team_of(self, channel: str) -> TeamNow:
        chat = self.state.chats.get(channel)
        if chat is None or chat.team is None:
            raise NotPossibleError(f"there is no channel {channel}")
        return chat.team


def _free_name(team: TeamNow, name: str) -> str:
    """The name, if no channel of the team has it. Raises NotPossibleError."""
    wanted = name.strip()
    if not wanted or wanted in team.live_channels.values():
        raise NotPossibleError(
            f"{team.name} cannot have a channel '{wanted}': empty, or there is one already"
        )
    return wanted
