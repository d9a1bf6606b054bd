"""Turns are measured only where all of them are answered, and rightly."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bench import played as module
from bench.load.drive import Crowd, Result
from bench.load.teams import Teams
from bench.ours import our_bot
from bench.parts import Run
from bench.played import played
from devtools.common import Trouble
from tests.bench.runs import Instead


@pytest.fixture
async def teams() -> AsyncIterator[Teams]:
    teams = await Teams(advisers=1).open()
    yield teams
    await teams.close()


async def first_messages(run: Run, teams: Teams) -> Result:
    """Of three people at a time, until there are nine."""
    async with our_bot(run, teams, run.folder("played") / "bot.db") as bot:
        return await played(Crowd(teams, "walk", f"{bot.url}/api/messages", turns_most=9), 3, 30)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("dies", r"does not answer any more: \w+"),
        ("answers, and says 500", "answered wrongly: .*the bot answered 500"),
        ("is silent", "answered wrongly: "),
        ("tells a riddle", r"answered wrongly: .*'What is your name\?' was expected, not .*riddle"),
    ],
)
async def test_what_is_no_answer_is_told(
    run: Run, teams: Teams, instead: Instead, does: str, told: str
) -> None:
    with pytest.raises(Trouble, match=told):
        await first_messages(instead(run, does), teams)


class Nobody(Crowd):
    """Who comes, and says nothing."""

    async def play(self, concurrency: int, seconds: float) -> Result:
        del concurrency, seconds
        return Result(turns=0, seconds=1, p50=1, p99=1, errors=0, sends=0, edits=0, answered=0)


class Patient(Nobody):
    """Who waits for an answer for ever."""

    async def play(self, concurrency: int, seconds: float) -> Result:
        await asyncio.Event().wait()
        return await super().play(concurrency, seconds)


async def test_silence_is_no_figure(teams: Teams) -> None:
    with pytest.raises(Trouble, match="nothing came"):
        await played(Nobody(teams, "walk", teams.url), 1, 0)


async def test_nobody_waits_for_ever(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0)
    with pytest.raises(Trouble, match="does not answer any more: TimeoutError"):
        await played(Patient(teams, "walk", teams.url), 1, 0)
