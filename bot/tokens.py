"""Tokens that come in: signed by the Bot Framework, for this bot, for the service the activity names.

The SDK's own check fetches keys on the event loop without a time-out, and after a key rollover turns
everybody away for up to a day. After Microsoft's "Authentication with the Bot Connector API", the part on
requests from the connector to the bot.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import jwt
from botframework.connector.auth.authentication_constants import AuthenticationConstants

from sessions.ports import Clock

ISSUER = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
FRESH = timedelta(hours=24)
"""Keys older than this are fetched again."""
FLOOR = timedelta(minutes=1)
"""Tokens that name an unknown key cannot make us fetch more often than this."""
LEEWAY = timedelta(minutes=5)
"""What clocks may differ."""
PATIENCE = aiohttp.ClientTimeout(total=5)


class KeysUnavailable(Exception):
    """The keys have never been fetched and cannot be now: nobody can be let in, and nobody was refused."""


@dataclass(slots=True)
class Tokens:
    app_id: str
    metadata_url: str
    now: Clock
    session: Callable[[], aiohttp.ClientSession]
    _keys: dict[str, jwt.PyJWK] = field(default_factory=dict)
    _endorsements: dict[str, frozenset[str]] = field(default_factory=dict)
    _asked_at: datetime | None = None
    _fetching: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def check(self, header: str, *, service_url: str, channel_id: str) -> dict[str, Any]:
        """The claims of a token that holds. Raises PermissionError or KeysUnavailable."""
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise PermissionError("no bearer token")
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
        except jwt.PyJWTError as fault:
            raise PermissionError(type(fault).__name__) from fault
        if claims.get("serviceurl") != service_url:
            raise PermissionError("the token is for another service")
        endorsed = self._endorsements.get(key_id)
        if endorsed and channel_id not in endorsed:
            raise PermissionError("the key does not speak for this channel")
        return claims

    async def _key(self, key_id: str) -> jwt.PyJWK:
        async with self._fetching:
            old = self._asked_at is None or self.now() - self._asked_at > FRESH
            unknown = key_id not in self._keys
            if old or (unknown and self._asked_at and self.now() - self._asked_at > FLOOR):
                await self._fetch()
        if key_id not in self._keys:
            raise PermissionError("an unknown key")
        return self._keys[key_id]

    async def _fetch(self) -> None:
        """Keys that were good stay so while the service that publishes them is away."""
        try:
            metadata = await self._get(self.metadata_url)
            published = await self._get(metadata["jwks_uri"])
            keys = [key for key in published["keys"] if key.get("kty") == "RSA"]
            self._keys = {key["kid"]: jwt.PyJWK(key, algorithm="RS256") for key in keys}
            self._endorsements = {key["kid"]: frozenset(key.get("endorsements") or ()) for key in keys}
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, jwt.PyJWTError) as fault:
            if not self._keys:
                raise KeysUnavailable from fault
        self._asked_at = self.now()

    async def _get(self, url: str) -> Any:  # noqa: ANN401 (JSON, looked into by the caller)
        async with self.session().get(url, timeout=PATIENCE) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)
