"""`dev.py test`, `lint` and `audit`: each check by its own command, and at the end what passed."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

from devtools.browser import ADVICE, provide_chromium
from devtools.common import Checkout, Command, Trouble, say, under_ci
from devtools.packages import RUN_LOCK, TEST_LOCK, Installer, find_npm

AUDIT_IGNORED: dict[str, str] = {}
"""Known advisories that do not touch us: the advisory's id, and why."""

EVERYTHING = ("--numprocesses=auto", "--dist=worksteal")
"""How pytest runs where nothing is chosen: on all cores."""


@dataclass(frozen=True)
class Check:
    name: str
    command: Command


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float


def lint(checkout: Checkout) -> bool:
    """All that is found without running the code. False if something was found."""
    Installer(checkout).python_packages(TEST_LOCK)
    return _report(_run(checkout, _lint_checks(checkout)))


def test(checkout: Checkout, pytest_args: Sequence[str]) -> bool:
    """Lint and every test. False if something failed. Raises Trouble in CI if there is no Chromium."""
    installer = Installer(checkout)
    installer.python_packages(TEST_LOCK)
    installer.page_packages()
    installer.stand_in_packages()
    installer.manifest_check_packages()
    chromium = provide_chromium(checkout)
    if not chromium and under_ci():
        raise Trouble(ADVICE)
    chosen = pytest_args or EVERYTHING
    pytest = Check("tests", [checkout.python, "-m", "pytest", *chosen])
    passed = _report(_run(checkout, [*_lint_checks(checkout), pytest]))
    if not chromium:
        say(f"\nTHE BROWSER TESTS WERE SKIPPED. {ADVICE}")
    return passed


def audit(checkout: Checkout) -> bool:
    """Look for known advisories about what is locked. False if there are any, or no answer."""
    Installer(checkout).python_packages(TEST_LOCK)
    for advisory, reason in AUDIT_IGNORED.items():
        say(f"Not counted: {advisory} ({reason})")
    ignored = [f"--ignore-vuln={advisory}" for advisory in AUDIT_IGNORED]
    # Strict: a package that the advisory service does not answer for is a failure, not a pass.
    pip_audit = ["-m", "pip_audit", "--strict", "--require-hashes", "--disable-pip", "--progress-spinner=off"]
    locks = ["-r", RUN_LOCK, "-r", TEST_LOCK]
    checks = [
        Check("Python packages", [checkout.python, *pip_audit, *locks, *ignored]),
        Check("npm packages", [find_npm(), "audit", "--prefix", checkout.page]),
        Check("stand-in", [find_npm(), "audit", "--prefix", checkout.cosmos]),
        Check("manifest check", [find_npm(), "audit", "--prefix", checkout.manifest_check]),
    ]
    return _report(_run(checkout, checks))


def _lint_checks(checkout: Checkout) -> list[Check]:
    module: Command = [checkout.python, "-m"]
    return [
        Check("ruff check", [*module, "ruff", "check", "."]),
        Check("ruff format", [*module, "ruff", "format", "--check", "."]),
        Check("mypy", [*module, "mypy"]),
        Check("imports", [checkout.scripts / "lint-imports", "--no-logo"]),
    ]


def _run(checkout: Checkout, checks: Sequence[Check]) -> list[Outcome]:
    outcomes = []
    for check in checks:
        say(f"\n--- {check.name}")
        start = time.monotonic()
        done = subprocess.run(check.command, cwd=checkout.root, check=False)
        outcomes.append(Outcome(check.name, done.returncode == 0, time.monotonic() - start))
    return outcomes


def _report(outcomes: Sequence[Outcome]) -> bool:
    say("")
    for outcome in outcomes:
        say(f"{outcome.name:<16} {'passed' if outcome.passed else 'FAILED'} {outcome.seconds:6.1f} s")
    return all(outcome.passed for outcome in outcomes)
