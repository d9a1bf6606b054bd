"""A walk: how far somebody has got, kept as plain data beside the dialog stack."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import pydantic
from pydantic import AwareDatetime

from cards.payloads import Ticket
from sessions.availability import Beyond
from sessions.draft import Draft, Field, Problem
from sessions.people import Frozen, Person
from sessions.window import Window


class Purpose(StrEnum):
    REQUEST = "request"
    """A new request: every field, then the summary."""
    TIMES = "times"
    """Other times for a request there is: availability, then a read-back."""


class Attempt(Frozen):
    """An answer that cannot be used as it is, kept so that it can be mended and nothing is lost."""

    problem: Problem | None = None
    typed: dict[str, str] = pydantic.Field(default_factory=dict)
    """What was given, keyed by the card's input, to be put back."""
    understood: tuple[Window, ...] = ()
    """Of times that were read in part: for *Use these times*."""
    not_understood: tuple[str, ...] = ()
    beyond: tuple[Beyond, ...] = ()
    """Times that were understood, and cannot be offered."""

    def because(self, problem: Problem) -> "Attempt":
        return self.model_copy(update={"problem": problem})


NOTHING_TRIED = Attempt()
ALL_FIELDS = tuple(Field)


class Walk(Frozen):
    """One walk of one person in one conversation."""

    id: str
    purpose: Purpose
    reference: str
    """Drawn at the start, so that a submit sent twice is one request."""
    lro: Person
    source: str = ""
    """Where its LRO came from; empty if nothing says so. Goes along, and is never asked."""
    private: bool
    """False in a channel, where others read along."""
    draft: Draft
    at: Field | None
    """The field being asked; None at the check."""
    given: bool = False
    """They have given something, beside what was known of them at the start."""
    changing: bool = False
    """One field is being changed, from the check and back to it."""
    attempts: dict[Field, Attempt] = pydantic.Field(default_factory=dict)
    touched_at: AwareDatetime
    offered: bool = False
    """It was left half-way, and whether to carry on is what is being asked."""
    asked: int = 0
    """Counts its questions: the card that asks at present has this number, and no older one is live."""

    @property
    def fields(self) -> tuple[Field, ...]:
        return ALL_FIELDS if self.purpose is Purpose.REQUEST else (Field.AVAILABILITY,)

    @property
    def is_first(self) -> bool:
        return self.at is self.fields[0] and not self.changing

    @property
    def has_given(self) -> bool:
        """Whether something of theirs would be lost with it."""
        theirs = self.given or self.draft.overview or self.draft.availability
        return bool(theirs) or any(any(tried.typed.values()) for tried in self.attempts.values())

    @property
    def ticket(self) -> Ticket:
        """For the buttons of the card that asks at present."""
        return Ticket(walk=self.id, asked=self.asked)

    def is_asked_by(self, ticket: Ticket) -> bool:
        """Whether the card of that ticket is the one that asks at present."""
        return (ticket.walk, ticket.asked) == (self.id, self.asked)

    def is_ahead(self, ticket: Ticket) -> bool:
        """Whether that card was shown by a turn that was not kept: said too slowly, and taken for unsaid."""
        return ticket.walk == self.id and ticket.asked > self.asked

    @property
    def attempt(self) -> Attempt:
        """What was tried at the present question."""
        return self.attempts.get(self.at, NOTHING_TRIED) if self.at else NOTHING_TRIED

    def answered(self, draft: Draft) -> "Walk":
        """With that field given: on to the next, or back to the check."""
        following = [] if self.at is None or self.changing else self.fields[self.fields.index(self.at) + 1 :]
        settled = {field: tried for field, tried in self.attempts.items() if field is not self.at}
        return self._moved(next(iter(following), None), draft=draft, attempts=settled)

    def tried(self, attempt: Attempt) -> "Walk":
        """The present question, once more."""
        return self.model_copy(update={"attempts": self.attempts | {self.at: attempt}} if self.at else {})

    def keeping(self, answer: Draft | Attempt) -> "Walk":
        """With what was given to the present question, whether or not it can be used, for the next time."""
        if isinstance(answer, Draft):
            return self._moved(self.at, changing=self.changing, draft=answer)
        return self.tried(answer.model_copy(update={"problem": None})) if any(answer.typed.values()) else self

    def back(self) -> "Walk":
        """At the field before; at the first it stays. From a change, at the check, if that field is given."""
        if self.changing and self.at is not None:
            return self if not self.draft.has(self.at) else self._moved(None)
        index = len(self.fields) if self.at is None else self.fields.index(self.at)
        return self._moved(self.fields[max(index - 1, 0)])

    def change(self, field: Field) -> "Walk":
        return self._moved(field, changing=True)

    def restarted(self) -> "Walk":
        """From the first field; what the profile said of the person is kept, to be confirmed as before."""
        known = self.draft.model_copy(update={"overview": None, "availability": ()})
        return self._moved(self.fields[0], draft=known, attempts={})

    def asking_anew(self) -> "Walk":
        """The card that asked so far is dead."""
        return self.model_copy(update={"asked": self.asked + 1, "offered": False})

    def touched(self, now: datetime) -> "Walk":
        """Somebody is at it again."""
        return self.model_copy(update={"touched_at": now, "offered": False})

    def _moved(
        self,
        at: Field | None,
        *,
        changing: bool = False,
        draft: Draft | None = None,
        attempts: Mapping[Field, Attempt] | None = None,
    ) -> "Walk":
        kept = self.attempts if attempts is None else dict(attempts)
        drafted = draft or self.draft
        given = self.given or drafted != self.draft
        update = {"at": at, "changing": changing, "draft": drafted, "given": given, "attempts": kept}
        return self.model_copy(update=update)
