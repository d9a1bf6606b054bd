"""The bot's own access token: asked for in a thread, kept, and renewed before it is needed."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import structlog

from bot.sending.failures import TryLater

FRESH = 240.0
"""Seconds after which MSAL is asked again; it renews a token that has less than 300 left."""
UNREAD = 290.0
"""Seconds for which a token is good that does not say how long: MSAL gives none with less than 300 left."""
SPARE = 60.0
"""Seconds before its end from which a token counts as over."""
RETRY = 15.0
"""Seconds from a renewal that failed to the next."""
RETRY_SOON = 1.0
"""The same, at first, where there is no good token: a turn may wait for it. Doubled each time up to RETRY."""
PATIENCE = 10.0
"""Seconds after which a renewal counts as failed. One that comes late is in MSAL's cache for the next."""
THREADS = 4
"""Renewals that may hang at the same time, until they end by themselves (`bot.sending.credentials`). The
threads are their own, so that nothing else, such as finding addresses, waits behind them."""

_log = structlog.get_logger(__name__)


class Token:
    """Empty where there is no app id. While the one it has is good, nobody waits for the next.

    The SDK's credentials (a password's, a managed identity's) block, and do not say when a token ends.
    """

    def __init__(self, credentials: Any, clock: Callable[[], float] = time.monotonic) -> None:  # noqa: ANN401 (the SDK has no types)
        self._credentials = credentials
        self._clock = clock
        self._token = ""
        self._ask_at = self._good_until = float("-inf")
        self._pause = RETRY_SOON
        self._renewal: asyncio.Task[Exception | None] | None = None
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="token")

    async def __call__(self) -> str:
        """Raises TryLater: that there is no token is nothing that stops a notice for good.

        Until it is time for the next renewal, everybody is told of the one that failed, and nothing is asked.
        """
        if not self._credentials.microsoft_app_id:
            return ""
        now = self._clock()
        renewal = self._latest_renewal(now)
        if now < self._good_until:
            return self._token
        # Whoever gives up waiting takes nothing from the others.
        fault = await asyncio.shield(renewal)
        if fault is not None:
            raise TryLater("NoToken") from fault
        return self._token

    async def close(self) -> None:
        if self._renewal is not None:
            self._renewal.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._renewal
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _latest_renewal(self, now: float) -> "asyncio.Task[Exception | None]":
        """The next, once it is time: one at a time, however many want it."""
        if self._renewal is None or (self._renewal.done() and now >= self._ask_at):
            self._renewal = asyncio.create_task(self._renew())
        return self._renewal

    async def _renew(self) -> Exception | None:
        """What went wrong, if something did."""
        loop, asked = asyncio.get_running_loop(), self._clock()
        try:
            async with asyncio.timeout(PATIENCE):
                token = str(await loop.run_in_executor(self._threads, self._credentials.get_access_token))
        except Exception as fault:  # noqa: BLE001 (MSAL, HTTP and the SDK each raise their own)
            _log.warning("token_not_renewed", error=type(fault).__name__)
            failed = self._clock()
            if failed >= self._good_until:
                self._ask_at = failed + self._pause
                self._pause = min(2 * self._pause, RETRY)
            else:
                self._ask_at = failed + RETRY
            return fault
        self._token, self._pause = token, RETRY_SOON
        self._ask_at, self._good_until = asked + FRESH, asked + max(_lasts(token), FRESH)
        return None


def _lasts(token: str) -> float:
    """Seconds, by what it says of itself. It is ours: nothing hangs on whether it is true."""
    try:
        ends = jwt.decode(token, options={"verify_signature": False})["exp"]
        return float(ends) - time.time() - SPARE
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
        return UNREAD
