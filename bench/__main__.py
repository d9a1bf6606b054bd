"""`python -m bench [part ...]`: measure the parts named, or all, and write docs/benchmarks.md anew."""

import argparse
import math
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.parts import Part, Run, known_parts
from bench.report import write_report
from bench.results import kept, measured
from devtools.common import Trouble, say

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0, or 1 if a part could not be measured; the report is then left as it was."""
    parts = known_parts()
    options = _parser(parts).parse_args(arguments)
    run = Run(ROOT, ROOT / ".bench", Path(sys.executable), options.rounds, options.seconds)
    chosen = [] if options.only_report else options.part or list(parts.values())
    try:
        for part in chosen:
            if part.look is not None:
                part.look()
        for part in chosen:
            say(f"\n--- {part.name}")
            measured(part, run)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # dev.py, which is interrupted too, says so
        return 1
    say(f"\nWritten: {_report(run, parts.values())}")
    return 0


def _report(run: Run, parts: Iterable[Part]) -> Path:
    results = {part: kept(part, run) for part in parts}
    return write_report(run.root / "docs", {part: result for part, result in results.items() if result})


def _parser(parts: dict[str, Part]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)

    def part(name: str) -> Part:
        if name not in parts:
            raise argparse.ArgumentTypeError(f"there is no {name}, but {', '.join(parts)}")
        return parts[name]

    parser.add_argument("part", nargs="*", type=part, help=f"of: {', '.join(parts)} (all)")
    parser.add_argument("--rounds", type=_some, default=5, help="of which the median is told (%(default)s)")
    parser.add_argument(
        "--seconds", type=_while, default=6, help="of load for each measurement (%(default)s)"
    )
    parser.add_argument(
        "--only-report", action="store_true", help="measure nothing; tell what was found last"
    )
    return parser


def _some(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _while(text: str) -> float:
    if not 0 < (seconds := float(text)) < math.inf:
        raise argparse.ArgumentTypeError("more than 0")
    return seconds


if __name__ == "__main__":
    # Whoever ends this ends what it has started too: a program that is suspended would stay for ever.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
