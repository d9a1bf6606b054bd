"""The courier: takes the notices that are due, sends them, and writes down what became of them.

It is rung after every write, looks by itself whenever the next notice falls due, and at start-up finds what
was left behind. Delivery is at least once: a notice is sent twice only if the process dies between Teams'
taking the message and the write that records it. An edit sent twice shows nothing new. Replicas share the
work through the lease in each notice: taking it is a conditional write, so one of them gets it.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.backoff import backoff
from bot.delivery import Delivery
from bot.failures import SendFailed, TryLater
from bot.people import People
from bot.rosters import Rosters
from sessions.desk import Desk
from sessions.notices import Notice, NoticeKind
from sessions.outbox import Outbox, Outcome
from sessions.request import Request

AT_ONCE = 16
"""Sends under way at the same time: Teams takes 50 a second of one app in one tenant."""
BATCH = 50
LOOK_EVERY = timedelta(seconds=30)
"""What other replicas write does not ring our bell; this is how long we may not notice."""
PATIENCE = 30
"""Attempts at one notice, some hours in all, before it is given up."""
TELL_AFTER = 3
"""Attempts at finding the advisers before an organiser is told."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Courier:
    desk: Desk
    outbox: Outbox
    delivery: Delivery
    rosters: Rosters
    people: People
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _sends: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def ring(self) -> None:
        """Something may be due."""
        self._bell.set()

    async def run(self) -> None:
        """Deliver for ever; cancel it to stop. What is under way is given a moment to be written down."""
        try:
            while True:
                self._bell.clear()
                if not await self._round():
                    await self._rest()
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=5)

    async def _round(self) -> bool:
        """Take what is due; answers whether there was anything. A fault ends the round, not the courier."""
        try:
            due = await self.desk.store.requests.due(self.desk.now(), BATCH)
            moved = [await self._take(stored.value) for stored in due]
        except Exception as fault:  # noqa: BLE001 (a store that is away for a while must not stop the courier)
            _log.error("courier_round_failed", error=type(fault).__name__)
            return False
        return any(moved)

    async def _take(self, request: Request) -> bool:
        """Let the clock act, then take the notices and send them in the background."""
        ticked = await self.desk.tick(request)
        latest, taken = await self.outbox.take(ticked)
        if taken:
            task = asyncio.create_task(self._send_all(latest, taken))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return bool(taken) or ticked.revision != request.revision

    async def _send_all(self, request: Request, taken: Sequence[Notice]) -> None:
        """Each on its own; those that finish while a write is under way share the next one."""
        finished: dict[str, Outcome] = {}
        writing = asyncio.Lock()

        async def one(notice: Notice) -> None:
            outcome = await self._send(request, notice)
            if outcome is None:
                return
            finished[notice.id] = outcome
            async with writing:
                if notice.id in finished:
                    together = dict(finished)
                    finished.clear()
                    await self.outbox.record(request, together)

        results = await asyncio.gather(*(one(notice) for notice in taken), return_exceptions=True)
        for fault in results:
            if isinstance(fault, Exception):  # the lease runs out, and the notice is taken again
                _log.error("notice_failed", reference=request.reference, error=type(fault).__name__)
        self.ring()

    async def _send(self, request: Request, notice: Notice) -> Outcome | None:
        """One attempt. None where what came of it is written already."""
        try:
            async with self._sends:
                if notice.kind is NoticeKind.TELL_ADVISERS:
                    await self._tell_advisers(request)
                    return None
                posted = await self.delivery.deliver(request, notice)
        except SendFailed as failure:
            return await self._failed(request, notice, failure)
        return Outcome(posted=posted, shown=request.revision)

    async def _tell_advisers(self, request: Request) -> None:
        profile = await self.people.profile(request.lro.id)
        advisers = await self.rosters.advisers(borrowed=profile.reach if profile else None)
        if not advisers:
            raise TryLater("NoAdvisers")
        await self.outbox.tell(request, advisers)

    async def _failed(self, request: Request, notice: Notice, failure: SendFailed) -> Outcome:
        """Tried again while that may help. That there is nobody to advise is tried for ever, and told."""
        _log.warning(
            "notice_not_sent",
            reference=request.reference,
            kind=notice.kind.value,
            code=failure.code,
            attempts=notice.attempts,
        )
        to_all = notice.kind is NoticeKind.TELL_ADVISERS
        member = await self.rosters.member(notice.to)
        who = "The advisers" if to_all else member.name if member else request.lro.name
        again = isinstance(failure, TryLater) and (to_all or notice.attempts < PATIENCE)
        if not (again or to_all):
            return Outcome(failure=failure.code, who=who)
        wait = backoff(notice.attempts, failure.wait if isinstance(failure, TryLater) else None)
        tell = failure.code if to_all and notice.attempts >= TELL_AFTER else ""
        return Outcome(again_at=self.desk.now() + wait, failure=tell, who=who)

    async def _rest(self) -> None:
        """Until the bell rings, the next notice falls due, or it is time to look."""
        try:
            next_due = await self.desk.store.requests.next_due()
        except Exception as fault:  # noqa: BLE001 (as in a round)
            _log.error("courier_cannot_look", error=type(fault).__name__)
            next_due = None
        wait = LOOK_EVERY if next_due is None else min(next_due - self.desk.now(), LOOK_EVERY)
        # What is due and yet was not taken (another replica's, or a fault) must not make us spin.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), max(wait.total_seconds(), 0.1))
