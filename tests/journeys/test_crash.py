"""kill -9 at the worst moments. Promise 1: what an LRO read as submitted, every adviser is told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sandbox.client import SandboxClient
from sandbox.server import running_sandbox
from sandbox.world import World
from tests.journeys.process import BotProcess, bot_process, submits
from tests.journeys.stage import RDT
from tests.journeys.stores import Store

ADVISERS = 5
SETTINGS = {"RDT_TEAM_ID": RDT, "LEASE_SECONDS": "3"}


@asynccontextmanager
async def bot_and_teams(store: Store) -> AsyncIterator[tuple[BotProcess, SandboxClient]]:
    async with bot_process(store, **SETTINGS) as bot:
        world = World.sample(advisers=ADVISERS, lros=1)
        async with running_sandbox(world, bot_url=bot.url) as sandbox:
            yield bot, sandbox.client


async def every_adviser_has_the_card(teams: SandboxClient, reference: str) -> None:
    """Once; or twice where the kill fell between Teams' taking a card and the write that records it."""
    for adviser in teams.people("adviser"):
        await adviser.waits_for(lambda m: reference in m.words and "Book this time" in m.buttons, within=20)
    counts = [sum(reference in m.words for m in await a.messages()) for a in teams.people("adviser")]
    assert max(counts) <= 2, counts


@pytest.mark.parametrize("told", [0, 1, 3], ids=["as it was submitted", "one was told", "three were told"])
async def test_killed_after_submit_every_adviser_is_told_after_the_restart(store: Store, told: int) -> None:
    async with bot_and_teams(store) as (bot, teams):
        await teams.goes_wrong(operation="send", delay=0.05, times=100)  # so that the kill finds some waiting
        reference = await submits(teams)
        for adviser in teams.people("adviser")[:told]:
            await adviser.waits_for(reference)
        await bot.is_killed()
        await teams.goes_right()
        async with bot_process(store, **SETTINGS) as again:
            await teams.moves_bot(again.url)
            await every_adviser_has_the_card(teams, reference)
            lro = teams.people("LRO")[0]
            await lro.says("my requests")
            assert reference in (await lro.waits_for("My requests")).words


async def test_killed_before_the_answer_a_second_submit_is_the_same_request(store: Store) -> None:
    """The request is stored, the answer was lost with the process: the LRO presses again."""
    async with bot_and_teams(store) as (bot, teams):
        lro = teams.people("LRO")[0]
        reference = await submits(teams)
        await bot.is_killed()
        async with bot_process(store, **SETTINGS) as again:
            await teams.moves_bot(again.url)
            says = [m for m in await lro.messages() if m.text == "submit"][-1]
            await teams.resends(says.id)
            await every_adviser_has_the_card(teams, reference)
            await lro.says("my requests")
            mine = await lro.waits_for("My requests")
            assert mine.words.count("SW-") == mine.words.count(reference) == 1
