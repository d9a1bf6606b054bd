"""Who is measured: this bot as in production, five peers, and a limit, each with how it is started."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.ours import without
from bench.parts import Run
from bench.peers.environments import HERE, node_modules_for, python_for
from bench.process import Program, free_port, running

THIS = "this"
UNPACED = "unpaced"
"""This bot told that Teams takes any number of sends a second: as many cards for advisers as it can make."""
PAIR = "pair"
"""Two replicas of this bot, as behind a balancer that sends each turn of a walk to the other."""
OURS = frozenset({THIS, UNPACED, PAIR})
PROMISES = "promises"
"""No bot, but what any bot costs that keeps this one's promises, on the same web server."""
PROGRAMS = {"patched": ("sdk", "bot.py"), PROMISES: ("bare", "promises.py")}
"""Of systems that are in the folder of another, whose environment they share."""


@dataclass(frozen=True)
class System:
    """A program and the script that is played at it."""

    name: str
    told: str
    """How the tables call it."""
    script: str
    variant: str = ""
    replicas: int = 1

    @property
    def key(self) -> str:
        return f"{self.name}-{self.script}"


SYSTEMS = (
    System("bare", "bare aiohttp: parse, one POST, answer", "echo"),
    System("sdk", "botbuilder-python 4.17.1", "echo"),
    System("patched", "… with one line patched", "echo", "patched"),
    System("agents", "Microsoft 365 Agents SDK for Python 1.9.0, repaired", "echo"),
    System("js", "botbuilder-js 4.23.3", "echo"),
    System(PROMISES, "bare aiohttp with this bot's promises: durable, two sends", "waterfall"),
    System("sdk", "botbuilder-python 4.17.1", "waterfall"),
    System("patched", "… with one line patched", "waterfall", "patched"),
    System("agents", "Microsoft 365 Agents SDK for Python 1.9.0, repaired", "waterfall"),
    System("js", "botbuilder-js 4.23.3", "waterfall"),
    System(THIS, "**this bot**, durable, tokens checked, as in production", "walk"),
    System(UNPACED, "… its notices not held to Teams' limits", "walk"),
    System(PAIR, "… two replicas on one file, each turn at the other", "walk", replicas=2),
)
UNREPAIRED = System("agents", "Microsoft 365 Agents SDK for Python 1.9.0", "waterfall", "unrepaired")


@contextmanager
def started(
    run: Run, systems: Sequence[System], settings: Mapping[str, str]
) -> Iterator[dict[str, list[Program]]]:
    """All of them at once, by their keys, and each of their replicas; stopped at the end.

    `settings` are this bot's. Raises Trouble.
    """
    with ExitStack() as stack:
        for system in systems:
            without(_store(run, system))
        yield {
            system.key: [
                stack.enter_context(_started(run, system, number, settings))
                for number in range(system.replicas)
            ]
            for system in systems
        }


@contextmanager
def _started(run: Run, system: System, number: int, settings: Mapping[str, str]) -> Iterator[Program]:
    port = free_port()
    command, environment = how(run, system, port, settings)
    folder = run.folder("peers")
    name = "-".join(filter(None, (system.key, system.variant, str(number or ""))))
    log = run.work / "logs" / f"{name}.log"
    with running(system.key, command, port=port, log=log, environment=environment, folder=folder) as program:
        yield program


def how(
    run: Run, system: System, port: int, settings: Mapping[str, str]
) -> tuple[list[str | Path], dict[str, str]]:
    """The command, and the environment it sees."""
    arguments = [str(port), system.script, *([system.variant] if system.variant else [])]
    if system.name in OURS:
        return [run.python, run.root / "app.py"], {**settings, **_production(run, port, system)}
    if system.name == "js":
        node = shutil.which("node") or "node"
        environment = {"NODE_PATH": str(node_modules_for(run, "js")), "NODE_ENV": "production"}
        return [node, HERE / "js" / "bot.js", *arguments], environment
    peer, program = PROGRAMS.get(system.name, (system.name, "bot.py"))
    return [python_for(run, peer), HERE / peer / program, *arguments], {}


def _production(run: Run, port: int, system: System) -> dict[str, str]:
    """Defaults wherever there are any: a SQLite file, its writes durable; courier, crier and roll call on."""
    sends = 100_000 if system.name == UNPACED else 50 // system.replicas
    return {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": "https://bot.example.org",
        "STORE": f"sqlite:///{_store(run, system).as_posix()}",
        "SENDS_PER_SECOND": str(sends),
    }


def _store(run: Run, system: System) -> Path:
    return run.folder("peers") / f"{system.name}.db"
