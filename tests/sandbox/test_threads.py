"""A thread that the bot begins in a channel: what is asked of it, and what it keeps."""

import pytest

from sandbox.client import SandboxClient
from sandbox.server import RunningSandbox
from tests.sandbox.fake_bot import FakeBot, Json, card

pytestmark = pytest.mark.asyncio(loop_scope="session")

OFFER = card(
    {"type": "TextBlock", "text": "Sessions are on offer"},
    actions=[{"type": "Action.Execute", "title": "Request a session", "verb": "request"}],
)


def beginning(teams: SandboxClient, **first: object) -> Json:
    where = {"isGroup": True, "channelData": {"channel": {"id": teams.channel("Support sessions")}}}
    return where | {"activity": {"type": "message"} | first}


@pytest.mark.parametrize("left_out", ["isGroup", "activity"])
async def test_a_thread_needs_a_group_and_something_to_say(
    bot: FakeBot, sandbox: RunningSandbox, left_out: str
) -> None:
    body = beginning(sandbox.client, text="Hello")
    del body[left_out]
    refused = await bot.calls("POST", "/v3/conversations", body)
    assert (refused["status"], refused["error"]["code"]) == (400, "BadSyntax")


async def test_a_thread_is_begun_in_a_channel_and_nowhere_else(bot: FakeBot, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    thread = await bot.calls("POST", "/v3/conversations", beginning(sandbox.client, text="Hello"))
    for place in (lro.chat, thread["id"], "19:none"):
        body = beginning(sandbox.client, text="Hello") | {"channelData": {"channel": {"id": place}}}
        refused = await bot.calls("POST", "/v3/conversations", body)
        assert (refused["status"], refused["error"]["code"]) == (404, "ConversationNotFound")


async def test_text_with_a_card_begins_one_thread_of_two_messages_and_the_id_is_lost(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    body = beginning(sandbox.client, text="Hello", attachments=[OFFER])
    created = await bot.calls("POST", "/v3/conversations", body)
    first, second = await sandbox.client.people("LRO")[0].messages(sandbox.client.channel("Support sessions"))
    assert (first.words, second.buttons) == ("Hello", ["Request a session"])
    assert first.conversation == second.conversation == created["id"]
    assert "activityId" not in created


async def test_everybody_presses_the_same_button_in_the_thread_and_the_thread_outlives_an_edit(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    teams = sandbox.client
    channel = teams.channel("Support sessions")
    created = await bot.calls("POST", "/v3/conversations", beginning(teams, attachments=[OFFER]))
    one, other = teams.people("LRO")[:2]
    offer = await one.waits_for("Sessions are on offer", chat=channel)
    for lro in (one, other):
        assert (await lro.presses(offer, "Request a session")).words == "Done"
    assert {a["conversation"]["id"] for a in bot.of_type("invoke")} == {created["id"]}
    await one.says("And what is it for?", to=offer)
    there = f"/v3/conversations/{created['id']}/activities/{created['activityId']}"
    await bot.calls("PUT", there, {"type": "message", "text": "Over"})
    assert [message.words for message in await other.messages(channel)] == ["Over", "And what is it for?"]
