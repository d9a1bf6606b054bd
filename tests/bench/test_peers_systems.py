"""How what is measured is started."""

import sys
from pathlib import Path

from bench.parts import Run
from bench.peers import systems
from bench.peers.systems import SYSTEMS, THIS, UNPACED


def test_this_bot_runs_as_in_production_and_once_without_teams_limits(tmp_path: Path) -> None:
    run = Run(root=tmp_path, work=tmp_path, python=Path(sys.executable), rounds=1, seconds=1)
    ours = [system for system in SYSTEMS if system.name in (THIS, UNPACED)]
    started = [systems.how(run, system, 1, {"SENDS_PER_SECOND": "1", "RDT_TEAM_ID": "x"}) for system in ours]
    assert [command for command, _ in started] == [[run.python, run.root / "app.py"]] * 2
    paced, unpaced = (environment for _, environment in started)
    assert (paced["SENDS_PER_SECOND"], paced["RDT_TEAM_ID"]) == ("50", "x")
    assert int(unpaced["SENDS_PER_SECOND"]) > 10_000
    assert paced["STORE"] != unpaced["STORE"], "each in a file of its own"
