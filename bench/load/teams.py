"""The services around a bot: the Bot Connector, its keys, and the managed identity's tokens, on one port.

It takes everything at once and enforces no limits. All people and ids are made up.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bench.load.wire import Call, Served

APP_ID = "00000000-aaaa-4000-8000-000000000001"
TENANT = "00000000-bbbb-4000-8000-000000000002"
RDT = "19:rdt-team@thread.tacv2"
BOT = {"id": f"28:{APP_ID}", "name": "Support Sessions"}
KEY_ID = "sample"
HOUR = 3600

Json = dict[str, Any]


class Teams:
    """`said`: the last message posted to each conversation that is watched, and its id, until it is taken."""

    def __init__(self, advisers: int) -> None:
        self._server: asyncio.Server | None = None
        self._lines: list[Served] = []
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._ids = itertools.count(1)
        self._advisers = [_adviser(number) for number in range(advisers)]
        self.said: dict[str, tuple[str, bytes]] = {}
        self.watched: set[str] = set()
        """Conversations whose messages are kept in `said`; of others only the number is."""
        self.sends = 0
        self.edits = 0
        self.connections = 0
        self.strange: list[str] = []
        """What was asked that nobody here can answer."""

    async def open(self, port: int = 0) -> Self:
        """Listen on this machine only. Port 0: one of the system's choice."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._served, "127.0.0.1", port)
        return self

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for line in self._lines:
            line.close()
        await asyncio.sleep(0)  # for what closing them calls

    @property
    def url(self) -> str:
        """The service URL, as activities carry it."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def environment(self) -> dict[str, str]:
        """This bot's settings, by which it finds its registration and everything else here."""
        return {
            "MicrosoftAppType": "UserAssignedMSI",
            "MicrosoftAppId": APP_ID,
            "MicrosoftAppTenantId": TENANT,
            "ToBotFromChannelOpenIdMetadataUrl": f"{self.url}openid",
            "IDENTITY_ENDPOINT": f"{self.url}msi/token",
            "IDENTITY_HEADER": "sample",
            "RDT_TEAM_ID": RDT,
            "SENDS_PER_SECOND": "100000",  # nothing is enforced here, so notices need not wait
        }

    def token(self) -> str:
        """What the Bot Connector signs its requests with: one token for an hour, as there."""
        now = int(time.time())
        claims = {"iss": "https://api.botframework.com", "aud": APP_ID, "serviceurl": self.url}
        return jwt.encode(
            claims | {"nbf": now - 60, "exp": now + HOUR}, self._key, "RS256", headers={"kid": KEY_ID}
        )

    def take(self, conversation: str) -> Json:
        """The last message posted there. Raises LookupError where nothing was."""
        message_id, body = self.said.pop(conversation)
        return {**orjson.loads(body), "id": message_id}

    @property
    def _port(self) -> int:
        if self._server is None:
            raise LookupError("not open")
        return int(self._server.sockets[0].getsockname()[1])

    def _served(self) -> Served:
        line = Served(self._answer, opened=self._count_connection)
        self._lines.append(line)
        return line

    def _count_connection(self) -> None:
        self.connections += 1

    def _answer(self, call: Call) -> tuple[int, bytes]:
        parts = urlsplit(call.path).path.strip("/").split("/")
        match call.method, parts:
            case "POST", ["v3", "conversations", conversation, "activities", *_]:
                return self._posted(unquote(conversation), call.body)
            case "PUT", ["v3", "conversations", _, "activities", activity]:
                self.edits += 1
                return _json({"id": unquote(activity)})
            case "POST", ["v3", "conversations"]:
                wanted = orjson.loads(call.body)
                return _json({"id": f"a:chat-{wanted['members'][0]['id']}"}, status=201)
        found = self._found(parts) if call.method == "GET" else None
        if found is None:
            self.strange.append(f"{call.method} {call.path}")
            return _json({"error": {"code": "NotFound"}}, status=404)
        return _json(found)

    def _found(self, parts: list[str]) -> Json | None:
        """What can be read here: rosters, and what says who somebody is."""
        found: Json | None = None
        match parts:
            case ["v3", "conversations", _, "pagedmembers"]:
                found = {"members": self._advisers}
            case ["v3", "conversations", _, "members", member]:
                found = _lro(unquote(member))
            case ["v3", "teams", _, "conversations"]:
                found = {"conversations": []}
            case ["openid"]:
                found = {"jwks_uri": f"{self.url}keys"}
            case ["keys"]:
                public = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
                found = {"keys": [public | {"kid": KEY_ID, "endorsements": ["msteams"]}]}
            case ["msi", "token"]:
                expires = str(int(time.time()) + 24 * HOUR)
                found = {"access_token": "sample", "token_type": "Bearer", "expires_on": expires}
        return found

    def _posted(self, conversation: str, body: bytes) -> tuple[int, bytes]:
        self.sends += 1
        message_id = f"m-{next(self._ids)}"
        if conversation in self.watched:
            self.said[conversation] = message_id, body
        return _json({"id": message_id}, status=201)


def _adviser(number: int) -> Json:
    entra = f"00000000-cccc-4000-8000-{number:012}"
    name = f"Sample Adviser {number:03}"
    return {"id": f"29:adviser-{number}", "objectId": entra, "name": name, "email": f"a{number}@example.org"}


def _lro(teams_id: str) -> Json:
    number = int(teams_id.rpartition("-")[2])
    entra = f"00000000-dddd-4000-8000-{number:012}"
    email = "sample.lro@dorset.police.uk"
    return {"id": teams_id, "objectId": entra, "name": f"Sample LRO {number}", "email": email}


def _json(body: Mapping[str, object], status: int = 200) -> tuple[int, bytes]:
    return status, orjson.dumps(body)
