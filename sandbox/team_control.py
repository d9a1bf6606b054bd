"""The part of the sandbox's own API that changes teams, channels, and who has the app."""

from dataclasses import dataclass

from aiohttp import web
from pydantic import BaseModel

from sandbox.bodies import BASE, person_in, takes
from sandbox.events import Change, ChannelEvent, TeamEvent
from sandbox.membership import Membership
from sandbox.state import Json, NotPossibleError, State
from sandbox.teams import Standing, TeamNow


class MemberChange(BaseModel):
    team: str
    person: str
    change: Change


class BotChange(BaseModel):
    team: str
    change: Change


class ChannelChange(BaseModel):
    """`team` names the place of a new channel, `channel` one that is there; `name` is the new name."""

    event: ChannelEvent
    team: str = ""
    channel: str = ""
    name: str = ""


class TeamChange(BaseModel):
    team: str
    event: TeamEvent
    name: str | None = None


class StandingChange(BaseModel):
    person: str
    standing: Standing


@dataclass
class TeamControl:
    """Every answer comes once the bot has been told, and holds the world as it is then."""

    state: State
    membership: Membership

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(BASE + "/install", self._install),
            web.post(BASE + "/members", takes(MemberChange, self._change_member)),
            web.post(BASE + "/bots", takes(BotChange, self._change_bot)),
            web.post(BASE + "/channels", takes(ChannelChange, self._change_channel)),
            web.post(BASE + "/teams", takes(TeamChange, self._change_team)),
            web.post(BASE + "/standing", takes(StandingChange, self._change_standing)),
        ]

    async def _install(self, _: web.Request) -> web.Response:
        await self.membership.install()
        return web.json_response({})

    async def _change_member(self, asked: MemberChange) -> Json:
        person = person_in(self.state, asked.person)
        await self.membership.change_members(self._team(asked.team), person, asked.change)
        return self.state.world_now()

    async def _change_bot(self, asked: BotChange) -> Json:
        await self.membership.change_bot(self._team(asked.team), asked.change)
        return self.state.world_now()

    async def _change_channel(self, asked: ChannelChange) -> Json:
        channel = asked.channel
        if asked.event == "channelCreated":
            channel = await self.membership.create_channel(self._team(asked.team), asked.name)
        elif asked.event == "channelRenamed":
            await self.membership.rename_channel(channel, asked.name)
        elif asked.event == "channelDeleted":
            await self.membership.delete_channel(channel)
        else:
            await self.membership.restore_channel(channel)
        return self.state.world_now() | {"channel": channel}

    async def _change_team(self, asked: TeamChange) -> Json:
        await self.membership.change_team(self._team(asked.team), asked.event, asked.name)
        return self.state.world_now()

    async def _change_standing(self, asked: StandingChange) -> Json:
        await self.membership.change_standing(person_in(self.state, asked.person), asked.standing)
        return self.state.world_now()

    def _team(self, team_id: str) -> TeamNow:
        team = self.state.teams.get(team_id)
        if team is None:
            raise NotPossibleError(f"there is no team {team_id}")
        return team
