"""An adviser's diary: the times reserved for sessions, so that nobody is booked twice for the same time."""

from datetime import datetime

from pydantic import AwareDatetime

from sessions.people import Frozen
from sessions.window import Window


class Reservation(Frozen):
    """A time kept for one request. `made_at` tells a booking under way from one that a crash left behind."""

    lro_id: str
    reference: str
    time: Window
    made_at: AwareDatetime


class Diary(Frozen):
    adviser_id: str
    reservations: tuple[Reservation, ...] = ()

    def clashes(self, time: Window, *, apart_from: str = "") -> tuple[Reservation, ...]:
        """The reservations, other than that reference's own, that overlap `time`."""
        return tuple(r for r in self.reservations if r.reference != apart_from and r.time.overlaps(time))

    def busy(self) -> tuple[Window, ...]:
        return tuple(r.time for r in self.reservations)

    def reserved(self, reservation: Reservation, now: datetime) -> "Diary":
        """With that time kept, and what is over dropped."""
        kept = (r for r in self.reservations if r.time.end > now and r.reference != reservation.reference)
        return self.model_copy(update={"reservations": (*kept, reservation)})

    def without(self, *references: str) -> "Diary":
        return self.model_copy(
            update={"reservations": tuple(r for r in self.reservations if r.reference not in references)}
        )
