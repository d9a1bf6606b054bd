"""Asking the sandbox's own API over HTTP."""

from dataclasses import dataclass

import aiohttp

from sandbox.bodies import BASE
from sandbox.state import Json


class RefusedError(Exception):
    """The sandbox would not do what was asked; its sentence says why."""


@dataclass
class HttpApi:
    """`url`: where the sandbox answers, no slash at the end. Every method raises RefusedError."""

    session: aiohttp.ClientSession
    url: str

    async def get(self, path: str, query: dict[str, str] | None = None) -> Json:
        return await self._ask("GET", path, query=query)

    async def post(self, path: str, body: Json) -> Json:
        return await self._ask("POST", path, body=body)

    async def delete(self, path: str) -> Json:
        return await self._ask("DELETE", path)

    async def _ask(
        self, method: str, path: str, *, query: dict[str, str] | None = None, body: Json | None = None
    ) -> Json:
        address = self.url + BASE + path
        async with self.session.request(method, address, params=query, json=body) as response:
            answer: Json = await response.json()
            if not response.ok:
                raise RefusedError(answer.get("error"))
            return answer
