"""What owners and administrators of teams do, over HTTP. All of it returns once the bot has been told."""

from sandbox.events import Change, ChannelEvent, TeamEvent
from sandbox.http_api import HttpApi
from sandbox.player import Player
from sandbox.state import Json


class Owner:
    """`teams`: as they are after the last thing done here. Every method raises RefusedError."""

    api: HttpApi

    def __init__(self) -> None:
        self.teams: list[Json] = []

    def channel(self, name: str) -> str:
        """A channel's id by the name it has now; "General" is the first team's. Raises LookupError."""
        for team in self.teams:
            for channel in team["channels"]:
                if channel["name"] == name:
                    return str(channel["id"])
        raise LookupError(f"there is no channel {name}")

    async def installs(self) -> None:
        """The install events once more (each repeated, in changing order), once the bot is up."""
        await self.api.post("/install", {})

    async def joins(self, player: Player, team_id: str) -> None:
        await self._member(player, team_id, "added")

    async def leaves(self, player: Player, team_id: str) -> None:
        await self._member(player, team_id, "removed")

    async def removes_bot(self, team_id: str) -> None:
        """Take the app out of a team; of what happens there afterwards the bot hears nothing."""
        await self._change("/bots", {"team": team_id, "change": "removed"})

    async def adds_bot(self, team_id: str) -> None:
        """After `removes_bot`."""
        await self._change("/bots", {"team": team_id, "change": "added"})

    async def creates_channel(self, team_id: str, name: str) -> str:
        """The new channel's id."""
        return await self._channel("channelCreated", team=team_id, name=name)

    async def renames_channel(self, channel: str, name: str) -> None:
        await self._channel("channelRenamed", channel=channel, name=name)

    async def deletes_channel(self, channel: str) -> None:
        await self._channel("channelDeleted", channel=channel)

    async def restores_channel(self, channel: str) -> None:
        await self._channel("channelRestored", channel=channel)

    async def renames_team(self, team_id: str, name: str) -> None:
        await self._team(team_id, "teamRenamed", name=name)

    async def archives(self, team_id: str) -> None:
        await self._team(team_id, "teamArchived")

    async def unarchives(self, team_id: str) -> None:
        await self._team(team_id, "teamUnarchived")

    async def deletes_team(self, team_id: str, *, for_good: bool = False) -> None:
        """Its channels are gone; `restores_team` brings them back unless it was `for_good`."""
        await self._team(team_id, "teamHardDeleted" if for_good else "teamDeleted")

    async def restores_team(self, team_id: str) -> None:
        await self._team(team_id, "teamRestored")

    async def _member(self, player: Player, team_id: str, change: Change) -> None:
        await self._change("/members", {"team": team_id, "person": player.id, "change": change})

    async def _channel(self, event: ChannelEvent, **where: str) -> str:
        return str((await self._change("/channels", {"event": event, **where}))["channel"])

    async def _team(self, team_id: str, event: TeamEvent, **more: str) -> None:
        await self._change("/teams", {"team": team_id, "event": event, **more})

    async def _change(self, path: str, body: Json) -> Json:
        answer = await self.api.post(path, body)
        self.teams = answer["teams"]
        return answer
