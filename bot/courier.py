"""The courier: takes the notices that are due, sends them, and writes down what became of them.

It is rung after every write, looks by itself whenever the next notice falls due, and at start-up finds what
was left behind. Replicas share the work through the lease in each notice: taking it is a conditional write,
so one of them gets it.

Delivery is at least once. A message is sent twice if Teams took it and we do not know, or could not write it
down: the process died in between; the answer was lost, came too late, or was a 5xx all the same; the store
was away for longer than `_record` tries; or the courier was stopped, and LAST_MOMENT was not enough. An edit
sent twice shows nothing new.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from tenacity import AsyncRetrying, stop_before_delay, wait_random_exponential

from bot.clients import PATIENCE
from bot.delivery import Delivery
from bot.failures import SendFailed, TryLater
from bot.log import about
from bot.patience import after_failure
from bot.people import People
from bot.rosters import Rosters
from sessions.desk import Desk
from sessions.notices import Notice, NoticeKind
from sessions.outbox import Outbox, Outcome
from sessions.request import Request

AT_ONCE = 16
"""Notices in hand at the same time: Teams takes 50 sends a second of one app in one tenant."""
BATCH = 50
LOOK_EVERY = timedelta(seconds=30)
"""What other replicas write does not ring our bell; this is how long we may not notice."""
LAST_MOMENT = PATIENCE + 5.0
"""Seconds for what is under way when the courier is stopped: one call to Teams, and the write after it."""

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
    _in_hand: set[tuple[str, str]] = field(default_factory=set)
    _vain: int = 0
    """Rounds, one after the other, in which something was due and could not be taken."""

    def ring(self) -> None:
        """Something may be due."""
        self._bell.set()

    async def run(self) -> None:
        """Deliver for ever; cancel it to stop. What is under way is given a moment to be written down."""
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

    async def _round(self) -> bool:
        """Take what is due; answers whether there was anything that could be taken."""
        try:
            due = await self.desk.store.requests.due(self.desk.now(), BATCH)
        except Exception as fault:  # noqa: BLE001 (a store that is away for a while must not stop the courier)
            _log.error("courier_round_failed", **about(fault))
            self._vain += 1
            return False
        moved = [await self._take(stored.value) for stored in due if len(self._in_hand) < AT_ONCE]
        self._vain = 0 if any(moved) or not due else self._vain + 1
        return any(moved)

    async def _take(self, request: Request) -> bool:
        """Let the clock act, then take the notices and send them in the background. Faults stop no other."""
        try:
            ticked = await self.desk.tick(request)
            mine = {notice for reference, notice in self._in_hand if reference == request.reference}
            latest, taken = await self.outbox.take(ticked, AT_ONCE - len(self._in_hand), besides=mine)
        except Exception as fault:  # noqa: BLE001 (as above)
            _log.error("notices_not_taken", reference=request.reference, **about(fault))
            return False
        if taken:
            self._in_hand.update((request.reference, notice.id) for notice in taken)
            task = asyncio.create_task(self._send_all(latest, taken))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return bool(taken) or ticked.revision != request.revision

    async def _send_all(self, request: Request, taken: Sequence[Notice]) -> None:
        """Each on its own; those that finish while a write is under way share the next one."""
        finished: dict[str, Outcome] = {}
        writing = asyncio.Lock()

        async def one(notice: Notice) -> None:
            try:
                outcome = await self._send(request, notice)
                if outcome is None:
                    return
                finished[notice.id] = outcome
                async with writing:
                    if notice.id in finished:
                        together = dict(finished)
                        finished.clear()
                        await self._record(request, together)
            except Exception as fault:  # noqa: BLE001 (the lease runs out, and the notice is taken again)
                _log.error("notice_failed", reference=request.reference, **about(fault))
            finally:
                self._in_hand.discard((request.reference, notice.id))
                self.ring()

        await asyncio.gather(*(one(notice) for notice in taken))

    async def _record(self, request: Request, outcomes: dict[str, Outcome]) -> None:
        """Written again and again while the lease lasts: what was sent and not written is sent twice."""
        tries = AsyncRetrying(
            stop=stop_before_delay(self.outbox.lease / 3),
            wait=wait_random_exponential(multiplier=0.05, max=2),
            reraise=True,
        )
        await tries(self.outbox.record, request, outcomes)

    async def _send(self, request: Request, notice: Notice) -> Outcome | None:
        """One attempt, well inside the lease. None where what came of it is written already."""
        try:
            async with asyncio.timeout(self.outbox.lease.total_seconds() * 0.6):
                if notice.kind is NoticeKind.TELL_ADVISERS:
                    await self._tell_advisers(request)
                    return None
                posted = await self.delivery.deliver(request, notice)
        except SendFailed as failure:
            return await self._failed(request, notice, failure)
        except TimeoutError:
            return await self._failed(request, notice, TryLater("TimeoutError"))
        return Outcome(tried=request.revision, posted=posted)

    async def _tell_advisers(self, request: Request) -> None:
        """Nobody advises themselves: an LRO on the roster is told nothing of their own request."""
        profile = await self.people.profile(request.lro.id)
        roster = await self.rosters.advisers(borrowed=profile.reach if profile else None)
        advisers = [member for member in roster if member.id != request.lro.id]
        if not advisers:
            raise TryLater("NoAdvisers")
        await self.outbox.tell(request, advisers)

    async def _failed(self, request: Request, notice: Notice, failure: SendFailed) -> Outcome:
        _log.warning(
            "notice_not_sent",
            reference=request.reference,
            kind=notice.kind.value,
            code=failure.code,
            attempts=notice.attempts,
        )
        return after_failure(request, notice, failure, await self._name(request, notice), self.desk.now())

    async def _name(self, request: Request, notice: Notice) -> str:
        """Whom a notice is for, as an organiser reads it."""
        if notice.kind is NoticeKind.TELL_ADVISERS:
            return "The advisers"
        if notice.to == request.lro.id:
            return request.lro.name
        member = await self.rosters.member(notice.to)
        return member.name if member else "Somebody who has left the team"

    async def _rest(self) -> None:
        """Until the bell rings, the next notice falls due, or it is time to look."""
        try:
            next_due = await self.desk.store.requests.next_due()
        except Exception as fault:  # noqa: BLE001 (as in a round)
            _log.error("courier_cannot_look", **about(fault))
            next_due = None
        wait = LOOK_EVERY if next_due is None else min(next_due - self.desk.now(), LOOK_EVERY)
        # What is due and yet cannot be taken must not make us spin: each time in vain, twice as long.
        least = min(timedelta(seconds=0.1 * 2 ** min(self._vain, 10)), LOOK_EVERY)
        # No wait_for: up to Python 3.11 it can swallow the cancellation that is to stop us.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(wait, least).total_seconds()):
                await self._bell.wait()
