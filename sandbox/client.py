"""Plays the sandbox's people over HTTP, and looks behind its scenes."""

import asyncio
import contextlib
from collections.abc import Iterable
from typing import Any, Self, TypeAlias

import aiohttp

from sandbox.bodies import BASE
from sandbox.http_api import HttpApi, RefusedError
from sandbox.mirror import Mirror
from sandbox.owner import Owner
from sandbox.player import Player, Prefilled
from sandbox.seen import Pressed, SeenMessage
from sandbox.state import Json

__all__ = ["Player", "Prefilled", "RefusedError", "SandboxClient"]

Click: TypeAlias = tuple[Player, SeenMessage, str] | tuple[Player, SeenMessage, str, Json]
MEMBERSHIP = ("conversationUpdate", "installationUpdate")


class SandboxClient(Owner):
    """Speaks to a sandbox at `url`. Use it with `async with`."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.mirror = Mirror()
        self._people: list[Player] = []

    async def __aenter__(self) -> Self:
        self._stack = contextlib.AsyncExitStack()
        timeout = aiohttp.ClientTimeout(total=None)
        session = await self._stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout)
        )
        socket = await self._stack.enter_async_context(
            session.ws_connect(self._url + BASE + "/changes", max_msg_size=0)
        )
        reading = asyncio.create_task(self.mirror.follow(socket))
        self._stack.push_async_callback(_stop, reading)
        self.api = HttpApi(session, self._url)
        self.mirror.take_all((await self.api.get("/messages"))["messages"])
        world = await self.api.get("/world")
        self._people = [Player(self.api, self.mirror, person) for person in world["people"]]
        self.teams = world["teams"]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def person(self, key: str) -> Player:
        """Somebody by Teams id, directory id, name or email. Raises LookupError."""
        for person in self._people:
            if key in (person.id, person.aad_object_id, person.name, person.email):
                return person
        raise LookupError(f"there is nobody called {key}")

    def people(self, role: str) -> list[Player]:
        """Everybody with that role: "LRO", "adviser" or "organiser"."""
        return [person for person in self._people if person.role == role]

    async def clicks_at_once(self, clicks: Iterable[Click]) -> list[Pressed]:
        """(player, message, title[, inputs]) each: all pressed at once; the answers in that order."""
        return await asyncio.gather(*(click[0].presses(*click[1:]) for click in clicks))

    async def resends(self, activity_id: str) -> Json:
        """Deliver an activity a second time as it was, same id: a message's id, or `Pressed.activity_id`."""
        delivery: Json = (await self.api.post("/resend", {"activity": activity_id}))["delivery"]
        return delivery

    async def membership_events(self, after: int = 0) -> list[Json]:
        """The activities that told the bot who came or went and what became of teams, oldest first."""
        told = [delivery["activity"] for delivery in await self.deliveries(after)]
        return [activity for activity in told if activity["type"] in MEMBERSHIP]

    async def delivers_again(self, events: Iterable[Json]) -> None:
        """Deliver activities of `membership_events` once more, same ids, in whatever order they are given."""
        for event in events:
            await self.resends(event["id"])

    async def goes_wrong(self, **fault: Any) -> None:  # noqa: ANN401 - the fields of sandbox.faults.Fault
        """Add a fault, e.g. `goes_wrong(person=adviser.id, operation="send", status=429, times=2)`."""
        await self.api.post("/faults", fault)

    async def goes_right(self) -> None:
        """Clear all faults."""
        await self.api.delete("/faults")

    async def limits_rates(self) -> None:
        await self.api.post("/rate-limits", {"on": True})

    async def moves_bot(self, url: str) -> None:
        """The bot's messages endpoint is somewhere else from now on."""
        await self.api.post("/bot", {"url": url})

    async def calls(self, after: int = 0) -> list[Json]:
        """What the bot asked of the connector, oldest first; the fields of sandbox.calls.Call."""
        return list((await self.api.get("/calls", {"after": str(after)}))["calls"])

    async def deliveries(self, after: int = 0) -> list[Json]:
        """What was posted to the bot, oldest first; the fields of sandbox.link.Delivery."""
        return list((await self.api.get("/deliveries", {"after": str(after)}))["deliveries"])


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
