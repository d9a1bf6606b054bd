"""What a benchmark is made of: parts, each a module of this package that measures one thing and tells it."""

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]
"""What json.dumps takes: a part's result is kept in a file, and told from it."""

NAMES = ("peers", "pushing", "growth", "memory", "startup", "writes")
"""In the order in which they run and are told."""


@dataclass(frozen=True)
class Run:
    """What a part is told about this run."""

    root: Path
    """Of the checkout."""
    work: Path
    """For environments, databases, logs and results; ignored by git. A part keeps to `folder(its name)`."""
    python: Path
    """With what the bot and its tests need: this bot is started with it."""
    rounds: int
    seconds: float
    """Of load for each measurement, after its warm-up."""

    def folder(self, name: str) -> Path:
        """A part's own, made if it is not there. What is in it may be from an earlier run."""
        folder = self.work / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


@dataclass(frozen=True)
class Part:
    """A module of this package with `TITLE`, `measure` and `tell`; some have `draw` and `look`."""

    name: str
    title: str
    measure: Callable[[Run], Json]
    """Raises rather than return a result of wrong answers."""
    tell: Callable[[Json], str]
    """The section in markdown, without its heading."""
    draw: Callable[[Json, Path], None] | None
    """A PNG of the result, at that path."""
    look: Callable[[], object] | None = None
    """At its settings, before any part is measured. Raises Trouble."""


def known_parts() -> dict[str, Part]:
    """Those whose module is there, by name."""
    return {name: _part(name) for name in NAMES if importlib.util.find_spec(f"bench.{name}")}


def _part(name: str) -> Part:
    module = importlib.import_module(f"bench.{name}")
    draw, look = getattr(module, "draw", None), getattr(module, "look", None)
    return Part(name, module.TITLE, module.measure, module.tell, draw, look)
