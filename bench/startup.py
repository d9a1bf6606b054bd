"""From the start of the process to the first answer to a message."""

import asyncio
import os
import statistics
import time
from pathlib import Path
from typing import NamedTuple

from bench.load.drive import Crowd
from bench.load.teams import Teams
from bench.ours import our_bot, without
from bench.parts import Json, Run
from bench.played import played
from bench.report import table

TITLE = "Start-up"
GOAL = 2.0
"""Seconds."""
PATIENCE = 30.0
"""Seconds in which the answer must have come."""
DROP = Path("/proc/sys/vm/drop_caches")
"""Linux: 3 here forgets all that is kept of files in memory."""


def measure(run: Run) -> Json:
    """Raises Trouble if the first message is not answered, or wrongly."""
    # The first start compiles what was never compiled: an installed bot has been started before.
    asyncio.run(_start(run))
    warm, cold = [], []
    for _ in range(run.rounds):
        warm.append(asyncio.run(_start(run)))
        if os.access(DROP, os.W_OK):
            _forget_files()
            cold.append(asyncio.run(_start(run)))
    return {
        "rounds": run.rounds,
        "warm": statistics.median(start.seconds for start in warm),
        "cold": statistics.median(start.seconds for start in cold) if cold else None,
        "cpu": statistics.median(start.cpu for start in warm),
    }


def tell(found: Json) -> str:
    cold = found["cold"]
    rows = [["a new process, its files still in the memory of the machine", f"{found['warm']:.2f}"]]
    if cold is not None:
        rows.append(["… and after the machine forgot all files", f"{cold:.2f}"])
    rows.append(["processor time of the first of these", f"{found['cpu']:.2f}"])
    told = (
        "From the start of the process, on a new store, to the answer to its first message, token checked "
        "and keys fetched; bytecode compiled before. "
        f"Goal: under {GOAL:g} s. Median of {found['rounds']}.\n\n"
    )
    return told + table(["", "seconds"], rows)


class Start(NamedTuple):
    """Seconds. `seconds` in steps of 20 ms: so often is the bot asked whether it is there."""

    seconds: float
    cpu: float


async def _start(run: Run) -> Start:
    teams = await Teams(advisers=10).open()
    try:
        began = time.perf_counter()
        async with our_bot(run, teams, without(run.folder("startup") / "bot.db")) as bot:
            # One turn: somebody's first message, answered with the first card of the walk.
            crowd = Crowd(teams, "walk", f"{bot.url}/api/messages", turns_most=1)
            await played(crowd, concurrency=1, seconds=PATIENCE)
            return Start(time.perf_counter() - began, bot.cpu_seconds())
    finally:
        await teams.close()


def _forget_files() -> None:
    os.sync()
    DROP.write_text("3", encoding="ascii")
