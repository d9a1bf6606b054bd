"""For stories about who comes and goes: what the bot has kept of it, and channels that are subscribed."""

from collections.abc import Iterable

from app import DESK, ROLL_CALL
from sandbox.client import Player
from sessions.announcing.model import Channel
from sessions.announcing.subscriptions import Subscriptions
from sessions.people import Team
from tests.journeys.stage import RDT, Stage

NOWHERE = "http://127.0.0.1:9/"
"""Where the bot is told things while it is down."""


def hear(stage: Stage) -> str:
    return f"{stage.url}/api/messages"


def an_hour_passes(stage: Stage, **more: float) -> None:
    """And the roll is called, whose timer goes by the real clock."""
    stage.clock.passes(**more or {"minutes": 61})
    stage.app[ROLL_CALL].bell.set()


async def kept(stage: Stage) -> Team:
    stored = await stage.app[DESK].store.teams.get(RDT, RDT)
    assert stored
    return stored.value


async def kept_advisers(stage: Stage) -> set[str]:
    return {member.id for member in (await kept(stage)).members}


def subscriptions(stage: Stage) -> Subscriptions:
    return Subscriptions(stage.app[DESK].store, stage.clock)


async def subscribe(stage: Stage, team_id: str, *channels: str) -> None:
    """As an organiser does."""
    reach = (await kept(stage)).reach
    assert reach
    for channel in channels:
        await subscriptions(stage).subscribe(
            Channel(
                id=channel,
                team_id=team_id,
                name="as it was",
                reach=reach.model_copy(update={"teams_id": team_id}),
            )
        )


async def subscribed(stage: Stage) -> dict[str, str]:
    """Names by id."""
    return {channel.id: channel.name for channel in await subscriptions(stage).all()}


def ids(players: Iterable[Player]) -> set[str]:
    return {player.aad_object_id for player in players}
