"""`dev.py lock`: requirement files from pyproject.toml, npm locks from package.json files."""

import shutil
import subprocess

from devtools.common import Checkout, Command, Trouble, say
from devtools.packages import RUN_LOCK, TEST_LOCK, find_npm

OLDEST_PYTHON = "3.11"


def lock(checkout: Checkout, *, upgrade: bool) -> None:
    """Versions already locked stay as they are where they still fit, unless `upgrade`. Needs the network."""
    uv = shutil.which("uv", path=checkout.scripts) or shutil.which("uv")
    if not uv:
        raise Trouble("uv is needed to lock packages: `python3 dev.py lint` once puts it into .venv.")
    compile_ = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    compile_ += ["--python-version", OLDEST_PYTHON, "--custom-compile-command", "python3 dev.py lock"]
    compile_ += ["--no-emit-index-url", "--no-emit-find-links"]  # no mirror of anybody's
    compile_ += ["--fork-strategy", "fewest"]  # one version of each package for every Python
    compile_ += ["--upgrade"] * upgrade
    project = [*compile_, "pyproject.toml"]
    _step(checkout, [*project, "--output-file", RUN_LOCK])
    # Constrained by the first: what is tested is what runs.
    _step(checkout, [*project, "--extra", "dev", "--constraint", RUN_LOCK, "--output-file", TEST_LOCK])
    # The benchmark's peers are each in an environment of its own.
    for asked in sorted(checkout.peers.glob("*/requirements.in")):
        wanted = asked.relative_to(checkout.root)
        _step(checkout, [*compile_, wanted, "--output-file", wanted.with_suffix(".txt")])
    peers = [package.parent for package in sorted(checkout.peers.glob("*/package.json"))]
    for folder in (checkout.page, checkout.cosmos, checkout.manifest_check, *peers):
        npm: Command = [find_npm(), "install", "--prefix", folder, "--no-audit", "--no-fund"]
        _step(checkout, [*npm, "--package-lock-only", "--omit-lockfile-registry-resolved"])
    say(f"Locked: {RUN_LOCK}, {TEST_LOCK}, the benchmark's peers and all that is npm's.")


def _step(checkout: Checkout, command: Command) -> None:
    if subprocess.run(command, cwd=checkout.root, stdout=subprocess.DEVNULL, check=False).returncode:
        raise Trouble("Nothing more was locked, for the reason above.")
