"""Who may do what: decided here and nowhere else, from the roster, at each action."""

from dataclasses import dataclass

from bot.rosters import Rosters
from cards.payloads import AskForTimes, Book, CannotMakeIt, Executed, Release, Withdraw
from sessions.people import Person
from sessions.refusals import NotYours


@dataclass(frozen=True, slots=True)
class Rights:
    rosters: Rosters
    organisers: frozenset[str]
    """Entra ids."""

    def is_organiser(self, person: Person) -> bool:
        return person.id in self.organisers

    async def check(self, person: Person, wanted: Executed) -> None:
        """Advisers act on any request but their own; an LRO on their own and no other.

        Raises NotYours, or RosterUnknown where it cannot be told who is an adviser.
        """
        match wanted:
            case Book(lro=lro) | AskForTimes(lro=lro) | Release(lro=lro):
                allowed = lro != person.id and await self.rosters.is_adviser(person.id)
            case CannotMakeIt(lro=lro) | Withdraw(lro=lro):
                allowed = lro == person.id
        if not allowed:
            raise NotYours
