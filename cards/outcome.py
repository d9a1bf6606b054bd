"""How a session went: it counts as held, unless its adviser says afterwards that it did not take place."""

from datetime import datetime

from microsoft_teams.cards import AdaptiveCard, CardElement, ShowCardAction

from cards.parts import card, execute, press, row, said, title, unfold
from cards.payloads import NoShow, ShowMine, StartWalk
from sessions.region import Region
from sessions.request import Request
from sessions.wording import say_window

COUNTS_AS_HELD = "It counts as held, and you need not do anything."
NO_SHOW_SURE = "Are you sure? It no longer counts as held, and the LRO is told. This cannot be undone."
STILL_NEEDED = "If you still need it, just ask again. If that is not so, please write to {contact}."


def not_held(request: Request) -> ShowCardAction:
    """On its adviser's card, once its time is over."""
    drawn = NoShow(reference=request.reference, lro=request.lro.id, seen=request.revision)
    return unfold("It did not take place", [said(NO_SHOW_SURE)], execute("Yes, tell the LRO", drawn))


def no_show(
    request: Request,
    *,
    region: Region,
    now: datetime,  # noqa: ARG001 (the faces of all notices are drawn alike)
) -> AdaptiveCard:
    """To its LRO. It is the last that happens to a request, so nothing can have come since."""
    entry = request.last
    assert entry.by  # noqa: S101 (for mypy: its adviser did it)
    assert entry.booking  # noqa: S101 (for mypy: of a session that was booked)
    body: list[CardElement] = [
        title("Your session did not take place"),
        said(f"{entry.by.name}, {region.team}, has told me so."),
        row("It was", say_window(entry.booking.time, region)),
        row("Reference", request.reference),
        said(STILL_NEEDED.format(contact=region.contact_email)),
    ]
    buttons = [press("Request a session", StartWalk(), style="positive"), press("My requests", ShowMine())]
    return card(body, buttons, summary=f"Your session for {request.reference} did not take place.")
