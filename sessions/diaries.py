"""Reserving an adviser's time. A diary and a request are two records, so this is the order:

reserve the time in the diary, then book the request, and drop the reservation if that fails. A crash in
between leaves a reservation that no request agrees with; whoever meets one that is old enough passes over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sessions.diary import Diary, Reservation
from sessions.ports import Clock, Store
from sessions.refusals import AdviserBusy
from sessions.request import Booking, Request
from sessions.retrying import changed, until_written
from sessions.window import Window

UNDER_WAY = timedelta(minutes=1)
"""A reservation younger than this may belong to a booking that is being written at this moment."""


@dataclass(frozen=True, slots=True)
class Diaries:
    store: Store
    now: Clock

    async def reserve(self, request: Request, adviser_id: str, time: Window) -> Reservation:
        """Keep `time` for `request`. Raises AdviserBusy if another session stands at that time."""

        async def write() -> Reservation:
            stored = await self.store.diaries.get(adviser_id, adviser_id)
            diary = Diary(adviser_id=adviser_id) if stored is None else stored.value
            idle = await self._idle(diary, request, time)
            mine = Reservation(
                lro_id=request.lro.id, reference=request.reference, time=time, made_at=self.now()
            )
            kept = diary.without(*idle).plus(mine)
            if stored is None:
                await self.store.diaries.add(kept)
            else:
                await self.store.diaries.save(stored, kept)
            return mine

        return await until_written(write)

    async def drop(self, adviser_id: str, dropped: Sequence[Reservation]) -> None:
        """Give the time back; what is no longer there needs nothing."""
        await changed(self.store.diaries, adviser_id, adviser_id, lambda diary: diary.without(*dropped))

    async def drop_ended(self, booking: Booking, reference: str) -> None:
        """Give back the time of a booking that has ended, and no other: a newer one may be under way."""
        adviser_id = booking.adviser.id
        stored = await self.store.diaries.get(adviser_id, adviser_id)
        if stored is not None:
            ended = [r for r in stored.value.reservations if r.is_for(reference, booking.time)]
            await self.drop(adviser_id, ended)

    async def busy(self, adviser_id: str, among: Sequence[Window]) -> list[Window]:
        """The times, of those that touch `among`, at which the adviser has a session."""
        stored = await self.store.diaries.get(adviser_id, adviser_id)
        if stored is None:
            return []
        near = [r for r in stored.value.reservations if any(r.time.overlaps(window) for window in among)]
        return [r.time for r in near if await self._stands(adviser_id, r)]

    async def _idle(self, diary: Diary, request: Request, time: Window) -> list[Reservation]:
        """Reservations to leave out: over, of this very click, or abandoned and in the way."""
        now = self.now()
        idle = [r for r in diary.reservations if r.time.end <= now or r.is_for(request.reference, time)]
        for reservation in diary.reservations:
            if reservation in idle or not reservation.time.overlaps(time):
                continue
            if reservation.reference == request.reference:
                continue  # the same request at another time: only one of the two can win it
            if await self._stands(diary.adviser_id, reservation):
                raise AdviserBusy(request, reservation.time, reservation.reference)
            idle.append(reservation)
        return idle

    async def _stands(self, adviser_id: str, reservation: Reservation) -> bool:
        if self.now() - reservation.made_at < UNDER_WAY:
            return True
        stored = await self.store.requests.get(reservation.lro_id, reservation.reference)
        booking = None if stored is None else stored.value.booking
        return booking is not None and booking.adviser.id == adviser_id and booking.time == reservation.time
