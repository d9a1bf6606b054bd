"""Whatever happens in teams, and in whatever order and however often the bot hears of it, or not at all: in
the end it knows what is so."""

import asyncio
import random
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from sandbox.client import Player, RefusedError
from sandbox.state import Json
from tests.journeys.beside import another_bot
from tests.journeys.comings import hear, kept, kept_advisers, subscribe, subscribed
from tests.journeys.stage import NETWORK, RDT, SUPPORT, Stage, staged
from tests.journeys.stores import on_file

DEEDS = (
    "joins",
    "leaves",
    "removes_bot",
    "adds_bot",
    "deletes_team",
    "restores_team",
    "archives",
    "unarchives",
    "renames_team",
    "renames_channel",
    "deletes_channel",
    "restores_channel",
    "removes_app",
    "adds_app",
)


@dataclass(frozen=True)
class Deed:
    """`told`: where the bot hears of it at once; 0 and 1 are its replicas, 2 is nowhere."""

    what: str
    which: int
    told: int


STORIES = st.lists(st.builds(Deed, st.sampled_from(DEEDS), st.integers(0, 5), st.integers(0, 2)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
@given(story=STORIES, seed=st.integers(0, 2**32))
def test_in_the_end_the_bot_knows_what_is_so(story: list[Deed], seed: int) -> None:
    asyncio.run(_play(story, random.Random(seed)))  # noqa: S311 (an order of events, no secret)


async def _play(story: list[Deed], chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with staged(on_file(Path(folder) / "bot.db")) as stage, another_bot(stage) as (other, _):
            addresses = [hear(stage), f"{other}/api/messages", "http://127.0.0.1:9/"]
            await subscribe(stage, NETWORK, NETWORK, SUPPORT)
            await subscribe(stage, RDT, RDT)
            never_gone = {NETWORK, SUPPORT, RDT}
            begun = len(await stage.teams.membership_events())
            for deed in story:
                await stage.teams.moves_bot(addresses[deed.told])
                await _do(stage, deed)
                never_gone &= _live(stage)
            events = (await stage.teams.membership_events())[begun:]
            await _tells_again(stage, events, addresses[:2], chance)
            heard_of = {e["channelData"].get("team", {}).get("id") for e in events}
            await _is_known(stage, never_gone, renamed=NETWORK in heard_of)


async def _do(stage: Stage, deed: Deed) -> None:
    """What Teams would not let them do, they do not do."""
    teams = stage.teams
    players = [*stage.advisers, *teams.people("LRO")]
    player: Player = players[deed.which % len(players)]
    team = (RDT, NETWORK)[deed.which % 2]
    name = f"Name {deed.which}"
    doing: dict[str, Callable[[], Awaitable[object]]] = {
        "joins": partial(teams.joins, player, RDT),
        "leaves": partial(teams.leaves, player, RDT),
        "removes_bot": partial(teams.removes_bot, team),
        "adds_bot": partial(teams.adds_bot, team),
        "deletes_team": partial(teams.deletes_team, team),
        "restores_team": partial(teams.restores_team, team),
        "archives": partial(teams.archives, team),
        "unarchives": partial(teams.unarchives, team),
        "renames_team": partial(teams.renames_team, team, name),
        "renames_channel": partial(teams.renames_channel, SUPPORT, name),
        "deletes_channel": partial(teams.deletes_channel, SUPPORT),
        "restores_channel": partial(teams.restores_channel, SUPPORT),
        "removes_app": player.removes_app,
        "adds_app": player.adds_app,
    }
    try:
        await doing[deed.what]()
    except RefusedError as refused:
        note(f"{deed}: {refused}")


async def _tells_again(stage: Stage, events: list[Json], addresses: list[str], chance: random.Random) -> None:
    """Each at least once, some twice, in any order, by turns to either replica."""
    again = events + chance.sample(events, len(events) // 2)
    chance.shuffle(again)
    for event in again:
        await stage.teams.moves_bot(chance.choice(addresses))
        await stage.teams.delivers_again([event])


def _live(stage: Stage) -> set[str]:
    """The channels in which the bot can post, as it is now."""
    return {
        channel["id"]
        for team in stage.teams.teams
        if team["has_bot"] and not team["deleted"]
        for channel in team["channels"]
    }


async def _is_known(stage: Stage, never_gone: set[str], *, renamed: bool) -> None:
    """`renamed`: something was heard of the network's channels, so that their names are known."""
    rdt = next(team for team in stage.teams.teams if team["id"] == RDT)
    is_in = rdt["has_bot"] and not rdt["deleted"]
    everybody = {p.id: p for p in (*stage.teams.people("LRO"), *stage.advisers, stage.organiser)}
    expected = {everybody[m].aad_object_id for m in rdt["members"]} if is_in else set()
    assert await kept_advisers(stage) == expected
    assert ((await kept(stage)).lost_at is None) == is_in
    channels = await subscribed(stage)
    assert never_gone <= set(channels) <= _live(stage)
    if renamed and SUPPORT in channels:
        names = {c["id"]: c["name"] for team in stage.teams.teams for c in team["channels"]}
        assert channels[SUPPORT] == names[SUPPORT]
    for player in everybody.values():
        welcomes = [m for m in await player.messages() if m.words.startswith("Hello")]
        assert len(welcomes) <= 1, player.name
