"""What the peers are built on, as locked: each in an environment of its own, kept until its lock changes."""

import hashlib
import platform
import shutil
import sys
from pathlib import Path

from bench.parts import Run
from devtools.common import Command, run_logged, say
from devtools.packages import find_npm

HERE = Path(__file__).parent
VENV_PYTHON = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"


def python_for(run: Run, peer: str) -> Path:
    """A Python with that peer's packages. Raises Trouble if they cannot be had."""
    lock = HERE / peer / "requirements.txt"
    folder = _folder(run, peer)
    stamp = _Stamp(folder, lock, made_with=f"Python {platform.python_version()}")
    python = folder / VENV_PYTHON
    if stamp.is_good():
        return python
    say(f"Installing what the peer {peer} is built on ...")
    log = run.work / "logs" / f"install-{peer}.log"
    run_logged([sys.executable, "-m", "venv", "--clear", folder], log, f"No environment for {peer}.")
    install: Command = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
    ]
    run_logged([*install, "--require-hashes", "-r", lock], log, f"pip could not install {peer}'s packages.")
    stamp.put()
    return python


def node_modules_for(run: Run, peer: str) -> Path:
    """A folder with that peer's npm packages, for NODE_PATH. Raises Trouble if they cannot be had."""
    lock = HERE / peer / "package-lock.json"
    folder = _folder(run, peer)
    npm = find_npm()
    stamp = _Stamp(folder, lock, made_with=f"npm at {npm}")
    if stamp.is_good():
        return folder / "node_modules"
    say(f"Installing what the peer {peer} is built on ...")
    folder.mkdir(parents=True, exist_ok=True)
    for file in (lock, lock.with_name("package.json")):
        shutil.copy(file, folder)
    log = run.work / "logs" / f"install-{peer}.log"
    command: Command = [npm, "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]
    run_logged(command, log, f"npm could not install {peer}'s packages.")
    stamp.put()
    return folder / "node_modules"


class _Stamp:
    """Says in an environment what it was made from. Written last: what was cut off is made again."""

    def __init__(self, folder: Path, lock: Path, made_with: str) -> None:
        self._file = folder / "made-from"
        self._wanted = f"{hashlib.sha256(lock.read_bytes()).hexdigest()} with {made_with}\n"

    def is_good(self) -> bool:
        """If not, the stamp is taken away: the environment is about to change."""
        good = self._file.exists() and self._file.read_text(encoding="utf-8") == self._wanted
        if not good:
            self._file.unlink(missing_ok=True)
        return good

    def put(self) -> None:
        self._file.write_text(self._wanted, encoding="utf-8")


def _folder(run: Run, peer: str) -> Path:
    return run.work / "envs" / peer
