"""What an adviser who leaves the team leaves behind: sessions that may need somebody else."""

from dataclasses import dataclass

from sessions.outbox import Outbox
from sessions.people import Member
from sessions.ports import Clock, Store


@dataclass(frozen=True, slots=True)
class Leavers:
    store: Store
    outbox: Outbox
    now: Clock

    async def left(self, member: Member) -> None:
        """Organisers are told, once, of each session ahead that `member` has booked. Bears repeating."""
        diary = await self.store.diaries.get(member.id, member.id)
        if diary is None:
            return
        for reservation in diary.value.reservations:
            stored = await self.store.requests.get(reservation.lro_id, reservation.reference)
            booking = stored.value.booking if stored else None
            if stored is None or booking is None or booking.adviser.id != member.id:
                continue
            if booking.time.end > self.now():
                await self.outbox.tell_of_leaver(stored.value, booking.adviser)
