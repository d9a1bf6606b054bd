"""The cards that ask: one question each."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Unpack

from microsoft_teams.cards import Action, CardElement, Choice, ChoiceSetInput, TextBlock
from microsoft_teams.cards.core import ActionStyle

from cards import texts
from cards.blanks import TICKET, Blank, FilledIn, Given, mark, of_ticket
from cards.cancelling import cancel
from cards.parts import Looks, box, card, inert, press, said, text_input, title
from cards.payloads import Ticket
from cards.times import as_inputs, read_back, times_inputs
from cards.unread import beyond_line, not_understood_line
from sessions.availability import Beyond, DayOffer, days_to_offer
from sessions.draft import (
    MAIL_LENGTH_MAX,
    NAME_LENGTH,
    PHONE_LENGTH_MAX,
    TIMES_LENGTH_MAX,
    Draft,
    Field,
    Problem,
    Unusable,
    read_email,
    say_telephone,
)
from sessions.region import Region
from sessions.request import OVERVIEW_LENGTH
from sessions.window import Window

MOST = {
    "name": 2 * NAME_LENGTH.stop,
    "email": 2 * MAIL_LENGTH_MAX,
    "telephone": 2 * PHONE_LENGTH_MAX,
    "overview": 2 * OVERVIEW_LENGTH.stop,
    "times": TIMES_LENGTH_MAX,
}
"""Text inputs take more than can be used: what is too long is put back, to be shortened."""
FIELDS = tuple(Field)
HEADING, REFERENCE = mark("heading"), mark("reference")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Everything that decides how a question looks."""

    ticket: Ticket
    field: Field
    draft: Draft
    """What is given or known so far; the inputs start from it."""
    first: bool = False
    changing: bool = False
    """Asked again from the summary."""
    reference: str = ""
    """Of the request for which other times are asked, and nothing else; empty in the walk of a new one."""
    given: bool = False
    """Whether something would be lost if it were cancelled."""
    problem: Problem | None = None
    typed: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the answer that could not be used said, by input id: it is put back."""
    not_understood: tuple[str, ...] = ()
    beyond: tuple[Beyond, ...] = ()
    understood: tuple[Window, ...] = ()
    private: bool = True
    """False in a channel, where everybody reads the card."""


def question(q: Question, *, region: Region, now: datetime) -> FilledIn:
    """One step of the walk."""
    offers = days_to_offer(now=now, region=region) if q.field is Field.AVAILABILITY else ()
    times = _times(q, region, now) if q.field is Field.AVAILABILITY else {}
    if q.problem or q.understood or times:
        blank = _drawn(q, region, offers, times, _problem(q, region, now))
    else:
        blank = _usual(
            q.field,
            first=q.first,
            changing=q.changing,
            other_times=bool(q.reference),
            given=q.given,
            private=q.private,
            region=region,
            offers=offers,
        )
    values: Given = {mark(of): text[: MOST.get(of)] or None for of, text in _values(q, region, times).items()}
    return blank.filled_in({**of_ticket(q.ticket), HEADING: inert(_heading(q)), **values})


@lru_cache(maxsize=100)
def _usual(
    asked: Field,
    *,
    first: bool,
    changing: bool,
    other_times: bool,
    given: bool,
    private: bool,
    region: Region,
    offers: tuple[DayOffer, ...],
) -> Blank:
    """As nearly all are asked, with nothing to be said of an answer."""
    q = Question(
        ticket=TICKET,
        field=asked,
        draft=Draft(),
        first=first,
        changing=changing,
        reference=REFERENCE if other_times else "",
        given=given,
        private=private,
    )
    return _drawn(q, region, offers, {})


def _drawn(
    q: Question,
    region: Region,
    offers: Sequence[DayOffer],
    times: Mapping[str, str],
    problem: Sequence[CardElement] = (),
) -> Blank:
    """With marks for the ticket, the heading, and what stands in the inputs but for the choices of days."""
    body: list[CardElement] = [said(HEADING, subtle=True), title(texts.QUESTIONS[q.field])]
    if q.first and not q.reference:
        body += _terms(region)
    body += problem
    if hint := texts.HINTS[q.field]:
        body.append(said(hint, subtle=True))
    if q.field is Field.OVERVIEW and not q.private:
        body.append(said(texts.OVERVIEW_IN_CHANNEL, subtle=True))
    if q.field is Field.CONTACT and not q.private:
        body.append(said(texts.CONTACT_IN_CHANNEL, subtle=True))
    body += _inputs(q.field, region, offers, times)
    return Blank(card(body, _buttons(q), summary=f"{_step(q)}: {texts.QUESTIONS[q.field]}"))


def _heading(q: Question) -> str:
    if q.reference:
        return f"{_step(q)} for your request {q.reference}"
    return f"{_step(q)}, for {q.draft.name}" if q.draft.name and not q.private else _step(q)


def _step(q: Question) -> str:
    if q.reference:
        return "Other times"
    return "Changing your answer" if q.changing else f"Step {FIELDS.index(q.field) + 1} of {len(FIELDS)}"


def _terms(region: Region) -> list[CardElement]:
    return [TextBlock(text=texts.terms(region), wrap=True, is_subtle=True)]


def _problem(q: Question, region: Region, now: datetime) -> list[CardElement]:
    body: list[CardElement] = []
    if q.problem:
        sentences = [not_understood_line(q.not_understood)] if q.not_understood else []
        sentences += [beyond_line(q.beyond, region=region, now=now)] if q.beyond else []
        sentences.append(texts.problem_sentence(q.problem, region))
        if q.problem is Problem.OVERVIEW_LONG and "overview" in q.typed:
            sentences.append(f"It has {len(q.typed['overview'].strip()):,} now.")
        body.append(box([said(" ".join(sentences), weight="Bolder")], "warning"))
    if q.understood:
        body.append(read_back(q.understood, region))
    return body


def _inputs(
    asked: Field, region: Region, offers: Sequence[DayOffer], times: Mapping[str, str]
) -> Sequence[CardElement]:
    match asked:
        case Field.NAME:
            return [_text_input("name", "Your name")]
        case Field.CONTACT:
            return [
                _text_input("email", "Email", style="Email"),
                _text_input("telephone", "Telephone", style="Tel"),
            ]
        case Field.FORCE:
            return [
                ChoiceSetInput(
                    id="force",
                    label="Your force",
                    style="expanded",
                    wrap=True,
                    choices=[Choice(title=force.name, value=force.name) for force in region.forces],
                    value=mark("force"),
                )
            ]
        case Field.OVERVIEW:
            return [_text_input("overview", "Overview of the support you need", is_multiline=True)]
        case Field.AVAILABILITY:
            return times_inputs(offers, {**times, "times": mark("times")}, region)


def _text_input(of: str, label: str, **looks: Unpack[Looks]) -> CardElement:
    return text_input(of, label, mark(of), most=MOST[of], **looks)


def _times(q: Question, region: Region, now: datetime) -> Mapping[str, str]:
    """What stands in the inputs for times, by id; empty if nothing does."""
    if q.typed or not q.draft.availability:
        return q.typed
    return as_inputs(q.draft.availability, region=region, now=now)


def _values(q: Question, region: Region, times: Mapping[str, str]) -> dict[str, str]:
    """What stands in the inputs that have a mark: what was typed, or else what is known."""
    draft, typed = q.draft, q.typed
    match q.field:
        case Field.NAME:
            return {"name": typed.get("name", draft.name or "")}
        case Field.CONTACT:
            return _contact(q, region)
        case Field.FORCE:
            chosen = typed.get("force", draft.force or "")
            return {"force": chosen if any(chosen == force.name for force in region.forces) else ""}
        case Field.OVERVIEW:
            # In a channel everybody would read in the card what was put back into it.
            return {"overview": typed.get("overview", draft.overview or "") if q.private else ""}
        case Field.AVAILABILITY:
            return {"times": times.get("times", "")}


def _contact(q: Question, region: Region) -> dict[str, str]:
    telephone = say_telephone(q.draft.telephone, region) if q.draft.telephone else ""
    shown = {"email": q.draft.email or "", "telephone": telephone, **q.typed}
    if not q.private:
        # Everybody in the channel reads it, and sees a work address in the person's Teams profile anyway.
        return {"email": shown["email"] if _is_of_a_force(shown["email"], region) else "", "telephone": ""}
    return shown


def _is_of_a_force(text: str, region: Region) -> bool:
    """Whether it is a force's address and nothing else: not one with a telephone number beside it."""
    try:
        return region.force_of(read_email(text)) is not None
    except Unusable:
        return False


def _buttons(q: Question) -> list[Action]:
    buttons: list[Action] = []
    if q.understood:
        buttons.append(press("Use these times", TICKET.steer("use these times"), style="positive"))
    answer = TICKET.answer(q.field)
    style: ActionStyle | None = None if q.understood else "positive"
    buttons.append(press(_send(q), answer, style=style, inputs=True))
    if q.changing:
        buttons.append(press("Back" if q.reference else "Back to summary", TICKET.steer("back")))
    elif not q.first:
        buttons.append(press("Back", answer.model_copy(update={"then": "back"}), inputs=True))
    buttons.append(cancel(TICKET, given=q.given))
    return buttons


def _send(q: Question) -> str:
    if q.reference and not q.understood:  # two buttons about "these times" would be one too many
        return "Send these times"
    return "Save" if q.changing else "Next"
