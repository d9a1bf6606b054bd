"""The bot as a process of its own, started as an operator starts it, and killed as the night kills it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.client import SandboxClient
from tests.journeys.stage import OVERVIEW, reference_in
from tests.journeys.stores import Store, as_environment

ROOT = Path(__file__).parents[2]


@dataclass
class BotProcess:
    """A running app.py. `output` is everything it has printed so far, both streams."""

    process: asyncio.subprocess.Process
    url: str
    output: list[str]
    reading: "asyncio.Task[None]"

    async def is_killed(self) -> None:
        """kill -9: no handler runs, nothing is flushed."""
        self.process.kill()
        await self.process.wait()
        await self.reading


@asynccontextmanager
async def bot_process(store: Store, **settings: str) -> AsyncIterator[BotProcess]:
    """app.py on a port of the OS's choice; killed at the end if it still runs."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        "PORT": "0",
        "MicrosoftAppId": "",  # said, not left out: there may be another one in an .env file
        **as_environment(store),
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "app.py"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output: list[str] = []
    listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def read() -> None:
        if process.stdout is None:
            return
        async for line in process.stdout:
            output.append(line.decode())
            if output[-1].startswith("The bot listens on") and not listening.done():
                listening.set_result(output[-1].split()[-1])
        if not listening.done():
            listening.set_exception(RuntimeError("the bot did not start: " + "".join(output)))

    reading = asyncio.create_task(read())
    try:
        yield BotProcess(process, await asyncio.wait_for(listening, 30), output, reading)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await reading


async def submits(teams: SandboxClient) -> str:
    """The walk in words, up to the moment at which the LRO reads that the request is in."""
    lro = teams.people("LRO")[0]
    for words, answer in (
        ("request a session", "What is your name?"),
        ("yes", "How can we reach you?"),
        ("07700 900123", "Which force are you in?"),
        ("yes", "What would you like support with?"),
        (OVERVIEW, "When are you free?"),
        ("weekdays 9 to 5", "Submit"),
    ):
        await lro.says(words)
        await lro.waits_for(answer)
    await lro.says("submit")
    return reference_in(await lro.waits_for("Your request is in"))
