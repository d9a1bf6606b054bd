"""The cards of a walk but for its questions: what an answer becomes, the summary to check, the ends."""

from datetime import datetime
from functools import cache, lru_cache
from typing import Literal

from microsoft_teams.cards import (
    Action,
    AdaptiveCard,
    CardElement,
    TextBlock,
)
from microsoft_teams.cards.core import ActionStyle

from cards import standings, texts
from cards.blanks import TICKET, Blank, FilledIn, mark, marks, of_lines, of_ticket
from cards.cancelling import cancel
from cards.parts import card, fact, lines, paragraphs, press, said, title, with_button
from cards.payloads import ShowMine, StartWalk, SteerTo, Ticket
from sessions.draft import (
    Draft,
    Field,
    say_telephone,
)
from sessions.region import Region
from sessions.request import Request
from sessions.wording import say_windows

Closed = Literal["cancelled", "times cancelled", "replaced", "expired", "times expired", "submitted"]
REFERENCE, HEAR, SUMMARY = mark("reference"), mark("hear"), mark("summary")


def answered(field: Field, draft: Draft, *, region: Region, private: bool) -> FilledIn:
    """What a question becomes once it is answered."""
    values = _say(field, draft, region, private=private)
    return _answered(field, len(values)).filled_in(of_lines(field, values))


@lru_cache(maxsize=100)
def _answered(field: Field, values: int) -> Blank:
    label = texts.LABELS[field]
    return Blank(card(fact(f"✓ {label}", marks(field, values)), summary=f"{label}: {texts.GIVEN}"))


def summary(ticket: Ticket, draft: Draft, *, region: Region, private: bool) -> FilledIn:
    """Everything given, to check before it is sent."""
    given = {**of_ticket(ticket)}
    counts = []
    for field in Field:
        values = _say(field, draft, region, private=private)
        counts.append(len(values))
        given |= of_lines(field, values)
    return _summary(tuple(counts)).filled_in(given)


@lru_cache(maxsize=100)
def _summary(counts: tuple[int, ...]) -> Blank:
    """With as many lines for each field."""
    body: list[CardElement] = [title(texts.CHECK)]
    for field, count in zip(Field, counts, strict=True):
        body.append(with_button(said(texts.LABELS[field], weight="Bolder"), _change(field)))
        body += lines(marks(field, count))
    buttons = [_steer("Submit", TICKET, "submit", style="positive"), cancel(TICKET, given=True)]
    return Blank(card(body, buttons, summary="Please check your request, then submit it.", wide=True))


@cache
def closed(reason: Closed, *, again: bool = True) -> AdaptiveCard:
    """What the open card of a walk becomes when it asks no more.

    `again`: if nothing came of a request, there is a button with which to start anew.
    """
    buttons = (
        [press("Request a session", StartWalk())] if again and reason in {"cancelled", "expired"} else []
    )
    return card([said(texts.CLOSED[reason], subtle=True)], buttons, summary=texts.CLOSED[reason])


def submitted(request: Request, *, region: Region, now: datetime) -> FilledIn:
    """The answer to Submit: the reference, what happens next and by when."""
    by = standings.reply_by(now, region)
    return _submitted(region).filled_in(
        {
            REFERENCE: request.reference,
            HEAR: f"You will hear in your chat with me by the end of {by}.",
            SUMMARY: f"Your request {request.reference} is in.",
        }
    )


@lru_cache(maxsize=10)
def _submitted(region: Region) -> Blank:
    body = [
        title("Your request is in", color="Good"),
        said("Your reference", subtle=True),
        TextBlock(text=REFERENCE, size="ExtraLarge", weight="Bolder", wrap=True, spacing="None"),
        said(f"The advisers of the {region.team} see it now. One of them picks one of your times."),
        said(HEAR),
    ]
    return Blank(card(body, [press("My requests", ShowMine())], summary=SUMMARY))


def halfway(
    ticket: Ticket, draft: Draft, field: Field | None, *, given: bool, region: Region, private: bool
) -> AdaptiveCard:
    """Offered to somebody who comes back to a walk they left. `field`: the question; None for the check.

    `given`: whether they gave more than was known of them.
    """
    body: list[CardElement] = [
        title("Carry on where you left off?"),
        said(f"You had got as far as: {texts.QUESTIONS[field] if field else texts.CHECK}"),
    ]
    for each in (f for f in Field if draft.has(f)):
        body += fact(texts.LABELS[each], _say(each, draft, region, private=private))
    buttons = [
        _steer("Carry on", ticket, "carry on", style="positive"),
        _steer("Start again", ticket, "start again"),
        cancel(ticket, given=given),
    ]
    return card(body, buttons, summary="You have a request that is not finished.")


def _steer(label: str, ticket: Ticket, to: SteerTo, *, style: ActionStyle | None = None) -> Action:
    return press(label, ticket.steer(to), style=style)


def _change(field: Field) -> Action:
    button = press("Change", TICKET.steer("change", field))
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
