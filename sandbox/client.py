"""Plays the sandbox's people over HTTP: they speak, press buttons and wait for what they should see."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from typing import Any, Self, TypeAlias

import aiohttp

from sandbox import cards
from sandbox.control import BASE
from sandbox.mirror import Mirror
from sandbox.seen import Pressed, SeenMessage
from sandbox.state import Json

What: TypeAlias = str | Callable[[SeenMessage], bool]
Click: TypeAlias = tuple["Player", SeenMessage, str] | tuple["Player", SeenMessage, str, Json]


class RefusedError(Exception):
    """The sandbox would not do what was asked; its sentence says why."""


class Player:
    """One person. Everything they do returns once the bot has answered over HTTP."""

    def __init__(self, client: "SandboxClient", person: Json) -> None:
        self._client = client
        self.id: str = person["id"]
        self.aad_object_id: str = person["aad_object_id"]
        self.name: str = person["name"]
        self.email: str = person["email"]
        self.role: str = person["role"]
        self.chat: str = person["chat"]

    async def says(
        self, text: str, to: str | SeenMessage | None = None, *, mention: bool = True
    ) -> SeenMessage:
        """Write: in their own chat, in a channel by id (a new thread), or in the thread of a message."""
        conversation = to.conversation if isinstance(to, SeenMessage) else to
        body = {"person": self.id, "text": text, "conversation": conversation, "mention": mention}
        answer = await self._client.post("/say", body)
        return SeenMessage(answer["message"], self.id)

    async def presses(self, message: SeenMessage, title: str, inputs: Json | None = None) -> Pressed:
        """Press a button of a card as this message shows it, with `inputs` filled in over the card's values.

        Raises NotOnCardError if there is no such button or the inputs would not be let through.
        """
        button = message.button(title)
        return await self.sends(message, button.action, cards.filled_in(button, inputs or {}))

    async def sends(self, message: SeenMessage, action: Json, inputs: Json | None = None) -> Pressed:
        """Send any action in the name of a card, as a forged client could: nothing is checked."""
        body = {"person": self.id, "chat": message.chat, "message": message.id, "action": action}
        answer = await self._client.post("/press", body | {"inputs": inputs or {}})
        return Pressed(answer["delivery"])

    async def waits_for(
        self, what: What, *, within: float = 5.0, after: SeenMessage | None = None, chat: str | None = None
    ) -> SeenMessage:
        """The newest message with those words, or of which `what` is true, now or within `within` seconds.

        Raises TimeoutError that tells what was there instead. With `after` only messages that came or changed
        since that one count. `chat`: a channel's id; without it their own chat.
        """
        place = chat or self.chat
        version = after.version if after else 0

        def fits(raw: Json) -> bool:
            seen = SeenMessage(raw, self.id)
            matches = what in seen.words if isinstance(what, str) else what(seen)
            return seen.version > version and matches

        try:
            return SeenMessage(await self._client.mirror.wait_for(place, fits, within), self.id)
        except TimeoutError:
            heard = "\n---\n".join(message.words for message in (await self.messages(chat))[-4:])
            wanted = f"'{what}'" if isinstance(what, str) else "what was waited for"
            raise TimeoutError(
                f"{self.name} did not see {wanted} within {within:g} s. Last:\n{heard}"
            ) from None

    async def messages(self, chat: str | None = None) -> list[SeenMessage]:
        """All messages in their own chat or in a channel, oldest first, as they stand now."""
        answer = await self._client.get("/messages", {"chat": chat or self.chat})
        return [SeenMessage(raw, self.id) for raw in answer["messages"]]

    async def sees_now(self, message: SeenMessage) -> SeenMessage:
        """The same message as it stands now. Raises LookupError if it was deleted."""
        for current in await self.messages(message.chat):
            if current.id == message.id:
                return current
        raise LookupError(f"message {message.id} is gone")

    async def is_told(self, text: str, *, within: float = 5.0) -> None:
        """Wait for an error or a toast with that text. Raises TimeoutError."""
        await self._client.mirror.wait_for_line(self.id, text, within)

    def lines(self) -> list[str]:
        """The errors and toasts this person was shown, oldest first."""
        return [line["text"] for line in self._client.mirror.lines if line["person"] == self.id]


class SandboxClient:
    """Speaks to a sandbox at `url`. Use it with `async with`."""

    def __init__(self, url: str) -> None:
        self._url = url + BASE
        self.mirror = Mirror()
        self._people: list[Player] = []
        self.teams: list[Json] = []

    async def __aenter__(self) -> Self:
        self._stack = contextlib.AsyncExitStack()
        timeout = aiohttp.ClientTimeout(total=None)
        self._session = await self._stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout)
        )
        socket = await self._stack.enter_async_context(
            self._session.ws_connect(self._url + "/changes", max_msg_size=0)
        )
        reading = asyncio.create_task(self.mirror.follow(socket))
        self._stack.push_async_callback(_stop, reading)
        self.mirror.take_all((await self.get("/messages"))["messages"])
        world = await self.get("/world")
        self._people = [Player(self, person) for person in world["people"]]
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

    def channel(self, name: str) -> str:
        """A channel's id by its name; "General" is the first team's. Raises LookupError."""
        for team in self.teams:
            for channel in team["channels"]:
                if channel["name"] == name:
                    return str(channel["id"])
        raise LookupError(f"there is no channel {name}")

    async def clicks_at_once(self, clicks: Iterable[Click]) -> list[Pressed]:
        """(player, message, title[, inputs]) each: all pressed at once; the answers in that order."""
        return await asyncio.gather(*(click[0].presses(*click[1:]) for click in clicks))

    async def installs(self) -> None:
        """The install events once more (each repeated, in changing order), once the bot is up."""
        await self.post("/install", {})

    async def resends(self, activity_id: str) -> Json:
        """Deliver an activity a second time as it was, same id: a message's id, or `Pressed.activity_id`."""
        return await self._delivery("/resend", {"activity": activity_id})

    async def joins(self, player: Player, team_id: str) -> Json:
        return await self._delivery("/members", {"team": team_id, "person": player.id, "change": "added"})

    async def leaves(self, player: Player, team_id: str) -> Json:
        return await self._delivery("/members", {"team": team_id, "person": player.id, "change": "removed"})

    async def goes_wrong(self, **fault: Any) -> None:  # noqa: ANN401 - the fields of sandbox.faults.Fault
        """Add a fault, e.g. `goes_wrong(person=adviser.id, operation="send", status=429, times=2)`."""
        await self.post("/faults", fault)

    async def goes_right(self) -> None:
        """Clear all faults."""
        await self._request("DELETE", "/faults")

    async def limits_rates(self, *, on: bool = True) -> None:
        await self.post("/rate-limits", {"on": on})

    async def moves_bot(self, url: str) -> None:
        """The bot's messages endpoint is somewhere else from now on."""
        await self.post("/bot", {"url": url})

    async def calls(self, after: int = 0) -> list[Json]:
        """What the bot asked of the connector, oldest first; the fields of sandbox.calls.Call."""
        return list((await self.get("/calls", {"after": str(after)}))["calls"])

    async def deliveries(self, after: int = 0) -> list[Json]:
        """What was posted to the bot, oldest first; the fields of sandbox.link.Delivery."""
        return list((await self.get("/deliveries", {"after": str(after)}))["deliveries"])

    async def get(self, path: str, query: dict[str, str] | None = None) -> Json:
        return await self._request("GET", path, params=query)

    async def post(self, path: str, body: Json) -> Json:
        """Raises RefusedError if the sandbox says no."""
        return await self._request("POST", path, json=body)

    async def _delivery(self, path: str, body: Json) -> Json:
        delivery: Json = (await self.post(path, body))["delivery"]
        return delivery

    async def _request(
        self, method: str, path: str, *, params: dict[str, str] | None = None, json: Json | None = None
    ) -> Json:
        async with self._session.request(method, self._url + path, params=params, json=json) as response:
            answer: Json = await response.json()
            if not response.ok:
                raise RefusedError(answer.get("error"))
            return answer


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
