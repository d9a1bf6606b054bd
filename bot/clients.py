"""The connector clients that everything is sent with: one a service URL, all on one aiohttp session.

The SDK builds a client for every turn and sends with `requests` from a small pool of threads, which a slow
service fills until nobody is answered; it reads bodies on the event loop, fetches a token for every turn
there, and retries by itself. Its own extension points take all of that out.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import ConnectorFactory
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPPolicy, AsyncHTTPSender, AsyncPipeline
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http.async_abc import AsyncClientResponse
from multidict import CIMultiDict
from yarl import URL

from bot.failures import TryLater

PATIENCE = 15.0
"""Seconds after which a call to Teams counts as failed."""
SERVICES_MOST = 50
"""Service URLs whose client is kept; Teams has a few a continent."""
TOKEN_KEPT = 240.0
"""Seconds for which a token is used without asking MSAL, which renews one that has less than 300 left."""


class Clients(ConnectorFactory):
    """Hands out connector clients; never one that was built for the turn."""

    def __init__(self, sdk: ConnectorFactory) -> None:
        self._sdk = sdk
        self._built: OrderedDict[str, ConnectorClient] = OrderedDict()
        self._session: aiohttp.ClientSession | None = None
        self._token: Callable[[], Awaitable[str]] | None = None

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:
        """The client for a service. Its URL must come from an activity whose token was checked."""
        client = self._built.get(service_url)
        if client is None:
            client = await self._sdk.create(service_url, audience)
            self._token = self._token or Token(client.config.credentials)
            client.config.pipeline = AsyncPipeline(
                [client.config.user_agent_policy, _Signed(self._token), _Lenient()],
                _Sender(self.session),
            )
            self._built[service_url] = client
        self._built.move_to_end(service_url)
        while len(self._built) > SERVICES_MOST:
            self._built.popitem(last=False)  # it holds nothing open: the session is everybody's
        return client

    @property
    def session(self) -> aiohttp.ClientSession:
        """Opened at the first call, which must be made inside the event loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


class Token:
    """The bot's own access token; empty where there is no app id."""

    def __init__(self, credentials: Any) -> None:  # noqa: ANN401 (the SDK has no types)
        self._credentials = credentials
        self._kept: tuple[float, str] = (float("-inf"), "")
        self._asking = asyncio.Lock()

    async def __call__(self) -> str:
        """Raises TryLater: that there is no token is nothing that stops a notice for good."""
        if not self._credentials.microsoft_app_id:
            return ""
        async with self._asking:
            at, token = self._kept
            if time.monotonic() - at > TOKEN_KEPT:
                try:
                    token = str(await asyncio.to_thread(self._credentials.get_access_token))
                except Exception as fault:
                    raise TryLater("NoToken") from fault
                self._kept = (time.monotonic(), token)
            return token


class _Signed(AsyncHTTPPolicy[Any, Any]):
    def __init__(self, token: Callable[[], Awaitable[str]]) -> None:
        super().__init__()
        self._token = token

    async def send(self, request: Request[Any], **config: object) -> Response[Any, Any]:
        if token := await self._token():
            request.http_request.headers["Authorization"] = f"Bearer {token}"
        if self.next is None:
            raise LookupError("a policy outside a pipeline")
        return await self.next.send(request, **config)


class _Lenient(RawDeserializer):
    """A body that is not what it says counts as none: what was done or not, the status tells."""

    def on_response(self, request: Request[Any], response: Response[Any, Any], **config: object) -> None:
        try:
            super().on_response(request, response, **config)
        except ValueError:
            response.context[self.CONTEXT_NAME] = None


class _Sender(AsyncHTTPSender[Any, Any]):
    """One call, the whole answer read; no second try, no redirect with the bot's token in it."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aexit__(self, *_: object) -> None:
        """The session is closed by its owner."""

    async def send(self, request: Request[Any], **_: object) -> Response[Any, Any]:
        asked = request.http_request
        async with self._session.request(
            asked.method,
            URL(asked.url, encoded=True),
            data=asked.data,
            headers=asked.headers,
            allow_redirects=False,
        ) as answer:
            return Response(request, _Answer(asked, answer, await answer.read()))


class _Answer(AsyncClientResponse):
    def __init__(self, request: Any, answer: aiohttp.ClientResponse, body: bytes) -> None:  # noqa: ANN401 (as msrest)
        super().__init__(request, self)
        self.status_code = answer.status
        self.headers = CIMultiDict(answer.headers)
        self.reason = answer.reason
        self._body = body

    def body(self) -> bytes:
        return self._body
