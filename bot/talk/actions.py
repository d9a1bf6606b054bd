"""A button of a request's card was pressed: an invoke, answered with the card's new face."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from microsoft_teams.cards import AdaptiveCard

from bot.delivery.faces import Faces
from bot.people.rights import Rights
from cards import lro, notes, standings, texts
from cards.payloads import AskForTimes, Book, CannotMakeIt, Executed, NoShow, Redirect, Release, Withdraw
from cards.redirecting import CHOOSE_WHERE
from dialogs.parts import Bell
from sessions.desk import Desk
from sessions.draft import plain
from sessions.lifecycle import allows
from sessions.people import Party, Person
from sessions.refusals import AdviserBusy, LroBusy, NotNow, OutOfDate, Refused, SlotGone
from sessions.request import Action, Elsewhere, Request

NOTE_MOST = 500
"""Characters of an adviser's note to the LRO."""
EDGE = timedelta(days=2)
"""Room for reckoning with a moment, in any zone."""


OfAdvisers = Book | AskForTimes | Release | Redirect | NoShow


class _NotChosen(Exception):
    """What has to be chosen first was not; `say` asks for it."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


@dataclass(frozen=True, slots=True)
class Actions:
    desk: Desk
    rights: Rights
    faces: Faces
    bell: Bell

    async def on_executed(self, person: Person, wanted: Executed) -> AdaptiveCard:
        """Do it, if `person` may; the card says what was done, or why not.

        Raises RosterUnknown, with nothing done.
        """
        try:
            await self.rights.check(person, wanted)
            match wanted:
                case CannotMakeIt() | Withdraw():
                    return await self._as_lro(person, wanted)
                case _:
                    return await self._as_adviser(person, wanted)
        except Refused as refused:
            return notes.refused(refused, viewer=person, region=self.desk.region)

    async def _as_adviser(self, person: Person, wanted: OfAdvisers) -> AdaptiveCard:
        """Too late, or a time that is gone: the card as it is now, with why on top."""
        try:
            request = await self._done_by_adviser(person, wanted)
        except _NotChosen as missing:
            request = await self.desk.find(wanted.lro, wanted.reference)
            return await self.faces.adviser_card(request, person, say=missing.say)
        except (NotNow, SlotGone, AdviserBusy, LroBusy) as refused:
            say = standings.refusal_sentence(refused, viewer=person, region=self.desk.region)
            return await self.faces.adviser_card(refused.request, person, say=say)
        self.bell.ring()
        return await self.faces.adviser_card(request, person)

    async def _done_by_adviser(self, person: Person, wanted: OfAdvisers) -> Request:
        """Raises _NotChosen, or what the desk raises."""
        on, seen = (wanted.lro, wanted.reference, person), wanted.seen
        match wanted:
            case Book(slot=slot):
                return await self.desk.book(*on, _moment(slot), seen=seen)
            case AskForTimes(note=note):
                return await self.desk.ask_for_times(*on, _note(note), seen=seen)
            case Redirect(elsewhere=""):
                raise _NotChosen(CHOOSE_WHERE)
            case Redirect(elsewhere=elsewhere, advice=advice):
                return await self.desk.redirect(*on, Elsewhere(elsewhere), _note(advice), seen=seen)
            case Release():
                return await self.desk.release(*on, seen=seen)
            case NoShow():
                return await self.desk.no_show(*on, seen=seen)

    async def _as_lro(self, person: Person, wanted: CannotMakeIt | Withdraw) -> AdaptiveCard:
        if isinstance(wanted, Withdraw):
            return await self._withdraw(person, wanted)
        request = await self.desk.cannot_make_it(person, wanted.reference, seen=wanted.seen)
        self.bell.ring()
        links = lro.Links(calendar="", meeting="")
        return lro.booked(request, region=self.desk.region, now=self.desk.now(), links=links)

    async def _withdraw(self, person: Person, wanted: Withdraw) -> AdaptiveCard:
        """Asked first; and again, where what they agreed to withdraw is not what it is now."""
        region, now = self.desk.region, self.desk.now()
        if wanted.sure == "yes":
            try:
                request = await self.desk.withdraw(person, wanted.reference, seen=wanted.seen)
            except OutOfDate as late:
                return lro.withdraw_sure(late.request, region, moved_on=True)
            self.bell.ring()
            return lro.withdrawn(request, region)
        if not wanted.sure:
            request = await self.desk.find(person.id, wanted.reference)
            if allows(request, Action.WITHDRAW, Party.ITS_LRO, now):
                return lro.withdraw_sure(request, region)
        return lro.my_requests(await self.desk.mine(person.id), region=region, now=now, private=True)


def _note(words: str) -> str:
    """On one line: what an adviser writes to the LRO."""
    return " ".join(plain(words).split())[:NOTE_MOST]


def _moment(slot: str) -> datetime:
    """A start as a card sends it, in UTC. Raises _NotChosen for what is none, or near the end of time."""
    missing = _NotChosen(texts.CHOOSE_A_TIME)
    try:
        moment = datetime.fromisoformat(slot)
        if moment.tzinfo is None:
            raise missing
        moment = moment.astimezone(UTC)
        _ = moment - EDGE, moment + EDGE
    except (ValueError, OverflowError):
        raise missing from None
    return moment
