"""The words of the command line."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from devtools import bench, checks, locks, package, running
from devtools.common import Checkout, Trouble

PORTS = range(1, 65536)
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 if all went well, 1 if not, 2 for a command that does not exist."""
    checkout = Checkout(ROOT)
    # What follows `test` is pytest's, and what follows `bench` is the benchmark's, options and all.
    own, handed_on = (arguments[:1], arguments[1:]) if _hands_on(arguments) else (arguments, [])
    options = _parser().parse_args(own)
    try:
        return 0 if _obey(checkout, options, handed_on) else 1
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 1


def _hands_on(arguments: Sequence[str]) -> bool:
    return arguments[:1] in (["test"], ["bench"]) and arguments[1:2] not in (["-h"], ["--help"])


def _obey(checkout: Checkout, options: argparse.Namespace, handed_on: Sequence[str]) -> bool:
    passed = True
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
        case "test":
            passed = checks.test(checkout, handed_on)
        case "bench":
            passed = bench.bench(checkout, handed_on)
        case "lint":
            passed = checks.lint(checkout)
        case "audit":
            passed = checks.audit(checkout)
        case "package":
            passed = package.package(checkout)
        case _:
            locks.lock(checkout, upgrade=options.upgrade)
    return passed


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
    commands.add_parser(
        "bench",
        help="measure the bot beside its peers, and write docs/benchmarks.md; what follows chooses: "
        "PART ..., --rounds N, --seconds S, --only-report",
    )
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
