"""A bot that does as it is told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

Json = dict[str, Any]
Behaviour = Callable[["FakeBot", Json], Awaitable[web.Response | None]]


@dataclass
class FakeBot:
    """Keeps what it hears, and answers as `behaves` says (None: 200, and for an invoke a message)."""

    session: aiohttp.ClientSession
    url: str = ""
    heard: list[Json] = field(default_factory=list)
    behaves: Behaviour | None = None

    def messages(self) -> list[Json]:
        return [activity for activity in self.heard if activity["type"] == "message"]

    def of_type(self, kind: str) -> list[Json]:
        return [activity for activity in self.heard if activity["type"] == kind]

    async def replies(self, activity: Json, **reply: object) -> Json:
        """Post a message into the conversation the activity came from; the connector's answer."""
        conversation = activity["conversation"]["id"]
        return await self.calls(
            "POST", f"/v3/conversations/{conversation}/activities", {"type": "message", **reply}
        )

    async def calls(self, method: str, path: str, body: Json | None = None) -> Json:
        """Ask something of the connector, as any bot would; the answer with its status under "status"."""
        base = self.heard[0]["serviceUrl"].rstrip("/")
        async with self.session.request(method, base + path, json=body) as response:
            text = await response.read()
            answer = await response.json() if text else {}
            more = {"status": response.status, "headers": response.headers}
            return (answer if isinstance(answer, dict) else {"list": answer}) | more

    async def handle(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.heard.append(activity)
        answer = await self.behaves(self, activity) if self.behaves else None
        if answer is not None:
            return answer
        if activity["type"] == "invoke":
            return web.json_response(
                {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Done"}
            )
        return web.Response(status=200)


def card(*body: Json, actions: list[Json] | None = None) -> Json:
    """An attachment with an Adaptive Card."""
    content = {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": actions or []}
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}


async def until(true: Callable[[], bool], within: float = 5.0) -> None:
    """Let other tasks run until that holds; for what happens on the far side of a socket."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - the far side has no event to wait for
            await asyncio.sleep(0.005)
