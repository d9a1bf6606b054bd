"""Reading the answer to one question, from a card or from typed words, into the draft."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cards.payloads import DAY_INPUT, AnswerField, OfferTimes
from dialogs.contact import contact_in_words, contact_said
from dialogs.said import DECLINED, Said
from dialogs.walk import Attempt, Walk
from sessions.availability import (
    Beyond,
    choices_beyond,
    clip,
    read_availability,
    sorted_out,
    windows_of_choices,
)
from sessions.draft import (
    TIMES_LENGTH_MAX,
    Draft,
    Field,
    Problem,
    Unusable,
    read_email,
    read_force,
    read_name,
    read_overview,
    read_telephone,
)
from sessions.region import Region
from sessions.slots import first_slot
from sessions.window import Window, merge

INTRODUCED = re.compile(r"^\s*(my name is|my name's|i am|i'm|it's|it is|this is)\s+", re.IGNORECASE)
"""How people begin who are asked for their name in a chat."""


@dataclass(frozen=True, slots=True)
class Times:
    """Times in words: those that can be offered, what was not understood, and what lies beyond the offer."""

    windows: tuple[Window, ...] = ()
    not_understood: tuple[str, ...] = ()
    beyond: tuple[Beyond, ...] = ()

    @property
    def says_when(self) -> bool:
        return bool(self.windows or self.beyond)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads answers against what is known already. Times are read as seen from `now` (aware)."""

    region: Region
    now: datetime

    def read(self, walk: Walk, said: Said) -> Draft | Attempt:
        """A draft that has the field the walk is at, or what was tried and why it will not do."""
        if walk.at is None or walk.at is Field.AVAILABILITY:
            return self._availability(walk, said)
        if walk.draft.has(walk.at) and (said.agrees or _left_hidden(walk, said)):
            return walk.draft
        if walk.at is Field.CONTACT:
            return self._contact(walk, said)
        return self._line(walk.at, walk.draft, said)

    def _line(self, field: Field, draft: Draft, said: Said) -> Draft | Attempt:
        readers: dict[Field, Callable[[str], str]] = {
            Field.NAME: read_name,
            Field.FORCE: lambda text: read_force(text, self.region),
            Field.OVERVIEW: read_overview,
        }
        given = said.text if said.pressed is None else str(getattr(said.pressed, field.value, ""))
        if field is Field.NAME:
            given = INTRODUCED.sub("", given, count=1)
        try:
            value = readers[field]("" if said.words in DECLINED else given)
        except Unusable as refused:
            return Attempt(problem=refused.problem, typed={field.value: given})
        return draft.model_copy(update={field.value: value})

    def _contact(self, walk: Walk, said: Said) -> Draft | Attempt:
        known = {"email": walk.draft.email or "", "telephone": walk.draft.telephone or ""}
        before = known | walk.attempt.typed
        in_words = said.pressed is None and not said.agrees
        pieces = contact_said(said.text) if in_words else {}
        typed = before | pieces
        if isinstance(said.pressed, AnswerField):
            sent = {"email": said.pressed.email, "telephone": said.pressed.telephone}
            # In a channel the card does not show what is known, so what is left empty stays as it was.
            typed = sent if walk.private else typed | {name: text for name, text in sent.items() if text}
        tried = Attempt(problem=Problem.CONTACT_UNCLEAR, typed=typed, not_understood=(said.text,))
        if in_words and not pieces:
            return _unshown(tried, known, private=walk.private)
        try:
            email = read_email(typed["email"])
            telephone = read_telephone(typed["telephone"], self.region)
        except Unusable as refused:
            tried = Attempt(problem=refused.problem, typed=typed)
            if in_words:
                tried = contact_in_words(pieces, before, refused.problem, self.region)
            return _unshown(tried, known, private=walk.private)
        guessed = self.region.force_of(email)
        force = walk.draft.force or (guessed.name if guessed else None)
        return walk.draft.model_copy(update={"email": email, "telephone": telephone, "force": force})

    def _availability(self, walk: Walk, said: Said) -> Draft | Attempt:
        if said.uses_times or (said.agrees and walk.attempt.understood):
            return self._still_to_come(walk.attempt.understood, walk.draft)
        if said.agrees and walk.draft.availability:
            return self._still_to_come(walk.draft.availability, walk.draft)
        times, days = said.text, tuple[str, ...]()
        if isinstance(said.pressed, AnswerField | OfferTimes):
            times, days = said.pressed.times, said.pressed.days
        if not times.strip() and not days:
            return Attempt(problem=Problem.TIMES_MISSING)
        if len(times) > TIMES_LENGTH_MAX:
            return Attempt(problem=Problem.TIMES_LONG, typed={"times": times[:TIMES_LENGTH_MAX]})
        typed = {"times": times} | {DAY_INPUT + choice.partition("/")[0]: choice for choice in days}
        return self._times(times, days, typed, walk.draft)

    def _times(self, times: str, days: Sequence[str], typed: dict[str, str], draft: Draft) -> Draft | Attempt:
        try:
            chosen = windows_of_choices(days, now=self.now, region=self.region)
            gone = choices_beyond(days, now=self.now, region=self.region)
        except ValueError:
            return Attempt(problem=Problem.TIMES_PASSED, typed=typed)
        read = self.times(times)
        windows = merge((*chosen, *read.windows))
        roomy = tuple(w for w in windows if first_slot([w], now=self.now, region=self.region))
        tried = Attempt(
            typed=typed,
            understood=roomy,
            not_understood=read.not_understood,
            beyond=(*gone, *read.beyond),
        )
        if len(roomy) < len(windows):
            return tried.because(Problem.TIMES_TIGHT)
        if windows and not (tried.not_understood or tried.beyond):
            return draft.model_copy(update={"availability": windows})
        if windows:
            return tried.because(Problem.TIMES_PARTLY)
        return tried.because(Problem.TIMES_BEYOND if tried.beyond else Problem.TIMES_UNCLEAR)

    def times(self, text: str) -> Times:
        """What a text says of when somebody is free."""
        now, region = self.now, self.region
        read = read_availability(text[:TIMES_LENGTH_MAX], now=now, region=region)
        unread, beyond = sorted_out(read.not_understood, now=now, region=region)
        return Times(read.windows, unread, beyond)

    def _still_to_come(self, windows: Sequence[Window], draft: Draft) -> Draft | Attempt:
        usable = clip(windows, now=self.now, region=self.region)
        if not usable:
            return Attempt(problem=Problem.TIMES_PASSED)
        return draft.model_copy(update={"availability": usable})


def _left_hidden(walk: Walk, said: Said) -> bool:
    """An overview that a channel's card does not show, and that was left alone."""
    hidden = walk.at is Field.OVERVIEW and not walk.private
    return hidden and isinstance(said.pressed, AnswerField) and not said.pressed.overview.strip()


def _unshown(tried: Attempt, known: Mapping[str, str], *, private: bool) -> Attempt:
    """Without what is known anyhow; and with nothing quoted where everybody reads along."""
    new = {place: text for place, text in tried.typed.items() if text != known[place]}
    return tried.model_copy(update={"typed": new, "not_understood": tried.not_understood if private else ()})
