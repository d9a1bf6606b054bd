"""What a start costs: which modules it loads, and how often garbage is looked for meanwhile."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bench.load.drive import Crowd
from bench.load.teams import Teams
from bench.played import played
from bench.process import free_port, running

ROOT = Path(__file__).resolve().parents[2]

SELDOM = (
    "fpdf", "fontTools", "PIL", "segno", "icalendar", "azure.cosmos", "azure.identity", "holidays.countries",
    "dns", "pydantic.v1", "numpy", "matplotlib", "sandbox", "bench", "devtools",
)  # fmt: skip
"""What draws kits and writes calendar files, what speaks to Cosmos DB, bank holidays of all countries, what
libraries have in store for others, and what the product never needs."""

MODULES_MOST = 1475
"""Of libraries and of ours, without those `FOR_TERMINALS`. There is room for a library to split a few."""
FOR_TERMINALS = frozenset({"rich", "pygments", "markdown_it", "mdurl", "greenlet"})
"""Structlog takes them where they are: beside the tools of developers, and in production not."""

IMPORTED = """
import app
app.HOLIDAYS_AFTER = {holidays_after}
atexit.register(lambda: tell(sorted(sys.modules)))
app.main()
"""
STARTED = """
atexit.register(lambda: tell([gc.isenabled(), gc.get_freeze_count(), gc.get_stats()[-1]["collections"]]))
runpy.run_path("app.py", run_name="__main__")
"""
TELLING = """
import atexit, gc, json, runpy, sys

def tell(what):
    print("at exit:", json.dumps(what))
"""


async def told_after_the_first_answer(program: str, folder: Path) -> list[Any]:
    """What the program tells when it is stopped; until then it is the bot, and somebody has written to it."""
    teams = await Teams(advisers=1).open()
    port, log = free_port(), folder / "bot.log"
    bot = running(
        "the bot",
        [sys.executable, "-c", TELLING + program],
        port=port,
        log=log,
        environment={
            **teams.environment,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "STORE": f"sqlite:///{(folder / 'bot.db').as_posix()}",
        },
        folder=ROOT,
    )
    started = await asyncio.to_thread(bot.__enter__)  # Teams must answer meanwhile
    try:
        crowd = Crowd(teams, "walk", f"{started.url}/api/messages", turns_most=1)
        await played(crowd, concurrency=1, seconds=30)
    finally:
        await asyncio.to_thread(bot.__exit__, None, None, None)
        await teams.close()
    told = [line for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("at exit: ")]
    assert len(told) == 1, log.read_text(encoding="utf-8")
    found: list[Any] = json.loads(told[0].removeprefix("at exit: "))
    return found


async def test_no_more_is_loaded_than_a_first_answer_needs(tmp_path: Path) -> None:
    loaded = await told_after_the_first_answer(IMPORTED.format(holidays_after=3600), tmp_path)
    assert [name for name in SELDOM if name in loaded] == []
    counted = [
        name for name in loaded if name.partition(".")[0] not in sys.stdlib_module_names | FOR_TERMINALS
    ]
    assert MODULES_MOST - 50 < len(counted) <= MODULES_MOST, "fewer is good, and then so is a lower ceiling"


async def test_bank_holidays_are_loaded_by_themselves_soon_after_the_start(tmp_path: Path) -> None:
    loaded = await told_after_the_first_answer(IMPORTED.format(holidays_after=0), tmp_path)
    assert "holidays.countries.united_kingdom" in loaded


async def test_garbage_is_looked_for_only_when_all_is_made(tmp_path: Path) -> None:
    """To look through all that was imported takes a tenth of a second, and it would be done several times."""
    looks, at_rest, through_everything = await told_after_the_first_answer(STARTED, tmp_path)
    assert looks, "or whatever turns leave behind in rings would stay for good"
    assert at_rest > 100_000, "objects that start-up made are looked through no more"
    assert through_everything == 0
