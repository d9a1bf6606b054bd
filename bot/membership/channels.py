"""Subscribed channels that are renamed, deleted, or that the bot is put out of.

Events come late, twice and in any order, and none comes while the bot is down. So an event only makes us ask
what is there now, and we ask every hour without one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.activities.incoming import Change
from bot.log import about
from bot.sending.connector import Connector
from bot.sending.failures import CHANNEL_GONE, NOT_THERE, SendFailed
from sessions.announcing.model import Channel
from sessions.announcing.subscriptions import Subscriptions
from sessions.people import Reach
from sessions.ports import Clock

ASK_EVERY = timedelta(hours=1)

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Channels:
    subscriptions: Subscriptions
    connector: Connector
    now: Clock
    organisers: tuple[str, ...]
    """Who is told of a channel that is gone: Entra ids."""
    to_do: Callable[[], None]
    """Called when there is something to tell them."""
    _asked_at: datetime | None = None

    async def heard(self, change: Change) -> None:
        """Something happened in a team, or to the bot's place in it."""
        await self._check(change.team_id, change)

    async def renew(self) -> None:
        """Ask about all of them, hourly; at the next call, where one could not be asked about.

        To be called every few minutes, outside any turn. Raises what the store raises.
        """
        if self._asked_at is not None and abs(self.now() - self._asked_at) < ASK_EVERY:
            return
        teams = {channel.team_id for channel in await self.subscriptions.all()}
        if all([await self._is_checked(team_id) for team_id in teams]):
            self._asked_at = self.now()

    async def _is_checked(self, team_id: str) -> bool:
        """False where that failed, in a way that is not Teams' answer: it stops no other team's check."""
        try:
            await self._check(team_id, None)
        except Exception as fault:  # noqa: BLE001 (a store that is away for a while, mostly)
            _log.error("channels_not_checked", **about(fault))
            return False
        return True

    async def _check(self, team_id: str, change: Change | None) -> None:
        """A channel goes only on Teams' own word. Where it does not answer, it is asked within the hour."""
        mine = [channel for channel in await self.subscriptions.all() if channel.team_id == team_id]
        if not mine or (change and change.reach.tenant_id not in {mine[0].reach.tenant_id, ""}):
            return
        listed: dict[str, str] = {}
        try:
            listed = await self.connector.channels(_of(team_id, mine[0], change), team_id)
        except SendFailed as failure:
            if failure.code in NOT_THERE and change is not None and change.is_out:
                await self._lose({channel.id: failure.code for channel in mine})
                return
        deleted = change.deleted_channel if change and listed else ""
        gone: dict[str, str] = {}
        for channel in mine:
            if channel.id in listed:
                reach = _of(channel.reach.teams_id, channel, change)
                await self.subscriptions.refresh(channel.id, name=listed[channel.id], reach=reach)
            # Teams lists standard channels only: a shared or private one is asked about by itself.
            elif why := CHANNEL_GONE if channel.id == deleted else await self._why_gone(channel):
                gone[channel.id] = why
        await self._lose(gone)

    async def _lose(self, gone: Mapping[str, str]) -> None:
        """By channel id, why: unsubscribed and remembered, and organisers are told."""
        if gone and await self.subscriptions.lose(gone, self.organisers):
            _log.info("channels_unsubscribed", channels=len(gone))
            self.to_do()

    async def _why_gone(self, channel: Channel) -> str:
        """As a code of Teams; empty if it is there, or that cannot be told."""
        try:
            await self.connector.members(_of(channel.id, channel, None))
        except SendFailed as failure:
            return failure.code if failure.code in NOT_THERE else ""
        return ""


def _of(teams_id: str, channel: Channel, change: Change | None) -> Reach:
    """The team, or a channel in it, by the service that is theirs by the latest word."""
    heard = change.reach.over(channel.reach) if change else channel.reach
    told = {"teams_id": teams_id, "conversation_id": channel.reach.conversation_id}
    return heard.model_copy(update=told)
