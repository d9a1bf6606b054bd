"""The courier: takes the notices that are due, sends them, and writes down what became of them.

Delivery is at least once. A message is sent twice if Teams took it and we do not know, or could not write it
down: the process died in between; the answer was lost, came too late, or was a 5xx all the same; the store
was away for longer than writing is tried; or the courier was stopped, and LAST_MOMENT was not enough. An edit
sent twice shows nothing new.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.delivery.delivering import Delivery
from bot.delivery.patience import after_failure
from bot.delivery.rounds import Rounds
from bot.people.memory import People
from bot.people.rosters import Rosters
from bot.sending.failures import NotYet, SendFailed, TryLater
from cards.untold import HAS_LEFT
from sessions.announcing.counting import Counting
from sessions.desk import Desk
from sessions.notices import COUNTS, Notice, NoticeKind
from sessions.outbox import Outbox, Outcome
from sessions.request import Request

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Courier:
    desk: Desk
    outbox: Outbox
    delivery: Delivery
    rosters: Rosters
    people: People
    counting: Counting
    rounds: Rounds[Request] = field(init=False)

    def __post_init__(self) -> None:
        self.rounds = Rounds(self, self.desk.now)

    @property
    def name(self) -> str:
        return "courier"

    @property
    def lease(self) -> timedelta:
        return self.outbox.lease

    def ring(self) -> None:
        """Something may be due."""
        self.rounds.ring()

    async def run(self) -> None:
        """Deliver for ever; cancel it to stop. What is under way is given a moment to be written down."""
        await self.rounds.run()

    async def due(self, most: int) -> Sequence[Request]:
        return [stored.value for stored in await self.desk.store.requests.due(self.desk.now(), most)]

    async def next_due(self) -> datetime | None:
        return await self.desk.store.requests.next_due()

    async def take(self, record: Request) -> bool:
        """Let the clock act, then take the notices and send them in the background."""
        ticked = await self.desk.tick(record)
        mine = self.rounds.in_hand(record.reference)
        until = self.desk.now() + self.lease
        latest, taken = await self.outbox.take(ticked, self.rounds.free, besides=mine)
        if taken:
            sends = {notice.id: partial(self._send, latest, notice) for notice in taken}
            self.rounds.send(record.reference, sends, partial(self.outbox.record, latest), until)
        return bool(taken) or ticked.revision != record.revision

    async def _send(self, request: Request, notice: Notice) -> Outcome | None:
        """One attempt, well inside the lease. None where what came of it is written already."""
        if notice.kind in COUNTS:
            return await self._count(request, notice)
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
        return Outcome(notice=notice, tried=request.revision, posted=posted)

    async def _count(self, request: Request, notice: Notice) -> Outcome:
        """Nothing is sent, so nothing can be sent twice: where it fails it is done again after the lease."""
        reference, ended = request.reference, request.last.booking
        match notice.kind:
            case NoticeKind.COUNT_REQUEST:
                await self.counting.count_request(reference, request.source, request.submitted_at)
            case NoticeKind.COUNT_HELD if request.booking is not None:
                await self.counting.count_held(reference, request.booking.time.end)
            case NoticeKind.COUNT_NO_SHOW if ended is not None:
                await self.counting.count_no_show(reference, ended.time.end)
        return Outcome(notice=notice, tried=request.revision)

    async def _tell_advisers(self, request: Request) -> None:
        """Nobody advises themselves: an LRO on the roster is told nothing of their own request."""
        profile = await self.people.profile(request.lro.id)
        roster = await self.rosters.advisers(borrowed=profile.reach if profile else None)
        advisers = [member for member in roster if member.id != request.lro.id]
        if not advisers:
            raise TryLater("NoAdvisers")
        await self.outbox.tell(request, advisers)

    async def _failed(self, request: Request, notice: Notice, failure: SendFailed) -> Outcome:
        if not isinstance(failure, NotYet):
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
        return member.name if member else HAS_LEFT
