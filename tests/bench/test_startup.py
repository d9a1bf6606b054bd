"""From the start of a process to its first answer, which must be the right one."""

from pathlib import Path

import pytest

from bench import startup
from bench.parts import Run
from devtools.common import Trouble
from tests.bench.runs import Instead


@pytest.fixture(autouse=True)
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where nothing is, as on another system: no test makes this machine forget its files."""
    monkeypatch.setattr(startup, "DROP", tmp_path / "drop_caches")
    return startup.DROP


def test_the_bot_is_started_and_answers(run: Run) -> None:
    found = startup.measure(run)
    assert found.keys() == {"rounds", "warm", "cold", "cpu"}
    assert found["rounds"] == 1
    assert min(found["warm"], found["cpu"]) > 0
    assert found["cold"] is None, "of files that cannot be forgotten nobody is told that they were"
    assert "forgot" not in startup.tell(found)


def test_it_is_started_cold_where_the_machine_lets_us(run: Run, instead: Instead, drop: Path) -> None:
    """Told of a stand-in that asks the first question, which is all that is waited for."""
    drop.write_text("0", encoding="ascii")
    found = startup.measure(instead(run, "asks one question"))
    assert drop.read_text(encoding="ascii") == "3", "what is kept of files is forgotten"
    assert found["cold"] > 0
    assert "forgot" in startup.tell(found)


@pytest.mark.parametrize(
    ("does", "told"),
    [("dies", "does not answer any more"), ("is silent", "answered wrongly"), ("tells a riddle", "a riddle")],
)
def test_until_a_wrong_answer_no_time_is_taken(run: Run, instead: Instead, does: str, told: str) -> None:
    with pytest.raises(Trouble, match=told):
        startup.measure(instead(run, does))


def test_the_median_is_told_in_seconds() -> None:
    told = startup.tell({"rounds": 5, "warm": 1.234, "cold": 2.5, "cpu": 0.999}).splitlines()
    assert [row.strip(" |").rpartition("| ")[2] for row in told[-3:]] == ["1.23", "2.50", "1.00"]
    assert any("Median of 5." in line for line in told)
