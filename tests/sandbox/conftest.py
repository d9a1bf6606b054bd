"""A sandbox with a bot that does as it is told."""

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio
from aiohttp import web

from sandbox.server import RunningSandbox, running_sandbox
from sandbox.world import World
from tests.sandbox.fake_bot import FakeBot
from tests.sandbox.sample_cards import CHAT_LINK

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


@on_one_loop
async def printed(bot: FakeBot) -> AsyncIterator[str]:
    """The bot's own web, where a printed link leads on to the chat, and a page is just a page."""

    async def goes_on(request: web.Request) -> web.Response:
        raise web.HTTPFound(CHAT_LINK if request.query.get("ref") else "/elsewhere")

    async def is_a_page(_: web.Request) -> web.Response:
        return web.Response(text="A page")

    app = web.Application()
    app.add_routes(
        [web.get("/go", goes_on), web.get("/page", is_a_page), web.post("/api/messages", bot.handle)]
    )
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
