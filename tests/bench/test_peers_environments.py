"""Peers are built on what is locked, and their environments are made anew only for another lock."""

import json
import re
from pathlib import Path

import pytest

from bench.parts import Run
from bench.peers import environments
from devtools.common import Command, Trouble

HASHED = re.compile(r"--hash=sha256:[0-9a-f]{64}")
PYTHON_PEERS = ("bare", "sdk", "agents")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path, tmp_path / ".bench", tmp_path / "python", 5, 6)


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    """What would have been run, for a peer whose lock the test can change."""
    found: list[Command] = []

    def runs(command: Command, log: Path, failed: str) -> None:  # noqa: ARG001 (run_logged's)
        found.append(command)
        (tmp_path / ".bench" / "envs" / "sample").mkdir(parents=True, exist_ok=True)

    lock = tmp_path / "sample" / "requirements.txt"
    lock.parent.mkdir()
    lock.write_text("one==1", encoding="utf-8")
    monkeypatch.setattr(environments, "HERE", tmp_path)
    monkeypatch.setattr(environments, "run_logged", runs)
    return found


def test_an_environment_is_made_once(run: Run, commands: list[Command]) -> None:
    python = environments.python_for(run, "sample")
    assert python.is_relative_to(run.work / "envs" / "sample")
    assert "--require-hashes" in commands[1]
    made = len(commands)
    assert environments.python_for(run, "sample") == python
    assert len(commands) == made


def test_another_lock_makes_it_anew(run: Run, commands: list[Command], tmp_path: Path) -> None:
    environments.python_for(run, "sample")
    made = len(commands)
    (tmp_path / "sample" / "requirements.txt").write_text("one==2", encoding="utf-8")
    environments.python_for(run, "sample")
    assert len(commands) == 2 * made


def test_one_that_was_cut_off_is_made_anew(
    run: Run, commands: list[Command], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(command: Command, log: Path, failed: str) -> None:  # noqa: ARG001 (run_logged's)
        raise Trouble("no network")

    lock = tmp_path / "sample" / "requirements.txt"
    environments.python_for(run, "sample")
    made = len(commands)
    lock.write_text("one==2", encoding="utf-8")
    with monkeypatch.context() as offline:
        offline.setattr(environments, "run_logged", fails)
        with pytest.raises(Trouble):
            environments.python_for(run, "sample")
    lock.write_text("one==1", encoding="utf-8")
    environments.python_for(run, "sample")
    assert len(commands) == 2 * made


@pytest.mark.parametrize("peer", PYTHON_PEERS)
def test_python_peers_are_pinned_by_version_and_content(peer: str) -> None:
    lock = (environments.HERE / peer / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in lock
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==\S+", entry), entry
        assert HASHED.search(entry), entry


@pytest.mark.parametrize(
    ("peer", "pin"),
    [
        ("sdk", "botbuilder-core==4.17.1"),
        ("sdk", "botbuilder-dialogs==4.17.1"),
        ("agents", "microsoft-agents-hosting-core==1.9.0"),
        ("agents", "microsoft-agents-hosting-dialogs==1.9.0"),
    ],
)
def test_the_peers_are_those_that_the_tables_name(peer: str, pin: str) -> None:
    lock = (environments.HERE / peer / "requirements.txt").read_text(encoding="utf-8")
    assert f"\n{pin} " in lock


def test_the_peer_on_node_is_pinned_by_version_and_content() -> None:
    lock = json.loads((environments.HERE / "js" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages["node_modules/botbuilder"]["version"] == "4.23.3"
    assert packages["node_modules/botbuilder-dialogs"]["version"] == "4.23.3"
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
