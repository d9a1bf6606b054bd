"""`dev.py package`: the Teams app package, from the bot's settings."""

import subprocess

from devtools.common import Checkout
from devtools.packages import RUN_LOCK, Installer


def package(checkout: Checkout) -> bool:
    """Make dist/support-sessions.zip. False, with a sentence printed, where a setting is missing."""
    Installer(checkout).python_packages(RUN_LOCK)
    target = checkout.root / "dist" / "support-sessions.zip"
    done = subprocess.run([checkout.python, "-m", "manifest", target], cwd=checkout.root, check=False)
    return done.returncode == 0
