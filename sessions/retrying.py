"""Conditional writes: read, decide, write; when somebody else wrote meanwhile, read and decide anew."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from sessions.ports import Conflict

T = TypeVar("T")

TRIES = 40
"""More writers than one record will ever meet at once; past that it is a fault, and told as one."""


async def until_written(write: Callable[[], Awaitable[T]]) -> T:
    """Call `write`, again whenever it raises Conflict. Raises the last Conflict after TRIES."""
    tries = AsyncRetrying(
        retry=retry_if_exception_type(Conflict),
        stop=stop_after_attempt(TRIES),
        wait=wait_random_exponential(multiplier=0.002, max=0.25),
        reraise=True,
    )
    return await tries(write)
