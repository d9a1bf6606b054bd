"""The comparison in words and tables."""

from bench.parts import Json
from bench.peers.figures import GOALS, JUDGED_AT, LIMIT, TAIL, tail, times_as_fast, typical
from bench.peers.rounds import ADVISERS, CONCURRENCY, WARM_UP, Sample
from bench.report import table

BUSIEST = CONCURRENCY[-1]

HOW = f"""
All of them run for the whole of it, on loopback; one is loaded at a time, and the others are stopped
meanwhile. Each measurement has a warm-up of {WARM_UP:g} s. Each figure is the median of {{rounds}} rounds;
who comes first rotates from round to round. Every reply is read: one wrong answer ends the run.

- *echo*: one turn, one reply. *waterfall*: the five questions of the official multi-turn-prompt sample in six
  turns, one reply each. The peers check no token and keep their state in memory.
- *bare aiohttp with this bot's promises* is no bot, but about the least that any costs on this web server
  which does what this one promises: edit the message that was answered, send the next one, with as many bytes
  as in a walk, and have what it keeps durable in SQLite before the turn is answered. No SDK, no dialog, no
  cards, and nobody else to tell.
- *walk*: this bot's, seven turns from the first word to the reference, answered on the cards. It runs as in
  production: SQLite (WAL, synchronous=FULL), tokens checked, a managed identity's token for the connector,
  courier, crier and roll call on, {ADVISERS} advisers to tell of each request. Its CPU time is for all that.
  Teams takes 50 sends a second of an app in a tenant. Answers here are many more, so the courier, which keeps
  to that, sends only the few cards that it always may, and the others wait. In the row below, the bot is told
  that there is no such limit, and sends as many cards as it can beside its answers. In the last row two
  replicas share a file, and the cores: each turn of a walk is played by the other than the one before was.
  CPU and memory are both's, and each keeps to half of what Teams takes.
- The Microsoft 365 Agents SDK is repaired, so that the state read for a turn is that turn's. As its samples
  use it, conversations mix: of {{turns}} turns, {CONCURRENCY[1]} at once, {{wrong}} got a wrong answer.
"""

JUDGED = f"""
Ratios are taken within a round, and then the median of the rounds. They are judged at {JUDGED_AT} at once,
where the goals were set.
"""

LIMITED = """
The same ratios for bare aiohttp with this bot's promises. No bot on this web server gets much further; what
lies between this and a goal is all that dialogs, cards, availability, notices and an SDK may take.
"""


def tell(found: Json) -> str:
    """How it was measured, all figures, and the goals: yes or no."""
    samples = [Sample(**each) for each in found["samples"]]
    rounds = len({each.round for each in samples})
    how = HOW.format(rounds=rounds, **found["unrepaired"])
    sections = [
        how,
        _figures(found, samples),
        "### Goals",
        JUDGED,
        _goals(samples),
        LIMITED,
        _limits(samples),
    ]
    return "\n\n".join(section.strip() for section in sections)


def _figures(found: Json, samples: list[Sample]) -> str:
    header = ["system", "script", "at once", "turns/s", "p50 ms", "p99 ms", "CPU ms a turn", "memory MiB"]
    rows = []
    for system in found["systems"]:
        for concurrency in CONCURRENCY:
            it = typical(samples, system["key"], concurrency)
            figures = [f"{it.rate:,.0f}", f"{it.p50:.1f}", f"{it.p99:.1f}", f"{it.cpu:.2f}"]
            memory = f"{it.memory / 2**20:.0f}"
            rows.append([system["told"], system["script"], str(concurrency), *figures, memory])
    return table(header, rows, words=2)


def _goals(samples: list[Sample]) -> str:
    header = ["this bot's walk", "goal", *(f"at {concurrency}" for concurrency in CONCURRENCY), "met"]
    rows = []
    for goal in GOALS:
        ratios = {each: times_as_fast(samples, goal.peer, each) for each in CONCURRENCY}
        shown = [f"{ratio:.2f}x" for ratio in ratios.values()]
        met = ratios[JUDGED_AT] >= goal.at_least
        rows.append([f"turns/s, by {goal.told}", f"≥ {goal.at_least:g}x", *shown, _yes(met=met)])
    tails = {each: tail(samples, each) for each in CONCURRENCY}
    shown = [f"{ratio:.2f}x" for ratio in tails.values()]
    met = tails[BUSIEST] < TAIL
    rows.append([f"p99 by p50 (judged at {BUSIEST})", f"< {TAIL:g}x", *shown, _yes(met=met)])
    return table(header, rows)


def _limits(samples: list[Sample]) -> str:
    header = ["the limit of its promises", "goal", *(f"at {concurrency}" for concurrency in CONCURRENCY)]
    rows = []
    for goal in GOALS:
        ratios = [times_as_fast(samples, goal.peer, each, who=LIMIT) for each in CONCURRENCY]
        rows.append([f"by {goal.told}", f"{goal.at_least:g}x", *(f"{ratio:.2f}x" for ratio in ratios)])
    return table(header, rows)


def _yes(*, met: bool) -> str:
    return "yes" if met else "**no**"
