"""What a turn says goes where its activity came from, and answers it where there is something to answer."""

import pytest
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ResourceResponse

from cards import notes
from dialogs.posting import post, say_all


class Recorder:
    """In the place of an adapter: it keeps what it is given to send."""

    def __init__(self) -> None:
        self.sent: list[Activity] = []

    async def send_activities(self, _: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        self.sent += activities
        return [ResourceResponse(id="1") for _ in activities]


@pytest.mark.parametrize(
    ("kind", "answers"), [("message", "7"), ("conversationUpdate", None), ("installationUpdate", "7")]
)
async def test_an_answer_finds_its_way(kind: str, answers: str | None) -> None:
    heard = Activity(
        type=kind,
        id="7",
        channel_id="msteams",
        service_url="https://smba.example.test/uk/",
        conversation=ConversationAccount(id="a:chat"),
        from_property=ChannelAccount(id="29:somebody"),
        recipient=ChannelAccount(id="28:bot"),
    )
    adapter = Recorder()
    context = TurnContext(adapter, heard)
    post(context, notes.note("Hello"))
    await say_all(context)
    (sent,) = adapter.sent
    by_the_sdk = TurnContext.apply_conversation_reference(
        Activity(), TurnContext.get_conversation_reference(heard)
    )
    for name in ("channel_id", "service_url", "conversation", "from_property", "recipient", "reply_to_id"):
        assert getattr(sent, name) == getattr(by_the_sdk, name), name
    assert sent.reply_to_id == answers
