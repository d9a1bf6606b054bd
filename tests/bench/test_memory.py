"""Memory after few turns and after many: all of them answered, by a bot that is still there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import memory
from bench.parts import Run
from bench.process import Program
from devtools.common import Trouble
from tests.bench.runs import PNG, Instead

MIB = 2**20
FOUND = {"looks": [[10_000, 100 * MIB], [505_000, 150 * MIB], [1_000_015, 107 * MIB]]}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people at once; a look after 20 turns, and two more, each after 30."""
    for name, value in {"FEW": 20, "LOOKS": 2, "CONCURRENCY": 3}.items():
        monkeypatch.setattr(memory, name, value)
    monkeypatch.setenv("BENCH_TURNS", "80")


def test_memory_is_looked_at_from_few_turns_to_many(run: Run) -> None:
    found = json.loads(json.dumps(memory.measure(run)))
    assert found.keys() == {"looks"}
    for (turns, size), least in zip(found["looks"], (20, 50, 80), strict=True):
        assert least <= turns < least + 3 * len(found["looks"]), "those under way are counted too"
        assert size > 10 * MIB
    memory.tell(found)


@pytest.mark.parametrize(
    ("does", "told"), [("dies", "does not answer any more"), ("asks one question", "reach you")]
)
def test_of_a_bot_that_does_not_answer_there_is_no_figure(
    run: Run, instead: Instead, does: str, told: str
) -> None:
    with pytest.raises(Trouble, match=told):
        memory.measure(instead(run, does))


def test_who_is_gone_has_no_memory_and_is_not_told_to_be_small() -> None:
    """It has ended and nobody has waited for it: the system still knows it, with nothing resident."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        with pytest.raises(Trouble, match="the bot is gone"):
            memory.resident(Program("the bot", 0, ended.pid))


@pytest.mark.parametrize("said", ["", "many", "1e6", "-60", "0", "20", "61.5"])
def test_turns_that_are_none_or_too_few_are_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("BENCH_TURNS", said)
    with pytest.raises(Trouble, match=f"BENCH_TURNS is '{said}': it must be a number above 20"):
        memory.measure(run)


def test_a_million_turns_where_nobody_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory.look() == 80
    monkeypatch.delenv("BENCH_TURNS")
    assert memory.look() == 1_000_000


def test_what_is_told_is_how_the_last_look_stands_to_the_first() -> None:
    rows = memory.tell(FOUND).splitlines()
    assert rows[-2:] == ["| 10,000 | 100 | 1 |", "| 1,000,015 | 107 | 1.07 |"]


def test_it_is_drawn(tmp_path: Path) -> None:
    memory.draw(FOUND, tmp_path / "memory.png")
    assert (tmp_path / "memory.png").read_bytes().startswith(PNG)
