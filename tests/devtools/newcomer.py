"""A newcomer's machine: dev.py in a folder of its own, so that this .venv and data are left alone."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.common import Checkout, Command
from devtools.packages import RUN_LOCK, Installer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30  # seconds, for a machine that is busy with other things

posix = pytest.mark.skipif(os.name != "posix", reason="stands a script or a link in for a program")


class Recorder:
    """In place of pip and npm: notes what was asked for, and makes what would be there."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.asked: list[str] = []
        self.cut_off = False

    def __call__(self, command: Command, log: Path, failed: str) -> None:  # noqa: ARG002 (as run_logged)
        self.asked.append(next(str(word) for word in command if str(word) in {"venv", "install", "ci"}))
        if "venv" in command:
            shutil.rmtree(self.checkout.venv, ignore_errors=True)
            self.checkout.scripts.mkdir(parents=True)
            self.checkout.python.symlink_to(sys.executable)
        elif self.cut_off:
            raise KeyboardInterrupt

    def take(self) -> list[str]:
        asked, self.asked = self.asked, []
        return asked


def install(checkout: Checkout, *, page: bool = True) -> None:
    """As after a first start: what is asked for is there."""
    installer = Installer(checkout, Recorder(checkout))
    installer.python_packages(RUN_LOCK)
    if page:
        installer.page_packages()
        installer.stand_in_packages()
        installer.manifest_check_packages()


def dev(checkout: Checkout, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, checkout.root / "dev.py", *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def ports(bot: int, sandbox: int | None = None) -> list[str]:
    return ["run", "--no-open", "--port", str(bot), "--sandbox-port", str(sandbox or free_port())]
