"""The keys that tokens are signed with: fetched behind people's backs, whatever becomes of the fetch."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.door.authentication import Authentication
from bot.door.tokens import FLOOR, FRESH, ISSUER, KeysUnavailable, Tokens
from bot.settings import Settings

SERVICE = "https://smba.example.test/uk/"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECOND = timedelta(seconds=1)


def token(kid: str = "one", key: rsa.RSAPrivateKey = KEY) -> str:
    claims = {
        "iss": ISSUER,
        "aud": "app",
        "serviceurl": SERVICE,
        "exp": datetime.now(UTC) + timedelta(hours=1),
    }
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})


class Answer:
    def __init__(self, said: object) -> None:
        self.said = said

    def raise_for_status(self) -> None:
        pass

    async def json(self, content_type: str | None) -> object:
        assert content_type is None
        return self.said


class Publisher:
    """In place of the HTTP session: what the Bot Framework publishes, while it is up and answers."""

    def __init__(self) -> None:
        self.keys = {"one": KEY}
        self.asked = 0
        self.fault: Exception | None = None
        self.answers = asyncio.Event()
        self.answers.set()
        self.odd: object = None

    @asynccontextmanager
    async def get(self, url: str, timeout: aiohttp.ClientTimeout) -> AsyncIterator[Answer]:  # noqa: ASYNC109 (aiohttp's)
        assert timeout.total
        if url == "metadata":
            self.asked += 1
        await self.answers.wait()
        if self.fault:
            raise self.fault
        published = self.published() if self.odd is None else self.odd
        yield Answer({"jwks_uri": "keys"} if url == "metadata" else published)

    def published(self) -> object:
        return {
            "keys": [
                json.loads(RSAAlgorithm.to_jwk(key.public_key())) | {"kid": kid}
                for kid, key in self.keys.items()
            ]
        }


class Door:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
        self.publisher = Publisher()
        session: Any = self.publisher
        self.tokens = Tokens("app", "metadata", lambda: self.now, lambda: session)

    async def lets_in(self, shown: str) -> bool:
        try:
            async with asyncio.timeout(5):
                await self.tokens.check(f"Bearer {shown}", service_url=SERVICE, channel_id="msteams")
        except PermissionError:
            return False
        return True

    async def has_fetched(self) -> None:
        """The fetch that is under way has come to its end."""
        fetch = self.tokens._fetch  # noqa: SLF001 (it is nobody's to wait for)
        assert fetch is not None
        await fetch

    async def asked_after(self, passed: timedelta) -> int:
        """How often it is asked for keys because of somebody who comes so much later, and is let in."""
        self.now += passed
        before = self.publisher.asked
        assert await self.lets_in(token())
        await self.has_fetched()
        return self.publisher.asked - before


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    made = Door()
    yield made
    await made.tokens.close()


async def test_nobody_waits_while_old_keys_are_fetched_anew(door: Door) -> None:
    """Their publisher takes the question and does not answer; a good key is good meanwhile."""
    assert await door.lets_in(token())
    door.now += FRESH + SECOND
    door.publisher.answers.clear()
    assert await asyncio.gather(*(door.lets_in(token()) for _ in range(20))) == [True] * 20
    assert door.publisher.asked == 2, "all of them together"
    door.publisher.answers.set()
    await door.has_fetched()
    assert await door.asked_after(FRESH - SECOND) == 0


async def test_a_fetch_of_old_keys_that_failed_is_told_and_made_again_a_minute_later(
    door: Door, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await door.asked_after(timedelta()) == 1
    assert await door.asked_after(FRESH) == 0
    door.publisher.fault = aiohttp.ClientError("away")
    assert await door.asked_after(SECOND) == 1
    assert "keys_not_fetched" in capfd.readouterr().out
    assert await door.asked_after(FLOOR) == 0
    assert await door.asked_after(SECOND) == 1
    door.publisher.fault = None
    assert await door.asked_after(FLOOR + SECOND) == 1
    assert await door.asked_after(FRESH) == 0, "they are fresh"


async def test_a_key_that_is_withdrawn_holds_until_the_new_ones_are_there(door: Door) -> None:
    assert await door.lets_in(token())
    door.publisher.keys = {"two": OTHER_KEY}
    door.now += FRESH + SECOND
    assert await door.lets_in(token())
    await door.has_fetched()
    assert not await door.lets_in(token())


async def test_who_names_a_new_key_waits_for_the_fetch_that_is_under_way(door: Door) -> None:
    assert await door.lets_in(token())
    door.publisher.keys = {"one": KEY, "two": OTHER_KEY}
    door.now += FRESH + SECOND
    door.publisher.answers.clear()
    assert await door.lets_in(token())
    comes = asyncio.create_task(door.lets_in(token("two", OTHER_KEY)))
    await asyncio.sleep(0)
    assert not comes.done()
    door.publisher.answers.set()
    assert await comes
    assert door.publisher.asked == 2


async def test_those_who_wait_for_the_first_keys_share_the_fetch_that_fails(door: Door) -> None:
    """One after the other, each with a try of its own, the last would be answered after minutes."""
    door.publisher.fault = aiohttp.ClientError("away")
    told = await asyncio.gather(*(door.lets_in(token()) for _ in range(20)), return_exceptions=True)
    assert all(isinstance(each, KeysUnavailable) for each in told)
    assert door.publisher.asked == 1
    door.publisher.fault = None
    assert await door.lets_in(token()), "who comes next is not told of a failure that is over"


async def test_who_gives_up_waiting_takes_nothing_from_the_others(door: Door) -> None:
    door.publisher.answers.clear()
    impatient, patient = (asyncio.create_task(door.lets_in(token())) for _ in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.sleep(0)
    door.publisher.answers.set()
    assert await patient
    assert door.publisher.asked == 1


@pytest.mark.parametrize(
    "odd",
    [[], {}, {"keys": [5]}, {"keys": [{"kty": "RSA", "kid": "two"}]}, {"keys": [{"kty": "RSA", "n": "x"}]}],
)
async def test_what_is_published_and_makes_no_sense_changes_nothing(door: Door, odd: object) -> None:
    assert await door.lets_in(token())
    door.publisher.odd = odd
    assert await door.asked_after(FRESH + SECOND) == 1
    assert await door.lets_in(token())


async def test_at_the_end_nothing_is_left_under_way(door: Door) -> None:
    assert await door.lets_in(token())
    door.now += FRESH + SECOND
    door.publisher.answers.clear()
    assert await door.lets_in(token())
    auth = Authentication(Settings(_env_file=None), lambda: door.now)
    auth._tokens = door.tokens  # noqa: SLF001 (in the place of its own, which would ask Microsoft)
    await auth.close()
    fetch = door.tokens._fetch  # noqa: SLF001 (nor does it show)
    assert fetch is not None
    assert fetch.cancelled()
