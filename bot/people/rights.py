"""Who may do what: decided here and nowhere else, from the roster, at each action."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypedDict

from bot.people.rosters import Rosters, RosterUnknown
from cards.payloads import AskForTimes, Book, CannotMakeIt, Executed, NoShow, Redirect, Release, Withdraw
from sessions.people import Person
from sessions.refusals import NotYours


class Roles(TypedDict):
    """What somebody is beside an LRO."""

    organiser: bool
    adviser: bool


class Sight(Enum):
    """How much of the queue somebody is shown."""

    NOTHING = auto()
    NO_NAMES = auto()
    NAMES = auto()


@dataclass(frozen=True, slots=True)
class Rights:
    rosters: Rosters
    organisers: frozenset[str]
    """Entra ids."""

    def is_organiser(self, person: Person) -> bool:
        return person.id in self.organisers

    async def roles(self, person: Person) -> Roles:
        """By the roster as last read: good for what to mention to them, and nothing else."""
        listed = await self.rosters.member(person.id) is not None
        return Roles(organiser=self.is_organiser(person), adviser=listed)

    async def sight_of_queue(self, person: Person) -> Sight:
        """Advisers see whose request it is, organisers who are none do not, and nobody else sees any.

        Raises RosterUnknown where it cannot be told who is an adviser; to organisers nobody is named then.
        """
        organiser = self.is_organiser(person)
        try:
            if await self.rosters.is_adviser(person.id):
                return Sight.NAMES
        except RosterUnknown:
            if not organiser:
                raise
        return Sight.NO_NAMES if organiser else Sight.NOTHING

    async def check(self, person: Person, wanted: Executed) -> None:
        """Advisers act on any request but their own; an LRO on their own and no other.

        Raises NotYours, or RosterUnknown where it cannot be told who is an adviser.
        """
        match wanted:
            case Book() | AskForTimes() | Release() | Redirect() | NoShow():
                allowed = wanted.lro != person.id and await self.rosters.is_adviser(person.id)
            case CannotMakeIt() | Withdraw():
                allowed = wanted.lro == person.id
        if not allowed:
            raise NotYours
