"""Who is an adviser: the roster of the RDT team, as Teams has it."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.connector import Connector
from bot.failures import SendFailed
from sessions.people import Member, Reach, Team
from sessions.ports import Clock, Records
from sessions.retrying import until_written

FRESH = timedelta(hours=1)
"""A roster older than this is read again before it is relied on."""
TRUSTED = timedelta(hours=24)
"""For so long an old roster is better than none, while Teams does not answer; then nobody is an adviser."""
FLOOR = timedelta(seconds=30)
"""Strangers who try their luck cannot make us ask Teams more often than this."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Rosters:
    """The advisers' team. Its reach is learnt from install events, or borrowed from one of the tenant."""

    teams: Records[Team]
    connector: Connector
    team_id: str
    now: Clock
    _asked_at: datetime | None = None
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def is_adviser(self, person_id: str) -> bool:
        """Whether somebody is on the roster; somebody unknown makes it be read anew, at once."""
        team = await self._kept()
        known = team is not None and team.member(person_id) is not None
        if team is not None and known and self._is_younger(team, FRESH):
            return True
        if team is not None and team.reach is not None and self._may_ask():
            try:
                team = await self.read(team.reach)
            except SendFailed as failure:
                _log.warning("roster_not_read", code=failure.code)
        return team is not None and self._is_younger(team, TRUSTED) and team.member(person_id) is not None

    async def advisers(self, *, borrowed: Reach | None) -> tuple[Member, ...]:
        """Everybody on the roster, read anew where it is old or empty. Raises SendFailed if it cannot be.

        `borrowed` is the reach of somebody in the same tenant, for a bot that has not seen the install event.
        """
        team = await self._kept()
        if team is not None and team.members and self._is_younger(team, FRESH):
            return team.members
        reach = (team.reach if team else None) or self._from(borrowed)
        if reach is None:
            return ()
        try:
            return (await self.read(reach)).members
        except SendFailed:
            if team is None or not team.members or not self._is_younger(team, TRUSTED):
                raise
            return team.members

    async def member(self, person_id: str) -> Member | None:
        """As last read."""
        team = await self._kept()
        return team.member(person_id) if team else None

    async def reach_of(self, person_id: str) -> Reach | None:
        """How to reach a member who has not written to the bot yet."""
        team = await self._kept()
        member = team.member(person_id) if team else None
        if team is None or team.reach is None or member is None:
            return None
        return team.reach.model_copy(update={"teams_id": member.teams_id, "conversation_id": None})

    async def read(self, reach: Reach) -> Team:
        """Ask Teams who is in the team, and keep it. Raises SendFailed."""
        async with self._reading:  # or an answer from before somebody left could be written after theirs
            self._asked_at = self.now()
            # The bot itself is on the roster too, and is nobody to be told.
            members = tuple(m for m in await self.connector.members(reach) if m.teams_id != reach.bot_id)
            return await self._keep(Team(id=self.team_id, reach=reach, members=members, read_at=self.now()))

    async def heard_of(self, team_id: str, reach: Reach, left: frozenset[str] = frozenset()) -> None:
        """The bot was added to a team, or the team changed; `left` are ids, of either kind, of who went.

        Other teams than the RDT's are not kept.
        """
        if not self.team_id or team_id != self.team_id:
            return
        team = await self._kept()
        if team is not None and left:  # at once, whether or not the roster can be read now
            stay = tuple(m for m in team.members if not {m.id, m.teams_id} & left)
            await self._keep(team.model_copy(update={"members": stay}))
        try:
            await self.read(reach.model_copy(update={"teams_id": team_id, "conversation_id": None}))
        except SendFailed as failure:
            _log.warning("roster_not_read", code=failure.code)

    async def _kept(self) -> Team | None:
        if not self.team_id:
            return None
        stored = await self.teams.get(self.team_id, self.team_id)
        return stored.value if stored else None

    async def _keep(self, team: Team) -> Team:
        async def write() -> Team:
            stored = await self.teams.get(self.team_id, self.team_id)
            return (await (self.teams.add(team) if stored is None else self.teams.save(stored, team))).value

        return await until_written(write)

    def _from(self, borrowed: Reach | None) -> Reach | None:
        if borrowed is None or not self.team_id:
            return None
        return borrowed.model_copy(update={"teams_id": self.team_id, "conversation_id": None})

    def _is_younger(self, team: Team, than: timedelta) -> bool:
        return team.read_at is not None and self.now() - team.read_at < than

    def _may_ask(self) -> bool:
        return self._asked_at is None or self.now() - self._asked_at > FLOOR
