"""The cards of a walk: one question each, then a summary to check."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Literal

import pydantic
from microsoft_teams.cards import (
    Action,
    AdaptiveCard,
    CardElement,
    Choice,
    ChoiceSetInput,
    TextBlock,
)
from microsoft_teams.cards.core import ActionStyle

from cards import standings, texts
from cards.parts import box, card, fact, lines, paragraphs, press, said, text_input, title, with_button
from cards.payloads import ShowMine, SteerTo, Ticket
from cards.times import not_understood_line, read_back, times_inputs
from sessions.draft import (
    MAIL_LENGTH_MAX,
    NAME_LENGTH,
    PHONE_LENGTH_MAX,
    Draft,
    Field,
    Problem,
    say_telephone,
)
from sessions.people import Frozen
from sessions.region import Region
from sessions.request import OVERVIEW_LENGTH, Request
from sessions.window import Window
from sessions.wording import say_windows


class Question(Frozen):
    """Everything that decides how a question looks."""

    ticket: Ticket
    field: Field
    draft: Draft
    """What is given or known so far; the inputs start from it."""
    first: bool = False
    changing: bool = False
    """Asked again from the summary."""
    problem: Problem | None = None
    typed: Mapping[str, str] = pydantic.Field(default_factory=dict)
    """What the answer that could not be used said, by input id: it is put back."""
    not_understood: tuple[str, ...] = ()
    understood: tuple[Window, ...] = ()
    private: bool = True
    """False in a channel, where everybody reads the card."""


def question(q: Question, *, region: Region, now: datetime) -> AdaptiveCard:
    """One step of the walk."""
    number, of = list(Field).index(q.field) + 1, len(Field)
    step = "Changing your answer" if q.changing else f"Step {number} of {of}"
    whose = f", for {q.draft.name}" if q.draft.name and not q.private else ""
    body: list[CardElement] = [said(f"{step}{whose}", subtle=True), title(texts.QUESTIONS[q.field])]
    if q.first:
        body += _terms(region)
    body += _problem(q, region)
    if hint := texts.HINTS[q.field]:
        body.append(said(hint, subtle=True))
    if q.field is Field.OVERVIEW and not q.private:
        body.append(said(texts.OVERVIEW_IN_CHANNEL, subtle=True))
    body += _inputs(q, region=region, now=now)
    return card(body, _buttons(q), summary=f"{step}: {texts.QUESTIONS[q.field]}")


def answered(field: Field, draft: Draft, *, region: Region, private: bool) -> AdaptiveCard:
    """What a question becomes once it is answered."""
    values = _say(field, draft, region, private=private)
    label = texts.LABELS[field]
    return card(fact(f"✓ {label}", values), summary=f"{label}: {texts.GIVEN}")


def summary(ticket: Ticket, draft: Draft, *, region: Region, private: bool) -> AdaptiveCard:
    """Everything given, to check before it is sent."""
    body: list[CardElement] = [title(texts.CHECK)]
    for field in Field:
        body.append(with_button(said(texts.LABELS[field], weight="Bolder"), _change(ticket, field)))
        body += lines(_say(field, draft, region, private=private))
    buttons = [
        _steer("Submit", ticket, "submit", style="positive"),
        _steer("Cancel", ticket, "cancel"),
    ]
    return card(body, buttons, summary="Please check your request, then submit it.", wide=True)


@cache
def closed(reason: Literal["cancelled", "replaced", "expired", "submitted"]) -> AdaptiveCard:
    """What the open card of a walk becomes when the walk is over."""
    return card([said(texts.CLOSED[reason], subtle=True)], summary=texts.CLOSED[reason])


def submitted(request: Request, *, region: Region, now: datetime) -> AdaptiveCard:
    """The answer to Submit: the reference, what happens next and by when."""
    by = standings.reply_by(now, region)
    body = [
        title("Your request is in", color="Good"),
        said("Your reference", subtle=True),
        TextBlock(text=request.reference, size="ExtraLarge", weight="Bolder", wrap=True, spacing="None"),
        said(f"The advisers of the {region.team} see it now. One of them picks one of your times."),
        said(f"You will hear in your chat with me by the end of {by}."),
    ]
    return card(body, [press("My requests", ShowMine())], summary=f"Your request {request.reference} is in.")


def halfway(
    ticket: Ticket, draft: Draft, field: Field | None, *, region: Region, private: bool
) -> AdaptiveCard:
    """Offered to somebody who comes back to a walk they left. `field`: the question; None for the check."""
    body: list[CardElement] = [
        title("Carry on where you left off?"),
        said(f"You had got as far as: {texts.QUESTIONS[field] if field else texts.CHECK}"),
    ]
    for given in (f for f in Field if draft.has(f)):
        body += fact(texts.LABELS[given], _say(given, draft, region, private=private))
    buttons = [
        _steer("Carry on", ticket, "carry on", style="positive"),
        _steer("Start again", ticket, "start again"),
        _steer("Cancel", ticket, "cancel"),
    ]
    return card(body, buttons, summary="You have a request that is not finished.")


def _terms(region: Region) -> list[CardElement]:
    return [TextBlock(text=texts.terms(region), wrap=True, is_subtle=True)]


def _problem(q: Question, region: Region) -> list[CardElement]:
    body: list[CardElement] = []
    if q.problem:
        sentences = [not_understood_line(q.not_understood)] if q.not_understood else []
        sentences.append(texts.problem_sentence(q.problem, region))
        if q.problem is Problem.OVERVIEW_LONG and "overview" in q.typed:
            sentences.append(f"It has {len(q.typed['overview'].strip()):,} now.")
        body.append(box([said(" ".join(sentences), weight="Bolder")], "warning"))
    if q.understood:
        body.append(read_back(q.understood, region))
    return body


def _inputs(q: Question, *, region: Region, now: datetime) -> Sequence[CardElement]:
    """Text inputs take twice what can be used: what is too long is put back, to be shortened."""
    draft, typed = q.draft, q.typed
    match q.field:
        case Field.NAME:
            name = typed.get("name", draft.name or "")
            return [text_input("name", "Your name", name, most=2 * NAME_LENGTH.stop)]
        case Field.CONTACT:
            return _contact_inputs(q, region)
        case Field.FORCE:
            chosen = typed.get("force", draft.force or "")
            names = [force.name for force in region.forces]
            return [
                ChoiceSetInput(
                    id="force",
                    label="Your force",
                    style="expanded",
                    choices=[Choice(title=name, value=name) for name in names],
                    value=chosen if chosen in names else None,
                )
            ]
        case Field.OVERVIEW:
            # In a channel everybody would read in the card what was put back into it.
            text = typed.get("overview", draft.overview or "") if q.private else ""
            label = "Overview of the support you need"
            return [text_input("overview", label, text, most=2 * OVERVIEW_LENGTH.stop, is_multiline=True)]
        case Field.AVAILABILITY:
            return times_inputs(draft.availability, typed, region=region, now=now)


def _contact_inputs(q: Question, region: Region) -> list[CardElement]:
    telephone = say_telephone(q.draft.telephone, region) if q.draft.telephone else ""
    shown = {"email": q.draft.email or "", "telephone": telephone, **q.typed}
    if not q.private:
        # Everybody in the channel reads it, and sees a work address in the person's Teams profile anyway.
        shown = {"email": shown["email"] if region.force_of(shown["email"]) else "", "telephone": ""}
    return [
        text_input("email", "Email", shown["email"], most=2 * MAIL_LENGTH_MAX, style="Email"),
        text_input("telephone", "Telephone", shown["telephone"], most=2 * PHONE_LENGTH_MAX, style="Tel"),
    ]


def _buttons(q: Question) -> list[Action]:
    buttons: list[Action] = []
    if q.understood:
        buttons.append(_steer("Use these times", q.ticket, "use these times", style="positive"))
    answer = q.ticket.answer(q.field)
    style: ActionStyle | None = None if q.understood else "positive"
    buttons.append(press("Next", answer, style=style, inputs=True))
    if q.changing:
        buttons.append(_steer("Back to summary", q.ticket, "back"))
    elif not q.first:
        buttons.append(press("Back", answer.model_copy(update={"then": "back"}), inputs=True))
    buttons.append(_steer("Cancel", q.ticket, "cancel"))
    return buttons


def _steer(label: str, ticket: Ticket, to: SteerTo, *, style: ActionStyle | None = None) -> Action:
    return press(label, ticket.steer(to), style=style)


def _change(ticket: Ticket, field: Field) -> Action:
    button = press("Change", ticket.steer("change", field))
    button.tooltip = f"Change: {texts.LABELS[field]}"
    return button


def _say(field: Field, draft: Draft, region: Region, *, private: bool) -> list[str]:
    """What is given for that field, line by line; in a channel neither overview nor contact details."""
    if not draft.has(field):
        return [texts.NOT_GIVEN]
    if not private and field in {Field.OVERVIEW, Field.CONTACT}:
        return [texts.GIVEN]
    return _given(field, draft, region)


def _given(field: Field, draft: Draft, region: Region) -> list[str]:
    match field:
        case Field.NAME:
            return [draft.name or ""]
        case Field.CONTACT:
            return [draft.email or "", say_telephone(draft.telephone, region) if draft.telephone else ""]
        case Field.FORCE:
            return [draft.force or ""]
        case Field.OVERVIEW:
            return paragraphs(draft.overview or "")
        case Field.AVAILABILITY:
            return say_windows(draft.availability, region)
