"""The connector clients that everything is sent with: one a service URL, all on one aiohttp session.

The SDK builds a client for every turn and sends with `requests` from a small pool of threads, which a slow
service fills until nobody is answered; it reads bodies on the event loop, fetches a token for every turn
there, and retries by itself. Its own extension point, the factory of clients, takes all of that out.
"""

from collections import OrderedDict

import aiohttp
from botframework.connector.auth import ConnectorFactory

from bot.sending.access import Token
from bot.sending.credentials import Ending
from bot.sending.service import Service

PATIENCE = 15.0
"""Seconds after which a call to Teams counts as failed."""
SERVICES_MOST = 50
"""Service URLs whose client is kept; Teams has few a continent."""
CONNECTIONS = 500
"""At once, of all calls. Who finds none free waits behind those that a slow service holds up, so there are
many; but a process may usually have 1,024 files open, and each turn that is under way holds one, too."""
IDLE = 60.0
"""Seconds that a connection is kept for the next call; Azure's load balancers cut it after 240."""


class Clients(ConnectorFactory):
    """Hands out connector clients; never one that was built for the turn."""

    def __init__(self, sdk: ConnectorFactory) -> None:
        self._sdk = sdk
        self._built: OrderedDict[str, Service] = OrderedDict()
        self._session: aiohttp.ClientSession | None = None
        self._signature: tuple[Token, str] | None = None

    async def create(self, service_url: str, audience: str | None = None) -> Service:
        """The client for a service. Its URL must come from an activity whose token was checked."""
        client = self._built.get(service_url)
        if client is None:
            token, user_agent = await self._signing(service_url, audience)
            client = self._built[service_url] = Service(service_url, self.session, token, user_agent)
        self._built.move_to_end(service_url)
        while len(self._built) > SERVICES_MOST:
            self._built.popitem(last=False)  # it holds nothing open: the session is everybody's
        return client

    @property
    def session(self) -> aiohttp.ClientSession:
        """Opened at the first call, which must be made inside the event loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=PATIENCE),
            )
        return self._session

    async def close(self) -> None:
        if self._signature is not None:
            await self._signature[0].close()
        if self._session is not None:
            await self._session.close()

    async def _signing(self, service_url: str, audience: str | None) -> tuple[Token, str]:
        """Token and name, as the SDK's own client would have them: the same for every service."""
        if self._signature is None:
            config = (await self._sdk.create(service_url, audience)).config
            # Another turn may have been here while this one waited.
            self._signature = self._signature or (
                Token(Ending(config.credentials)),
                config.user_agent_policy.user_agent,
            )
        return self._signature
