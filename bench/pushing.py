"""One request to a hundred advisers, through a connector that enforces Teams' limits."""

import asyncio
import shutil
import statistics
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bench.least import RATE
from bench.limited import LATENCY, LimitedTeams
from bench.parts import Json, Run
from bench.process import free_port, running
from bench.pushed import ADVISERS, OTHERS, PAUSE, Stage
from bench.report import table

TITLE = "Pushing to advisers"


def measure(run: Run) -> Json:
    """Raises Trouble if somebody was told twice, or not at all."""
    return asyncio.run(_measure(run))


def tell(found: Json) -> str:
    took, least, alone, meanwhile = (found[name] for name in ("took", "least", "alone", "meanwhile"))
    rows = [
        [f"cards to {ADVISERS} advisers, in seconds", f"{took:.2f}"],
        ["… the least that the limits allow", f"{least:.2f}"],
        ["… ratio", f"{took / least:.2f}"],
        [f"the first time, when {ADVISERS} chats are opened too, in seconds", f"{found['first']:.2f}"],
        ["… the least that the limits allow", f"{found['first_least']:.2f}"],
        ["a turn of others while cards go out, p50 in ms", f"{meanwhile:.0f}"],
        ["… with nothing going out", f"{alone:.0f}"],
        ["… ratio", f"{meanwhile / alone:.2f}"],
        ["… p95 in ms, with and without", f"{found['meanwhile_p95']:.0f}, {found['alone_p95']:.0f}"],
        ["answers with 429", f"{found['refused']}"],
    ]
    return (
        f"One request, submitted by a walk. The connector answers in {LATENCY * 1000:.0f} ms and enforces "
        "Teams' limits in windows that slide: 50 a second for the app; 7 in 1 s, 8 in 2 s, 60 in 30 s and "
        "1,800 in 1 h for a conversation. Timed from the press of Submit to the answer to the last card; "
        "the least is reckoned with the LRO's own messages, which come at the same time. Meanwhile "
        f"{OTHERS} other LROs take a turn every {PAUSE:g} s each; the bot then leaves them room, and the "
        f"cards take longer. Medians of {found['rounds']} rounds, with and without pushing in turns.\n\n"
    ) + table(["", "measured"], rows)


async def _measure(run: Run) -> Json:
    async with _stage(run) as stage:
        first, first_least = await stage.push(chats=ADVISERS)
        pushed, alone, meanwhile = [], [], []
        for _ in range(run.rounds):
            pushed.append(await stage.push())
            alone.append(await stage.talk(run.seconds))
            meanwhile.append(await stage.talk_while_pushing())
        return {
            "rounds": run.rounds,
            "took": statistics.median(took for took, _ in pushed),
            "least": statistics.median(least for _, least in pushed),
            "first": first,
            "first_least": first_least,
            "alone": statistics.median(map(statistics.median, alone)),
            "meanwhile": statistics.median(map(statistics.median, meanwhile)),
            "alone_p95": statistics.median(map(_p95, alone)),
            "meanwhile_p95": statistics.median(map(_p95, meanwhile)),
            "refused": stage.teams.refused,
        }


@asynccontextmanager
async def _stage(run: Run) -> AsyncIterator[Stage]:
    """A bot with a new store, and the connector beside it."""
    folder = run.folder("pushing") / "run"
    shutil.rmtree(folder, ignore_errors=True)
    teams = await LimitedTeams(ADVISERS).open()
    port = free_port()
    program = running(
        "the bot",
        [run.python, run.root / "app.py"],
        port=port,
        log=folder / "log",
        environment=teams.environment
        | {"HOST": "127.0.0.1", "PORT": str(port), "STORE": f"sqlite:///{folder}/bot.db"}
        | {"SENDS_PER_SECOND": f"{RATE}"},
        folder=run.root,
    )
    try:
        await asyncio.to_thread(program.__enter__)  # the connector must answer meanwhile
        try:
            yield Stage(teams, port)
        finally:
            await asyncio.to_thread(program.__exit__, None, None, None)
    finally:
        await teams.close()


def _p95(latencies: Sequence[float]) -> float:
    return statistics.quantiles(latencies, n=20)[-1]
