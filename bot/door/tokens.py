"""Tokens that come in: signed by the Bot Framework, for this bot, for the service the activity names.

The SDK's own check fetches keys on the event loop without a time-out, and after a key rollover turns
everybody away for up to a day. After Microsoft's "Authentication with the Bot Connector API", the part on
requests from the connector to the bot.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import jwt
import structlog
from botframework.connector.auth.authentication_constants import AuthenticationConstants

from dialogs.recent import Recent
from sessions.ports import Clock

ISSUER = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
FRESH = timedelta(hours=24)
"""Keys older than this are fetched again, in the background."""
FLOOR = timedelta(minutes=1)
"""With keys in hand we ask no more often than this, whatever strangers name, and after a failure too."""
LEEWAY = timedelta(minutes=5)
"""What clocks may differ."""
HELD_MOST = 100
"""Tokens; Teams has a few in use at a time."""
PATIENCE = aiohttp.ClientTimeout(total=5)

_log = structlog.get_logger(__name__)


class KeysUnavailable(Exception):
    """The keys have never been fetched and cannot be now: nobody can be let in, and nobody was refused."""


@dataclass(frozen=True, slots=True)
class Held:
    """A token that was found to hold: Teams sends the same one for an hour. It does while its key does."""

    claims: dict[str, Any]
    key_id: str
    key: jwt.PyJWK
    until: float
    """By `time.time()`, as PyJWT reckons it."""


@dataclass(slots=True)
class Tokens:
    app_id: str
    metadata_url: str
    now: Clock
    session: Callable[[], aiohttp.ClientSession]
    _keys: dict[str, jwt.PyJWK] = field(default_factory=dict)
    _endorsements: dict[str, frozenset[str]] = field(default_factory=dict)
    _held: Recent[str, Held] = field(default_factory=lambda: Recent(HELD_MOST))
    _fetched_at: datetime | None = None
    _tried_at: datetime | None = None
    """When a fetch last came to its end, well or not."""
    _fetch: asyncio.Task[Exception | None] | None = None

    async def check(self, header: str, *, service_url: str, channel_id: str) -> dict[str, Any]:
        """The claims of a token that holds. Raises PermissionError or KeysUnavailable."""
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise PermissionError("no bearer token")
        held = self._held.get(token)
        if held is None or held.key is not await self._key(held.key_id) or held.until < time.time():
            held = await self._verified(token)
            self._held.put(token, held)
        if held.claims.get("serviceurl") != service_url:
            raise PermissionError("the token is for another service")
        endorsed = self._endorsements.get(held.key_id)
        if endorsed and channel_id not in endorsed:
            raise PermissionError("the key does not speak for this channel")
        return held.claims

    async def close(self) -> None:
        """Ends the fetch that is under way, if one is."""
        if self._fetch is not None:
            self._fetch.cancel()
            await asyncio.wait({self._fetch})

    async def _verified(self, token: str) -> "Held":
        try:
            key_id = str(jwt.get_unverified_header(token).get("kid", ""))
            key = await self._key(key_id)
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self.app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, UnicodeEncodeError) as fault:  # a header may hold any bytes
            raise PermissionError(type(fault).__name__) from fault
        return Held(claims, key_id, key, until=float(claims["exp"]) + LEEWAY.total_seconds())

    async def _key(self, key_id: str) -> jwt.PyJWK:
        """Who names a known one waits for nothing: while old ones are fetched anew, a withdrawn one holds."""
        if self._may_ask_for(key_id):
            fetch = self._begin_fetch()
            if key_id not in self._keys:
                # Whoever gives up waiting takes nothing from the others.
                fault = await asyncio.shield(fetch)
                if self._fetched_at is None:
                    raise KeysUnavailable from fault
        if key_id not in self._keys:
            raise PermissionError("an unknown key")
        return self._keys[key_id]

    def _may_ask_for(self, key_id: str) -> bool:
        """Whether to fetch the keys: until it went well once, when they are old, or for one not known yet."""
        if self._fetched_at is None or self._tried_at is None:
            return True
        now = self.now()
        wanted = key_id not in self._keys or now - self._fetched_at > FRESH
        return wanted and now - self._tried_at > FLOOR

    def _begin_fetch(self) -> "asyncio.Task[Exception | None]":
        """One at a time, however many want it."""
        if self._fetch is None or self._fetch.done():
            self._fetch = asyncio.create_task(self._fetch_all())
        return self._fetch

    async def _fetch_all(self) -> Exception | None:
        """What went wrong, if something did. Keys that were good stay so while their service is away."""
        try:
            metadata = await self._get(self.metadata_url)
            published = await self._get(metadata["jwks_uri"])
            rsa = [key for key in published["keys"] if key.get("kty") == "RSA"]
            keys = {key["kid"]: jwt.PyJWK(key, algorithm="RS256") for key in rsa}
            endorsements = {key["kid"]: frozenset(key.get("endorsements") or ()) for key in rsa}
        except Exception as fault:  # noqa: BLE001 (a network's, HTTP's, or of what is published: all the same)
            _log.warning("keys_not_fetched", error=type(fault).__name__)
            self._tried_at = self.now()
            return fault
        self._keys, self._endorsements = keys, endorsements
        self._fetched_at = self._tried_at = self.now()
        return None

    async def _get(self, url: str) -> Any:  # noqa: ANN401 (JSON, looked into by the caller)
        async with self.session().get(url, timeout=PATIENCE) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)
