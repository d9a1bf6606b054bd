"""A walk: how far somebody has got, kept as plain data beside the dialog stack."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from sessions.draft import Draft, Field
from sessions.people import Frozen, Person


class Purpose(StrEnum):
    REQUEST = "request"
    """A new request: every field, then the summary."""
    TIMES = "times"
    """Other times for a request there is: availability, then a read-back."""


class Walk(Frozen):
    """One walk of one person in one conversation."""

    id: str
    purpose: Purpose
    reference: str
    """Drawn at the start, so that a submit sent twice is one request."""
    lro: Person
    private: bool
    """False in a channel, where others read along."""
    draft: Draft
    at: Field | None
    """The field being asked; None at the check."""
    changing: bool = False
    """One field is being changed, from the check and back to it."""
    touched_at: AwareDatetime
    prompt: str = ""
    """The message that asks at present, so that it can be edited into its answer."""

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(Field) if self.purpose is Purpose.REQUEST else (Field.AVAILABILITY,)

    @property
    def is_first(self) -> bool:
        return self.at is self.fields[0] and not self.changing

    def answered(self, draft: Draft) -> "Walk":
        """With that field given: on to the next, or back to the check."""
        following = [] if self.at is None or self.changing else self.fields[self.fields.index(self.at) + 1 :]
        return self._moved(next(iter(following), None), draft=draft)

    def back(self) -> "Walk":
        """At the field before; at the first it stays where it is. From a change, at the check."""
        if self.changing:
            return self._moved(None)
        index = len(self.fields) if self.at is None else self.fields.index(self.at)
        return self._moved(self.fields[max(index - 1, 0)])

    def change(self, field: Field) -> "Walk":
        return self._moved(field, changing=True)

    def restarted(self) -> "Walk":
        """From the first field; what the profile said of the person is kept, to be confirmed as before."""
        known = self.draft.model_copy(update={"overview": None, "availability": ()})
        return self._moved(self.fields[0], draft=known)

    def touched(self, now: datetime) -> "Walk":
        return self.model_copy(update={"touched_at": now})

    def _moved(self, at: Field | None, *, changing: bool = False, draft: Draft | None = None) -> "Walk":
        return self.model_copy(update={"at": at, "changing": changing, "draft": draft or self.draft})
