"""Teams and channels change: the bot is told as Teams tells it, and its posts are answered accordingly."""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import pytest

from sandbox.client import RefusedError, SandboxClient
from sandbox.server import RunningSandbox
from tests.sandbox.fake_bot import FakeBot, Json, card

pytestmark = pytest.mark.asyncio(loop_scope="session")

RDT = "19:rdt-team@thread.tacv2"
NETWORK = "19:lro-network@thread.tacv2"
SUPPORT = "19:lro-support@thread.tacv2"


async def posts(bot: FakeBot, channel: str, **message: object) -> Json:
    """A new thread, as the bot begins one."""
    first = {"type": "message", "text": "Sessions are on offer"} | message
    body = {"isGroup": True, "channelData": {"channel": {"id": channel}}, "activity": first}
    return await bot.calls("POST", "/v3/conversations", body)


async def members(bot: FakeBot, team: str) -> Json:
    return await bot.calls("GET", f"/v3/conversations/{quote(team, safe='')}/pagedmembers")


async def told_of(bot: FakeBot, doing: Awaitable[object]) -> list[Json]:
    """What the bot hears while that is done."""
    before = len(bot.heard)
    await doing
    return bot.heard[before:]


async def test_a_channel_is_made_renamed_deleted_and_comes_back(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    teams = sandbox.client
    before = len(bot.heard)
    channel = await teams.creates_channel(NETWORK, "News")
    thread = await posts(bot, channel)
    await teams.renames_channel(channel, "Good news")
    assert teams.channel("Good news") == channel
    await teams.deletes_channel(channel)
    for answer in (
        await posts(bot, channel),
        await bot.calls("POST", f"/v3/conversations/{thread['id']}/activities", {"type": "message"}),
        await bot.calls("PUT", f"/v3/conversations/{thread['id']}/activities/{thread['activityId']}", {}),
    ):
        assert (answer["status"], answer["error"]["code"]) == (404, "ConversationNotFound")
    with pytest.raises(LookupError):
        teams.channel("Good news")
    with pytest.raises(RefusedError, match="no conversation"):
        await teams.people("LRO")[0].says("anybody?", channel)
    await teams.restores_channel(channel)
    assert (await posts(bot, channel))["status"] == 201

    events = bot.heard[before:]
    data = [event["channelData"] for event in events]
    assert [(d["eventType"], d["channel"]["name"]) for d in data] == [
        *[("channelCreated", "News")] * 2,
        *[("channelRenamed", "Good news")] * 2,
        *[("channelDeleted", "Good news")] * 2,
        *[("channelRestored", "Good news")] * 2,
    ]
    assert {d["channel"]["id"] for d in data} == {channel}
    assert {d["team"]["id"] for d in data} == {event["conversation"]["id"] for event in events} == {NETWORK}
    assert all(d["team"]["name"] and d["team"]["aadGroupId"] and d["tenant"]["id"] for d in data)
    assert {event["type"] for event in events} == {"conversationUpdate"}
    assert len({event["id"] for event in events}) == len(events)


async def test_a_channel_needs_a_name_of_its_own_and_the_first_one_stays(sandbox: RunningSandbox) -> None:
    for name in ("Support sessions", " ", ""):
        with pytest.raises(RefusedError, match="cannot have a channel"):
            await sandbox.client.creates_channel(NETWORK, name)
    with pytest.raises(RefusedError, match="first channel"):
        await sandbox.client.deletes_channel(NETWORK)
    with pytest.raises(RefusedError, match="no channel"):
        await sandbox.client.renames_channel("19:none", "Nobody's")
    with pytest.raises(RefusedError, match="no team"):
        await sandbox.client.archives("19:none")


async def test_an_archived_team_can_be_read_and_not_written_in(bot: FakeBot, sandbox: RunningSandbox) -> None:
    teams = sandbox.client
    button = card({"type": "TextBlock", "text": "Ask"}, actions=[{"type": "Action.Submit", "title": "Ask"}])
    thread = await posts(bot, SUPPORT, text="", attachments=[button])
    events = await told_of(bot, teams.archives(NETWORK))
    assert [event["channelData"]["eventType"] for event in events] == ["teamArchived"] * 2
    assert events[0]["channelData"]["team"]["name"] == "Regional LRO Network"

    there = f"/v3/conversations/{thread['id']}/activities"
    edit = f"{there}/{thread['activityId']}"
    for refused in (
        await posts(bot, SUPPORT),
        await bot.calls("POST", there, {"type": "message", "text": "Just ask"}),
        await bot.calls("PUT", edit, {"type": "message", "text": "Over"}),
    ):
        assert (refused["status"], refused["errorCode"]) == (403, 209)
        assert json.loads(refused["message"])["subCode"] == "MessageWritesBlocked"
    assert (await members(bot, NETWORK))["status"] == 200
    lro = teams.people("LRO")[0]
    with pytest.raises(RefusedError, match="archived"):
        await lro.says("hello?", SUPPORT)
    (offer,) = await lro.messages(SUPPORT)
    assert (await lro.presses(offer, "Ask")).accepted

    events = await told_of(bot, teams.unarchives(NETWORK))
    assert [event["channelData"]["eventType"] for event in events] == ["teamUnarchived"] * 2
    assert (await posts(bot, SUPPORT))["status"] == 201


async def test_a_deleted_team_is_gone_until_it_is_restored(bot: FakeBot, sandbox: RunningSandbox) -> None:
    teams = sandbox.client
    adviser = teams.people("adviser")[0]
    tenant = {"tenant": {"id": sandbox.play.state.world.tenant_id}}
    await teams.leaves(adviser, NETWORK)
    events = await told_of(bot, teams.deletes_team(RDT))
    assert [event["channelData"]["eventType"] for event in events] == ["teamDeleted"] * 2
    for gone in (await posts(bot, RDT), await members(bot, RDT)):
        assert (gone["status"], gone["error"]["code"]) == (404, "ConversationNotFound")
    assert (await bot.calls("GET", f"/v3/teams/{RDT}"))["status"] == 404
    opening = {"members": [{"id": adviser.id}], "channelData": tenant}
    assert (await bot.calls("POST", "/v3/conversations", opening))["status"] == 403
    await teams.restores_team(RDT)
    assert bot.heard[-1]["channelData"]["eventType"] == "teamRestored"
    assert (await posts(bot, RDT))["status"] == (await members(bot, RDT))["status"] + 1 == 201

    await teams.deletes_team(RDT, for_good=True)
    assert bot.heard[-1]["channelData"]["eventType"] == "teamHardDeleted"
    with pytest.raises(RefusedError, match="for good"):
        await teams.restores_team(RDT)


async def test_a_team_gets_another_name(bot: FakeBot, sandbox: RunningSandbox) -> None:
    await sandbox.client.renames_team(RDT, "Disruption")
    told = bot.heard[-1]["channelData"]
    assert (told["eventType"], told["team"]["name"]) == ("teamRenamed", "Disruption")
    assert (await bot.calls("GET", f"/v3/teams/{RDT}"))["name"] == "Disruption"


async def test_the_bot_is_removed_from_a_team_and_put_back(bot: FakeBot, sandbox: RunningSandbox) -> None:
    teams = sandbox.client
    lro = teams.people("LRO")[0]
    thread = await posts(bot, SUPPORT)
    gone = await told_of(bot, teams.removes_bot(NETWORK))
    kinds = ["conversationUpdate", "installationUpdate"]
    assert [event["type"] for event in gone] == kinds + kinds[::-1]
    assert [member["id"] for member in gone[0]["membersRemoved"]] == ["28:support-bot"]
    assert gone[0]["channelData"]["eventType"] == "teamMemberRemoved"
    assert (gone[1]["action"], gone[1]["channelData"]["team"]["id"]) == ("remove", NETWORK)

    there = f"/v3/conversations/{thread['id']}/activities"
    for refused in (
        await posts(bot, SUPPORT),
        await bot.calls("POST", there, {"type": "message", "text": "Just ask"}),
        await members(bot, NETWORK),
        await bot.calls("GET", f"/v3/teams/{NETWORK}/conversations"),
    ):
        assert (refused["status"], refused["error"]["code"]) == (403, "BotNotInConversationRoster")
    (offer,) = await lro.messages(SUPPORT)
    with pytest.raises(RefusedError, match="no longer in"):
        await lro.sends(offer, {"type": "Action.Submit"})

    async def without_it() -> None:
        await lro.says("@bot, are you there?", SUPPORT)
        await teams.renames_channel(SUPPORT, "Sessions")
        await teams.leaves(lro, NETWORK)
        await teams.installs()

    heard = await told_of(bot, without_it())
    assert {NETWORK, SUPPORT}.isdisjoint(event["conversation"]["id"].partition(";")[0] for event in heard)
    with pytest.raises(RefusedError, match="not in"):
        await teams.removes_bot(NETWORK)

    back = await told_of(bot, teams.adds_bot(NETWORK))
    assert [event["type"] for event in back] == kinds + kinds[::-1]
    assert (back[1]["action"], back[0]["channelData"]["eventType"]) == ("add", "teamMemberAdded")
    assert (await posts(bot, SUPPORT))["status"] == 201


async def test_who_is_added_to_a_team_is_told_of_twice(bot: FakeBot, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    first, second = await told_of(bot, sandbox.client.joins(lro, RDT))
    assert first["membersAdded"] == second["membersAdded"]
    assert first["id"] != second["id"]


@pytest.mark.parametrize("order", [list, reversed])
async def test_events_of_the_past_come_again_in_any_order(
    bot: FakeBot, sandbox: RunningSandbox, order: Callable[[list[Json]], list[Json]]
) -> None:
    teams: SandboxClient = sandbox.client
    before = (await teams.deliveries())[-1]["number"]
    await teams.renames_channel(SUPPORT, "Sessions")
    await teams.people("LRO")[0].says("hello")
    await teams.removes_bot(NETWORK)
    events = await teams.membership_events(after=before)
    assert len(events) == 2 + 4
    again = await told_of(bot, teams.delivers_again(order(events)))
    assert again == list(order(events))


async def test_a_team_that_all_have_left_can_still_change(bot: FakeBot, sandbox: RunningSandbox) -> None:
    teams = sandbox.client
    for player in (*teams.people("adviser"), *teams.people("organiser")):
        await teams.leaves(player, RDT)
    assert (await members(bot, RDT))["members"] == []
    await teams.archives(RDT)
    assert bot.heard[-1]["channelData"]["eventType"] == "teamArchived"
