"""Conditional writes: read, decide, write; when somebody else wrote meanwhile, read and decide anew."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from sessions.ports import Conflict, Records

T = TypeVar("T")

TRIES = 40
"""More writers than one record will ever meet at once; past that it is a fault, and told as one."""


async def changed(records: Records[T], partition: str, key: str, change: Callable[[T], T]) -> T | None:
    """The record as `change` makes it of what is there, written; None where nothing is there.

    What comes out equal is not written. Where somebody else wrote meanwhile, `change` is called anew, with
    what they left: what it notes beside its answer, it notes anew each time. What it raises ends it, with
    nothing written. Raises the last Conflict after TRIES.
    """

    async def write() -> T | None:
        stored = await records.get(partition, key)
        if stored is None:
            return None
        after = change(stored.value)
        return after if after == stored.value else (await records.save(stored, after)).value

    return await until_written(write)


async def made_or_changed(
    records: Records[T], partition: str, key: str, new: T, change: Callable[[T], T]
) -> T:
    """As `changed`; where nothing is there, the record is made, of what `change` makes of `new`."""

    async def write() -> T:
        stored = await records.get(partition, key)
        before = new if stored is None else stored.value
        after = change(before)
        if after == before:
            return after
        written = records.add(after) if stored is None else records.save(stored, after)
        return (await written).value

    return await until_written(write)


async def until_written(write: Callable[[], Awaitable[T]]) -> T:
    """Call `write`, again whenever it raises Conflict. Raises the last Conflict after TRIES.

    For what does more between reading and writing than to change a record.
    """
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
