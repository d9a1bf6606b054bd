"""Cards of a walk that ask no more, and are pressed all the same: twice, or late."""

import contextlib

from botbuilder.core import TurnContext

from cards import walk as faces
from cards.blanks import Card
from cards.payloads import AnswerField, Steer
from dialogs.parts import Parts
from dialogs.posting import edit, post
from sessions.refusals import Refused


async def tidy(context: TurnContext, parts: Parts, lro_id: str, pressed: AnswerField | Steer) -> bool:
    """Show what the card has become, and say nothing.

    False if it is of no walk that this person has or had here.
    """
    walk = next((w for w in await parts.book.all(context) if w.id == pressed.walk), None)
    ended = await parts.book.ending_of(context, pressed.walk)
    if walk is None and ended is None:
        return False
    ending, reference = ended or ("replaced", "")
    face: Card = faces.closed(ending)
    if walk and isinstance(pressed, AnswerField) and walk.draft.has(pressed.field):
        face = faces.answered(pressed.field, walk.draft, region=parts.region, private=walk.private)
    if ending == "cancelled" and isinstance(pressed, Steer) and pressed.to == "submit":
        await _tell_if_sent(context, parts, lro_id, reference)
    card = context.activity.reply_to_id or ""
    if walk is None or parts.questions.message(context, walk) != card:
        edit(context, card, face)
    return True


async def _tell_if_sent(context: TurnContext, parts: Parts, lro_id: str, reference: str) -> None:
    """*Submit* and *Cancel* on two replicas at once: what was sent was not cancelled."""
    with contextlib.suppress(Refused):
        request = await parts.desk.find(lro_id, reference)
        post(context, faces.submitted(request, region=parts.region, now=parts.desk.now()))
