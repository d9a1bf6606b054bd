"""One is loaded at a time, all come first in turn, and wrong answers are never measured."""

import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from bench.load.drive import Result
from bench.load.teams import Teams
from bench.peers.environments import HERE
from bench.peers.rounds import Stage, check, rotated
from bench.peers.systems import PROMISES, SYSTEMS, System
from bench.process import Program, free_port, running
from devtools.common import Command, Trouble

ECHO = System("bare", "bare aiohttp", "echo")
FINE = Result(turns=100, seconds=1, p50=1, p99=2, errors=0, sends=100, edits=0, answered=101)


@pytest.fixture
async def teams() -> AsyncIterator[Teams]:
    teams = await Teams(advisers=1).open()
    yield teams
    await teams.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Program]:
    """The one peer that is built on what the tests have too."""
    port = free_port()
    command: Command = [sys.executable, HERE / "bare" / "bot.py", str(port)]
    with running(
        "bare", command, port=port, log=tmp_path / "log", environment={}, folder=tmp_path
    ) as program:
        yield program


async def test_who_is_measured_goes_on_only_meanwhile(teams: Teams, bare: Program) -> None:
    stage = Stage(teams, {ECHO.key: [bare]}, seconds=0.2, warm_up=0.05)
    stage.is_quiet()
    assert psutil.Process(bare.pid).status() == psutil.STATUS_STOPPED
    sample = await stage.measured(ECHO, 3, 2)
    assert (sample.system, sample.round, sample.concurrency) == ("bare-echo", 3, 2)
    assert sample.rate > 0
    assert 0 < sample.p50 <= sample.p99
    assert sample.cpu >= 0
    assert sample.memory > 2**20
    assert psutil.Process(bare.pid).status() == psutil.STATUS_STOPPED


async def test_the_limit_keeps_what_this_bot_promises(teams: Teams, tmp_path: Path) -> None:
    """Every answer but the first edits the one before, and all is in the file when the turn is answered."""
    port = free_port()
    command: Command = [sys.executable, HERE / "bare" / "promises.py", str(port)]
    system = System(PROMISES, "the limit", "waterfall")
    with running("promises", command, port=port, log=tmp_path / "log", environment={}, folder=tmp_path) as it:
        result = await Stage(teams, {system.key: [it]}, seconds=0).loaded(system, 4, 0.5)
        with closing(sqlite3.connect(tmp_path / "promises.db")) as database:
            kept = [json.loads(body) for (body,) in database.execute("SELECT body FROM held")]
    check(system, 4, result, teams.strange)
    assert result.sends == result.answered == sum(len(each["said"]) for each in kept)
    assert result.edits == result.answered - len(kept)
    assert max(len(each["said"]) for each in kept) == 6, "some walked to the end"


async def test_a_system_that_answers_something_else_is_not_measured(teams: Teams, bare: Program) -> None:
    """It echoes, where the script wants to be asked for its mode of transport."""
    system = replace(ECHO, script="waterfall")
    stage = Stage(teams, {system.key: [bare]}, seconds=0.2, warm_up=0.05)
    with pytest.raises(
        Trouble, match=r"bare-waterfall at concurrency 2 answered wrongly \d+ times; .*transport"
    ):
        await stage.measured(system, 0, 2)


async def test_a_system_that_is_gone_is_told(teams: Teams, bare: Program) -> None:
    psutil.Process(bare.pid).kill()
    psutil.Process(bare.pid).wait()
    with pytest.raises(Trouble, match="bare-echo at concurrency 1"):
        await Stage(teams, {ECHO.key: [bare]}, seconds=0.2).loaded(ECHO, 1, 0.1)


def test_one_wrong_answer_in_a_hundred_is_too_many() -> None:
    check(ECHO, 16, FINE, [])
    with pytest.raises(Trouble, match="answered wrongly 1 times; first: a riddle"):
        check(ECHO, 16, replace(FINE, errors=1, wrong="a riddle"), [])


def test_silence_is_no_figure() -> None:
    with pytest.raises(Trouble, match="answered nothing"):
        check(ECHO, 16, replace(FINE, turns=0, answered=0), [])


async def test_a_measurement_too_short_for_a_turn_is_no_figure(teams: Teams, bare: Program) -> None:
    """A slow peer may need longer than a warm-up for its first answer, but no longer than a measurement."""
    stage = Stage(teams, {ECHO.key: [bare]}, seconds=0, warm_up=0)
    with pytest.raises(Trouble, match="bare-echo at concurrency 1 needs more than 0 s a turn"):
        await stage.measured(ECHO, 0, 1)


def test_what_nobody_could_answer_is_told() -> None:
    with pytest.raises(Trouble, match="GET /v3/moon"):
        check(ECHO, 16, FINE, ["GET /v3/moon"])


def test_everybody_comes_first_once_and_nobody_is_left_out() -> None:
    orders = [rotated(SYSTEMS, number) for number in range(len(SYSTEMS) + 1)]
    assert [order[0] for order in orders[:-1]] == list(SYSTEMS)
    assert orders[-1] == orders[0]
    for order in orders:
        assert set(order) == set(SYSTEMS)
        assert len(order) == len(SYSTEMS)
