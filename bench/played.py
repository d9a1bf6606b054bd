"""Turns that are all answered as they should be: others are worth no figure."""

import asyncio

from bench.load.drive import Crowd, Result
from devtools.common import Trouble

GRACE = 60.0
"""Seconds beyond their time in which people must have their last answers."""


async def played(crowd: Crowd, concurrency: int, seconds: float) -> Result:
    """Raises Trouble at a wrong answer, at none, and where the bot is gone."""
    try:
        async with asyncio.timeout(seconds + GRACE):
            result = await crowd.play(concurrency, seconds)
    except OSError as fault:  # a timeout is one
        raise Trouble(f"the bot does not answer any more: {type(fault).__name__} {fault}") from fault
    if result.errors or not result.turns:
        raise Trouble(f"the bot answered wrongly: {result.wrong or 'nothing came'}")
    return result
