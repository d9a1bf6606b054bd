"""The desk: what can be done with a request. Each use case reads, decides, and writes once, on a condition.

Who may call which is decided before (`bot.people.rights`), and held once more by the lifecycle's table. Every
moment is aware and in UTC. A use case that the same person repeats in the same words answers as it did at
first. `seen` is the revision that they saw when they decided, 0 if that is not known: where something has
happened since, and the same is not what they meant then, OutOfDate, which is a NotNow, is raised. A time to
be booked is named by whoever books it: that stands whatever else has happened.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sessions.availability import clip
from sessions.diaries import UNDER_WAY, Diaries
from sessions.diary import Reservation
from sessions.notices import Posted
from sessions.people import Party, Person
from sessions.ports import AlreadyExists, Clock, Store, Stored
from sessions.refusals import LroBusy, NoSuchRequest, NoTimes, OutOfDate, Refused, SlotGone
from sessions.region import Region
from sessions.request import Action, Asked, Booking, Elsewhere, Request, State
from sessions.retrying import changed
from sessions.slots import bookable_slots, first_slot
from sessions.transition import Step, advance, begin
from sessions.window import Window


@dataclass(frozen=True, slots=True)
class Desk:
    store: Store
    region: Region
    now: Clock

    async def submit(
        self,
        reference: str,
        lro: Person,
        asked: Asked,
        *,
        source: str = "",
        thread: Posted | None = None,
    ) -> Request:
        """Store a new request and, in the same write, the notice for the advisers.

        The walk draws the reference before it shows the summary, so that a submit sent twice is one request.
        `thread`: of the channel where it was asked for, which is given a tick.
        Raises NoTimes if the availability has passed while the summary stood there.
        """
        existing = await self.store.requests.get(lro.id, reference)
        if existing is not None:
            return existing.value
        usable = asked.model_copy(update={"availability": self._usable(asked.availability)})
        request = begin(
            reference, lro, usable, region=self.region, now=self.now(), source=source, thread=thread
        )
        try:
            return (await self.store.requests.add(request)).value
        except AlreadyExists:
            return (await self._get(lro.id, reference)).value

    async def book(
        self, lro_id: str, reference: str, adviser: Person, start: datetime, *, seen: int = 0
    ) -> Request:
        """Book the session for `adviser` at `start`: reserve it in the diary, then write it to the request.

        Raises NoSuchRequest, NotNow (somebody was first, or it is no longer open), SlotGone, AdviserBusy or
        LroBusy.
        """
        time = Window(start=start, end=start + self.region.offer.session_length)
        request = (await self._get(lro_id, reference)).value
        booked = self._booking(request, adviser, time, seen, reservation=None)
        if booked is request:
            return request
        await self._expect_lro_free(request, time)
        reservation = await self._diaries.reserve(request, adviser.id, time)
        try:
            return await self._change(
                lro_id, reference, lambda latest: self._booking(latest, adviser, time, seen, reservation)
            )
        except Refused:
            await self._diaries.drop(adviser.id, [reservation])
            raise

    async def ask_for_times(
        self, lro_id: str, reference: str, adviser: Person, note: str, *, seen: int = 0
    ) -> Request:
        """Ask the LRO for other times. Raises NoSuchRequest or NotNow."""
        step = Step(action=Action.ASK_FOR_TIMES, party=Party.ADVISER, by=adviser, note=note)
        return await self._by_adviser(lro_id, reference, adviser, step, seen)

    async def offer_times(self, lro: Person, reference: str, availability: Sequence[Window]) -> Request:
        """Other times from the LRO. Raises NoSuchRequest, NotNow or NoTimes."""
        step = Step(
            action=Action.OFFER_TIMES, party=Party.ITS_LRO, by=lro, availability=self._usable(availability)
        )
        return await self._change(lro.id, reference, lambda request: self._once(request, step))

    async def release(self, lro_id: str, reference: str, adviser: Person, *, seen: int = 0) -> Request:
        """The adviser who booked it can no longer make it: open again. Raises NoSuchRequest or NotNow."""
        step = Step(action=Action.RELEASE, party=Party.ADVISER, by=adviser)
        return await self._by_adviser(lro_id, reference, adviser, step, seen)

    async def redirect(
        self,
        lro_id: str,
        reference: str,
        adviser: Person,
        elsewhere: Elsewhere,
        note: str,
        *,
        seen: int = 0,
    ) -> Request:
        """It is not for a support session: closed, and its LRO is told where it belongs.

        One that is booked is for its adviser alone to redirect. Raises NoSuchRequest or NotNow.
        """
        step = Step(action=Action.REDIRECT, party=Party.ADVISER, by=adviser, note=note, elsewhere=elsewhere)
        return await self._by_adviser(lro_id, reference, adviser, step, seen)

    async def no_show(self, lro_id: str, reference: str, adviser: Person, *, seen: int = 0) -> Request:
        """Its adviser says afterwards that the session did not take place. Raises NoSuchRequest or NotNow."""
        step = Step(action=Action.NO_SHOW, party=Party.ADVISER, by=adviser)
        return await self._by_adviser(lro_id, reference, adviser, step, seen)

    async def cannot_make_it(self, lro: Person, reference: str, *, seen: int = 0) -> Request:
        """The booking is off, and the LRO is asked for other times. Raises NoSuchRequest or NotNow."""
        return await self._end_booking(lro, reference, Action.CANNOT_MAKE_IT, seen)

    async def withdraw(self, lro: Person, reference: str, *, seen: int = 0) -> Request:
        """The LRO no longer needs it. Raises NoSuchRequest or NotNow."""
        return await self._end_booking(lro, reference, Action.WITHDRAW, seen)

    async def tick(self, request: Request) -> Request:
        """What the clock does once `timer_at` has come: ask for new times, or stop asking."""

        def change(latest: Request) -> Request:
            if latest.timer_at is None or latest.timer_at > self.now():
                return latest
            action = Action.LAPSE if latest.state is State.OPEN else Action.EXPIRE
            return self._advanced(latest, Step(action=action, party=Party.CLOCK))

        return await self._change(request.lro.id, request.reference, change)

    async def slots_for(self, request: Request, adviser_id: str) -> tuple[datetime, ...]:
        """The starts (UTC) this adviser could book now: inside the availability, free in the diary."""
        windows = request.asked.availability
        busy = await self._diaries.busy(adviser_id, windows)
        return bookable_slots(windows, busy=busy, now=self.now(), region=self.region)

    async def find(self, lro_id: str, reference: str) -> Request:
        """Raises NoSuchRequest."""
        return (await self._get(lro_id, reference)).value

    async def mine(self, lro_id: str) -> list[Request]:
        """An LRO's own requests, newest first."""
        return [stored.value for stored in await self.store.requests.of_lro(lro_id)]

    def has_times(self, request: Request, availability: Sequence[Window]) -> bool:
        """Whether these are the request's times, as far as they are still to come.

        What was stored was cut when it came; the same times, cut a minute later, may begin a minute later.
        """
        theirs, those = (
            clip(windows, now=self.now(), region=self.region)
            for windows in (request.asked.availability, availability)
        )
        return theirs == those

    async def _expect_lro_free(self, request: Request, time: Window) -> None:
        """Raises LroBusy. Two advisers who book two requests of one LRO in the same moment are not seen here:
        that LRO is told of both, and calls one off.
        """
        for other in await self.mine(request.lro.id):
            held = other.booking
            if other.reference != request.reference and held is not None and held.time.overlaps(time):
                raise LroBusy(request, held.time)

    @property
    def _diaries(self) -> Diaries:
        return Diaries(self.store, self.now)

    async def _get(self, lro_id: str, reference: str) -> Stored[Request]:
        stored = await self.store.requests.get(lro_id, reference)
        if stored is None:
            raise NoSuchRequest(reference)
        return stored

    async def _change(self, lro_id: str, reference: str, change: Callable[[Request], Request]) -> Request:
        request = await changed(self.store.requests, lro_id, reference, change)
        if request is None:
            raise NoSuchRequest(reference)
        return request

    def _advanced(self, request: Request, step: Step, seen: int = 0) -> Request:
        after = advance(request, step, region=self.region, now=self.now())
        if seen not in {0, request.revision}:
            raise OutOfDate(request, step.action)
        return after

    def _once(self, request: Request, step: Step, seen: int = 0) -> Request:
        """`request` itself where its last change is this very step: sent twice, done once."""
        if step.made(request.last) and (
            step.availability is None or self.has_times(request, step.availability)
        ):
            return request
        return self._advanced(request, step, seen)

    def _booking(
        self, request: Request, adviser: Person, time: Window, seen: int, reservation: Reservation | None
    ) -> Request:
        """`request` booked; itself if it already is, in just this way. Raises NotNow or SlotGone."""
        held = request.booking
        if held is not None and held.adviser.id == adviser.id and held.time == time:
            return request
        step = Step(
            action=Action.BOOK, party=Party.ADVISER, by=adviser, booking=Booking(adviser=adviser, time=time)
        )
        booked = self._advanced(request, step)
        if _was_booked(request, adviser, time, seen):
            raise OutOfDate(request, step.action)  # the same press again, and it has been undone since
        slots = bookable_slots(request.asked.availability, busy=(), now=self.now(), region=self.region)
        too_slow = reservation is not None and self.now() - reservation.made_at > UNDER_WAY / 2
        if time.start not in slots or too_slow:
            raise SlotGone(request, time.start)
        return booked

    async def _by_adviser(
        self, lro_id: str, reference: str, adviser: Person, step: Step, seen: int
    ) -> Request:
        """Whatever any adviser may ask for; as the one who has booked it, where they are."""

        def change(request: Request) -> Request:
            has_booked = request.booking is not None and request.booking.adviser.id == adviser.id
            party = Party.ITS_ADVISER if has_booked else Party.ADVISER
            return self._once(request, step.model_copy(update={"party": party}), seen)

        return await self._freed(await self._change(lro_id, reference, change))

    async def _end_booking(self, lro: Person, reference: str, action: Action, seen: int) -> Request:
        step = Step(action=action, party=Party.ITS_LRO, by=lro)
        return await self._freed(await self._change(lro.id, reference, lambda r: self._once(r, step, seen)))

    async def _freed(self, request: Request) -> Request:
        """With the adviser's time given back, where the last change ended a booking."""
        ended = request.last.booking
        if ended is not None and request.booking is None:
            await self._diaries.drop_ended(ended, request.reference)
        return request

    def _usable(self, availability: Sequence[Window]) -> tuple[Window, ...]:
        """What is still to come of it. Raises NoTimes if no session could be booked in it."""
        usable = clip(availability, now=self.now(), region=self.region)
        if first_slot(usable, now=self.now(), region=self.region) is None:
            raise NoTimes
        return usable


def _was_booked(request: Request, adviser: Person, time: Window, seen: int) -> bool:
    """Whether the next thing that happened after `seen` was this very booking."""
    then = request.history[seen : seen + 1] if seen else ()
    return any(
        e.action is Action.BOOK and e.booking and (e.booking.adviser.id, e.booking.time) == (adviser.id, time)
        for e in then
    )
