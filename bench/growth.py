"""What turns and the courier's wake-up cost with few and with many requests in the store."""

import asyncio
import math
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import orjson
from matplotlib.figure import Figure

from bench.load.scripts import Person as Speaker
from bench.load.scripts import WrongAnswer
from bench.load.teams import Json as Activity
from bench.load.teams import Teams
from bench.load.wire import Caller
from bench.ours import our_bot
from bench.parts import Json, Run
from bench.report import table
from bench.stored import FIRST_LRO, LIVE, stored
from devtools.common import Trouble, say
from storage import open_documents
from storage.moments import utc_now
from storage.repositories import store_on

TITLE = "Growth"
COUNTS = (100, 10_000, 1_000_000)
GOAL = 0.1
TIMES = 15
"""How often each is measured in a round."""
ORGANISER = 900_000_000_001
SETTINGS = {"ORGANISERS": f"00000000-dddd-4000-8000-{ORGANISER:012}"}
COMMANDS = {"queue": "for an adviser", "figures": "Figures of"}
"""What organisers say, and what is in the answer, but in none that refuses; the queue is not empty either."""
PATIENCE = 60.0
"""Seconds in which an answer must have come."""

Samples = dict[str, list[float]]
"""Milliseconds, by what was done."""


def measure(run: Run) -> Json:
    """Raises Trouble at a wrong answer, at none, and where the bot is gone."""
    found: dict[int, Samples] = {count: {} for count in COUNTS}
    files = {count: asyncio.run(stored(run, count)) for count in COUNTS}
    for number in range(run.rounds):
        for count, path in files.items():
            for what, samples in asyncio.run(_round(run, path)).items():
                found[count].setdefault(what, []).extend(samples)
            say(f"round {number + 1}, {count:,} requests: done")
    medians = {
        what: {str(count): statistics.median(found[count][what]) for count in COUNTS}
        for what in found[COUNTS[0]]
    }
    sizes = {str(count): path.stat().st_size for count, path in files.items()}
    return {"rounds": run.rounds, "medians": medians, "sizes": sizes}


def exponent(medians: Mapping[str, float]) -> float:
    """Of n in the power law that fits best: least squares of log time on log n. 0: flat, 1: in proportion."""
    points = [(math.log(int(count)), math.log(time)) for count, time in medians.items()]
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def tell(found: Json) -> str:
    counts = list(found["sizes"])
    rows = [
        [what, *(f"{medians[count]:.2f}" for count in counts), f"{exponent(medians):+.3f}"]
        for what, medians in found["medians"].items()
    ]
    sizes = ["*size of the file, MB*", *(f"{found['sizes'][count] / 1e6:,.0f}" for count in counts), ""]
    told = (
        f"Of the requests that are stored {LIVE} are going on, the others are over, with the profiles and "
        "states of their LROs. Milliseconds, medians; turns over HTTP, one at a time, tokens checked, writes "
        f"durable; the courier's queries on the same file. Goal: an exponent under {GOAL:g}.\n\n"
    )
    return told + table(["", *(f"{int(count):,}" for count in counts), "exponent"], [*rows, sizes])


def draw(found: Json, to: Path) -> None:
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    for what, medians in found["medians"].items():
        axes.plot([int(count) for count in medians], list(medians.values()), marker="o", label=what)
    axes.set(xscale="log", yscale="log", xlabel="requests stored", ylabel="milliseconds")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
    figure.savefig(to, dpi=120)


async def _round(run: Run, path: Path) -> Samples:
    teams = await Teams(advisers=10).open()
    try:
        async with our_bot(run, teams, path, **SETTINGS) as bot:
            talk = await Talk.begun(teams, bot.url)
            try:
                await _turns(talk)  # the first ones load what later ones find loaded
                samples = await _turns(talk)
            finally:
                talk.caller.close()
    except OSError as fault:  # a timeout is one
        raise Trouble(f"the bot does not answer any more: {type(fault).__name__} {fault}") from fault
    except WrongAnswer as wrong:
        raise Trouble(f"the bot answered wrongly: {wrong}") from wrong
    finally:
        await teams.close()
    return samples | await _courier(path)


class Talk:
    """Turns one at a time, each answered as it should be."""

    def __init__(self, teams: Teams, caller: Caller) -> None:
        self.caller = caller
        self._teams = teams
        self._headers = f"Content-Type: application/json\r\nAuthorization: Bearer {teams.token()}\r\n".encode(
            "ascii"
        )

    @classmethod
    async def begun(cls, teams: Teams, url: str) -> "Talk":
        address = urlsplit(url)
        return cls(teams, await Caller.connected(address.hostname or "", address.port or 80))

    def somebody(self, number: int) -> Speaker:
        speaker = Speaker(number, self._teams.url, int(time.time() * 1000))  # no message's id comes again
        self._teams.watched.add(speaker.chat)
        return speaker

    async def turn(self, speaker: Speaker, activity: Activity, expected: str) -> tuple[float, Activity]:
        """Milliseconds, and the last message in answer.

        Raises WrongAnswer if that lacks `expected`, OSError if the bot is gone, TimeoutError if it is silent.
        """
        body = orjson.dumps(activity)
        async with asyncio.timeout(PATIENCE):
            began = time.perf_counter()
            status, _ = await self.caller.post("/api/messages", self._headers, body)
            took = (time.perf_counter() - began) * 1000
        answer = self._teams.take(speaker.chat) if speaker.chat in self._teams.said else {}
        if status not in {200, 201, 202} or expected not in str(answer):
            said = answer.get("text") or answer.get("attachments")
            raise WrongAnswer(f"{expected!r} was expected, not {status} and {str(said)[:500]}")
        return took, answer


async def _turns(talk: Talk) -> Samples:
    samples: Samples = {}
    organiser = talk.somebody(ORGANISER)
    for number in range(TIMES):
        fresh = talk.somebody(ORGANISER + 1 + int(time.time() * 1000) % 10**10)
        first, card = await talk.turn(fresh, fresh.says("request a session"), "name?")
        name = {"name": f"Sample LRO {fresh.number}"}
        press, _ = await talk.turn(fresh, fresh.presses(card, "Next", name), "reach you?")
        _keep(samples, "first message of a walk", first)
        _keep(samples, "a press in a walk", press)
        kept = talk.somebody(FIRST_LRO + number)
        took, _ = await talk.turn(kept, kept.says("my requests"), "SS-")
        _keep(samples, "my requests", took)
        for command, expected in COMMANDS.items():
            took, _ = await talk.turn(organiser, organiser.says(command), expected)
            _keep(samples, command, took)
    return samples


async def _courier(path: Path) -> Samples:
    """What it asks when it wakes, of the file itself."""
    documents = await open_documents(f"sqlite:///{path}")
    requests = store_on(documents).requests
    samples: Samples = {}
    asked: dict[str, Callable[[], Awaitable[object]]] = {
        "courier: what is due": lambda: requests.due(utc_now(), 50),
        "courier: when the next is due": requests.next_due,
    }
    for _ in range(TIMES * 8):
        for what, ask in asked.items():
            began = time.perf_counter()
            await ask()
            _keep(samples, what, (time.perf_counter() - began) * 1000)
    await documents.close()
    return samples


def _keep(samples: Samples, what: str, took: float) -> None:
    samples.setdefault(what, []).append(took)
