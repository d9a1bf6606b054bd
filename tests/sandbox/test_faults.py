"""Trouble on demand is what Teams would give, to whom it was meant for, as often as was asked."""

import aiohttp
import pytest

from sandbox.server import RunningSandbox
from tests.sandbox.fake_bot import FakeBot, Json

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def send(bot: FakeBot, chat: str) -> Json:
    return await bot.calls(
        "POST", f"/v3/conversations/{chat}/activities", {"type": "message", "text": "Hello"}
    )


@pytest.mark.parametrize("status", [403, 404, 429, 502, 504])
async def test_the_next_calls_fail_and_then_all_is_well(
    bot: FakeBot, sandbox: RunningSandbox, status: int
) -> None:
    chat = sandbox.client.people("LRO")[0].chat
    await sandbox.client.goes_wrong(status=status, code="Trouble", retry_after=2, times=2)
    first, second, third = [await send(bot, chat) for _ in range(3)]
    assert (first["status"], second["status"], third["status"]) == (status, status, 201)
    assert (first["error"]["code"], first["headers"]["Retry-After"]) == ("Trouble", "2")
    assert [call["status"] for call in await sandbox.client.calls()] == [status, status, 201]


async def test_a_fault_hits_only_the_one_it_is_meant_for(bot: FakeBot, sandbox: RunningSandbox) -> None:
    blocked, other = sandbox.client.people("LRO")[:2]
    await sandbox.client.goes_wrong(
        person=blocked.id, status=403, code="ConversationBlockedByUser", times=None
    )
    await sandbox.client.goes_wrong(conversation=other.chat, operation="edit", status=502)
    tenant = {"tenant": {"id": sandbox.play.state.world.tenant_id}}
    opening = {"members": [{"id": blocked.aad_object_id}], "channelData": tenant}
    assert (await bot.calls("POST", "/v3/conversations", opening))["status"] == 403
    for _ in range(3):
        assert (await send(bot, blocked.chat))["error"]["code"] == "ConversationBlockedByUser"
        assert (await send(bot, other.chat))["status"] == 201
    await sandbox.client.goes_right()
    assert (await send(bot, blocked.chat))["status"] == 201


async def test_a_fault_of_one_conversation_leaves_the_others_alone(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    first, other = sandbox.client.people("LRO")[:2]
    await sandbox.client.goes_wrong(conversation=other.chat, status=502)
    assert (await send(bot, first.chat))["status"] == 201
    assert (await send(bot, other.chat))["status"] == 502


async def test_a_dropped_connection_may_hide_that_the_message_went_through(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    lro = sandbox.client.people("LRO")[0]
    for drop, arrived in (("before", 0), ("after", 1)):
        await sandbox.client.goes_wrong(drop=drop)
        with pytest.raises(aiohttp.ClientError):
            await send(bot, lro.chat)
        assert len(await lro.messages()) == arrived


async def test_a_delayed_call_still_succeeds(bot: FakeBot, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    await sandbox.client.goes_wrong(delay=0.05)
    assert (await send(bot, lro.chat))["status"] == 201


async def test_rates_are_limited_only_when_asked_for(bot: FakeBot, sandbox: RunningSandbox) -> None:
    chat = sandbox.client.people("LRO")[0].chat
    assert {(await send(bot, chat))["status"] for _ in range(10)} == {201}
    await sandbox.client.limits_rates()
    statuses = [(await send(bot, chat))["status"] for _ in range(8)]
    assert statuses == [201] * 7 + [429]
