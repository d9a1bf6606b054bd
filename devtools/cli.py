"""The words of the command line."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from devtools import checks, locks, package, running
from devtools.common import Checkout, Trouble

PORTS = range(1, 65536)
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 if all went well, 1 if not, 2 for a command that does not exist."""
    checkout = Checkout(ROOT)
    # What follows `test` is pytest's, options and all.
    own, pytest_args = (arguments[:1], arguments[1:]) if _is_test(arguments) else (arguments, [])
    options = _parser().parse_args(own)
    try:
        return 0 if _obey(checkout, options, pytest_args) else 1
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 1


def _is_test(arguments: Sequence[str]) -> bool:
    return arguments[:1] == ["test"] and arguments[1:2] not in (["-h"], ["--help"])


def _obey(checkout: Checkout, options: argparse.Namespace, pytest_args: Sequence[str]) -> bool:
    match options.command:
        case "run":
            running.run(
                checkout,
                running.RunOptions(
                    options.port,
                    options.sandbox_port,
                    options.fresh,
                    not options.no_open,
                    options.cosmos_port if options.cosmos else None,
                ),
            )
            return True
        case "test":
            return checks.test(checkout, pytest_args)
        case "lint":
            return checks.lint(checkout)
        case "audit":
            return checks.audit(checkout)
        case "package":
            return package.package(checkout)
        case _:
            locks.lock(checkout, upgrade=options.upgrade)
            return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description="Run, test and keep the project.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="start the bot and the sandbox, and show them in a browser")
    run.add_argument("--port", type=_port, default=3978, help="the bot's port (%(default)s)")
    run.add_argument("--sandbox-port", type=_port, default=3979, help="the sandbox's port (%(default)s)")
    run.add_argument("--fresh", action="store_true", help="forget earlier requests: empty data/sandbox first")
    run.add_argument("--cosmos", action="store_true", help="keep requests on a stand-in for Azure Cosmos DB")
    run.add_argument("--cosmos-port", type=_port, default=3980, help="the stand-in's port (%(default)s)")
    run.add_argument("--no-open", action="store_true", help="do not open a browser")

    commands.add_parser("test", help="lint and every test; what follows is handed to pytest")
    commands.add_parser("lint", help="ruff, mypy and the import rules")
    commands.add_parser("package", help="make the Teams app package from the settings, into dist/")
    commands.add_parser("audit", help="look for known advisories about the locked packages")
    lock = commands.add_parser("lock", help="pin the packages that pyproject.toml and package.json ask for")
    lock.add_argument("--upgrade", action="store_true", help="to the newest versions that fit")
    return parser


def _port(text: str) -> int:
    number = int(text)
    if number not in PORTS:
        raise argparse.ArgumentTypeError(f"a port is a number from {PORTS[0]} to {PORTS[-1]}")
    return number
