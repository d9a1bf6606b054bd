"""Puts the sandbox together, and runs it on a loopback port."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.activities import Activities
from sandbox.calls import Calls
from sandbox.client import SandboxClient
from sandbox.connector import Connector
from sandbox.control import Control
from sandbox.events import EventActivities
from sandbox.faults import Faults, RateLimits
from sandbox.link import BotLink
from sandbox.membership import Membership
from sandbox.page_files import page_routes
from sandbox.play import Play
from sandbox.state import State
from sandbox.team_control import TeamControl
from sandbox.world import World

HOST = "127.0.0.1"
BODY_LIMIT = 8 * 1024 * 1024
"""Bytes of a request; far above what Teams takes, so that the size check is the connector's."""


@dataclass(frozen=True)
class Manners:
    """How this Teams behaves. Seconds; the values are those of Teams where Teams has one."""

    answer_within: float = 15.0
    resends: int = 1
    event_repeats: int = 2
    history: int = 2_000


@dataclass
class RunningSandbox:
    """A sandbox that answers at `url` (no slash at the end); `client` plays its people."""

    url: str
    client: SandboxClient
    play: Play

    @property
    def service_url(self) -> str:
        return self.url + "/"


@contextlib.asynccontextmanager
async def serving(
    world: World, *, bot_url: str, port: int = 0, manners: Manners | None = None
) -> AsyncIterator[tuple[str, Play]]:
    """Serve on loopback, on a port the OS chooses if 0. Raises OSError if the port is taken."""
    manners = manners or Manners()
    state = State(world, history=manners.history)
    faults, rates, calls = Faults(world), RateLimits(), Calls()
    connector = Connector(state, faults, rates, calls)
    async with contextlib.AsyncExitStack() as stack:
        session = await stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        )
        link = BotLink(session, bot_url, manners.answer_within, manners.resends)
        activities = Activities(state, "")
        membership = Membership(state, link, EventActivities(state, activities), manners.event_repeats)
        play = Play(state, link, activities, membership)
        app = web.Application(client_max_size=BODY_LIMIT, middlewares=[_own_page_only])
        app.add_routes(connector.routes())
        app.add_routes(Control(play, faults, rates, calls).routes())
        app.add_routes(TeamControl(state, membership).routes())
        app.add_routes(page_routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        stack.callback(state.feed.close)
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        url = f"http://{HOST}:{runner.addresses[0][1]}"
        connector.service_url = activities.service_url = url + "/"
        stack.push_async_callback(play.stop)
        yield url, play


@contextlib.asynccontextmanager
async def running_sandbox(
    world: World | None = None,
    *,
    bot_url: str,
    install: bool = True,
    port: int = 0,
    manners: Manners | None = None,
) -> AsyncIterator[RunningSandbox]:
    """A sandbox with a client, for tests. `install`: the bot, which must be up, has heard of all teams."""
    async with (
        serving(world or World.load(), bot_url=bot_url, port=port, manners=manners) as (url, play),
        SandboxClient(url) as client,
    ):
        if install:
            await client.installs()
        yield RunningSandbox(url, client, play)


@web.middleware
async def _own_page_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other web pages open in the same browser have no business here; bots and tests send no Origin."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden
    return await handler(request)
