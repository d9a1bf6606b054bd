"""A whole stage: the bot as it runs in production, the sandbox as Teams, real HTTP between them."""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from app import COURIER, CRIER, DESK, build
from bot.settings import Settings
from sandbox.client import Player, SandboxClient
from sandbox.seen import SeenMessage
from sandbox.server import running_sandbox
from sandbox.world import World
from sessions.people import Contact, Person
from sessions.references import new_reference
from sessions.region import south_west
from sessions.request import Asked
from sessions.window import Window
from tests.journeys.stores import Store

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A working Monday in winter, when London is on UTC."""
OVERVIEW = "A group is moving into village shops; I would like advice on disruption with partners."
RDT = "19:rdt-team@thread.tacv2"
NETWORK = "19:lro-network@thread.tacv2"
"""General of the Regional LRO Network."""
SUPPORT = "19:lro-support@thread.tacv2"
"""The channel beside it."""


@dataclass
class Clock:
    """The bot's clock. It stands still unless a story moves it."""

    moment: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class Stage:
    """Everybody in the story, and what can be done to the bot."""

    teams: SandboxClient
    clock: Clock
    url: str
    page: str
    """Where the sandbox shows its people, for a browser."""
    store: Store
    app: web.Application
    bot: AsyncExitStack

    @property
    def lro(self) -> Player:
        return self.teams.people("LRO")[0]

    @property
    def other_lro(self) -> Player:
        return self.teams.people("LRO")[1]

    @property
    def advisers(self) -> list[Player]:
        return self.teams.people("adviser")

    @property
    def organiser(self) -> Player:
        return self.teams.people("organiser")[0]

    async def stops(self) -> None:
        """The bot does, as for a deployment; Teams and its people stay."""
        await self.bot.aclose()

    def time_passes(self, **span: float) -> None:
        """For the bot; courier and crier, who sleep by the real clock, are woken to notice."""
        self.clock.passes(**span)
        self.app[COURIER].ring()
        self.app[CRIER].ring()

    def another_week(self) -> None:
        """The same weekday and hour, in the next week whose tomorrow is a working day."""
        self.clock.passes(days=7)
        while not south_west().is_working_day(self.clock.moment.date() + timedelta(days=1)):
            self.clock.passes(days=7)

    async def walks_to_summary(self, lro: Player, times: str = "tomorrow all day") -> SeenMessage:
        """The quickest way there: what is known is confirmed, the rest is typed."""
        await lro.says("request a session")
        await lro.waits_for("What is your name?")
        for words, next_question in (
            ("yes", "How can we reach you?"),
            ("07700 900123", "Which force are you in?"),
            ("yes", "What would you like support with?"),
            (OVERVIEW, "When are you free?"),
        ):
            await lro.says(words)
            await lro.waits_for(next_question)
        await lro.says(times)
        return await lro.waits_for(lambda m: "Submit" in m.buttons)

    async def asks(self, lro: Player, times: str = "tomorrow all day") -> str:
        """A submitted request; answers its reference."""
        summary = await self.walks_to_summary(lro, times)
        await lro.presses(summary, "Submit")
        return reference_in(await lro.waits_for("Your request is in"))

    async def has_asked(self, lro: Player) -> str:
        """As `asks`, without playing the walk: for stories about what comes after, many times over."""
        contact = Contact(name=lro.name, email=lro.email, telephone="+447700900123")
        start = self.clock.moment.replace(hour=9, minute=0) + timedelta(days=1)
        asked = Asked(
            contact=contact,
            force="Dorset",
            overview=OVERVIEW,
            availability=(Window(start=start, end=start + timedelta(hours=8)),),
        )
        desk = self.app[DESK]
        person = Person(id=lro.aad_object_id, name=lro.name)
        request = await desk.submit(new_reference(desk.region), person, asked)
        self.app[COURIER].ring()
        return request.reference

    async def card_of(self, adviser: Player, reference: str) -> SeenMessage:
        return await adviser.waits_for(
            lambda m: reference in m.words and "Book this time" in m.buttons, within=30
        )


def reference_in(message: SeenMessage) -> str:
    return next(word.strip(".,") for word in message.words.split() if word.startswith("SW-"))


def slots_in(card: SeenMessage) -> list[str]:
    """The starts a card offers, as it would send them."""
    return [choice["value"] for choice in card.inputs["slot"]["choices"]]


@asynccontextmanager
async def running_bot(
    store: Store,
    clock: Clock,
    organiser: str,
    **settings: Any,  # noqa: ANN401 - fields of Settings
) -> AsyncIterator[tuple[str, web.Application]]:
    """A bot in this process: its address, and its insides."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]  # known to the bot, so that its links lead here
        known: dict[str, Any] = {"rdt_team_id": RDT, "organisers": organiser, "port": port}
        app = await build(Settings(_env_file=None, **known | store | settings), clock)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            yield f"http://127.0.0.1:{port}", app
        finally:
            await runner.cleanup()


@asynccontextmanager
async def staged(
    store: Store,
    *,
    advisers: int = 2,
    lros: int = 3,
    clock: Clock | None = None,
    world: World | None = None,
    **settings: Any,  # noqa: ANN401 - fields of Settings
) -> AsyncIterator[Stage]:
    """The bot and the sandbox, each on a port the OS chose."""
    clock = clock or Clock()
    world = world or World.sample(advisers=advisers, lros=lros, strangers=1)
    organiser = next(person for person in world.people if person.role == "organiser")
    async with AsyncExitStack() as bot:
        running = running_bot(store, clock, organiser.aad_object_id, **settings)
        url, app = await bot.enter_async_context(running)
        async with running_sandbox(world, bot_url=f"{url}/api/messages") as sandbox:
            try:
                yield Stage(sandbox.client, clock, url, sandbox.url, store, app, bot)
            finally:
                await bot.aclose()  # before Teams: a courier that is just calling must find it there
