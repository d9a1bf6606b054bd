"""Read phrases from standard input, one a line, and print what was understood, one line of JSON each."""

import argparse
import json
import sys
from datetime import datetime

from sessions.availability.reading import Understood, read_availability
from sessions.region import Region, south_west


def main() -> None:
    """`python -m sessions.availability --now 2026-03-25T10:00`; without an offset, in the region's time."""
    region = south_west()
    parser = argparse.ArgumentParser(prog="python -m sessions.availability", description=__doc__)
    parser.add_argument("--now", type=datetime.fromisoformat, help="for example 2026-03-25T10:00")
    said = parser.parse_args().now
    now = said or datetime.now(region.tz)
    if now.tzinfo is None:
        now = now.replace(tzinfo=region.tz)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr] # it is a text file here
    for line in sys.stdin:
        print(_as_json(read_availability(line.rstrip("\r\n"), now=now, region=region), region), flush=True)  # noqa: T201 (a command-line tool prints)


def _as_json(understood: Understood, region: Region) -> str:
    windows = [
        {
            side: region.local(at).isoformat(timespec="minutes")
            for side, at in (("start", w.start), ("end", w.end))
        }
        for w in understood.windows
    ]
    return json.dumps(
        {"windows": windows, "not_understood": list(understood.not_understood)}, ensure_ascii=False
    )


if __name__ == "__main__":
    main()
