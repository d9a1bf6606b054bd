"""How what is measured is started."""

import asyncio
import sys
from pathlib import Path

import psutil
import pytest

from bench.load.teams import Teams
from bench.parts import Run
from bench.peers import systems
from bench.peers.environments import HERE
from bench.peers.rounds import Stage
from bench.peers.systems import OURS, PAIR, PROMISES, SYSTEMS, THIS, UNPACED, started


@pytest.fixture
def ours() -> dict[str, systems.System]:
    return {system.name: system for system in SYSTEMS if system.name in OURS}


def test_this_bot_runs_as_in_production_and_once_without_teams_limits(
    tmp_path: Path, ours: dict[str, systems.System]
) -> None:
    run = Run(root=tmp_path, work=tmp_path, python=Path(sys.executable), rounds=1, seconds=1)
    how = {
        name: systems.how(run, system, 1, {"SENDS_PER_SECOND": "1", "RDT_TEAM_ID": "x"})
        for name, system in ours.items()
    }
    assert [command for command, _ in how.values()] == [[run.python, run.root / "app.py"]] * 3
    paced, unpaced, paired = (how[name][1] for name in (THIS, UNPACED, PAIR))
    assert (paced["SENDS_PER_SECOND"], paced["RDT_TEAM_ID"]) == ("50", "x")
    assert int(unpaced["SENDS_PER_SECOND"]) > 10_000
    assert paired["SENDS_PER_SECOND"] == "25", "both together keep to what Teams takes of an app"
    stores = {paced["STORE"], unpaced["STORE"], paired["STORE"]}
    assert len(stores) == 3, "each in a file of its own"


@pytest.mark.parametrize(
    ("name", "environment", "program"),
    [("bare", "bare", "bot.py"), (PROMISES, "bare", "promises.py"), ("patched", "sdk", "bot.py")],
)
def test_who_is_built_on_the_same_shares_an_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, environment: str, program: str
) -> None:
    monkeypatch.setattr(systems, "python_for", lambda run, peer: run.work / peer)
    run = Run(root=tmp_path, work=tmp_path, python=Path(sys.executable), rounds=1, seconds=1)
    [system, *_] = [each for each in SYSTEMS if each.name == name]
    [python, path, *_], _ = systems.how(run, system, 1, {})
    assert (python, path) == (tmp_path / environment, HERE / environment / program)
    assert Path(path).is_file()


async def test_replicas_share_a_store_and_a_walk(run: Run, ours: dict[str, systems.System]) -> None:
    """Every answer is right, though each turn rests on what the other replica has left."""
    pair = ours[PAIR]
    (run.folder("peers") / "pair.db").write_bytes(b"what an earlier run has left")
    teams = await Teams(advisers=1).open()
    starting = started(run, [pair], teams.environment)
    programs = await asyncio.to_thread(starting.__enter__)
    try:
        stage = Stage(teams, programs, seconds=1, warm_up=0)
        stage.is_quiet()
        both = [psutil.Process(program.pid) for program in programs[pair.key]]
        assert [each.status() for each in both] == [psutil.STATUS_STOPPED] * 2
        before = [program.cpu_seconds() for program in programs[pair.key]]
        sample = await stage.measured(pair, 0, 2)
        spent = [program.cpu_seconds() - at for program, at in zip(programs[pair.key], before, strict=True)]
        assert min(spent) > 0
        assert sample.cpu > 0.9 * sum(spent) * 1000 / (sample.rate * 1.5), "of both"
        assert sample.memory == pytest.approx(sum(each.memory_info().rss for each in both), rel=0.1)
        assert [each.status() for each in both] == [psutil.STATUS_STOPPED] * 2
    finally:
        await asyncio.to_thread(starting.__exit__, None, None, None)
        await teams.close()
