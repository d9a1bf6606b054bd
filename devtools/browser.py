"""Finds Chromium for the browser tests, and installs it where that is simple: on Debian as root."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from devtools.common import Checkout, Command, Trouble, run_logged, say

VARIABLE = "CHROMIUM"
"""Names a Chromium that is not found by itself."""

ADVICE = (
    "No Chromium was found for the browser tests: install it (Debian: apt install chromium fonts-liberation; "
    f"elsewhere Chromium or Google Chrome will do) or set {VARIABLE} to where it is, and try again."
)

# Without a font a headless page is drawn as empty boxes: Liberation for text, Noto's for the icons.
_DEBIAN_PACKAGES = ("chromium", "fonts-liberation", "fonts-noto-color-emoji")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome on this machine: the one the browser tests use."""
    if named := os.environ.get(VARIABLE):
        return shutil.which(named)
    found = (shutil.which(name) for name in _NAMES)
    installed = (place for place in _PLACES if Path(place).exists())
    return next((path for path in found if path), None) or next(installed, None)


def provide_chromium(checkout: Checkout) -> str | None:
    """Find Chromium, after installing it where this may be done."""
    if _debian_as_root() and not os.environ.get(VARIABLE) and (missing := _missing_packages()):
        try:
            _apt_install(missing, checkout.logs / "apt.log")
        except Trouble as trouble:
            say(str(trouble))
    return find_chromium()


def _debian_as_root() -> bool:
    if sys.platform == "win32" or os.geteuid() != 0:
        return False
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()


def _missing_packages() -> list[str]:
    return [name for name in _DEBIAN_PACKAGES if not _is_installed(name)]


def _is_installed(package: str) -> bool:
    command = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(command, capture_output=True, check=False).stdout == b"installed"


def _apt_install(packages: list[str], log: Path) -> None:
    say(f"Installing {', '.join(packages)} with apt ...")
    failed = f"apt could not install {', '.join(packages)}."
    install: Command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    for command in (["apt-get", "update"], install):
        run_logged(["env", "DEBIAN_FRONTEND=noninteractive", *command], log, failed)
