"""The connector answers a bot as Teams does."""

from urllib.parse import quote

import pytest

from sandbox.server import RunningSandbox
from tests.sandbox.fake_bot import FakeBot, Json, card

pytestmark = pytest.mark.asyncio(loop_scope="session")

RDT = "19:rdt-team@thread.tacv2"
NETWORK = "19:lro-network@thread.tacv2"


def path(conversation: str, *rest: str) -> str:
    """A path as the SDK writes it: every reserved character of the id escaped."""
    return "/".join(("/v3/conversations", quote(conversation, safe=""), *rest))


def one_to_one(sandbox: RunningSandbox, member: str) -> Json:
    tenant = sandbox.play.state.world.tenant_id
    return {"isGroup": False, "members": [{"id": member}], "channelData": {"tenant": {"id": tenant}}}


async def test_the_bot_opens_a_chat_with_an_adviser_and_the_card_arrives(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    adviser = sandbox.client.people("adviser")[0]
    created = await bot.calls("POST", "/v3/conversations", one_to_one(sandbox, adviser.id))
    again = await bot.calls("POST", "/v3/conversations", one_to_one(sandbox, adviser.aad_object_id))
    assert created["status"] == 201
    assert created["id"] == again["id"] == adviser.chat

    news = {"type": "message", "attachments": [card({"type": "TextBlock", "text": "New request"})]}
    sent = await bot.calls("POST", path(created["id"], "activities"), news)
    seen = await adviser.waits_for("New request")
    assert sent["status"] == 201
    assert (seen.id, seen.from_bot) == (sent["id"], True)


async def test_a_stranger_cannot_be_messaged(bot: FakeBot, sandbox: RunningSandbox) -> None:
    stranger = sandbox.client.people("LRO")[-1]
    refused = await bot.calls("POST", "/v3/conversations", one_to_one(sandbox, stranger.id))
    assert refused["status"] == 403
    assert refused["error"]["code"] == "BotNotInConversationRoster"


async def test_who_left_the_team_cannot_be_messaged_any_more(bot: FakeBot, sandbox: RunningSandbox) -> None:
    adviser = sandbox.client.people("adviser")[0]
    chat = await bot.calls("POST", "/v3/conversations", one_to_one(sandbox, adviser.id))
    await sandbox.client.leaves(adviser, RDT)
    await sandbox.client.leaves(adviser, NETWORK)
    refused = await bot.calls("POST", path(chat["id"], "activities"), {"type": "message", "text": "Hello"})
    assert (refused["status"], refused["error"]["code"]) == (403, "BotNotInConversationRoster")
    left = bot.heard[-1]
    assert left["membersRemoved"] == [{"id": adviser.id, "aadObjectId": adviser.aad_object_id}]
    assert left["channelData"]["eventType"] == "teamMemberRemoved"


async def test_a_chat_needs_the_tenant(bot: FakeBot, sandbox: RunningSandbox) -> None:
    adviser = sandbox.client.people("adviser")[0]
    refused = await bot.calls("POST", "/v3/conversations", {"members": [{"id": adviser.id}]})
    assert (refused["status"], refused["error"]["code"]) == (400, "BadArgument")


async def test_a_conversation_that_never_was_is_not_found(bot: FakeBot, sandbox: RunningSandbox) -> None:
    for unknown in ("a:nobody", "19:rdt-team@thread.tacv2;messageid=1"):
        answer = await bot.calls("POST", path(unknown, "activities"), {"type": "message", "text": "Hello"})
        assert (answer["status"], answer["error"]["code"]) == (404, "ConversationNotFound")
    assert await sandbox.client.people("adviser")[0].messages(RDT) == []


async def test_the_bot_begins_a_thread_in_a_channel_and_replies_in_it(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    channel = sandbox.client.channel("Support sessions")
    lro = sandbox.client.people("LRO")[0]
    post = {"type": "message", "text": "Sessions are on offer"}
    created = await bot.calls(
        "POST",
        "/v3/conversations",
        {"isGroup": True, "channelData": {"channel": {"id": channel}}, "activity": post},
    )
    assert created["id"] == f"{channel};messageid={created['activityId']}"
    reply = path(created["id"], "activities", created["activityId"])
    await bot.calls("POST", reply, {"type": "message", "text": "Just ask"})
    first, second = await lro.messages(channel)
    assert (first.words, second.words) == ("Sessions are on offer", "Just ask")
    assert second.conversation == first.conversation == created["id"]


async def test_text_and_card_in_one_activity_are_split_and_the_id_is_lost(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    lro = sandbox.client.people("LRO")[0]
    both = {
        "type": "message",
        "text": "See below",
        "attachments": [card({"type": "TextBlock", "text": "A card"})],
    }
    sent = await bot.calls("POST", path(lro.chat, "activities"), both)
    assert sent["status"] == 201
    assert "id" not in sent
    first, second = await lro.messages()
    assert (first.text, first.cards) == ("See below", [])
    assert (second.text, second.words) == ("", "A card")


async def test_a_message_of_more_than_100_kb_as_utf16_is_refused(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    lro = sandbox.client.people("LRO")[0]
    send = path(lro.chat, "activities")
    fits = await bot.calls("POST", send, {"type": "message", "text": "x" * 51_000})
    too_big = await bot.calls("POST", send, {"type": "message", "text": "x" * 51_200})
    assert (fits["status"], too_big["status"]) == (201, 413)
    edit = await bot.calls("PUT", f"{send}/{fits['id']}", {"type": "message", "text": "é" * 51_200})
    assert edit["status"] == 413


async def test_an_edit_changes_the_message_for_everybody_and_a_deleted_one_is_gone(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    lro = sandbox.client.people("LRO")[0]
    send = path(lro.chat, "activities")
    sent = await bot.calls("POST", send, {"type": "message", "text": "Open"})
    edited = await bot.calls("PUT", f"{send}/{sent['id']}", {"type": "message", "text": "Booked"})
    seen = await lro.waits_for("Booked")
    assert (edited["id"], seen.id, seen.edited) == (sent["id"], sent["id"], True)

    assert (await bot.calls("DELETE", f"{send}/{sent['id']}"))["status"] == 200
    assert await lro.messages() == []
    gone = await bot.calls("PUT", f"{send}/{sent['id']}", {"type": "message", "text": "Again"})
    assert (gone["status"], gone["error"]["code"]) == (404, "ActivityNotFoundInConversation")


async def test_the_bot_cannot_change_what_a_person_wrote(bot: FakeBot, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    said = await lro.says("hello")
    refused = await bot.calls(
        "PUT", path(lro.chat, "activities", said.id), {"type": "message", "text": "bye"}
    )
    assert refused["status"] == 403


async def test_a_roster_of_many_comes_in_pages(bot: FakeBot, sandbox: RunningSandbox) -> None:
    page = await bot.calls("GET", path(RDT, "pagedmembers") + "?pageSize=2")
    assert "continuationToken" not in page  # Teams takes no page smaller than 50
    adviser = sandbox.client.people("adviser")[0]
    first = page["members"][0]
    assert first["aadObjectId"] == first["objectId"] == adviser.aad_object_id
    assert first["userPrincipalName"] == first["email"] == adviser.email
    assert first["tenantId"] == sandbox.play.state.world.tenant_id


async def test_one_member_is_found_by_either_id_and_a_stranger_is_not(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    adviser = sandbox.client.people("adviser")[0]
    for key in (adviser.id, adviser.aad_object_id):
        assert (await bot.calls("GET", path(RDT, "members", key)))["id"] == adviser.id
    lro = sandbox.client.people("LRO")[0]
    missing = await bot.calls("GET", path(RDT, "members", lro.id))
    assert (missing["status"], missing["error"]["code"]) == (404, "MemberNotFoundInConversation")
    assert (await bot.calls("GET", path(lro.chat, "members")))["list"][0]["id"] == lro.id


async def test_a_team_tells_its_name_and_its_channels(bot: FakeBot, sandbox: RunningSandbox) -> None:
    team = quote(NETWORK, safe="")
    about = await bot.calls("GET", f"/v3/teams/{team}")
    assert (about["name"], about["channelCount"], about["memberCount"]) == ("Regional LRO Network", 2, 6)
    channels = await bot.calls("GET", f"/v3/teams/{team}/conversations")
    assert [c.get("name") for c in channels["conversations"]] == [None, "Support sessions"]
    assert (await bot.calls("GET", "/v3/teams/19:none"))["status"] == 404
    assert sandbox.client.teams[0]["name"] == about["name"]


async def test_every_call_is_logged(bot: FakeBot, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    sent = await bot.calls("POST", path(lro.chat, "activities"), {"type": "message", "text": "Hello"})
    (call,) = await sandbox.client.calls()
    assert (call["operation"], call["conversation"], call["status"]) == ("send", lro.chat, 201)
    assert (call["activity_id"], call["activity"]["text"]) == (sent["id"], "Hello")
    assert await sandbox.client.calls(after=call["number"]) == []
