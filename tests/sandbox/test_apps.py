"""Who blocks the bot, removes the app or is a guest cannot be reached in private, and the bot finds out."""

import json

import pytest

from sandbox.client import Player, RefusedError
from sandbox.server import RunningSandbox
from tests.sandbox.fake_bot import FakeBot, Json, card

pytestmark = pytest.mark.asyncio(loop_scope="session")

SUPPORT = "19:lro-support@thread.tacv2"


@pytest.fixture
def lro(sandbox: RunningSandbox) -> Player:
    return sandbox.client.people("LRO")[0]


async def opens_chat(bot: FakeBot, sandbox: RunningSandbox, who: Player, **first: object) -> Json:
    tenant = {"tenant": {"id": sandbox.play.state.world.tenant_id}}
    body = {"members": [{"id": who.id}], "channelData": tenant} | first
    return await bot.calls("POST", "/v3/conversations", body)


async def sends(bot: FakeBot, who: Player) -> Json:
    message = {"type": "message", "text": "Hello"}
    return await bot.calls("POST", f"/v3/conversations/{who.chat}/activities", message)


async def test_who_blocks_the_bot_is_told_nothing_by_it_and_it_hears_nothing(
    bot: FakeBot, sandbox: RunningSandbox, lro: Player
) -> None:
    before = len(bot.heard)
    await lro.blocks_bot()
    for refused in (await opens_chat(bot, sandbox, lro), await sends(bot, lro)):
        assert (refused["status"], refused["error"]["code"]) == (403, "ConversationBlockedByUser")
    with pytest.raises(RefusedError, match="unblock it first"):
        await lro.says("hello")
    assert len(bot.heard) == before

    asked = await lro.says("request a session", SUPPORT)
    await bot.replies(bot.heard[-1], text="Unblock me, or answer here")
    await lro.waits_for("or answer here", chat=SUPPORT, after=asked)
    await lro.unblocks_bot()
    assert (await opens_chat(bot, sandbox, lro))["status"] == (await sends(bot, lro))["status"] == 201


async def test_who_removes_the_app_has_a_chat_that_is_closed_until_it_is_added_again(
    bot: FakeBot, sandbox: RunningSandbox, lro: Player
) -> None:
    before = len(bot.heard)
    await sends(bot, lro)
    await lro.removes_app()
    removed = bot.heard[before:]
    assert [(event["type"], event["action"]) for event in removed] == [("installationUpdate", "remove")] * 2
    assert {event["conversation"]["id"] for event in removed} == {lro.chat}
    assert (await opens_chat(bot, sandbox, lro))["id"] == lro.chat
    for refused in (
        await sends(bot, lro),
        await opens_chat(bot, sandbox, lro, activity={"type": "message", "text": "Hello"}),
    ):
        assert (refused["status"], refused["errorCode"]) == (403, 209)
        assert json.loads(refused["message"])["subCode"] == "MessageWritesBlocked"
    (seen,) = await lro.messages()
    with pytest.raises(RefusedError, match="add it again first"):
        await lro.sends(seen, {"type": "Action.Submit"})

    await lro.adds_app()
    kinds = ["conversationUpdate", "installationUpdate"]
    assert [event["type"] for event in bot.heard[before:]][2:] == kinds + kinds[::-1]
    assert (await sends(bot, lro))["status"] == 201


async def test_a_guest_has_no_chat_with_the_bot_and_can_be_answered_in_the_thread(
    bot: FakeBot, sandbox: RunningSandbox, lro: Player
) -> None:
    await lro.becomes_guest()
    refused = await opens_chat(bot, sandbox, lro)
    assert (refused["status"], refused["error"]["code"]) == (403, "ForbiddenOperationException")
    with pytest.raises(RefusedError, match="is a guest"):
        await lro.says("hello")
    offer = card(actions=[{"type": "Action.Execute", "title": "Request a session", "verb": "request"}])
    await lro.says("hello", SUPPORT)
    await bot.replies(bot.heard[-1], attachments=[offer])
    shown = await lro.waits_for(lambda m: bool(m.buttons), chat=SUPPORT)
    assert (await lro.presses(shown, "Request a session")).words == "Done"

    account = await bot.calls("GET", f"/v3/conversations/{SUPPORT}/members/{lro.id}")
    assert (account["userRole"], account["email"]) == ("guest", lro.email)
    assert "#EXT#@" in account["userPrincipalName"]


async def test_the_app_goes_with_the_last_team_of_somebody_who_has_it_nowhere_else(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    adviser = sandbox.client.people("adviser")[0]
    for team in ("19:lro-network@thread.tacv2", "19:rdt-team@thread.tacv2"):
        assert (await opens_chat(bot, sandbox, adviser))["status"] == 201
        await sandbox.client.removes_bot(team)
    refused = await opens_chat(bot, sandbox, adviser)
    assert (refused["status"], refused["error"]["code"]) == (403, "BotNotInConversationRoster")
