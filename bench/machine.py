"""What the figures were measured on: without it they say nothing."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

import psutil


def machine() -> dict[str, str]:
    """What it is, in words for a table."""
    gigabytes = psutil.virtual_memory().total / 2**30
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{gigabytes:.0f} GiB",
        "Kernel": f"{platform.system()} {platform.release()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "Node": _said_by("node", "--version").removeprefix("v") or "none",
    }


def commit(root: Path) -> str:
    """Of the checkout, and whether it is what was measured."""
    number = _said_by("git", "-C", str(root), "rev-parse", "--short=12", "HEAD") or "no commit"
    # What earlier parts have told in docs/ is no change of what is measured.
    changed = _said_by("git", "-C", str(root), "status", "--porcelain", "--", ".", ":!docs")
    return f"{number} and changes not committed" if changed else number


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text(encoding="utf-8") if cpuinfo.exists() else ""
    named = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return named[1].strip() if named else platform.processor() or platform.machine()


def _said_by(name: str, *arguments: str) -> str:
    program = shutil.which(name)
    if not program:
        return ""
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip()
