"""A sandbox with a bot that does as it is told."""

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio
from aiohttp import web

from sandbox.server import RunningSandbox, running_sandbox
from sandbox.world import World
from tests.sandbox.fake_bot import FakeBot

on_one_loop = pytest_asyncio.fixture(loop_scope="session")


@on_one_loop
async def bot() -> AsyncIterator[FakeBot]:
    async with aiohttp.ClientSession() as session:
        fake = FakeBot(session)
        app = web.Application()
        app.add_routes([web.post("/api/messages", fake.handle)])
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
        yield fake
        await runner.cleanup()


@on_one_loop
async def sandbox(bot: FakeBot) -> AsyncIterator[RunningSandbox]:
    """The sample world, a stranger added, with the bot installed."""
    async with running_sandbox(World.sample(strangers=1), bot_url=bot.url) as running:
        yield running
