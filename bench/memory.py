"""Memory of the bot's process after few turns and after many, by people who are new each time."""

import asyncio
import os
from pathlib import Path

from matplotlib.figure import Figure

from bench.load.drive import Crowd
from bench.load.teams import Teams
from bench.ours import our_bot, without
from bench.parts import Json, Run
from bench.played import played
from bench.process import Program
from bench.report import table
from devtools.common import Trouble, say

TITLE = "Memory"
FEW = 10_000
MANY = 1_000_000
"""Half an hour and more. Set BENCH_TURNS to see less, sooner."""
LOOKS = 40
"""At the memory, from few to many."""
CONCURRENCY = 16
GOAL = 1.10
PATIENCE = 600.0
"""Seconds that a stretch of the turns may take."""


def measure(run: Run) -> Json:
    """Raises Trouble if the bot answers wrongly, is gone, or is too slow for this ever to end."""
    return asyncio.run(_measure(run, look()))


def look() -> int:
    """How many turns BENCH_TURNS wants. Raises Trouble if that is no number, or leaves nothing to compare."""
    said = os.environ.get("BENCH_TURNS", str(MANY))
    if not said.isdecimal() or int(said) <= FEW:
        raise Trouble(f"BENCH_TURNS is {said!r}: it must be a number above {FEW}.")
    return int(said)


def resident(bot: Program) -> int:
    """Bytes. Raises Trouble if the bot is gone: then it has none, which would be the best of figures."""
    size = bot.memory()
    if not size:
        raise Trouble("the bot is gone: it has no memory any more")
    return size


def tell(found: Json) -> str:
    looks = found["looks"]
    (few, before), (many, after) = looks[0], looks[-1]
    told = (
        "Resident memory of the process while walks are walked, each by somebody the bot has not met, "
        f"{CONCURRENCY} at once, all durable. Goal: at most {GOAL:g} times.\n\n"
    )
    rows = [[f"{few:,}", f"{before / 2**20:.0f}", "1"]]
    rows.append([f"{many:,}", f"{after / 2**20:.0f}", f"{after / before:.2f}"])
    return told + table(["turns", "MiB", "times"], rows)


def draw(found: Json, to: Path) -> None:
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot(
        [turns for turns, _ in found["looks"]], [size / 2**20 for _, size in found["looks"]], marker="."
    )
    most = GOAL * found["looks"][0][1] / 2**20
    axes.axhline(most, linestyle="--", color="grey", label=f"{GOAL:g} times the first")
    axes.set(xlabel="turns", ylabel="MiB resident", ylim=(0, 1.2 * most))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(to, dpi=120)


async def _measure(run: Run, turns: int) -> Json:
    teams = await Teams(advisers=10).open()
    try:
        async with our_bot(run, teams, without(run.folder("memory") / "bot.db")) as bot:
            return {"looks": await _looks(teams, bot, turns)}
    finally:
        await teams.close()


async def _looks(teams: Teams, bot: Program, turns: int) -> list[tuple[int, int]]:
    """How many turns there were, and how many bytes resident then."""
    done = 0
    looks: list[tuple[int, int]] = []
    while done < turns:
        # The last few of each stretch are walks broken off, as people break them off.
        wanted = FEW if done < FEW else max(1, (turns - FEW) // LOOKS)
        crowd = Crowd(teams, "walk", f"{bot.url}/api/messages", turns_most=wanted)
        result = await played(crowd, CONCURRENCY, PATIENCE)
        done += result.turns
        looks.append((done, resident(bot)))
        say(f"{done:>9,} turns: {looks[-1][1] / 2**20:.0f} MiB, {result.rate:,.0f} turns/s")
    return looks
