"""An adviser's diary: the times reserved for sessions, so that nobody is booked twice for the same time."""

from pydantic import AwareDatetime

from sessions.people import Frozen
from sessions.window import Window


class Reservation(Frozen):
    """A time kept for one request. `made_at` tells a booking under way from one that a crash left behind."""

    lro_id: str
    reference: str
    time: Window
    made_at: AwareDatetime

    def is_for(self, reference: str, time: Window) -> bool:
        return self.reference == reference and self.time == time


class Diary(Frozen):
    """All reservations of one adviser; they may hold two for one request while two clicks race."""

    adviser_id: str
    reservations: tuple[Reservation, ...] = ()

    def without(self, *dropped: Reservation) -> "Diary":
        kept = tuple(r for r in self.reservations if r not in dropped)
        return self.model_copy(update={"reservations": kept})

    def plus(self, reservation: Reservation) -> "Diary":
        return self.model_copy(update={"reservations": (*self.reservations, reservation)})
