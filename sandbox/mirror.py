"""The client's copy of all messages, kept up to date by the sandbox's feed, and those who wait for one."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import aiohttp

from sandbox.state import Json

Fits = Callable[[Json], bool]
LINES_KEPT = 1_000


@dataclass(frozen=True, eq=False)
class _Waiting:
    fits: Fits
    found: asyncio.Future[Json]


class Mirror:
    """Messages by chat. A waiter is asked only about messages of its own chat, and only when they change."""

    def __init__(self) -> None:
        self.lines: deque[Json] = deque(maxlen=LINES_KEPT)
        self._new_line = asyncio.Condition()
        self._chats: defaultdict[str, dict[str, Json]] = defaultdict(dict)
        self._waiting: defaultdict[str, list[_Waiting]] = defaultdict(list)

    async def follow(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Take in changes until the socket closes."""
        async for received in socket:
            change = json.loads(received.data)
            if change["kind"] == "message":
                self.take(change["message"])
            elif change["kind"] == "deleted":
                self._chats[change["chat"]].pop(change["message"], None)
            elif change["kind"] == "line":
                self.lines.append(change)
                async with self._new_line:
                    self._new_line.notify_all()

    def take_all(self, messages: Iterable[Json]) -> None:
        for message in messages:
            self.take(message)

    def take(self, message: Json) -> None:
        """Take in a message unless a newer version of it is here already."""
        chat = self._chats[message["chat"]]
        known = chat.get(message["id"])
        if known and known["version"] >= message["version"]:
            return
        chat[message["id"]] = message
        for waiting in list(self._waiting[message["chat"]]):
            if not waiting.found.done():
                _try(waiting, message)

    async def wait_for(self, chat: str, fits: Fits, within: float) -> Json:
        """The newest message of the chat that fits, or the first one to come. Raises TimeoutError."""
        for message in reversed(self._chats[chat].values()):
            if fits(message):
                return message
        waiting = _Waiting(fits, asyncio.get_running_loop().create_future())
        self._waiting[chat].append(waiting)
        try:
            return await asyncio.wait_for(waiting.found, within)
        finally:
            self._waiting[chat].remove(waiting)

    async def wait_for_line(self, person: str, text: str, within: float) -> None:
        """Return once that person was shown a line with that text. Raises TimeoutError."""
        async with asyncio.timeout(within), self._new_line:
            await self._new_line.wait_for(
                lambda: any(line["person"] == person and text in line["text"] for line in self.lines)
            )


def _try(waiting: _Waiting, message: Json) -> None:
    """Ask a waiter about a message; a predicate that raises fails its own waiter and nobody else."""
    try:
        if waiting.fits(message):
            waiting.found.set_result(message)
    except Exception as error:  # noqa: BLE001 - handed to the one who waits
        waiting.found.set_exception(error)
