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
    return await retried(write, on=Conflict, by=_after_conflicts)


async def retried(
    call: Callable[[], Awaitable[T]], *, on: type[Exception], by: Callable[[], AsyncRetrying]
) -> T:
    """What `call` answers; where it raises `on`, what retrying made of it, to which that was the first try.

    Nearly all calls go well at once, and to set retrying up takes longer than many of them.
    """
    try:
        return await call()
    except on as raised:
        first = [raised]

    async def again() -> T:
        if first:
            raise first.pop()
        return await call()

    return await by()(again)


def _after_conflicts() -> AsyncRetrying:
    return AsyncRetrying(
        retry=retry_if_exception_type(Conflict),
        stop=stop_after_attempt(TRIES),
        wait=wait_random_exponential(multiplier=0.002, max=0.25),
        reraise=True,
    )
