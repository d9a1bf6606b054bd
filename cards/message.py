"""From a card to what goes over the wire."""

from typing import Any
from urllib.parse import quote, urlencode

from cards.blanks import Card, FilledIn, as_json
from sessions.region import Region
from sessions.request import Request

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
MEETING = "https://teams.microsoft.com/l/meeting/new"


def as_attachment_content(card: Card) -> dict[str, Any]:
    """The card as JSON, as an attachment of `CONTENT_TYPE` and an invoke's answer carry it.

    Not to be changed: other cards may share its parts.
    """
    content = card.content if isinstance(card, FilledIn) else as_json(card)
    return {"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", **content}


def summary_text(card: Card) -> str:
    """What a notification says of the card: the activity's `summary`."""
    return card.summary if isinstance(card, FilledIn) else card.fallback_text or ""


def meeting_link(request: Request, region: Region, adviser_email: str = "") -> str:
    """Opens a Teams meeting already filled in; who clicks becomes its organiser. Empty if nothing is booked.

    No overview in it: links end up in browser histories and proxy logs.
    """
    if not request.booking:
        return ""
    time = request.booking.time
    asked = {
        "subject": f"Support session {request.reference}",
        "startTime": region.local(time.start).isoformat(timespec="seconds"),
        "endTime": region.local(time.end).isoformat(timespec="seconds"),
        "attendees": ",".join(mail for mail in (request.asked.contact.email, adviser_email) if mail),
    }
    return f"{MEETING}?{urlencode(asked, quote_via=quote, safe='')}"
