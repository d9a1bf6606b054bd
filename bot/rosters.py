"""Who is an adviser: the roster of the RDT team, as Teams has it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.connector import Connector
from bot.failures import SendFailed, TryLater
from bot.log import about
from sessions.people import Member, Reach, Team
from sessions.ports import Clock, Records
from sessions.retrying import until_written

FRESH = timedelta(hours=1)
"""A roster older than this is read again before it is relied on."""
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
    """The advisers' team. Its reach is learnt from install events, or borrowed from one of the tenant."""

    teams: Records[Team]
    connector: Connector
    team_id: str
    now: Clock
    left: Callable[[Member], Awaitable[None]]
    """Called for whoever is no longer on the roster; more than once if the process dies in between."""
    _asked_at: datetime | None = None
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def is_adviser(self, person_id: str) -> bool:
        """Whether somebody is on the roster; somebody unknown makes it be read anew, at once.

        Raises RosterUnknown.
        """
        if not self.team_id:
            return False
        team = await self._kept()
        if team is not None and self._is_younger(team, FRESH) and team.member(person_id) is not None:
            return True
        wait = None
        async with self._reading:  # who comes while it is being read waits for that answer
            team = await self._kept()
            if team is not None and team.reach is not None and self._may_ask():
                try:
                    team = await self._read(team.reach)
                except SendFailed as failure:
                    _log.warning("roster_not_read", code=failure.code)
                    wait = failure.wait if isinstance(failure, TryLater) else None
        if team is None or not self._is_younger(team, TRUSTED):
            raise RosterUnknown(wait)
        return team.member(person_id) is not None

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
            return await self._read(reach)

    async def _read(self, reach: Reach) -> Team:
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
            await self._tell_of_leavers(stored.value.members if stored else (), team)
            return (await (self.teams.add(team) if stored is None else self.teams.save(stored, team))).value

        return await until_written(write)

    async def _tell_of_leavers(self, before: Sequence[Member], after: Team) -> None:
        """Before the roster is written: afterwards nobody would know. If it fails, they left all the same."""
        stay = {m.id for m in after.members}
        for member in before:
            if member.id in stay:
                continue
            try:
                await self.left(member)
            except Exception as fault:  # noqa: BLE001 (whatever it is, who left must lose their rights)
                _log.error("leaver_not_told_of", **about(fault))

    def _from(self, borrowed: Reach | None) -> Reach | None:
        if borrowed is None or not self.team_id:
            return None
        return borrowed.model_copy(update={"teams_id": self.team_id, "conversation_id": None})

    def _is_younger(self, team: Team, than: timedelta) -> bool:
        # A clock that was put back makes it come from the future, which is no better than from the past.
        return team.read_at is not None and abs(self.now() - team.read_at) < than

    def _may_ask(self) -> bool:
        return self._asked_at is None or abs(self.now() - self._asked_at) > FLOOR
