"""A card shares most of its JSON with the same card for others: to say it leaves it as it was."""

from copy import deepcopy

import pytest
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ConversationAccount, DeliveryModes, ResourceResponse

from bot.activities import write
from cards import walk as faces
from cards.blanks import FilledIn
from cards.payloads import Ticket
from cards.questions import Question, question
from dialogs.posting import edit, post, post_over, say_all
from sessions.draft import Field
from tests.cards.samples import DRAFT, NOW, REGION, request


class Sender:
    """In the place of an adapter: it writes what it is given, as it would be sent."""

    async def send_activities(self, _: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        return [ResourceResponse(id=str(len(write(activity)))) for activity in activities]

    async def update_activity(self, _: TurnContext, activity: Activity) -> None:
        write(activity)


def asked(walk: str, name: str) -> list[FilledIn]:
    ticket, draft = Ticket(walk=walk, asked=1), DRAFT.model_copy(update={"name": name})
    return [
        question(Question(ticket=ticket, field=Field.NAME, draft=draft), region=REGION, now=NOW),
        faces.answered(Field.NAME, draft, region=REGION, private=True),
        faces.summary(ticket, draft, region=REGION, private=True),
        faces.submitted(request(reference=walk), region=REGION, now=NOW),
    ]


@pytest.mark.parametrize("mode", [None, DeliveryModes.expect_replies])
async def test_a_card_that_was_said_leaves_the_next_one_as_it_would_have_been(mode: str | None) -> None:
    before = deepcopy(asked("w2", "Robin"))
    heard = Activity(type="message", id="1", conversation=ConversationAccount(id="c"), delivery_mode=mode)
    context = TurnContext(Sender(), heard)
    for card in asked("w1", "Sam"):
        post(context, card)
        edit(context, "7", card)
        post_over(context, "7", card)
    await say_all(context)
    for reply in context.buffered_reply_activities:  # with expectReplies they go into the answer over HTTP
        write(reply)
    assert asked("w2", "Robin") == before
