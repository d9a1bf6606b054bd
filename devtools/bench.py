"""`dev.py bench`: the benchmark, with what it is built on installed."""

import subprocess
from collections.abc import Sequence

from devtools.common import Checkout
from devtools.packages import TEST_LOCK, Installer


def bench(checkout: Checkout, arguments: Sequence[str]) -> bool:
    """Measure and tell, as `python -m bench` is told to. False if something could not be measured."""
    Installer(checkout).python_packages(TEST_LOCK)
    done = subprocess.run([checkout.python, "-m", "bench", *arguments], cwd=checkout.root, check=False)
    return done.returncode == 0
