"""Rounds: take what is due, send it in the background, write down what became of it, rest until more is due.

What the courier and the crier have in common. Whoever goes the rounds is rung after every write, looks by
itself whenever something falls due, and at start-up finds what was left behind. Replicas share the work by
leases: taking is a conditional write, so one of them gets it.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Generic, Protocol, TypeVar

import structlog
from tenacity import AsyncRetrying, wait_random_exponential

from bot.log import about
from bot.sending.clients import PATIENCE
from sessions.ports import Clock
from sessions.retrying import retried

AT_ONCE = 100
"""Sends in hand at the same time: what Teams takes in two seconds. Those of one second may all be under way,
where it is slow to answer, while those of the next are drawn and wait for their time (`bot.sending.pace`).
"""
BATCH = 50
TOGETHER = 0.05
"""Seconds for which what was sent waits for others of its record, to be written down with them."""
LOOK_EVERY = timedelta(seconds=30)
"""What other replicas write does not ring our bell; this is how long we may not notice."""
LAST_MOMENT = PATIENCE + 5.0
"""Seconds for what is under way when the rounds are stopped: one call to Teams, and the write after it."""

_log = structlog.get_logger(__name__)

R = TypeVar("R")
Out = TypeVar("Out")


class Work(Protocol[R]):
    """What is done on the rounds. Records of type R hold what is to be sent."""

    @property
    def name(self) -> str:
        """Who goes the rounds, for the log."""
        ...

    @property
    def lease(self) -> timedelta: ...

    async def due(self, most: int) -> Sequence[R]:
        """Records in which something is due, the longest due first."""
        ...

    async def next_due(self) -> datetime | None: ...

    async def take(self, record: R) -> bool:
        """Take of the record what is due, no more than `Rounds.free`, and give it to `Rounds.send`.

        Answers whether anything was taken, or is otherwise changed, so that looking again is worth while.
        """
        ...


@dataclass(slots=True)
class Rounds(Generic[R]):
    work: Work[R]
    now: Clock
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _in_hand: set[tuple[str, str]] = field(default_factory=set)
    _vain: int = 0
    """Rounds, one after the other, in which nothing was taken and something was left due."""

    @property
    def free(self) -> int:
        """How many more may be taken: a lease runs from taking, so what cannot be sent at once is left."""
        return AT_ONCE - len(self._in_hand)

    def in_hand(self, record: str) -> Collection[str]:
        """What of that record is being sent here, by id."""
        return {each for of, each in self._in_hand if of == record}

    def ring(self) -> None:
        """Something may be due."""
        self._bell.set()

    async def run(self) -> None:
        """For ever; cancel it to stop. What is under way is given a moment to be written down."""
        try:
            while True:
                self._bell.clear()
                if len(self._in_hand) > AT_ONCE // 2:  # it is rung as hands come free
                    await self._bell.wait()
                elif not await self._round():
                    await self._rest()
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=LAST_MOMENT)
            late = list(self._under_way)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def send(
        self,
        record: str,
        sends: Mapping[str, Callable[[], Awaitable[Out | None]]],
        write: Callable[[Mapping[str, Out]], Awaitable[object]],
        until: datetime,
    ) -> None:
        """Send what was taken of a record, by id, in the background. `write` puts down what became of some,
        in one write; of a send that answers None everything is written already. `until` the lease lasts.
        """
        self._in_hand.update((record, each) for each in sends)
        ends = asyncio.get_running_loop().time() + (until - self.now()).total_seconds()
        task = asyncio.create_task(self._send_all(record, sends, write, ends))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _round(self) -> bool:
        """Take what is due; answers whether there was anything that could be taken."""
        try:
            due = await self.work.due(BATCH)
        except Exception as fault:  # noqa: BLE001 (a store that is away for a while must not stop the rounds)
            _log.error("round_failed", by=self.work.name, **about(fault))
            return False
        moved = [await self._take(record) for record in due if self.free > 0]
        if any(moved):
            self._vain = 0
        return any(moved)

    async def _take(self, record: R) -> bool:
        """Faults of one stop no other."""
        try:
            return await self.work.take(record)
        except Exception as fault:  # noqa: BLE001 (as above)
            _log.error("not_taken", by=self.work.name, **about(fault))
            return False

    async def _send_all(
        self,
        record: str,
        sends: Mapping[str, Callable[[], Awaitable[Out | None]]],
        write: Callable[[Mapping[str, Out]], Awaitable[object]],
        ends: float,
    ) -> None:
        """Each on its own; those that finish soon after each other share a write of the whole record."""
        finished: dict[str, Out] = {}
        under_way = len(sends)
        writing = asyncio.Lock()

        async def one(each: str, send: Callable[[], Awaitable[Out | None]]) -> None:
            nonlocal under_way
            try:
                try:
                    outcome = await send()
                finally:
                    under_way -= 1
                if outcome is None:
                    return
                finished[each] = outcome
                async with writing:
                    if each in finished and under_way:
                        await asyncio.sleep(TOGETHER)
                    if each in finished:
                        together = dict(finished)
                        finished.clear()
                        await self._persist(partial(write, together), ends)
            except Exception as fault:  # noqa: BLE001 (the lease runs out, and it is taken again)
                _log.error("not_sent", by=self.work.name, record=record, **about(fault))
            finally:
                self._in_hand.discard((record, each))
                self.ring()

        await asyncio.gather(*(one(each, send) for each, send in sends.items()))

    async def _persist(self, write: Callable[[], Awaitable[object]], ends: float) -> None:
        """Again and again while the lease lasts: what was sent and not written is sent twice.

        Once, if it has run out while others of the record were being written: nobody may have taken it yet.
        """

        def while_it_lasts() -> AsyncRetrying:
            return AsyncRetrying(
                stop=lambda state: asyncio.get_running_loop().time() + state.upcoming_sleep >= ends,
                wait=wait_random_exponential(multiplier=0.05, max=2),
                reraise=True,
            )

        await retried(write, on=Exception, by=while_it_lasts)

    async def _rest(self) -> None:
        """Until the bell rings, something falls due, or it is time to look."""
        try:
            next_due = await self.work.next_due()
        except Exception as fault:  # noqa: BLE001 (as in a round)
            _log.error("cannot_look", by=self.work.name, **about(fault))
            next_due = None
        wait = LOOK_EVERY if next_due is None else min(next_due - self.now(), LOOK_EVERY)
        self._vain = self._vain + 1 if wait <= timedelta(0) else 0
        # What is due and yet cannot be read or taken must not make us spin: each time in vain, twice as long.
        least = min(timedelta(seconds=0.1 * 2 ** min(self._vain, 10)), LOOK_EVERY)
        # No wait_for: up to Python 3.11 it can swallow the cancellation that is to stop us.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(wait, least).total_seconds()):
                await self._bell.wait()
