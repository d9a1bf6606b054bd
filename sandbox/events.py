"""Who comes and goes, and what becomes of teams and channels, as the activities Teams posts to a bot.

After Microsoft's page "Conversation events in your Teams bot": whatever happens in a team, the conversation
is the team's own (General), and what it is about stands in the channel data.
"""

from typing import Literal

from sandbox.activities import Activities, client_info
from sandbox.state import Chat, Json, State
from sandbox.teams import TeamNow
from sandbox.world import Person

ChannelEvent = Literal["channelCreated", "channelRenamed", "channelDeleted", "channelRestored"]
TeamEvent = Literal[
    "teamRenamed", "teamArchived", "teamUnarchived", "teamDeleted", "teamHardDeleted", "teamRestored"
]
Change = Literal["added", "removed"]
Events = tuple[Json, ...]
"""All that is posted for one thing that happened: the bot hears some of it in two ways."""


class EventActivities:
    """Draws up events. Each has an id of its own, however often the same thing is told."""

    def __init__(self, state: State, activities: Activities) -> None:
        self._state = state
        self._activities = activities

    def bot_in_team(self, by: Person, team: TeamNow, change: Change) -> Events:
        """The bot was put into a team or taken out: a conversationUpdate and an installationUpdate."""
        bot = self._state.world.bot
        (update,) = self.members(by, team, [{"id": bot.id, "name": bot.name}], change)
        install = self._install(by, self._state.chats[team.id], change)
        install["channelData"] = self._team_data(team) | {
            "settings": {"selectedChannel": {"id": team.id}},
            "channel": {"id": team.id},
            "source": {"name": "message"},
        }
        return update, install

    def app_added(self, person: Person) -> Events:
        """The same pair for a person's own chat with the bot."""
        chat = self._state.open_chat(person)
        update = self._drawn_up(person, chat, "conversationUpdate")
        update["membersAdded"] = [_account(person), {"id": self._state.world.bot.id}]
        return update, self._install(person, chat, "added")

    def app_removed(self, person: Person) -> Events:
        """Of a chat that is over, Microsoft's page promises an installationUpdate and nothing else."""
        return (self._install(person, self._state.open_chat(person), "removed"),)

    def member(self, by: Person, team: TeamNow, person: Person, change: Change) -> Events:
        return self.members(by, team, [_account(person)], change)

    def members(self, by: Person, team: TeamNow, accounts: list[Json], change: Change) -> Events:
        activity = self._in_team(by, team, "teamMemberAdded" if change == "added" else "teamMemberRemoved")
        activity["membersAdded" if change == "added" else "membersRemoved"] = accounts
        return (activity,)

    def channel(self, by: Person, team: TeamNow, channel: str, event: ChannelEvent) -> Events:
        activity = self._in_team(by, team, event)
        activity["channelData"]["channel"] = {"id": channel, "name": team.channels[channel]}
        return (activity,)

    def team(self, by: Person, team: TeamNow, event: TeamEvent) -> Events:
        return (self._in_team(by, team, event),)

    def _in_team(self, by: Person, team: TeamNow, event: str) -> Json:
        activity = self._drawn_up(by, self._state.chats[team.id], "conversationUpdate")
        return activity | {"channelData": self._team_data(team) | {"eventType": event}}

    def _install(self, by: Person, chat: Chat, change: Change) -> Json:
        activity = self._drawn_up(by, chat, "installationUpdate")
        activity |= {"action": "add" if change == "added" else "remove", "entities": [client_info()]}
        return activity | {"channelData": activity["channelData"] | {"source": {"name": "message"}}}

    def _drawn_up(self, person: Person, chat: Chat, kind: str) -> Json:
        return self._activities.drawn_up(person, chat, None, kind, "f:" + self._state.next_id())

    def _team_data(self, team: TeamNow) -> Json:
        about = {"aadGroupId": team.aad_group_id, "name": team.name, "id": team.id}
        return {"team": about, "tenant": {"id": self._state.world.tenant_id}}


def _account(person: Person) -> Json:
    return {"id": person.id, "aadObjectId": person.aad_object_id}
