"""What the dialogs are built from, handed in by the composition root."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from dialogs.book import WalkBook
from dialogs.questions import Questions
from sessions.desk import Desk
from sessions.people import Contact, Person
from sessions.region import Region


class Memory(Protocol):
    """Keeps what a returning LRO need not give again."""

    async def remember_contact(self, lro: Person, contact: Contact, force: str) -> None: ...


class Bell(Protocol):
    """Tells the courier that there is something to deliver."""

    def ring(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    desk: Desk
    book: WalkBook
    questions: Questions
    memory: Memory
    bell: Bell
    resume_after: timedelta
    """A walk left alone for longer is offered again before anything typed is taken as its answer."""
    expire_after: timedelta
    """A walk left alone for longer is forgotten."""

    @property
    def region(self) -> Region:
        return self.desk.region
