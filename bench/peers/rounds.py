"""Rounds: everybody in turn, one loaded at a time while the others are stopped, in an order that rotates."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bench.load.drive import Crowd, Result
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
    """Resident bytes, after the measurement; of replicas, of both."""


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
    if strange:
        raise Trouble(f"{told} asked for what nobody has: {', '.join(sorted(set(strange))[:5])}")
    if not result.answered:
        raise Trouble(f"{told} answered nothing")


async def _measure(run: Run) -> Json:
    teams = await Teams(ADVISERS).open()
    try:
        mixed = await _unrepaired(run, teams)
        with started(run, SYSTEMS, teams.environment) as programs:
            stage = Stage(teams, programs, seconds=run.seconds)
            stage.is_quiet()
            samples = [
                await stage.measured(system, number, concurrency)
                for number in range(run.rounds)
                for concurrency in CONCURRENCY
                for system in rotated(SYSTEMS, number)
            ]
    finally:
        await teams.close()
    systems = [asdict(system) | {"key": system.key} for system in SYSTEMS]
    return {"systems": systems, "samples": [asdict(sample) for sample in samples], "unrepaired": mixed}


async def _unrepaired(run: Run, teams: Teams) -> Json:
    """How the Agents SDK answers as its samples use it: the scripts notice, and so would with others."""
    with started(run, [UNREPAIRED], {}) as programs:
        result = await Stage(teams, programs, seconds=0).loaded(UNREPAIRED, CONCURRENCY[1], WARM_UP)
    return {"turns": result.answered, "wrong": result.errors}


@dataclass(frozen=True)
class Stage:
    """Where one is loaded at a time. What goes wrong is raised as Trouble."""

    teams: Teams
    programs: Mapping[str, Sequence[Program]]
    """By their systems' keys: all replicas of each."""
    seconds: float
    warm_up: float = WARM_UP

    def is_quiet(self) -> None:
        """From now on only who is measured goes on."""
        for replicas in self.programs.values():
            for program in replicas:
                program.suspend()

    async def measured(self, system: System, number: int, concurrency: int) -> Sample:
        replicas = self.programs[system.key]
        for program in replicas:
            program.resume()
        check(system, concurrency, await self.loaded(system, concurrency, self.warm_up), self.teams.strange)
        before = sum(program.cpu_seconds() for program in replicas)
        result = await self.loaded(system, concurrency, self.seconds)
        check(system, concurrency, result, self.teams.strange)
        if not result.turns:
            raise Trouble(
                f"{system.key} at concurrency {concurrency} needs more than {self.seconds:g} s a turn"
            )
        cpu = (sum(program.cpu_seconds() for program in replicas) - before) * 1000 / result.answered
        memory = sum(program.memory() for program in replicas)
        for program in replicas:
            program.suspend()
        say(f"round {number + 1}, {concurrency:2} at once: {system.key:17} {result.rate:7,.0f} turns/s")
        return Sample(system.key, number, concurrency, result.rate, result.p50, result.p99, cpu, memory)

    async def loaded(self, system: System, concurrency: int, seconds: float) -> Result:
        urls = [f"{program.url}/api/messages" for program in self.programs[system.key]]
        try:
            return await Crowd(self.teams, system.script, *urls).play(concurrency, seconds)
        except OSError as fault:
            raise Trouble(f"{system.key} at concurrency {concurrency}: {fault}; see its log") from fault
