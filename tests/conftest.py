"""What is started once for all tests: a browser for what people look at, a stand-in for Azure Cosmos DB."""

import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from sandbox.page_files import libraries_installed
from tests.cosmos.stand_in import packages_installed, running_stand_in
from tests.storage.backends import BACKENDS, Backend, HandClock

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ARTIFACTS = Path(__file__).parents[1] / "artifacts"


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # What a shell starts in the background ignores Ctrl-C, and so does what that starts: the programs of
    # our stories must not.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium from the system. Tests that use it share one event loop, the session's."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        _missing("No Chromium on the PATH: install the package chromium, or set CHROMIUM to one.")
    if not libraries_installed():
        _missing("The page's npm packages are not there: npm ci --prefix sandbox/page")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """An empty page on a large screen, in British English. An error on it fails the test."""
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


@pytest.fixture(scope="session")
def cosmos_endpoint() -> Iterator[str]:
    """Where the stand-in for Azure Cosmos DB listens, started at the first test that needs it."""
    if not packages_installed():
        _missing("The stand-in's npm packages are not there: npm ci --prefix tests/cosmos")
    with running_stand_in() as endpoint:
        yield endpoint


@pytest.fixture
def clock() -> HandClock:
    """Of a store; it stands until a story moves it."""
    return HandClock()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each of the stores: what asks for one is told on all."""
    return BACKENDS[request.param](request)


@pytest.fixture
def artifacts() -> Path:
    """Where screenshots are kept for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS


def _missing(what: str) -> None:
    """Under CI a test that cannot run has failed; elsewhere it is skipped, with what to do about it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
