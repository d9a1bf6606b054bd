"""The parts' results on disk: each part is measured by itself, and told with what the others found before."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.machine import commit, machine
from bench.parts import Json, Part, Run


@dataclass(frozen=True)
class Result:
    found: Json
    date: str
    """In UTC, to the minute."""
    commit: str
    machine: dict[str, str]
    rounds: int
    seconds: float


def measured(part: Part, run: Run) -> Result:
    """The part's result, kept. Raises what the part raises; then the result before it stays."""
    before = commit(run.root)
    found = part.measure(run)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    result = Result(found, now, before, machine(), run.rounds, run.seconds)
    file = _file(run, part.name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(result), indent=2) + "\n", encoding="utf-8")
    return result


def kept(part: Part, run: Run) -> Result | None:
    """What was found when the part was last measured; None if it never was."""
    file = _file(run, part.name)
    return Result(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else None


def _file(run: Run, name: str) -> Path:
    return run.work / "results" / f"{name}.json"
