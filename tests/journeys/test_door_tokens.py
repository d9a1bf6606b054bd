"""Who is let in: those whose token the Bot Framework signed, for this bot, from Teams, in our tenant."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from yarl import URL

from app import build
from bot.settings import Settings
from tests.journeys.beside import until
from tests.journeys.stage import Clock

APP_ID = "00000000-aaaa-4000-8000-000000000001"
TENANT = "00000000-bbbb-4000-8000-000000000002"
OTHER_TENANT = "00000000-bbbb-4000-8000-00000000000e"
SERVICE = "https://smba.example.test/uk/"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def activity(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """One that is let in and asks for nothing to be said in answer."""
    return {
        "type": "typing",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": "29:sample", "aadObjectId": "sample", "name": "Sample Person"},
        "conversation": {"id": "a:sample", "conversationType": "personal"},
        "recipient": {"id": "28:bot"},
        "channelData": {"tenant": {"id": TENANT}},
    } | changes


def token(key: Any = KEY, *, kid: str = "one", algorithm: str = "RS256", **claims: Any) -> str:  # noqa: ANN401 (any key, any claim)
    now = datetime.now(UTC)
    body = {
        "iss": "https://api.botframework.com",
        "aud": APP_ID,
        "serviceurl": SERVICE,
        "nbf": now - timedelta(minutes=1),
        "exp": now + timedelta(hours=1),
    } | claims
    kept = {name: value for name, value in body.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid})


@dataclass
class KeyService:
    """Publishes the Bot Framework's keys, as login.botframework.com does."""

    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=lambda: {"one": KEY})
    endorsements: list[str] = field(default_factory=lambda: ["msteams", "webchat"])
    asked: int = 0
    up: bool = True
    url: str = ""

    async def metadata(self, _: web.Request) -> web.Response:
        self.asked += 1
        if not self.up:
            raise web.HTTPServiceUnavailable
        return web.json_response({"jwks_uri": f"{self.url}/keys"})

    async def published(self, _: web.Request) -> web.Response:
        keys = [
            json.loads(RSAAlgorithm.to_jwk(key.public_key()))
            | {"kid": kid, "endorsements": self.endorsements}
            for kid, key in self.keys.items()
        ]
        return web.json_response({"keys": keys})


@dataclass
class Door:
    url: str
    session: aiohttp.ClientSession
    keys: KeyService
    clock: Clock

    async def knocks(self, header: str | None, **changes: Any) -> int:  # noqa: ANN401 (JSON)
        headers = {} if header is None else {"Authorization": header}
        async with self.session.post(self.url, json=activity(**changes), headers=headers) as answer:
            return answer.status


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    """The bot with MicrosoftAppId set, and a key service of our own in place of Microsoft's."""
    keys, clock = KeyService(), Clock()
    service = web.Application()
    service.router.add_get("/metadata", keys.metadata)
    service.router.add_get("/keys", keys.published)
    async with serving(service) as keys.url:
        settings = Settings(
            _env_file=None,
            app_id=APP_ID,
            app_password="sample",  # noqa: S106 (of nothing)
            app_tenant_id=TENANT.upper(),
            allowed_tenants=OTHER_TENANT.upper(),
            openid_metadata_url=f"{keys.url}/metadata",
            store=f"sqlite:///{tmp_path / 'bot.db'}",
        )
        async with serving(await build(settings, clock)) as url, aiohttp.ClientSession() as session:
            yield Door(f"{url}/api/messages", session, keys, clock)


async def test_a_token_of_the_bot_framework_is_let_in(door: Door) -> None:
    assert await door.knocks(f"Bearer {token()}") == 200
    assert await door.knocks(f"Bearer {token()}") == 200
    assert door.keys.asked == 1, "the keys are kept"


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer garbage",
        "Bearer a.b.c",
        "Basic c2FtcGxlOnNhbXBsZQ==",
        f"Bearer {token(OTHER_KEY)}",
        f"Bearer {token(kid='unknown')}",
        f"Bearer {token(kid='')}",
        f"Bearer {token(aud='00000000-0000-4000-8000-00000000000f')}",
        f"Bearer {token(aud=None)}",
        f"Bearer {token(iss='https://sts.example.test/')}",
        f"Bearer {token(iss=None)}",
        f"Bearer {token(exp=datetime.now(UTC) - timedelta(minutes=6))}",
        f"Bearer {token(exp=None)}",
        f"Bearer {token(nbf=datetime.now(UTC) + timedelta(hours=1))}",
        f"Bearer {token(serviceurl='https://evil.example.test/')}",
        f"Bearer {token(serviceurl=None)}",
        f"Bearer {token('', algorithm='none')}",
        f"Bearer {token('a secret that is long enough for this', algorithm='HS256')}",
        f"Bearer {token()[:-4]}AAAA",
    ],
)
async def test_no_other_token_is(door: Door, header: str | None) -> None:
    assert await door.knocks(header) == 401


async def test_nor_is_what_is_no_text_at_all(door: Door) -> None:
    url = URL(door.url)
    reading, writing = await asyncio.open_connection(url.host, url.port)
    body = json.dumps(activity()).encode()
    writing.write(
        b"POST %b HTTP/1.1\r\nHost: bot\r\nConnection: close\r\nAuthorization: Bearer \xff.\xff.\xff\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
        % (url.raw_path.encode(), len(body), body)
    )
    answer = await reading.read()
    writing.close()
    await writing.wait_closed()
    assert answer.startswith(b"HTTP/1.1 401 ")


async def test_the_token_is_for_the_service_that_the_activity_names(door: Door) -> None:
    """Or answers, and the bot's own token with them, would go wherever a sender likes."""
    assert await door.knocks(f"Bearer {token()}", serviceUrl="https://evil.example.test/") == 401


@pytest.mark.parametrize("channel", ["webchat", "directline", "emulator", "", None])
async def test_only_teams_says_who_somebody_is(door: Door, channel: str | None) -> None:
    """In Web Chat and Direct Line senders choose their own ids, and their tokens are as good."""
    assert await door.knocks(f"Bearer {token()}", channelId=channel) == 401


@pytest.mark.parametrize("tenant", ["00000000-bbbb-4000-8000-00000000000f", "", None])
async def test_another_tenant_is_not_let_in(door: Door, tenant: str | None) -> None:
    assert await door.knocks(f"Bearer {token()}", channelData={"tenant": {"id": tenant}}) == 401


@pytest.mark.parametrize("written", [str.upper, str.lower])
@pytest.mark.parametrize("tenant", [TENANT, OTHER_TENANT], ids=["the bot's own", "one that is allowed"])
async def test_a_tenant_is_known_however_it_is_written(
    door: Door, tenant: str, written: Callable[[str], str]
) -> None:
    assert await door.knocks(f"Bearer {token()}", channelData={"tenant": {"id": written(tenant)}}) == 200


async def test_a_key_that_does_not_speak_for_teams(door: Door) -> None:
    door.keys.endorsements = ["webchat"]
    assert await door.knocks(f"Bearer {token()}") == 401


async def test_new_keys_are_found_at_once_and_strangers_do_not_make_us_fetch(door: Door) -> None:
    assert await door.knocks(f"Bearer {token()}") == 200
    door.keys.keys = {"two": OTHER_KEY}
    for _ in range(5):
        assert await door.knocks(f"Bearer {token(kid='made up')}") == 401
    assert door.keys.asked == 1
    door.clock.passes(minutes=2)
    assert await door.knocks(f"Bearer {token(OTHER_KEY, kid='two')}") == 200
    assert door.keys.asked == 2


async def test_keys_stay_good_while_their_service_is_away(door: Door) -> None:
    assert await door.knocks(f"Bearer {token()}") == 200
    door.keys.up = False
    door.clock.passes(hours=25)
    assert await door.knocks(f"Bearer {token()}") == 200


async def test_without_any_keys_nobody_is_let_in_and_teams_may_try_again(door: Door) -> None:
    door.keys.up = False
    assert await door.knocks(f"Bearer {token()}") == 503
    door.keys.up = True
    assert await door.knocks(f"Bearer {token()}") == 200


async def test_a_token_is_taken_apart_once(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """And again once it has expired, for only who looks then can tell."""
    taken_apart = []
    decode = jwt.decode

    def counted(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (as PyJWT has it)
        taken_apart.append(args)
        return decode(*args, **kwargs)

    monkeypatch.setattr(jwt, "decode", counted)
    same = f"Bearer {token()}"
    assert [await door.knocks(same) for _ in range(3)] == [200] * 3
    assert len(taken_apart) == 1
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + timedelta(hours=1, minutes=6).total_seconds())
    assert await door.knocks(same) == 200, "PyJWT itself reads another clock"
    assert len(taken_apart) == 2


async def test_a_token_that_was_let_in_is_looked_at_again_for_each_activity(door: Door) -> None:
    same = f"Bearer {token()}"
    assert await door.knocks(same) == 200
    assert await door.knocks(same, serviceUrl="https://evil.example.test/") == 401
    assert await door.knocks(same, channelId="webchat") == 401
    assert await door.knocks(same) == 200


@pytest.mark.parametrize("name", ["two", "one"], ids=["withdrawn", "another of the same name"])
async def test_a_token_that_was_let_in_ends_with_its_key(door: Door, name: str) -> None:
    same = f"Bearer {token()}"
    assert await door.knocks(same) == 200
    door.keys.keys = {name: OTHER_KEY}
    door.clock.passes(hours=25)

    async def is_turned_away() -> bool:
        return await door.knocks(same) == 401

    await until(is_turned_away)  # who comes first does not wait for the new keys
