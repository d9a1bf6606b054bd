"""What stands before several bots in production: it gives each activity to any one of those that live."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, TCPConnector, web

from tests.journeys.process import BotProcess

Doom = Callable[[dict[str, Any], int], bool]
"""Whether the bot given this activity is to be killed over it, with as many others as it has in hand."""


@dataclass
class FrontDoor:
    living: list[BotProcess]
    chance: random.Random
    session: ClientSession
    doom: Doom | None = None
    """Strikes once."""
    url: str = ""
    latest: BotProcess | None = None
    """Who was given the latest activity."""
    given: Counter[str] = field(default_factory=Counter)
    """How many activities went to whom, by address; `in_hand`: of these, how many are not answered yet."""
    in_hand: Counter[str] = field(default_factory=Counter)
    orphans: list[str] = field(default_factory=list)
    """Ids of activities whose bot was killed before it had answered: they went on to another as they were."""

    async def handle(self, request: web.Request) -> web.Response:
        body, activity = await request.read(), await request.json()
        while True:
            bot = self.chance.choice(self.living)
            self.given[bot.url] += 1
            self.latest = bot
            killing = self._killing(bot, activity)
            self.in_hand[bot.url] += 1
            try:
                async with self.session.post(
                    bot.url, data=body, headers={"Content-Type": "application/json"}
                ) as answer:
                    return web.Response(
                        status=answer.status, body=await answer.read(), content_type=answer.content_type
                    )
            except ClientError:
                if bot in self.living:
                    raise  # nobody has killed it: it must not hang up
                self.orphans.append(activity["id"])
            finally:
                self.in_hand[bot.url] -= 1
                await killing

    async def kills(self, bot: BotProcess) -> None:
        """With whatever it has in hand."""
        self.living.remove(bot)
        await bot.is_killed()

    def _killing(self, bot: BotProcess, activity: dict[str, Any]) -> "asyncio.Future[None]":
        """Beside the giving of the activity, so that it may be at any point of its turn."""
        if self.doom is None or not self.doom(activity, self.in_hand[bot.url]):
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            done.set_result(None)
            return done
        self.doom = None
        return asyncio.create_task(self.kills(bot))


@asynccontextmanager
async def front_door(bots: list[BotProcess], chance: random.Random) -> AsyncIterator[FrontDoor]:
    """Open on a port of the OS's choice."""
    # No connection is used twice: one that broke while it was idle would look like a death in a turn.
    async with ClientSession(connector=TCPConnector(limit=0, force_close=True)) as session:
        door = FrontDoor(list(bots), chance, session)
        app = web.Application(client_max_size=4 * 2**20)
        app.router.add_post("/api/messages", door.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            door.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
            yield door
        finally:
            await runner.cleanup()
