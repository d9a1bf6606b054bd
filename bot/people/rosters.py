"""Who is an adviser: the roster of the RDT team, as Teams has it."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.activities.incoming import Change
from bot.people.moves import has_settled, settled, with_moves
from bot.people.roster_record import RosterRecord
from bot.sending.connector import Connector
from bot.sending.failures import NOT_THERE, SendFailed, TryLater
from sessions.people import Member, Reach, Team
from sessions.ports import Clock
from sessions.retrying import until_written

FRESH = timedelta(hours=1)
"""A roster older than this is read again before it is relied on."""
RENEWED = timedelta(minutes=55)
"""A roster older than this is read again though nobody acts, so that nobody who acts waits for it."""
TRUSTED = timedelta(hours=24)
"""For so long an old roster is better than none, while Teams does not answer; then nobody can tell."""
FLOOR = timedelta(seconds=30)
"""Strangers who try their luck cannot make us ask Teams more often than this."""

_log = structlog.get_logger(__name__)


class RosterUnknown(TryLater):
    """Whether somebody is an adviser cannot be told: the roster is too old, and cannot be read now."""

    def __init__(self, wait: timedelta | None = None) -> None:
        super().__init__("RosterUnknown", wait)


@dataclass(slots=True)
class Rosters:
    """The advisers' team. Its reach is learnt from install events, or borrowed from one of the tenant.

    Events come late, twice and in any order. So they only make us ask: what Teams answers is what is kept.
    Where it does not answer, an event is believed that takes rights away, and none that gives them.
    """

    record: RosterRecord
    connector: Connector
    now: Clock
    organisers: tuple[str, ...]
    """Entra ids of those who are told when the team is lost."""
    _asked_at: datetime | None = None
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def is_adviser(self, person_id: str) -> bool:
        """Whether somebody is on the roster; somebody unknown makes it be read anew, at once.

        Raises RosterUnknown.
        """
        if not self.record.team_id:
            return False
        team = await self.record.kept()
        if team is not None and self._is_younger(team, FRESH) and team.member(person_id) is not None:
            return True
        wait = None
        async with self._reading:  # who comes while it is being read waits for that answer
            team = await self.record.kept()
            if team is not None and team.reach is not None and self._may_ask():
                try:
                    team = await self._read(team.reach)
                except SendFailed as failure:
                    _log.warning("roster_not_read", code=failure.code)
                    wait = failure.wait if isinstance(failure, TryLater) else None
                    team = await self.record.kept()
        if team is None or not (team.lost_at or self._is_younger(team, TRUSTED)):
            raise RosterUnknown(wait)
        return team.member(person_id) is not None

    async def advisers(self, *, borrowed: Reach | None) -> tuple[Member, ...]:
        """Everybody on the roster, read anew where it is old or empty. Raises SendFailed if it cannot be.

        `borrowed` is the reach of somebody in the same tenant, for a bot that has not seen the install event.
        """
        team = await self.record.kept()
        if team is not None and team.members and self._is_younger(team, FRESH):
            return team.members
        reach = (team.reach if team else None) or (borrowed and self._of_team(borrowed))
        if reach is None or not self.record.team_id:
            return ()
        try:
            return (await self.read(reach)).members
        except SendFailed:
            team = await self.record.kept()
            if team is None or not team.members or not self._is_younger(team, TRUSTED):
                raise
            return team.members

    async def member(self, person_id: str) -> Member | None:
        """As last read."""
        team = await self.record.kept()
        return team.member(person_id) if team else None

    async def reach_of(self, person_id: str) -> Reach | None:
        """How to reach a member who has not written to the bot yet."""
        team = await self.record.kept()
        member = team.member(person_id) if team else None
        if team is None or team.reach is None or member is None:
            return None
        return team.reach.model_copy(update={"teams_id": member.teams_id, "conversation_id": None})

    async def renew(self) -> None:
        """Read it anew if no replica has done so for an hour or so, or some minutes after somebody came or
        left. To be called every few minutes.
        """
        team = await self.record.kept()
        if team is None or team.reach is None:
            return
        if self._is_younger(team, RENEWED) and not team.lost_at and not has_settled(team, self.now()):
            return
        try:
            await self.read(team.reach)
        except SendFailed as failure:
            _log.warning("roster_not_read", code=failure.code)

    async def read(self, reach: Reach) -> Team:
        """Ask Teams who is in the team, and keep it. Raises SendFailed."""
        async with self._reading:
            return await self._read(reach)

    async def _read(self, reach: Reach) -> Team:
        async def ask() -> Team:
            # What is kept is read before Teams is asked: if another replica has heard of a leaver meanwhile,
            # this answer may be from before they left, and must not bring them back. So it is asked again.
            stored = await self.record.stored()
            self._asked_at = self.now()
            # The bot itself is on the roster too, and is nobody to be told.
            members = tuple(m for m in await self.connector.members(reach) if m.teams_id != reach.bot_id)
            known = stored.value if stored else Team(id=self.record.team_id)
            found = {"reach": reach, "members": members, "read_at": self.now()}
            there = {"lost_at": None, "untold": (), "tell_at": None}
            team = known.model_copy(update=found | there)
            return await self.record.write(stored, settled(team, self.now()))

        try:
            return await until_written(ask)
        except SendFailed as failure:
            if failure.code in NOT_THERE:
                await self._lose()
            raise

    async def heard(self, change: Change) -> None:
        """Something happened in a team, or to the bot's place in it. Other teams are none of ours."""
        if not self.record.team_id or change.team_id != self.record.team_id:
            return
        team = await self.record.kept()
        known = team.reach if team else None
        if known is not None and change.reach.tenant_id not in {known.tenant_id, ""}:
            return
        if change.left or change.joined:  # at once, whether or not the roster can be read now
            now = self.now()
            await self.record.change(lambda latest: with_moves(latest, change, now))
        try:
            await self.read(self._of_team(change.reach.over(known)))
        except SendFailed as failure:
            _log.warning("roster_not_read", code=failure.code)
            if change.is_out:
                await self._lose()

    async def came_back(self, person_id: str) -> None:
        """Somebody can be reached again: an adviser gets what they have missed."""

        def change(team: Team) -> Team:
            if team.member(person_id) is None or person_id in team.newcomers:
                return team
            return team.model_copy(update={"newcomers": (*team.newcomers, person_id)})

        await self.record.change(change)

    async def _lose(self) -> None:
        """Nobody is an adviser any more: not of a team that is gone, or that we may not look into."""
        now = self.now()

        def change(team: Team) -> Team:
            if team.lost_at is not None or team.read_at is None:
                return team
            lost = {"members": (), "lost_at": now, "untold": self.organisers, "tell_at": now}
            return team.model_copy(update=lost)

        await self.record.change(change)

    def _of_team(self, reach: Reach) -> Reach:
        return reach.model_copy(update={"teams_id": self.record.team_id, "conversation_id": None})

    def _is_younger(self, team: Team, than: timedelta) -> bool:
        # A clock that was put back makes it come from the future, which is no better than from the past.
        return team.read_at is not None and abs(self.now() - team.read_at) < than

    def _may_ask(self) -> bool:
        return self._asked_at is None or abs(self.now() - self._asked_at) > FLOOR
