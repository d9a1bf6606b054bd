"""Reading the answer to one question, from a card or from typed words, into the draft."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as having
from datetime import datetime

from cards.payloads import DAY_INPUT, AnswerField, OfferTimes
from dialogs.said import Said
from sessions.availability import clip, read_availability, windows_of_choices
from sessions.draft import (
    Draft,
    Field,
    Problem,
    Unusable,
    read_contact,
    read_email,
    read_force,
    read_name,
    read_overview,
    read_telephone,
)
from sessions.region import Region
from sessions.window import Window, merge


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an answer: a draft that has the field, or the problem and all that was typed."""

    draft: Draft
    problem: Problem | None = None
    typed: dict[str, str] = having(default_factory=dict)
    """What was given, keyed by the card's input, to be put back for mending."""
    understood: tuple[Window, ...] = ()
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads answers against what is known already. Times are read as seen from `now` (aware)."""

    region: Region
    now: datetime

    def read(self, field: Field, said: Said, draft: Draft) -> Answer:
        """Never raises; an answer that cannot be used comes back with its problem."""
        if said.agrees and draft.has(field) and field is not Field.AVAILABILITY:
            return Answer(draft)
        if field is Field.AVAILABILITY:
            return self._availability(said, draft)
        if field is Field.CONTACT:
            return self._contact(said, draft)
        return self._line(field, said, draft)

    def keep(self, windows: Sequence[Window], draft: Draft) -> Answer:
        """The times that were understood, those that are still to come."""
        usable = clip(windows, now=self.now, region=self.region)
        return _with_times(draft, usable) if usable else Answer(draft, Problem.TIMES_PASSED)

    def _line(self, field: Field, said: Said, draft: Draft) -> Answer:
        readers: dict[Field, Callable[[str], str]] = {
            Field.NAME: read_name,
            Field.FORCE: lambda text: read_force(text, self.region),
            Field.OVERVIEW: read_overview,
        }
        given = _input(said, field.value)
        try:
            return Answer(draft.model_copy(update={field.value: readers[field](given)}))
        except Unusable as refused:
            return Answer(draft, refused.problem, {field.value: given})

    def _contact(self, said: Said, draft: Draft) -> Answer:
        if isinstance(said.pressed, AnswerField):
            typed = {"email": said.pressed.email, "telephone": said.pressed.telephone}
        else:
            typed = {"email": draft.email or "", "telephone": draft.telephone or ""}
            try:
                email, telephone = read_contact(said.text, self.region)
            except Unusable as refused:
                return Answer(draft, refused.problem, typed)
            typed |= {"email": email} if email else {}
            typed |= {"telephone": telephone} if telephone else {}
        try:
            email = read_email(typed["email"])
            telephone = read_telephone(typed["telephone"], self.region)
        except Unusable as refused:
            return Answer(draft, refused.problem, typed)
        return Answer(draft.model_copy(update={"email": email, "telephone": telephone}))

    def _availability(self, said: Said, draft: Draft) -> Answer:
        pressed = said.pressed
        times = said.text if pressed is None else _input(said, "times")
        days = pressed.days if isinstance(pressed, AnswerField | OfferTimes) else ()
        if (not times.strip() and not days) or said.agrees:
            if not draft.availability:
                return Answer(draft, Problem.TIMES_MISSING)
            return self.keep(draft.availability, draft)
        typed = {"times": times} | {DAY_INPUT + choice.partition("/")[0]: choice for choice in days}
        try:
            chosen = windows_of_choices(days, now=self.now, region=self.region)
        except ValueError:
            return Answer(draft, Problem.TIMES_PASSED, typed)
        read = read_availability(times, now=self.now, region=self.region)
        windows = merge((*chosen, *read.windows))
        if windows and not read.not_understood:
            return _with_times(draft, windows)
        problem = Problem.TIMES_PARTLY if windows else Problem.TIMES_UNCLEAR
        if not windows and not read.not_understood:
            problem = Problem.TIMES_PASSED
        return Answer(draft, problem, typed, windows, read.not_understood)


def _with_times(draft: Draft, windows: tuple[Window, ...]) -> Answer:
    return Answer(draft.model_copy(update={"availability": windows}))


def _input(said: Said, name: str) -> str:
    """The input of that name, where a card was sent; the words, where none was."""
    return said.text if said.pressed is None else str(getattr(said.pressed, name, ""))
