"""Runs of a benchmark's part: of this bot, or of a program in its place that does what it should not."""

import sys
from collections.abc import Callable
from pathlib import Path

from bench.parts import Run

ROOT = Path(__file__).parents[2]
STAND_IN = Path(__file__).with_name("stand_in_bot.py")
PROGRAM = """
import runpy, sys
sys.argv[1:] = [{does!r}]
runpy.run_path({stand_in!r}, run_name="__main__")
"""
PNG = b"\x89PNG\r\n"

Instead = Callable[[Run, str], Run]
"""The same run, of a stand-in for the bot, which does what is said."""


def a_run(work: Path, *, rounds: int = 1, seconds: float = 0.5) -> Run:
    """Of this bot, from this checkout."""
    return Run(root=ROOT, work=work, python=Path(sys.executable), rounds=rounds, seconds=seconds)
