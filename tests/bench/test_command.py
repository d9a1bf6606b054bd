"""`python -m bench`, with parts that cost nothing."""

import dataclasses
from pathlib import Path

import pytest

from bench import __main__ as command
from bench.parts import Json, Part, Run
from devtools.common import Trouble


class Sample:
    """A part that counts how often it is measured, and can fail."""

    def __init__(self, name: str) -> None:
        self.runs: list[Run] = []
        self.trouble = ""
        self.part = Part(name, f"How {name} goes", self.measure, self.tell, None)

    def measure(self, run: Run) -> Json:
        if self.trouble:
            raise Trouble(self.trouble)
        self.runs.append(run)
        return {"times": len(self.runs)}

    def tell(self, found: Json) -> str:
        return f"Measured {found['times']} times."


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Sample, Sample]:
    one, other = Sample("one"), Sample("other")
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "known_parts", lambda: {"one": one.part, "other": other.part})
    return one, other


def page(tmp_path: Path) -> str:
    return (tmp_path / "docs" / "benchmarks.md").read_text(encoding="utf-8")


def test_all_parts_are_measured_where_none_is_named(tmp_path: Path, parts: tuple[Sample, Sample]) -> None:
    assert command.main(["--rounds", "7", "--seconds", "0.5"]) == 0
    for sample in parts:
        assert [(run.rounds, run.seconds, run.root) for run in sample.runs] == [(7, 0.5, tmp_path)]
        assert f"## How {sample.part.name} goes\n\nMeasured 1 times." in page(tmp_path)


def test_a_part_by_itself_is_told_with_what_the_others_found_before(
    tmp_path: Path, parts: tuple[Sample, Sample]
) -> None:
    command.main([])
    assert command.main(["other"]) == 0
    assert [len(sample.runs) for sample in parts] == [1, 2]
    assert "## How one goes\n\nMeasured 1 times." in page(tmp_path)
    assert "## How other goes\n\nMeasured 2 times." in page(tmp_path)


def test_a_report_alone_measures_nothing(tmp_path: Path, parts: tuple[Sample, Sample]) -> None:
    command.main(["one"])
    assert command.main(["--only-report"]) == 0
    assert [len(sample.runs) for sample in parts] == [1, 0]
    assert "How other goes" not in page(tmp_path)


def test_trouble_is_told_and_the_page_stays_as_it_was(
    tmp_path: Path, parts: tuple[Sample, Sample], capsys: pytest.CaptureFixture[str]
) -> None:
    command.main(["one"])
    before = page(tmp_path)
    parts[0].trouble = "the answers are wrong"
    assert command.main([]) == 1
    assert "the answers are wrong" in capsys.readouterr().err
    assert page(tmp_path) == before


def test_a_part_that_does_not_exist_is_said_to(
    parts: tuple[Sample, Sample], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command.main(["onne"])
    assert "there is no onne, but one, other" in capsys.readouterr().err
    assert parts[0].runs == []


@pytest.mark.parametrize("nonsense", [["--rounds", "0"], ["--seconds", "0"], ["--seconds", "nan"]])
def test_of_nothing_there_is_no_median(parts: tuple[Sample, Sample], nonsense: list[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(nonsense)
    assert parts[0].runs == []


def test_settings_are_looked_at_before_anything_is_measured(
    tmp_path: Path,
    parts: tuple[Sample, Sample],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def look() -> None:
        raise Trouble("BENCH_SOMETHING is nothing")

    one, other = parts
    picky = dataclasses.replace(other.part, look=look)
    monkeypatch.setattr(command, "known_parts", lambda: {"one": one.part, "other": picky})
    assert command.main([]) == 1
    assert "BENCH_SOMETHING is nothing" in capsys.readouterr().err
    assert one.runs == []
    assert not (tmp_path / "docs").exists()
