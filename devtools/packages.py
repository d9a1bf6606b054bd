"""Installs what is locked: Python packages into `.venv`, npm packages beside what needs them."""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devtools.common import Checkout, Command, Trouble, run_logged, say

RUN_LOCK = "requirements.txt"
TEST_LOCK = "requirements-dev.txt"
OLDEST_NODE = 20

Runner = Callable[[Command, Path, str], None]


@dataclass(frozen=True)
class Installer:
    """Installs only what a stamp does not say is there, and starts over after an install that was cut off."""

    checkout: Checkout
    run: Runner = run_logged

    def python_packages(self, lock_name: str) -> None:
        """Raises Trouble if Python cannot make virtual environments or a package cannot be had."""
        lock = self.checkout.root / lock_name
        stamp = self.checkout.venv / f"dev-{lock_name}.stamp"
        if self._venv_is_whole() and _stamped(stamp, _fingerprint(lock)):
            return
        if not self._venv_is_whole():
            self._make_venv()
        say(f"Installing the Python packages in {lock_name} (about a minute the first time) ...")
        self._unfinished.touch()
        command: Command = [self.checkout.python, "-m", "pip", "install", "--quiet", "--no-input"]
        self.run(
            [*command, "--disable-pip-version-check", "--require-hashes", "-r", lock],
            self.checkout.logs / "pip.log",
            "pip could not install the Python packages; is there a network?",
        )
        stamp.write_text(_fingerprint(lock), encoding="utf-8")
        self._unfinished.unlink()

    def page_packages(self) -> None:
        """Raises Trouble if Node or npm is missing or too old, or a package cannot be had."""
        self._npm_packages(self.checkout.page, "the sandbox page's")

    def stand_in_packages(self) -> None:
        """For the stand-in for Azure Cosmos DB. Raises Trouble as `page_packages` does."""
        self._npm_packages(self.checkout.cosmos, "the Cosmos DB stand-in's")

    def manifest_check_packages(self) -> None:
        """For the check of the Teams app's manifest. Raises Trouble as `page_packages` does."""
        self._npm_packages(self.checkout.manifest_check, "the manifest check's")

    def _npm_packages(self, folder: Path, whose: str) -> None:
        lock = folder / "package-lock.json"
        stamp = folder / "node_modules" / "dev.stamp"
        if _stamped(stamp, _fingerprint(lock)):
            return
        npm = find_npm()
        say(f"Installing {whose} npm packages ...")
        self.run(
            [npm, "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"],
            self.checkout.logs / "npm.log",
            f"npm could not install {whose} packages; is there a network?",
        )
        # npm ci begins by emptying node_modules: a stamp in there never outlives what it speaks of.
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(_fingerprint(lock), encoding="utf-8")

    @property
    def _unfinished(self) -> Path:
        return self.checkout.venv / "dev-unfinished"

    @property
    def _made_with(self) -> Path:
        return self.checkout.venv / "dev-made-with"

    def _venv_is_whole(self) -> bool:
        whole = _stamped(self._made_with, self._maker()) and self.checkout.python.exists()
        return whole and not self._unfinished.exists()

    def _maker(self) -> str:
        """A virtual environment is good for one Python version and one folder: its scripts name both."""
        return f"Python {sys.version_info.major}.{sys.version_info.minor} in {self.checkout.root}"

    def _make_venv(self) -> None:
        if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
            raise Trouble(
                "This Python cannot make virtual environments: install its venv module "
                "(on Debian and Ubuntu: apt install python3-venv) and try again."
            )
        if Path(sys.prefix).resolve() == self.checkout.venv.resolve():
            raise Trouble("The .venv must be made anew: run dev.py with a Python that is outside of it.")
        say("Making .venv ...")
        self.run(
            [sys.executable, "-m", "venv", "--clear", self.checkout.venv],
            self.checkout.logs / "venv.log",
            f"{sys.executable} could not make the virtual environment .venv.",
        )
        self._made_with.write_text(self._maker(), encoding="utf-8")


def find_npm() -> str:
    """The path of npm (npm.cmd on Windows). Raises Trouble if it or Node is missing or Node is too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Trouble(
            f"Node.js {OLDEST_NODE} or newer with npm is needed for the sandbox, and was not found: "
            "install it (https://nodejs.org) and try again."
        )
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    number = re.match(r"v(\d+)\.", answer)
    if not number or int(number[1]) < OLDEST_NODE:
        raise Trouble(f"Node.js {OLDEST_NODE} or newer is needed; {node} is {answer or 'not working'}.")
    return npm


def _fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _stamped(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == wanted
