"""docs/benchmarks.md is written from what was found, and from nothing else."""

import re
from pathlib import Path

import pytest

from bench import parts
from bench.parts import Json, Part, Run
from bench.report import write_report
from bench.results import Result, kept, measured
from devtools.common import Trouble

MACHINE = {"Processor": "an abacus, 2 cores", "Python": "CPython 3.11.7"}


def a_result(**found: float) -> Result:
    return Result(dict(found), "2026-11-22 15:40 UTC", "0123456789ab", MACHINE, 5, 6)


def a_part(name: str, *, sees: bool = False) -> Part:
    def tell(found: Json) -> str:
        return f"It took {found['ms']} ms."

    def draw(_: Json, to: Path) -> None:
        to.write_bytes(b"picture")

    return Part(name, f"How {name} goes", lambda _: {"ms": 7}, tell, draw if sees else None)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path, tmp_path / ".bench", tmp_path / "python", 5, 6)


def test_each_part_has_a_section_that_says_what_was_measured_and_when(tmp_path: Path) -> None:
    page = write_report(tmp_path, {a_part("echo"): a_result(ms=3)}).read_text(encoding="utf-8")
    assert (
        "## How echo goes\n\nIt took 3 ms.\n\n*Measured on 2026-11-22 15:40 UTC, commit 0123456789ab.*"
        in page
    )
    assert "| Processor | an abacus, 2 cores |" in page
    assert "{{" not in page


def test_a_machine_that_all_were_measured_on_is_told_once(tmp_path: Path) -> None:
    found = {a_part("echo"): a_result(ms=3), a_part("walk"): a_result(ms=4)}
    page = write_report(tmp_path, found).read_text(encoding="utf-8")
    assert page.count("an abacus") == 1
    assert page.index("How echo goes") < page.index("How walk goes")


def test_a_picture_is_drawn_beside_the_page_and_shown_in_it(tmp_path: Path) -> None:
    page = write_report(tmp_path, {a_part("echo", sees=True): a_result(ms=3)}).read_text(encoding="utf-8")
    shown = re.search(r"!\[How echo goes\]\((.+)\)", page)
    assert shown
    assert (tmp_path / shown[1]).read_bytes() == b"picture"


def test_a_result_is_kept_with_what_it_was_measured_on(run: Run) -> None:
    now = measured(a_part("echo"), run)
    assert now.found == {"ms": 7}
    assert {"Processor", "Memory", "Kernel", "Python", "Node"} == now.machine.keys()
    assert kept(a_part("echo"), run) == now


def test_a_part_that_fails_leaves_what_was_found_before(run: Run) -> None:
    def fails(_: Run) -> Json:
        raise Trouble("wrong answers")

    before = measured(a_part("echo"), run)
    with pytest.raises(Trouble):
        measured(Part("echo", "How echo goes", fails, str, None), run)
    assert kept(a_part("echo"), run) == before


def test_what_was_never_measured_has_no_result(run: Run) -> None:
    assert kept(a_part("echo"), run) is None


def test_every_part_whose_module_is_there_can_be_measured_and_told() -> None:
    for name, part in parts.known_parts().items():
        assert name in parts.NAMES
        assert part.title
        assert callable(part.measure)
        assert callable(part.tell)
