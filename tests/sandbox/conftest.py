"""A sandbox with a bot that does as it is told, and a browser to look at its page with."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from sandbox.page_files import libraries_installed
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


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ARTIFACTS = Path(__file__).parents[2] / "artifacts"


def missing(what: str) -> None:
    """Under CI a test that cannot run has failed; elsewhere it is skipped, with what to do about it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium from the system, started once for all tests: hence their one event loop."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        missing("No Chromium on the PATH: install the package chromium.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


@on_one_loop
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """An empty page on a large screen, in British English. An error on it fails the test."""
    if not libraries_installed():
        missing("The page's npm packages are not there: npm ci --prefix sandbox/page")
    context = await chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB")
    context.set_default_timeout(5_000)
    opened = await context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    await context.close()
    # A sandbox that was stopped before the page closed is no fault of the page.
    assert [error for error in errors if "ERR_CONNECTION_REFUSED" not in error] == []


@pytest.fixture
def artifacts() -> Path:
    """Where screenshots are kept for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS
