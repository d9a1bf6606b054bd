"""A run of its own for each story."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.parts import Run
from tests.bench.runs import PROGRAM, STAND_IN, Instead, a_run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return a_run(tmp_path / "work")


@pytest.fixture
def instead(tmp_path: Path) -> Instead:
    def of(run: Run, does: str) -> Run:
        root = tmp_path / "checkout"
        root.mkdir()
        (root / "app.py").write_text(PROGRAM.format(does=does, stand_in=str(STAND_IN)), encoding="utf-8")
        return replace(run, root=root)

    return of
