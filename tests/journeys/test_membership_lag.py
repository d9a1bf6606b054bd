"""Teams' roster lags behind its own events: who was said to have left stays out, until it shows."""

from collections.abc import Awaitable, Callable

import pytest

from bot.sending.connector import Connector
from sandbox.client import Player
from sessions.people import Member, Reach
from tests.journeys.beside import another_bot, until
from tests.journeys.comings import NOWHERE, an_hour_passes, hear, kept, kept_advisers
from tests.journeys.stage import RDT, Stage, slots_in

Lag = Callable[[], None]


@pytest.fixture
async def lag(monkeypatch: pytest.MonkeyPatch, stage: Stage) -> Lag:
    """Teams' roster stands still as it is now; called, it catches up."""
    truly = Connector.members
    reach = (await kept(stage)).reach
    assert reach
    frozen: list[Member] | None = None

    async def lagging(connector: Connector, reach: Reach) -> list[Member]:
        nonlocal frozen
        frozen = frozen if frozen is not None else await truly(connector, reach)
        return frozen

    monkeypatch.setattr(Connector, "members", lagging)
    await stage.teams.renames_team(RDT, "RDT")
    assert frozen
    return lambda: monkeypatch.setattr(Connector, "members", truly)


def is_in(stage: Stage, who: Player, *, wanted: bool) -> Callable[[], Awaitable[bool]]:
    async def holds() -> bool:
        return (who.aad_object_id in await kept_advisers(stage)) is wanted

    return holds


async def test_who_left_loses_their_rights_at_once_on_every_replica(stage: Stage, lag: Lag) -> None:
    leaver = stage.advisers[0]
    reference = await stage.has_asked(stage.lro)
    card = await stage.card_of(leaver, reference)
    await stage.teams.leaves(leaver, RDT)
    assert leaver.aad_object_id not in await kept_advisers(stage)
    async with another_bot(stage) as (other, _):
        for address in (f"{other}/api/messages", hear(stage)):
            await stage.teams.moves_bot(address)
            answer = await leaver.presses(card, "Book this time", {"slot": slots_in(card)[0]})
            assert "Only its LRO, or an adviser" in answer.words
    lag()


async def test_who_joins_again_is_in_at_once_and_an_older_leave_comes_too_late(
    stage: Stage, lag: Lag
) -> None:
    person = stage.advisers[0]
    seen = len(await stage.teams.membership_events())
    await stage.teams.leaves(person, RDT)
    leave = (await stage.teams.membership_events())[seen:]
    lag()
    await stage.teams.joins(person, RDT)
    assert person.aad_object_id in await kept_advisers(stage)
    await stage.teams.delivers_again(leave)
    assert person.aad_object_id in await kept_advisers(stage)


async def test_the_roster_is_read_again_once_it_shows(stage: Stage, lag: Lag) -> None:
    """The event in which they joined again was missed: the roster is believed after some minutes."""
    person = stage.advisers[0]
    await stage.teams.leaves(person, RDT)
    lag()
    await stage.teams.moves_bot(NOWHERE)
    await stage.teams.joins(person, RDT)
    await stage.teams.moves_bot(hear(stage))
    await stage.teams.renames_team(RDT, "RDT again")
    assert person.aad_object_id not in await kept_advisers(stage)
    an_hour_passes(stage, minutes=11)
    await until(is_in(stage, person, wanted=True))
    assert not (await kept(stage)).moves


async def test_somebody_who_joined_is_on_the_roster_within_minutes(stage: Stage, lag: Lag) -> None:
    newcomer = stage.other_lro
    await stage.teams.joins(newcomer, RDT)
    assert newcomer.aad_object_id not in await kept_advisers(stage), "an event gives no rights"
    lag()
    an_hour_passes(stage, minutes=11)
    await until(is_in(stage, newcomer, wanted=True))
