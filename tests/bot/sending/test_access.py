"""The bot's own token: asked for once, kept while it is good, renewed before anybody needs the next."""

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest

from bot.sending import access
from bot.sending.access import FRESH, RETRY, RETRY_SOON, SPARE, UNREAD, Token
from bot.sending.failures import TryLater


class Credentials:
    """As the SDK has them: they block. `ready` holds the answer up."""

    microsoft_app_id = "sample"

    def __init__(self) -> None:
        self.asked = 0
        self.broken = False
        self.lasts: float | None = None
        self.ready = threading.Event()
        self.ready.set()

    def get_access_token(self) -> str:
        self.asked += 1
        assert threading.current_thread() is not threading.main_thread()
        assert self.ready.wait(10)
        if self.broken:
            raise PermissionError("Failed to get access token with error: invalid_client")
        if self.lasts is None:
            return f"token {self.asked}"
        about = {"exp": time.time() + self.lasts, "number": self.asked}
        return jwt.encode(about, "sample" * 8, algorithm="HS256")


class Clock:
    seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds

    def passes(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def credentials() -> Iterator[Credentials]:
    made = Credentials()
    yield made
    made.ready.set()


@pytest.fixture
def token(credentials: Credentials, clock: Clock) -> Token:
    return Token(credentials, clock)


async def settled(token: Token) -> None:
    """The renewal that is under way has come to its end."""
    renewal = token._renewal  # noqa: SLF001 (it is nobody's to wait for)
    assert renewal is not None
    await renewal


async def test_without_an_app_id_there_is_none() -> None:
    credentials: Any = Credentials()
    credentials.microsoft_app_id = ""
    assert await Token(credentials)() == ""
    assert credentials.asked == 0


async def test_it_is_asked_for_once_however_many_want_it(token: Token, clock: Clock) -> None:
    assert set(await asyncio.gather(*(token() for _ in range(20)))) == {"token 1"}
    clock.passes(FRESH - 1)
    assert await token() == "token 1"


async def test_nobody_waits_for_the_next_while_the_one_there_is_is_good(
    token: Token, clock: Clock, credentials: Credentials
) -> None:
    await token()
    clock.passes(FRESH)
    credentials.ready.clear()
    assert set(await asyncio.gather(*(token() for _ in range(20)))) == {"token 1"}
    credentials.ready.set()
    await settled(token)
    assert (await token(), credentials.asked) == ("token 2", 2)


async def test_what_does_not_say_how_long_it_is_good_is_waited_for_once_it_may_be_over(
    token: Token, clock: Clock
) -> None:
    await token()
    clock.passes(UNREAD)
    assert set(await asyncio.gather(*(token() for _ in range(20)))) == {"token 2"}


async def test_what_says_how_long_it_is_good_is_believed(
    token: Token, clock: Clock, credentials: Credentials
) -> None:
    """After an idle hour, too, the first who comes is answered at once."""
    credentials.lasts = 3 * 3600.0
    first = await token()
    clock.passes(3600)
    assert await token() == first
    await settled(token)
    second = await token()
    assert second != first
    clock.passes(3 * 3600 - SPARE + 1)
    assert await token() != second


async def test_a_renewal_that_fails_is_told_and_tried_again_soon_and_nobody_notices(
    token: Token, clock: Clock, credentials: Credentials, capfd: pytest.CaptureFixture[str]
) -> None:
    credentials.lasts = 3600.0
    first = await token()
    credentials.broken = True
    clock.passes(FRESH)
    for _ in range(5):
        assert await token() == first
        await settled(token)
    assert credentials.asked == 2
    assert "token_not_renewed" in capfd.readouterr().out
    credentials.broken = False
    clock.passes(RETRY)
    assert await token() == first
    await settled(token)
    assert await token() != first


async def test_that_there_is_no_token_stops_nothing_for_good(
    token: Token, clock: Clock, credentials: Credentials
) -> None:
    credentials.broken = True
    with pytest.raises(TryLater, match="NoToken"):
        await token()
    credentials.broken = False
    clock.passes(RETRY_SOON)
    assert await token() == "token 2"
    credentials.broken = True
    clock.passes(UNREAD)
    with pytest.raises(TryLater, match="NoToken"):
        await token()


async def has_none(token: Token) -> bool:
    """Whether somebody who sends is told that there is no token."""
    try:
        await token()
    except TryLater as failure:
        return failure.code == "NoToken"
    return False


async def test_while_the_secret_is_wrong_the_service_is_asked_seldom(
    token: Token, clock: Clock, credentials: Credentials
) -> None:
    """Soon at first, for a turn may wait for it; then once in RETRY, however much there is to send."""
    credentials.broken = True
    asked_at = []
    for second in range(60):
        before = credentials.asked
        assert all([await has_none(token) for _ in range(10)])
        asked_at += [second] * (credentials.asked - before)
        clock.passes(1)
    assert asked_at == [0, 1, 3, 7, 15, 30, 45]


async def test_those_who_wait_for_a_renewal_that_fails_share_it(
    token: Token, credentials: Credentials
) -> None:
    credentials.broken = True
    credentials.ready.clear()
    sending = [asyncio.create_task(has_none(token)) for _ in range(20)]
    await asyncio.sleep(0)
    credentials.ready.set()
    assert all(await asyncio.gather(*sending))
    assert credentials.asked == 1


async def test_after_it_was_mended_the_next_trouble_is_as_if_it_were_the_first(
    token: Token, clock: Clock, credentials: Credentials
) -> None:
    credentials.broken = True
    for _ in range(5):
        assert await has_none(token)
        clock.passes(RETRY)
    credentials.broken = False
    assert not await has_none(token)
    clock.passes(UNREAD)
    credentials.broken = True
    assert await has_none(token)
    clock.passes(RETRY_SOON)
    credentials.broken = False
    assert not await has_none(token)


async def test_a_renewal_that_hangs_is_given_up_and_the_next_goes_well(
    token: Token, clock: Clock, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials.ready.clear()
    with monkeypatch.context() as impatient:
        impatient.setattr(access, "PATIENCE", 0.01)
        async with asyncio.timeout(5):
            with pytest.raises(TryLater, match="NoToken"):
                await token()
    first = credentials.ready
    credentials.ready = threading.Event()
    credentials.ready.set()
    clock.passes(RETRY_SOON)
    assert await token() == "token 2"
    first.set()


async def test_who_gives_up_waiting_takes_nothing_from_the_others(
    token: Token, credentials: Credentials
) -> None:
    credentials.ready.clear()
    impatient, patient = asyncio.create_task(token()), asyncio.create_task(token())
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.sleep(0)
    credentials.ready.set()
    assert await patient == "token 1"
    assert credentials.asked == 1


async def test_at_the_end_nothing_is_left_running(
    token: Token, credentials: Credentials, clock: Clock
) -> None:
    await token()
    clock.passes(FRESH)
    credentials.ready.clear()
    await token()
    await token.close()
    assert token._renewal is not None  # noqa: SLF001 (nor does it show)
    assert token._renewal.cancelled()  # noqa: SLF001
