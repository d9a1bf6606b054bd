"""The sandbox's own API: what its page and the tests use to play people and to look behind the scenes."""

import asyncio
from dataclasses import dataclass

from aiohttp import web
from pydantic import BaseModel, Field

from sandbox.bodies import BASE, person_in, takes
from sandbox.calls import Calls
from sandbox.deep_links import open_link
from sandbox.faults import Fault, Faults, RateLimits
from sandbox.play import Play
from sandbox.state import Json, NotPossibleError
from sandbox.world import Person


class Say(BaseModel):
    """`conversation`: None for their own chat, a channel's id for a new thread, a thread's id for a reply."""

    person: str
    text: str = Field(min_length=1)
    conversation: str | None = None
    mention: bool = True
    wait: bool = True


class Press(BaseModel):
    """`action` is the button as the card has it; `inputs` are merged into its data."""

    person: str
    chat: str
    message: str
    action: dict[str, object]
    inputs: dict[str, object] = {}


class Open(BaseModel):
    """`web`: a link to the bot's own web will do too, and is followed to where it redirects."""

    person: str
    url: str
    web: bool = False


class Resend(BaseModel):
    activity: str


class BotAddress(BaseModel):
    url: str


class Switch(BaseModel):
    on: bool


@dataclass
class Control:
    """Serves /sandbox/api."""

    play: Play
    faults: Faults
    rates: RateLimits
    calls: Calls

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(BASE + "/world", self._world),
            web.get(BASE + "/messages", self._messages),
            web.get(BASE + "/changes", self._changes),
            web.get(BASE + "/calls", self._calls),
            web.get(BASE + "/deliveries", self._deliveries),
            web.post(BASE + "/say", takes(Say, self._say)),
            web.post(BASE + "/press", takes(Press, self._press)),
            web.post(BASE + "/open", takes(Open, self._open)),
            web.post(BASE + "/resend", takes(Resend, self._resend)),
            web.post(BASE + "/bot", takes(BotAddress, self._move_bot)),
            web.post(BASE + "/faults", takes(Fault, self._add_fault)),
            web.delete(BASE + "/faults", self._clear_faults),
            web.post(BASE + "/rate-limits", takes(Switch, self._switch_rates)),
        ]

    async def _world(self, _: web.Request) -> web.Response:
        return web.json_response(self.play.state.world_now() | {"web": self.play.link.bot_url})

    async def _messages(self, request: web.Request) -> web.Response:
        """Messages of one chat (?chat=), or of all chats, oldest first in each."""
        wanted = request.query.get("chat")
        chats = [c for c in self.play.state.chats.values() if wanted in (None, c.id)]
        found = [message.as_json() for chat in chats for message in chat.messages.values()]
        return web.json_response({"messages": found})

    async def _changes(self, request: web.Request) -> web.WebSocketResponse:
        """A WebSocket on which every change comes as one JSON text."""
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        with self.play.state.feed.listen() as changes:
            passing_on = asyncio.create_task(_pass_on(changes, socket))
            try:
                # Nothing is said here, but reading is how one hears that the other side has gone.
                async for _ in socket:
                    pass
            finally:
                passing_on.cancel()
                await asyncio.gather(passing_on, return_exceptions=True)
        return socket

    async def _calls(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        return web.json_response({"calls": [call.as_json() for call in self.calls.after(after)]})

    async def _deliveries(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        log = [d.as_json() for d in self.play.link.log if d.number > after]
        return web.json_response({"deliveries": log})

    async def _say(self, asked: Say) -> Json:
        message, delivering = await self.play.say(
            self._person(asked.person), asked.text, asked.conversation, mention=asked.mention
        )
        if delivering is None or not asked.wait:
            return {"message": message.as_json(), "delivery": None}
        return {"message": message.as_json(), "delivery": (await delivering).as_json()}

    async def _press(self, asked: Press) -> Json:
        card = self.play.find_message(asked.chat, asked.message)
        delivery = await self.play.press(self._person(asked.person), card, asked.action, asked.inputs)
        return {"delivery": delivery.as_json()}

    async def _open(self, asked: Open) -> Json:
        return await open_link(self.play, self._person(asked.person), asked.url, web=asked.web)

    async def _resend(self, asked: Resend) -> Json:
        delivery = await self.play.link.resend(asked.activity)
        if delivery is None:
            raise NotPossibleError(f"no activity {asked.activity} was sent")
        return {"delivery": delivery.as_json()}

    async def _move_bot(self, asked: BotAddress) -> Json:
        self.play.link.bot_url = asked.url
        return {}

    async def _add_fault(self, asked: Fault) -> Json:
        self.faults.waiting.append(asked)
        return {}

    async def _clear_faults(self, _: web.Request) -> web.Response:
        self.faults.waiting.clear()
        return web.json_response({})

    async def _switch_rates(self, asked: Switch) -> Json:
        self.rates.on = asked.on
        return {}

    def _person(self, person_id: str) -> Person:
        return person_in(self.play.state, person_id)


async def _pass_on(changes: asyncio.Queue[str | None], socket: web.WebSocketResponse) -> None:
    while (change := await changes.get()) is not None:
        await socket.send_str(change)
    await socket.close()
