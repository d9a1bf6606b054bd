"""The advisers' roster as the store has it: every write conditional, and who came or went noted with it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.log import about
from sessions.people import Member, Team
from sessions.ports import Records, Stored
from sessions.retrying import until_written

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class RosterRecord:
    """`team_id` is empty where no team of advisers is set; then there is nothing kept."""

    teams: Records[Team]
    team_id: str
    left: Callable[[Member], Awaitable[None]]
    """Called for whoever is no longer on the roster; more than once if the process dies in between."""
    to_do: Callable[[], None]
    """Called when somebody is to be told of what was written."""

    async def stored(self) -> Stored[Team] | None:
        return await self.teams.get(self.team_id, self.team_id) if self.team_id else None

    async def kept(self) -> Team | None:
        stored = await self.stored()
        return stored.value if stored else None

    async def write(self, stored: Stored[Team] | None, team: Team) -> Team:
        """Over what was read. Raises Conflict if it has been written since."""
        if stored is None:
            return (await self.teams.add(team)).value
        team = _with_comings_and_goings(stored.value, team)
        if team == stored.value:
            return team
        await self._tell_of_leavers(stored.value.members, team)
        written = await self.teams.save(stored, team)
        if team.newcomers or team.leavers or team.untold:
            self.to_do()
        return written.value

    async def change(self, change: Callable[[Team], Team]) -> None:
        """Of a team that is known; of any other there is nothing to change."""

        async def write() -> None:
            stored = await self.stored()
            if stored is not None:
                await self.write(stored, change(stored.value))

        await until_written(write)

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


def _with_comings_and_goings(before: Team, after: Team) -> Team:
    """Nobody is new on the first roster that is read: until then, each request waits to tell all of it."""
    if before.read_at is None:
        return after
    was, stays = {m.id for m in before.members}, {m.id for m in after.members}
    old = was - set(after.newcomers)
    newcomers = tuple(m.id for m in after.members if m.id not in old)
    leavers = (set(after.leavers) | was) - stays
    return after.model_copy(update={"newcomers": newcomers, "leavers": tuple(sorted(leavers))})
