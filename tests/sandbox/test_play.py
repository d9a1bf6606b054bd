"""What people do reaches the bot in the shape that Teams gives it, and its answers reach them."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from sandbox.cards import NotOnCardError
from sandbox.client import RefusedError
from sandbox.seen import CARD, SeenMessage
from sandbox.server import Manners, RunningSandbox, running_sandbox
from sandbox.world import World
from tests.sandbox.fake_bot import FakeBot, Json, card

pytestmark = pytest.mark.asyncio(loop_scope="session")

BOOK: Json = {"type": "Action.Execute", "title": "Book this time", "verb": "book", "data": {"request": "R1"}}
SLOTS: Json = {
    "type": "Input.ChoiceSet",
    "id": "slot",
    "isRequired": True,
    "errorMessage": "Please pick a time.",
    "choices": [{"title": "Mon 10:00", "value": "m10"}, {"title": "Mon 11:00", "value": "m11"}],
}


async def shown(bot: FakeBot, sandbox: RunningSandbox, *body: Json, actions: list[Json]) -> SeenMessage:
    """A card of the bot in the first LRO's chat."""
    lro = sandbox.client.people("LRO")[0]
    said = await lro.says("hello")
    await bot.replies(bot.heard[-1], attachments=[card(*body, actions=actions)])
    return await lro.waits_for(lambda m: bool(m.cards), after=said)


async def test_a_word_in_ones_own_chat_reaches_the_bot(bot: FakeBot, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    said = await lro.says("I need <advice>")
    heard = bot.heard[-1]
    assert (heard["type"], heard["text"], heard["id"]) == ("message", "I need <advice>", said.id)
    assert heard["from"] == {"id": lro.id, "name": lro.name, "aadObjectId": lro.aad_object_id}
    tenant = sandbox.play.state.world.tenant_id
    assert heard["conversation"] == {"conversationType": "personal", "tenantId": tenant, "id": lro.chat}
    assert heard["channelData"]["tenant"]["id"] == tenant
    assert heard["serviceUrl"] == sandbox.service_url
    assert heard["recipient"]["id"] == "28:support-bot"
    assert heard["locale"] == "en-GB"
    (client_info,) = heard["entities"]
    assert (client_info["country"], client_info["timezone"]) == ("GB", "Europe/London")


async def test_in_a_channel_the_bot_hears_only_what_mentions_it(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    lro, other = sandbox.client.people("LRO")[:2]
    channel = sandbox.client.channel("Support sessions")
    before = len(bot.heard)
    chatter = await other.says("Morning all", channel, mention=False)
    assert len(bot.heard) == before

    asked = await lro.says("request a session", to=chatter)
    heard = bot.heard[-1]
    assert heard["text"] == "<at>Support sessions</at> request a session"
    mention = next(entity for entity in heard["entities"] if entity["type"] == "mention")
    assert (mention["mentioned"]["id"], mention["text"]) == ("28:support-bot", "<at>Support sessions</at>")
    assert heard["conversation"]["id"] == f"{channel};messageid={chatter.id}" == asked.conversation
    assert (heard["conversation"]["conversationType"], heard["conversation"]["isGroup"]) == ("channel", True)
    assert heard["channelData"]["team"]["id"] == "19:lro-network@thread.tacv2"
    assert heard["channelData"]["channel"]["id"] == channel
    assert [m.text for m in await other.messages(channel)] == ["Morning all", "request a session"]


async def test_who_is_not_in_a_team_cannot_write_there(sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    with pytest.raises(RefusedError, match="is not in"):
        await lro.says("hello", "19:rdt-team@thread.tacv2")
    with pytest.raises(RefusedError, match="is not in"):
        await lro.says("hello", sandbox.client.people("LRO")[1].chat)


async def test_a_submitted_card_is_a_message_with_a_value_and_no_text(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    submit = {"type": "Action.Submit", "title": "Next", "data": {"step": "force"}}
    overview = {"type": "Input.Text", "id": "overview", "value": "as before"}
    prompt = await shown(bot, sandbox, overview, SLOTS, actions=[submit])
    lro = sandbox.client.people("LRO")[0]

    with pytest.raises(NotOnCardError, match="Please pick a time"):
        await lro.presses(prompt, "Next")
    with pytest.raises(NotOnCardError, match="offers"):
        await lro.presses(prompt, "Next", {"slot": "sunday"})
    assert (await lro.presses(prompt, "Next", {"slot": "m10"})).accepted
    heard = bot.heard[-1]
    assert (heard["type"], heard["replyToId"]) == ("message", prompt.id)
    assert heard["value"] == {"step": "force", "overview": "as before", "slot": "m10"}
    assert "text" not in heard


async def test_message_back_and_im_back_put_words_into_the_chat(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    back = {"type": "messageBack", "text": "/status", "displayText": "My requests", "value": {"a": 1}}
    actions: list[Json] = [
        {"type": "Action.Submit", "title": "Status", "data": {"msteams": back}},
        {"type": "Action.Submit", "title": "Help", "data": {"msteams": {"type": "imBack", "value": "help"}}},
    ]
    menu = await shown(bot, sandbox, actions=actions)
    lro = sandbox.client.people("LRO")[0]
    await lro.presses(menu, "Status")
    assert (bot.heard[-1]["text"], bot.heard[-1]["value"]) == ("/status", {"a": 1})
    await lro.presses(menu, "Help")
    assert bot.heard[-1]["text"] == "help"
    assert "value" not in bot.heard[-1]
    assert [m.text for m in await lro.messages()][-2:] == ["My requests", "help"]


async def test_the_card_that_answers_an_invoke_replaces_the_card_for_the_one_who_pressed(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    channel = sandbox.client.channel("Support sessions")
    lro, other = sandbox.client.people("LRO")[:2]
    await lro.says("offer", channel)
    await bot.replies(bot.heard[-1], attachments=[card(SLOTS, actions=[BOOK])])
    offer = await lro.waits_for("Mon 10:00", chat=channel)
    booked = card({"type": "TextBlock", "text": "Booked: Mon 11:00"})["content"]

    async def books(_: FakeBot, activity: Json) -> web.Response | None:
        if activity["type"] != "invoke":
            return None
        return web.json_response({"statusCode": 200, "type": CARD, "value": booked})

    bot.behaves = books
    pressed = await lro.presses(offer, "Book this time", {"slot": "m11"})
    heard = bot.heard[-1]
    assert (heard["name"], heard["replyToId"]) == ("adaptiveCard/action", offer.id)
    assert heard["conversation"]["id"] == offer.conversation
    assert heard["value"]["trigger"] == "manual"
    assert heard["value"]["action"] == BOOK | {"data": {"request": "R1", "slot": "m11"}}
    assert pressed.words == "Booked: Mon 11:00"
    assert (await lro.sees_now(offer)).words == "Booked: Mon 11:00"
    assert "Mon 10:00" in (await other.messages(channel))[-1].words

    edit = f"/v3/conversations/{offer.conversation}/activities/{offer.id}"
    await bot.calls("PUT", edit, {"type": "message", "text": "Withdrawn"})
    for person in (lro, other):
        assert (await person.messages(channel))[-1].words == "Withdrawn"


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (
            {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Noted"},
            "Noted",
        ),
        (
            {"statusCode": 400, "type": "application/vnd.microsoft.error", "value": {"message": "Not yours"}},
            "Not yours",
        ),
        ({}, "Unable to reach app. Please try again."),
        (None, "Unable to reach app. Please try again."),
    ],
)
async def test_other_answers_to_an_invoke_are_shown_as_a_line(
    bot: FakeBot, sandbox: RunningSandbox, answer: Json | None, line: str
) -> None:
    offer = await shown(bot, sandbox, actions=[BOOK])
    lro = sandbox.client.people("LRO")[0]

    async def answers(*_: Any) -> web.Response:  # noqa: ANN401 - whatever it is
        return web.Response(status=200) if answer is None else web.json_response(answer)

    bot.behaves = answers
    heard_before = len(bot.heard)
    await lro.presses(offer, "Book this time")
    await lro.is_told(line)
    assert lro.lines() == [line]
    assert (await lro.sees_now(offer)).buttons == ["Book this time"]
    # An empty answer is no answer: Teams sends the same invoke once more.
    assert len(bot.heard) - heard_before == (2 if answer is None else 1)
    assert len({activity["id"] for activity in bot.heard[heard_before:]}) == 1


async def test_a_silent_bot_is_sent_the_same_activity_again(bot: FakeBot) -> None:
    silent_once = asyncio.Event()

    async def dawdles(_: FakeBot, activity: Json) -> web.Response | None:
        if activity["type"] == "message" and not silent_once.is_set():
            silent_once.set()
            await asyncio.Event().wait()
        return None

    manners = Manners(answer_within=0.1)
    async with running_sandbox(World.sample(), bot_url=bot.url, manners=manners) as sandbox:
        bot.behaves = dawdles
        await sandbox.client.people("LRO")[0].says("hello")
        first, second = bot.messages()
        assert first == second
        assert (await sandbox.client.deliveries())[-1]["attempts"] == 2


async def test_any_activity_can_be_delivered_twice(bot: FakeBot, sandbox: RunningSandbox) -> None:
    said = await sandbox.client.people("LRO")[0].says("hello")
    await sandbox.client.resends(said.id)
    first, second = bot.messages()
    assert first == second


async def test_install_events_come_repeatedly_and_in_either_order(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    pairs = [(a["type"], a["conversation"]["id"]) for a in bot.heard]
    for place in ("19:rdt-team@thread.tacv2", sandbox.client.people("LRO")[0].chat):
        order = [kind for kind, conversation in pairs if conversation == place]
        assert sorted(order[:2]) == sorted(order[2:]) == ["conversationUpdate", "installationUpdate"]
        assert order[:2] != order[2:]
    added = next(a for a in bot.of_type("conversationUpdate") if a["conversation"]["id"].startswith("19:rdt"))
    assert [member["id"] for member in added["membersAdded"]] == ["28:support-bot"]
    assert added["channelData"]["eventType"] == "teamMemberAdded"
    assert added["channelData"]["team"]["name"] == "Regional Disruption Team"
    assert {a["action"] for a in bot.of_type("installationUpdate")} == {"add"}


async def test_who_writes_to_the_bot_first_installs_it_by_that(bot: FakeBot, sandbox: RunningSandbox) -> None:
    adviser = sandbox.client.people("adviser")[0]
    before = len(bot.heard)
    await adviser.says("hello")
    await adviser.says("anybody there?")
    kinds = [activity["type"] for activity in bot.heard[before:]]
    assert kinds == ["conversationUpdate", "installationUpdate", "message", "message"]


async def test_the_bot_hears_who_joins_its_team(bot: FakeBot, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    await sandbox.client.joins(lro, "19:rdt-team@thread.tacv2")
    assert bot.heard[-1]["membersAdded"] == [{"id": lro.id, "aadObjectId": lro.aad_object_id}]
    assert (await lro.says("hello all", "19:rdt-team@thread.tacv2")).chat == "19:rdt-team@thread.tacv2"


async def test_many_press_at_once_and_each_gets_an_answer(bot: FakeBot) -> None:
    async with running_sandbox(World.sample(advisers=20), bot_url=bot.url) as sandbox:
        channel = sandbox.client.channel("General")
        advisers = sandbox.client.people("adviser")
        await advisers[0].says("offer", channel)
        await bot.replies(bot.heard[-1], attachments=[card(actions=[BOOK])])
        offer = await advisers[0].waits_for(lambda m: bool(m.buttons), chat=channel)
        together = asyncio.Barrier(len(advisers))

        async def waits_for_all(*_: Any) -> None:  # noqa: ANN401 - whatever it is
            await together.wait()

        bot.behaves = waits_for_all
        answers = await sandbox.client.clicks_at_once((a, offer, "Book this time") for a in advisers)
        assert [answer.words for answer in answers] == ["Done"] * 20
        assert {a["from"]["id"] for a in bot.of_type("invoke")} == {a.id for a in advisers}


async def test_waiting_in_vain_tells_what_was_there_instead(bot: FakeBot, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    await lro.says("hello")
    await bot.replies(bot.heard[-1], text="Good morning")
    with pytest.raises(TimeoutError, match="Good morning"):
        await lro.waits_for("Booked", within=0.05)
