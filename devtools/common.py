"""Where things are, how the tools speak, and how they run other programs."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | Path]


class Trouble(Exception):
    """What stands in the way, in words that say what to do. Shown without a traceback."""


@dataclass(frozen=True)
class Checkout:
    """A working copy of the project."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def scripts(self) -> Path:
        return self.venv / ("Scripts" if sys.platform == "win32" else "bin")

    @property
    def python(self) -> Path:
        return self.scripts / ("python.exe" if sys.platform == "win32" else "python")

    @property
    def page(self) -> Path:
        return self.root / "sandbox" / "page"

    @property
    def cosmos(self) -> Path:
        """The stand-in for Azure Cosmos DB."""
        return self.root / "tests" / "cosmos"

    @property
    def manifest_check(self) -> Path:
        """What checks the Teams app's manifest in the tests."""
        return self.root / "tests" / "manifest"

    @property
    def peers(self) -> Path:
        """Whom the benchmark measures the bot beside."""
        return self.root / "bench" / "peers"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def logs(self) -> Path:
        return self.data / "logs"


def under_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def say(text: str) -> None:
    print(text, flush=True)


def run_logged(command: Command, log: Path, failed: str) -> None:
    """Run a program, its output in a file. Raises Trouble: `failed`, and the last thing the program said."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False)
    if done.returncode:
        raise Trouble(f"{failed} Its last word: {_complaint(log) or 'nothing'} (the rest is in {log}).")


def last_lines(log: Path, count: int) -> list[str]:
    return [line for line in _read(log).splitlines() if line.strip()][-count:]


def _complaint(log: Path) -> str:
    """The last line that looks like an error, or else the last one."""
    lines = last_lines(log, 200)
    errors = [line for line in lines if "error" in line.lower() and "complete log of this run" not in line]
    return (errors or lines or [""])[-1].strip()


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
