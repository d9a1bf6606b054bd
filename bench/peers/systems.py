"""Who is measured: this bot as in production, and five peers, each with how it is started."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.parts import Run
from bench.peers.environments import HERE, node_modules_for, python_for
from bench.process import Program, free_port, running

THIS = "this"
UNPACED = "unpaced"
"""This bot told that Teams takes any number of sends a second: as many cards for advisers as it can make."""


@dataclass(frozen=True)
class System:
    """A program and the script that is played at it."""

    name: str
    told: str
    """How the tables call it."""
    script: str
    variant: str = ""

    @property
    def key(self) -> str:
        return f"{self.name}-{self.script}"


SYSTEMS = (
    System("bare", "bare aiohttp: parse, one POST, answer", "echo"),
    System("sdk", "botbuilder-python 4.17.1", "echo"),
    System("patched", "… with one line patched", "echo", "patched"),
    System("agents", "Microsoft 365 Agents SDK for Python 1.9.0, repaired", "echo"),
    System("js", "botbuilder-js 4.23.3", "echo"),
    System("sdk", "botbuilder-python 4.17.1", "waterfall"),
    System("patched", "… with one line patched", "waterfall", "patched"),
    System("agents", "Microsoft 365 Agents SDK for Python 1.9.0, repaired", "waterfall"),
    System("js", "botbuilder-js 4.23.3", "waterfall"),
    System(THIS, "**this bot**, durable, tokens checked, as in production", "walk"),
    System(UNPACED, "… its notices not held to Teams' limits", "walk"),
)
UNREPAIRED = System("agents", "Microsoft 365 Agents SDK for Python 1.9.0", "waterfall", "unrepaired")


@contextmanager
def started(run: Run, systems: Sequence[System], settings: Mapping[str, str]) -> Iterator[dict[str, Program]]:
    """All of them at once, by their keys; stopped at the end. `settings` are this bot's. Raises Trouble."""
    with ExitStack() as stack:
        yield {system.key: stack.enter_context(_started(run, system, settings)) for system in systems}


@contextmanager
def _started(run: Run, system: System, settings: Mapping[str, str]) -> Iterator[Program]:
    port = free_port()
    command, environment = how(run, system, port, settings)
    folder = run.folder("peers")
    log = run.work / "logs" / f"{system.key}{system.variant and '-'}{system.variant}.log"
    with running(system.key, command, port=port, log=log, environment=environment, folder=folder) as program:
        yield program


def how(
    run: Run, system: System, port: int, settings: Mapping[str, str]
) -> tuple[list[str | Path], dict[str, str]]:
    """The command, and the environment it sees."""
    arguments = [str(port), system.script, *([system.variant] if system.variant else [])]
    if system.name in (THIS, UNPACED):
        return [run.python, run.root / "app.py"], {**settings, **_production(run, port, system)}
    if system.name == "js":
        node = shutil.which("node") or "node"
        environment = {"NODE_PATH": str(node_modules_for(run, "js")), "NODE_ENV": "production"}
        return [node, HERE / "js" / "bot.js", *arguments], environment
    peer = "sdk" if system.name == "patched" else system.name
    return [python_for(run, peer), HERE / peer / "bot.py", *arguments], {}


def _production(run: Run, port: int, system: System) -> dict[str, str]:
    """Defaults wherever there are any: a SQLite file, its writes durable; courier, crier and roll call on."""
    database = run.folder("peers") / f"{system.name}.db"
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    return {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": "https://bot.example.org",
        "STORE": f"sqlite:///{database.as_posix()}",
        "SENDS_PER_SECOND": "50" if system.name == THIS else "100000",
    }
