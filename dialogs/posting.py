"""What a turn says: kept back until the state it rests on is saved, and then said.

Words that are out cannot be taken back, and another replica may save the state first. So a turn only notes
what it has to say. If its state cannot be saved, the words are forgotten and the turn is played again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ActivityTypes, Attachment, DeliveryModes, InputHints

from cards.blanks import Card
from cards.message import CONTENT_TYPE, as_attachment_content, summary_text

_log = structlog.get_logger(__name__)
_KEY = "dialogs.sayings"

Learn = Callable[[str], None]
"""Told the id of the message that a card became."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One card to be said: as a new message, or in the place of one (`over`)."""

    card: Card
    over: str = ""
    must_be_seen: bool = True
    """Posted as a new message where it cannot take the place of the other."""
    learn: Learn | None = None


def post(context: TurnContext, card: Card, *, learn: Learn | None = None) -> None:
    """Say the card, at the end of the turn."""
    _sayings(context).append(Saying(card, learn=learn))


def edit(context: TurnContext, message: str, card: Card) -> None:
    """Put the card in the place of a message, at the end of the turn, if that can be done."""
    if message:
        _sayings(context).append(Saying(card, over=message, must_be_seen=False))


def post_over(context: TurnContext, message: str, card: Card, *, learn: Learn | None = None) -> None:
    """As `edit`, but it is posted where there is no such message, or it cannot be edited."""
    _sayings(context).append(Saying(card, over=message, learn=learn))


def forget_sayings(context: TurnContext) -> None:
    """The turn is played (again) from the beginning."""
    context.turn_state[_KEY] = []


async def say_all(context: TurnContext) -> None:
    """Say what was kept back, in order, what must be seen first. Raises what sending raises.

    So if it cannot be said, no card has lost its buttons for it.
    """
    sayings = _sayings(context)
    for saying in sorted(sayings, key=lambda saying: not saying.must_be_seen):
        await _say(context, saying)
    sayings.clear()


async def _say(context: TurnContext, saying: Saying) -> None:
    activity, message = card_activity(saying.card), saying.over
    if not (message and await _edited(context, message, activity)):
        if not saying.must_be_seen:
            return
        message = await _posted(context, activity)
    if saying.learn is not None:
        saying.learn(message)


async def _posted(context: TurnContext, activity: Activity) -> str:
    """The message's id. The context's own way of sending would copy the whole card, which we alone hold."""
    if context.activity.delivery_mode == DeliveryModes.expect_replies:  # it goes into the answer over HTTP
        sent = await context.send_activity(activity)
        return sent.id or "" if sent else ""
    activity.id = None
    activity.input_hint = InputHints.accepting_input
    (sent,) = await context.adapter.send_activities(context, [_addressed(context, activity)])
    context.responded = True
    return sent.id or ""


async def _edited(context: TurnContext, message: str, activity: Activity) -> bool:
    activity.id = message
    try:
        await context.adapter.update_activity(context, _addressed(context, activity))
    except Exception as failure:  # noqa: BLE001 (whatever the connector raises; the walk goes on)
        _log.warning("card_not_edited", error=type(failure).__name__)
        return False
    return True


def _addressed(context: TurnContext, activity: Activity) -> Activity:
    """To where the turn's activity came from, as an answer to it; as the SDK does, with nothing copied."""
    heard = context.activity
    activity.channel_id, activity.service_url = heard.channel_id, heard.service_url
    activity.conversation, activity.locale = heard.conversation, heard.locale
    activity.from_property, activity.recipient = heard.recipient, heard.from_property
    if heard.type != ActivityTypes.conversation_update:  # that somebody came is nothing to be answered
        activity.reply_to_id = heard.id
    return activity


def card_activity(card: Card) -> Activity:
    """A message that holds the card and nothing else: Teams splits a text and a card and loses the id."""
    return Activity(
        type=ActivityTypes.message,
        summary=summary_text(card),
        attachments=[Attachment(content_type=CONTENT_TYPE, content=as_attachment_content(card))],
    )


def _sayings(context: TurnContext) -> list[Saying]:
    sayings: list[Saying] = context.turn_state.setdefault(_KEY, [])
    return sayings
