"""Rounds: everybody in turn, one loaded at a time while the others are stopped, in an order that rotates."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bench.load.drive import Result, drive
from bench.load.teams import Teams
from bench.parts import Json, Run
from bench.peers.systems import SYSTEMS, UNREPAIRED, System, started
from bench.process import Program
from devtools.common import Trouble, say

CONCURRENCY = (1, 16, 64)
WARM_UP = 1.0
"""Seconds of load before each measurement; they do not count."""
ADVISERS = 10
"""In the RDT's team: each request that is submitted is a card for each of them."""


@dataclass(frozen=True)
class Sample:
    """One measurement of one system."""

    system: str
    round: int
    concurrency: int
    rate: float
    """Turns a second."""
    p50: float
    """Milliseconds, as is `p99`."""
    p99: float
    cpu: float
    """Milliseconds a turn, of all its threads; this bot's courier included."""
    memory: int
    """Resident bytes, after the measurement."""


def measure(run: Run) -> Json:
    """Every sample, and how the Agents SDK answers unrepaired. Raises Trouble at the first wrong answer."""
    return asyncio.run(_measure(run))


def rotated(systems: Sequence[System], number: int) -> list[System]:
    """In round `number`, from 0: who was first in the round before is now last."""
    first = number % len(systems)
    return [*systems[first:], *systems[:first]]


def check(system: System, concurrency: int, result: Result, strange: Sequence[str]) -> None:
    """Raises Trouble for whatever makes a figure worth nothing."""
    told = f"{system.key} at concurrency {concurrency}"
    if result.errors:
        raise Trouble(f"{told} answered wrongly {result.errors} times; first: {result.wrong}")
    if not result.turns:
        raise Trouble(f"{told} answered nothing in {result.seconds:.0f} s")
    if strange:
        raise Trouble(f"{told} asked for what nobody has: {', '.join(sorted(set(strange))[:5])}")


async def _measure(run: Run) -> Json:
    teams = await Teams(ADVISERS).open()
    try:
        mixed = await _unrepaired(run, teams)
        with started(run, SYSTEMS, teams.environment) as programs:
            for program in programs.values():
                program.suspend()
            samples = [
                await _sample(run, teams, system, programs, number, concurrency)
                for number in range(run.rounds)
                for concurrency in CONCURRENCY
                for system in rotated(SYSTEMS, number)
            ]
    finally:
        await teams.close()
    systems = [asdict(system) | {"key": system.key} for system in SYSTEMS]
    return {"systems": systems, "samples": [asdict(sample) for sample in samples], "unrepaired": mixed}


async def _sample(
    run: Run, teams: Teams, system: System, programs: Mapping[str, Program], number: int, concurrency: int
) -> Sample:
    program = programs[system.key]
    program.resume()
    await _loaded(teams, system, program, concurrency, WARM_UP)
    before = program.cpu_seconds()
    result = await _loaded(teams, system, program, concurrency, run.seconds)
    cpu = (program.cpu_seconds() - before) * 1000 / result.answered
    memory = program.memory()
    program.suspend()
    say(f"round {number + 1}, {concurrency:2} at once: {system.key:17} {result.rate:7.0f} turns/s")
    return Sample(system.key, number, concurrency, result.rate, result.p50, result.p99, cpu, memory)


async def _loaded(teams: Teams, system: System, program: Program, concurrency: int, seconds: float) -> Result:
    """Raises Trouble if the system answers wrongly, or hangs up."""
    result = await _driven(teams, system, program, concurrency, seconds)
    check(system, concurrency, result, teams.strange)
    return result


async def _unrepaired(run: Run, teams: Teams) -> Json:
    """That the scripts notice when conversations are mixed: the SDK does it, used as its samples use it."""
    with started(run, [UNREPAIRED], {}) as programs:
        result = await _driven(teams, UNREPAIRED, programs[UNREPAIRED.key], CONCURRENCY[1], WARM_UP)
    return {"turns": result.answered, "wrong": result.errors}


async def _driven(teams: Teams, system: System, program: Program, concurrency: int, seconds: float) -> Result:
    url = f"{program.url}/api/messages"
    try:
        return await drive(teams, system.script, url, concurrency=concurrency, seconds=seconds, warm_up=0)
    except OSError as fault:
        raise Trouble(f"{system.key} at concurrency {concurrency}: {fault}; see its log") from fault
