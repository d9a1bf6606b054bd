"""A request that is not for a support session: how an adviser says so, and what its LRO is told."""

from datetime import datetime

from microsoft_teams.cards import (
    Action,
    AdaptiveCard,
    CardElement,
    Choice,
    ChoiceSetInput,
    ShowCardAction,
)

from cards.parts import box, card, execute, open_url, press, row, said, text_input, title, unfold
from cards.payloads import Redirect, ShowMine, StartWalk
from cards.standings import say_elsewhere
from sessions.region import Region
from sessions.request import Elsewhere, Request
from sessions.wording import say_window

ADVICE_LENGTH = 500

IT_CLOSES = (
    "The request is closed, and its LRO reads from you where it belongs. Nothing is passed on for them."
)
BOOKING_TOO = "Your booking ends with it: if you have made a Teams meeting for it, please cancel that."
CHOOSE_WHERE = "Please choose first where the request belongs."
BETTER_SERVED = {
    Elsewhere.FORMAL_TASKING: "It needs more than informal advice: please make a formal tasking request.",
    Elsewhere.CAPABILITY: "Another capability of {unit} can help you better with it.",
    Elsewhere.MEETING: (
        "It is best looked at by several capabilities together, in a multi-capability meeting of {unit}."
    ),
}
NEXT_STEP = "I have passed nothing on: the next step is yours. To ask a person: {contact}"


def redirect(request: Request, region: Region) -> ShowCardAction:
    """Where it belongs, and a word of advice: on an adviser's card, while that can be said."""
    drawn = Redirect(reference=request.reference, lro=request.lro.id, seen=request.revision)
    choices = [
        Choice(title=_beginning(say_elsewhere(elsewhere, region)), value=elsewhere) for elsewhere in Elsewhere
    ]
    where = ChoiceSetInput(
        id="elsewhere",
        label="It is for",
        style="expanded",
        wrap=True,
        choices=choices,
        is_required=True,
        error_message=CHOOSE_WHERE,
    )
    advice = text_input(
        "advice",
        "Your advice to the LRO (optional)",
        "",
        most=ADVICE_LENGTH,
        is_multiline=True,
        placeholder="e.g. whom to ask, and how",
    )
    body: list[CardElement] = [
        said(IT_CLOSES),
        *([said(BOOKING_TOO)] if request.booking else []),
        where,
        advice,
    ]
    return unfold("Not for a session", body, execute("Redirect it", drawn, inputs=True))


def redirected(
    request: Request,
    *,
    region: Region,
    now: datetime,  # noqa: ARG001 (the faces of all notices are drawn alike)
) -> AdaptiveCard:
    """To its LRO. It is the last that happens to a request, so nothing can have come since."""
    entry = request.last
    assert entry.by  # noqa: S101 (for mypy: an adviser did it)
    assert entry.elsewhere  # noqa: S101 (for mypy: and said where to)
    body: list[CardElement] = [
        title("Your request belongs elsewhere"),
        said(f"{entry.by.name}, {region.team}, has read it."),
        said(BETTER_SERVED[entry.elsewhere].format(unit=region.unit), weight="Bolder"),
        row("Reference", request.reference),
    ]
    if entry.booking:
        body.append(row("Session", f"{say_window(entry.booking.time, region)} is off"))
    if entry.note:
        body.append(box([said(entry.note)], "emphasis"))
    body.append(said(NEXT_STEP.format(contact=region.contact_email), subtle=True))
    buttons: list[Action] = []
    if entry.elsewhere is Elsewhere.FORMAL_TASKING and region.formal_tasking:
        buttons.append(open_url("Make a formal tasking request", str(region.formal_tasking)))
    buttons += [press("Request a session", StartWalk()), press("My requests", ShowMine())]
    return card(body, buttons, summary=f"Your request {request.reference} belongs elsewhere.")


def _beginning(words: str) -> str:
    return words[0].upper() + words[1:]
