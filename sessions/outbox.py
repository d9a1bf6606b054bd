"""The notices inside a request's record: taken by one courier at a time, and settled there."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sessions.notices import FOR_ORGANISERS, Notice, NoticeKind, Posted
from sessions.people import Frozen, Member, Person
from sessions.ports import Clock, Requests
from sessions.request import Request
from sessions.retrying import changed


class Outcome(Frozen):
    """What became of a notice: posted, to be tried again, or given up; with none of these, done with."""

    notice: Notice
    """As it was taken for this attempt."""
    tried: int
    """The revision of the request that it was drawn from."""
    posted: Posted | None = None
    again_at: datetime | None = None
    untried: bool = False
    """Nothing left for it: what is to be tried again counts as no attempt."""
    failure: str = ""
    """Why not: told to organisers if it is known who `who` is."""
    who: str = ""
    """Whom it was for, by name; empty where organisers need not know."""

    def is_late_for(self, latest: Notice) -> bool:
        """Whether others have had the notice, or what became of it is written down, since it was taken.

        A lease is told by its end: what is put back has as many attempts as when somebody took it before.
        """
        return latest.due_at != self.notice.due_at


@dataclass(frozen=True, slots=True)
class Outbox:
    requests: Requests
    now: Clock
    lease: timedelta
    organisers: tuple[str, ...]

    async def take(
        self, request: Request, most: int, *, besides: Collection[str] = ()
    ) -> tuple[Request, tuple[Notice, ...]]:
        """Take its notices that are due, up to `most`, in one conditional write: no other courier gets them.

        Take no more than can be sent at once: the lease runs from here on. `besides`: ids of those that this
        courier still has in hand, though their lease may have run out.
        """
        taken: list[Notice] = []

        def change(latest: Request) -> Request:
            now = self.now()
            due = [n for n in latest.notices if n.is_due(now) and n.id not in besides]
            taken[:] = [n.taken(now + self.lease) for n in due[:most]]
            return _with(latest, {n.id: n for n in taken})

        written = await self._change(request, change)
        return written, tuple(taken)

    async def tell(self, request: Request, advisers: Sequence[Member]) -> Request:
        """A card for each adviser, in the place of the notice that had yet to find out who they are."""

        def change(latest: Request) -> Request:
            kept = tuple(n for n in latest.notices if n.kind is not NoticeKind.TELL_ADVISERS)
            new = _missing_cards(latest, advisers, self.now())
            return latest.model_copy(update={"notices": (*kept, *new)})

        return await self._change(request, change)

    async def tell_newcomers(self, request: Request, newcomers: Sequence[Member]) -> Request:
        """A card for each who became an adviser after the others were told, while it wants an adviser.

        Who had been one before gets what could not be shown to them meanwhile, their own bookings too.
        """

        def change(latest: Request) -> Request:
            new = _missing_cards(latest, newcomers, self.now()) if latest.wants_adviser else []
            renewed = _renewed(latest, {member.id for member in newcomers}, self.now())
            return renewed.model_copy(update={"notices": (*renewed.notices, *new)})

        return await self._change(request, change)

    async def take_back(self, request: Request, people: Collection[str]) -> Request:
        """The cards of people who are no advisers any more are due: to be taken back."""

        def change(latest: Request) -> Request:
            now = self.now()
            cards = (n for n in latest.notices if n.kind is NoticeKind.ADVISER_CARD and n.to in people)
            shown = [n for n in cards if not n.failure and (n.due_at is None or n.due_at > now)]
            return _with(latest, {n.id: n.renewed(now) for n in shown})

        return await self._change(request, change)

    async def renew(self, request: Request, person_id: str) -> Request:
        """Somebody can be reached again: what was given up for them is tried afresh, if it is news still."""
        return await self._change(request, lambda latest: _renewed(latest, {person_id}, self.now()))

    async def record(self, request: Request, outcomes: Mapping[str, Outcome]) -> Request:
        """Write down what became of those notices, all in one write.

        Of a notice that others have had since its lease ran out, only that it was posted after all.
        """

        def change(latest: Request) -> Request:
            now = self.now()
            mine = [n for n in latest.notices if n.id in outcomes]
            found = {n.id: _settled(n, outcomes[n.id], latest.revision, now) for n in mine}
            settled = _with(latest, found | _asked_how_it_went(latest, found, now))
            told = {t.id: t for n in mine for t in self._told(n, outcomes[n.id], latest)}
            kept = [n for n in settled.notices if not _is_done_with(n)]
            old = [o for n in mine for o in _old_cards(n, outcomes[n.id], kept, latest.revision, now)]
            return settled.model_copy(update={"notices": (*kept, *old, *told.values())})

        return await self._change(request, change)

    async def tell_of_leaver(self, request: Request, adviser: Person) -> Request:
        """To the organisers, once: who has booked it is no adviser any more."""

        def change(latest: Request) -> Request:
            kind, key = NoticeKind.ADVISER_LEFT, f"left {adviser.id}"
            new = self._to_organisers(latest, kind, key, adviser.name, about_id=adviser.id)
            return latest.model_copy(update={"notices": (*latest.notices, *new)})

        return await self._change(request, change)

    def _told(self, notice: Notice, outcome: Outcome, latest: Request) -> list[Notice]:
        """Who could not be told, and why: once for each notice, and once for all that is still tried."""
        if not outcome.failure or not outcome.who or notice.kind in FOR_ORGANISERS:
            return []
        if outcome.is_late_for(notice):
            return []
        if outcome.again_at is not None:
            kind, key = NoticeKind.LATE, "late"
        else:
            kind, key = NoticeKind.UNDELIVERED, f"undelivered {notice.id}"
        return self._to_organisers(latest, kind, key, outcome.who, untold=notice, code=outcome.failure)

    def _to_organisers(
        self,
        latest: Request,
        kind: NoticeKind,
        key: str,
        about: str,
        *,
        about_id: str = "",
        untold: Notice | None = None,
        code: str = "",
    ) -> list[Notice]:
        """A notice for each of them, unless there has been one of that `key`."""
        known = {n.id for n in latest.notices}
        told = (
            Notice(
                id=f"{key} {organiser}",
                kind=kind,
                to=organiser,
                revision=latest.revision,
                due_at=self.now(),
                about=about,
                about_id=about_id,
                untold=untold.kind if untold else None,
                untold_since=untold.revision if untold else 0,
                code=code,
            )
            for organiser in self.organisers
        )
        return [t for t in told if t.id not in known]

    async def _change(self, request: Request, change: Callable[[Request], Request]) -> Request:
        latest = await changed(self.requests, request.lro.id, request.reference, change)
        return latest or request  # its time to be kept may be over: then there is nothing to write down


def _missing_cards(request: Request, advisers: Sequence[Member], now: datetime) -> list[Notice]:
    known = {n.id for n in request.notices}
    cards = (
        Notice(id=f"card {a.id}", kind=NoticeKind.ADVISER_CARD, to=a.id, revision=1, due_at=now)
        for a in advisers
    )
    return [card for card in cards if card.id not in known]


def _renewed(request: Request, people: Collection[str], now: datetime) -> Request:
    untold = [n for n in request.notices if n.to in people and (n.failure or n.due_at is not None)]
    news = [n for n in untold if _is_news(n, request, now)]
    return _with(request, {n.id: n.renewed(now) for n in news})


def _is_news(notice: Notice, request: Request, now: datetime) -> bool:
    """A card follows its request; all else is history once something more has happened."""
    is_over = request.booking is not None and request.booking.time.end <= now
    if notice.kind is NoticeKind.ADVISER_CARD:
        is_theirs = request.booking is not None and request.booking.adviser.id == notice.to
        return request.wants_adviser or (is_theirs and not is_over)
    return notice.revision == request.revision and not is_over


def _with(request: Request, notices: Mapping[str, Notice]) -> Request:
    return request.model_copy(update={"notices": tuple(notices.get(n.id, n) for n in request.notices)})


def _is_done_with(notice: Notice) -> bool:
    """Nobody will ask for it again."""
    return notice.kind is NoticeKind.OLD_CARD and notice.due_at is None


def _old_cards(
    card: Notice, outcome: Outcome, after: Sequence[Notice], revision: int, now: datetime
) -> list[Notice]:
    """For the messages that an adviser's card was or became, beside the one that it is by now."""
    live = next((n.posted for n in after if n.id == card.id and n.kind is NoticeKind.ADVISER_CARD), None)
    if live is None:
        return []
    known = {n.id for n in after}
    old = (
        Notice(
            id=f"old {card.id} {posted.activity_id}",
            kind=NoticeKind.OLD_CARD,
            to=card.to,
            revision=revision,
            due_at=now,
            posted=posted,
        )
        for posted in (card.posted, outcome.posted)
        if posted is not None and posted.activity_id != live.activity_id
    )
    return [n for n in old if n.id not in known]


def _asked_how_it_went(request: Request, settled: Mapping[str, Notice], now: datetime) -> dict[str, Notice]:
    """Once a session has been counted its adviser's card is due: it is over now, and can say how it went."""
    if request.booking is None or all(n.kind is not NoticeKind.COUNT_HELD for n in settled.values()):
        return {}
    mine = (settled.get(n.id, n) for n in request.notices if n.kind is NoticeKind.ADVISER_CARD)
    return {n.id: n.rearmed(now) for n in mine if n.to == request.booking.adviser.id and not n.failure}


def _settled(notice: Notice, outcome: Outcome, revision: int, now: datetime) -> Notice:
    if outcome.is_late_for(notice):
        if outcome.posted is None:
            return notice
        return notice.delivered_late(outcome.notice, outcome.posted, outcome.tried, revision, now)
    if outcome.posted is not None:
        return notice.delivered(outcome.posted, outcome.tried, revision, now)
    if outcome.again_at is not None:
        return (notice.put_back if outcome.untried else notice.postponed)(outcome.again_at)
    return notice.given_up(outcome.failure, outcome.tried, revision, now)
