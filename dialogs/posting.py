"""Cards out of a turn: posted, and later edited into their answer."""

import structlog
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ActivityTypes, Attachment
from microsoft_teams.cards import AdaptiveCard

from cards.message import CONTENT_TYPE, as_attachment_content, summary_text

_log = structlog.get_logger(__name__)


def card_activity(card: AdaptiveCard) -> Activity:
    """A message that holds the card and nothing else: Teams splits a text and a card and loses the id."""
    return Activity(
        type=ActivityTypes.message,
        summary=summary_text(card),
        attachments=[Attachment(content_type=CONTENT_TYPE, content=as_attachment_content(card))],
    )


async def post(context: TurnContext, card: AdaptiveCard) -> str:
    """Send the card; answers the id of the message."""
    sent = await context.send_activity(card_activity(card))
    return sent.id or "" if sent else ""


async def edit(context: TurnContext, activity_id: str, card: AdaptiveCard) -> bool:
    """Put the card in the place of a message; False where that cannot be done: the walk goes on."""
    if not activity_id:
        return False
    activity = card_activity(card)
    activity.id = activity_id
    try:
        await context.update_activity(activity)
    except Exception as failure:  # noqa: BLE001 (whatever the connector raises; the walk goes on)
        _log.warning("card_not_edited", error=type(failure).__name__)
        return False
    return True
