"""Draws a notice: which card says it, as the request stands now."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from microsoft_teams.cards import AdaptiveCard

from bot.links import Calendars
from bot.people.rosters import Rosters
from cards import adviser, lro, notes, outcome, redirecting, standings, thread, untold
from sessions.desk import Desk
from sessions.notices import FOR_ORGANISERS, Notice, NoticeKind
from sessions.people import Person
from sessions.region import Region
from sessions.request import Request, State

PLAIN = {
    NoticeKind.BOOKING_IS_OFF: adviser.booking_is_off,
    NoticeKind.LRO_TIMES_WANTED: lro.times_wanted,
    NoticeKind.LRO_RELEASED: lro.released,
    NoticeKind.LRO_EXPIRED: lro.expired,
    NoticeKind.LRO_REDIRECTED: redirecting.redirected,
    NoticeKind.LRO_NO_SHOW: outcome.no_show,
}
"""Cards that need nothing but the request."""

Drawing = Callable[[], AdaptiveCard]
"""All is found that the card shows; to draw it takes the processor and waits for nothing."""


@dataclass(frozen=True, slots=True)
class Faces:
    desk: Desk
    calendars: Calendars
    rosters: Rosters

    async def find(self, request: Request, notice: Notice) -> Drawing:
        """What the card for `notice` shows, of `request` as it is, is read here; what it gives draws it."""
        if notice.kind is NoticeKind.ADVISER_CARD:
            return await self._for_adviser(request, Person(id=notice.to, name=""))
        return partial(self._plain, request, notice)

    async def adviser_card(self, request: Request, viewer: Person, *, say: str = "") -> AdaptiveCard:
        """The card in an adviser's chat; `say` is why the click just made did not do what was wanted."""
        return (await self._for_adviser(request, viewer, say=say))()

    def _plain(self, request: Request, notice: Notice) -> AdaptiveCard:
        region, now = self.desk.region, self.desk.now()
        if notice.kind in FOR_ORGANISERS:
            return _for_organisers(request, notice, region)
        if notice.kind is NoticeKind.THREAD:
            return thread.ticked(request, region=region)
        if notice.is_overtaken(request.notices):
            return notes.note(standings.overtaken(request, region))
        if notice.kind is NoticeKind.LRO_BOOKED:
            links = self.calendars.links(request, region)
            return lro.booked(request, region=region, now=now, links=links)
        return PLAIN[notice.kind](request, region=region, now=now)

    async def _for_adviser(self, request: Request, viewer: Person, *, say: str = "") -> Drawing:
        slots = await self.desk.slots_for(request, viewer.id) if request.state is State.OPEN else ()
        links = None
        if request.booking is not None and request.booking.adviser.id == viewer.id:
            member = await self.rosters.member(viewer.id)
            links = self.calendars.links(request, self.desk.region, member.email if member else "")
        return partial(
            adviser.request_card,
            request,
            viewer=viewer,
            slots=slots,
            region=self.desk.region,
            now=self.desk.now(),
            links=links,
            say=say,
        )


def _for_organisers(request: Request, notice: Notice, region: Region) -> AdaptiveCard:
    if notice.kind is NoticeKind.ADVISER_LEFT:
        return untold.adviser_left(request, Person(id=notice.about_id, name=notice.about), region=region)
    return untold.untold(request, notice, region=region)
