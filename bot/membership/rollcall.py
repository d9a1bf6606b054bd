"""What is looked after though nobody acts and no event comes: the advisers' roster, and the channels."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.log import about

LOOK_EVERY = 300.0
"""Seconds, on average: drawn anew each time, so that replicas do not look in step. To look is one read of the
store; Teams is asked by whoever first finds that nobody has done so for an hour."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class RollCall:
    rounds: Sequence[Callable[[], Awaitable[None]]]
    """What is done at each look, in this order. It must bear to be done on every replica."""
    bell: asyncio.Event
    """Set where there may be something to do now."""

    @property
    def name(self) -> str:
        return "roll call"

    async def run(self) -> None:
        """For ever; cancel it to stop."""
        while True:
            self.bell.clear()
            for act in self.rounds:
                await self._act(act)
            # No wait_for: up to Python 3.11 it can swallow the cancellation that is to stop us.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY * random.uniform(0.5, 1.5)):  # noqa: S311 (no secret)
                    await self.bell.wait()

    async def _act(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except Exception as fault:  # noqa: BLE001 (a store that is away for a while must not stop it)
            _log.error("roll_call_failed", **about(fault))
