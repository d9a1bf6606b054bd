"""What the bot does not load when it starts: nobody is to wait for it who does not need it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SELDOM = ("fpdf", "PIL", "segno", "icalendar", "azure.cosmos", "azure.identity", "sandbox", "matplotlib")
"""What draws kits and writes calendar files, what speaks to Cosmos DB, and what the product never needs."""


def test_what_is_seldom_needed_is_loaded_when_it_is() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, app; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "botbuilder.core" in loaded
    assert [name for name in SELDOM if name in loaded] == []
