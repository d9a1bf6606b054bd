"""This bot as in production: its own process, a SQLite file, tokens checked, courier and roll call on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.load.teams import Teams
from bench.parts import Run
from bench.process import Program, free_port, running


@asynccontextmanager
async def our_bot(run: Run, teams: Teams, store: Path, **settings: str) -> AsyncIterator[Program]:
    """The bot on the file `store`, made if there is none; stopped at the end. Raises Trouble."""
    port = free_port()
    program = running(
        "the bot",
        [run.python, run.root / "app.py"],
        port=port,
        log=store.with_suffix(".log"),
        environment={
            **teams.environment,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "STORE": f"sqlite:///{store.as_posix()}",
            **settings,
        },
        folder=run.root,
    )
    started = await asyncio.to_thread(program.__enter__)  # the connector must answer meanwhile
    try:
        yield started
    finally:
        await asyncio.to_thread(program.__exit__, None, None, None)


def without(store: Path) -> Path:
    """The same path, with no file of a database there any more."""
    for file in store.parent.glob(f"{store.name}*"):
        file.unlink()
    return store
