"""The page in a browser: people side by side, cards drawn, pressed and replaced."""

from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Locator, Page, expect

from sandbox.seen import CARD
from sandbox.server import RunningSandbox, running_sandbox
from sandbox.world import World
from tests.sandbox.fake_bot import FakeBot, Json, card, until
from tests.sandbox.sample_cards import BOOKED, PROMPT, REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")


def pane(page: Page, chat: str) -> Locator:
    return page.locator(f"[data-testid=pane][data-chat='{chat}']")


async def send(bot: FakeBot, chat: str, **message: object) -> Json:
    return await bot.calls("POST", f"/v3/conversations/{chat}/activities", {"type": "message", **message})


async def opened(page: Page, sandbox: RunningSandbox) -> None:
    await page.goto(sandbox.url)
    await page.get_by_test_id("pane").nth(3).wait_for()


async def chat_with(bot: FakeBot, sandbox: RunningSandbox, member: str) -> str:
    tenant = {"tenant": {"id": sandbox.play.state.world.tenant_id}}
    body = {"members": [{"id": member}], "channelData": tenant}
    return str((await bot.calls("POST", "/v3/conversations", body))["id"])


async def test_four_people_stand_side_by_side_and_the_page_says_that_they_are_samples(
    page: Page, sandbox: RunningSandbox
) -> None:
    await opened(page, sandbox)
    await expect(page.get_by_test_id("pane")).to_have_count(4)
    await expect(page.get_by_test_id("notice")).to_have_text(
        "Sandbox: sample people, nothing leaves this machine"
    )
    assert not await page.evaluate("document.querySelector('main').scrollWidth > innerWidth")


async def test_a_request_is_booked_from_its_card(page: Page, bot: FakeBot, artifacts: Path) -> None:
    async def books(_: FakeBot, activity: Json) -> web.Response | None:
        if activity["type"] != "invoke":
            return None
        return web.json_response({"statusCode": 200, "type": CARD, "value": BOOKED["content"]})

    bot.behaves = books
    async with running_sandbox(World.load(), bot_url=bot.url) as sandbox:
        lro = sandbox.client.people("LRO")[0]
        await lro.says("hello")
        await send(bot, lro.chat, text="Hello. This is **informal advice**, not a formal tasking.")
        await send(bot, lro.chat, attachments=[PROMPT])
        for adviser in sandbox.client.people("adviser"):
            await send(bot, await chat_with(bot, sandbox, adviser.id), attachments=[REQUEST])
        await opened(page, sandbox)
        await expect(pane(page, lro.chat).locator("strong")).to_have_text("informal advice")
        await page.screenshot(path=artifacts / "sandbox-before.png")

        first, second = (pane(page, adviser.chat) for adviser in sandbox.client.people("adviser"))
        await first.get_by_role("button", name="Book this time").click()
        await expect(first.get_by_text("Please pick a time.")).to_be_visible()
        assert bot.of_type("invoke") == []

        await first.get_by_role("combobox", name="Time").select_option("m11")
        await first.get_by_role("button", name="Book this time").click()
        await expect(first.get_by_text("Booked by you")).to_be_visible()
        await expect(second.get_by_role("button", name="Book this time")).to_be_visible()
        (invoke,) = bot.of_type("invoke")
        assert invoke["value"]["action"]["verb"] == "book"
        assert invoke["value"]["action"]["data"] == {"request": "R1", "slot": "m11"}
        await page.screenshot(path=artifacts / "sandbox-after.png")
        await page.get_by_test_id("dark").click()
        await expect(first.get_by_text("Booked by you")).to_be_visible()
        await page.screenshot(path=artifacts / "sandbox-dark.png")


async def test_what_is_typed_reaches_the_bot_and_its_answer_appears(
    page: Page, bot: FakeBot, sandbox: RunningSandbox
) -> None:
    async def echoes(fake: FakeBot, activity: Json) -> None:
        if activity["type"] == "message":
            await fake.replies(activity, text=f"You said {activity['text']}")

    bot.behaves = echoes
    await opened(page, sandbox)
    mine = pane(page, sandbox.client.people("LRO")[0].chat)
    await mine.get_by_test_id("compose").fill("I need <b>advice</b>")
    await mine.get_by_test_id("compose").press("Enter")
    await expect(mine.get_by_test_id("message").last).to_contain_text("You said I need <b>advice</b>")
    await expect(mine.locator("b", has_text="advice")).to_have_count(0)


async def test_a_submitted_card_carries_its_inputs(page: Page, bot: FakeBot, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    await send(bot, lro.chat, attachments=[PROMPT])
    await opened(page, sandbox)
    mine = pane(page, lro.chat)
    await mine.get_by_label("Brief overview").fill("Fraud against older people")
    await mine.get_by_label("Tuesday afternoon").check()
    await mine.get_by_label("Monday morning").check()
    await mine.get_by_role("button", name="Next").click()
    await until(lambda: bool(bot.messages()))
    assert bot.messages()[-1]["value"] == {
        "step": "overview",
        "overview": "Fraud against older people",
        "when": "m,t",
        "again": "false",
    }


async def test_in_the_channel_the_mention_can_be_left_out_and_threads_can_be_answered(
    page: Page, bot: FakeBot, sandbox: RunningSandbox
) -> None:
    await opened(page, sandbox)
    channel = pane(page, sandbox.client.channel("Support sessions"))
    await channel.get_by_test_id("compose").fill("How do I ask?")
    await channel.get_by_test_id("send").click()
    thread = channel.get_by_test_id("thread")
    await thread.get_by_test_id("reply").click()
    await thread.get_by_test_id("mention").click()
    await thread.get_by_test_id("compose").fill("Never mind")
    await thread.get_by_test_id("send").click()
    await expect(thread.get_by_test_id("message")).to_have_count(2)
    assert [activity["text"] for activity in bot.messages()] == ["<at>Support sessions</at> How do I ask?"]


async def test_edits_deletions_typing_and_news_show_at_once(
    page: Page, bot: FakeBot, sandbox: RunningSandbox
) -> None:
    lro = sandbox.client.people("LRO")[0]
    await opened(page, sandbox)
    mine = pane(page, lro.chat)
    await bot.calls("POST", f"/v3/conversations/{lro.chat}/activities", {"type": "typing"})
    await expect(mine.get_by_text("is typing")).to_be_visible()
    sent = await send(bot, lro.chat, text="Open")
    await expect(mine.get_by_test_id("message")).to_contain_text("Open")
    await expect(mine.get_by_text("is typing")).to_be_hidden()
    await expect(mine.get_by_test_id("news")).to_have_text("1 new")
    there = f"/v3/conversations/{lro.chat}/activities/{sent['id']}"
    await bot.calls("PUT", there, {"type": "message", "text": "Booked"})
    await expect(mine.get_by_test_id("message")).to_contain_text("Booked")
    await mine.get_by_test_id("compose").focus()
    await expect(mine.get_by_test_id("news")).to_be_hidden()
    await bot.calls("DELETE", there)
    await expect(mine.get_by_test_id("message")).to_have_count(0)


async def test_an_answer_that_is_of_no_use_leaves_the_card_and_says_so(
    page: Page, bot: FakeBot, sandbox: RunningSandbox
) -> None:
    async def fails(_: FakeBot, activity: Json) -> web.Response | None:
        return web.Response(status=500) if activity["type"] == "invoke" else None

    bot.behaves = fails
    lro = sandbox.client.people("LRO")[0]
    await send(
        bot, lro.chat, attachments=[card(actions=[{"type": "Action.Execute", "title": "Go", "verb": "go"}])]
    )
    await opened(page, sandbox)
    mine = pane(page, lro.chat)
    await mine.get_by_role("button", name="Go").click()
    await expect(mine.get_by_role("alert")).to_have_text("Unable to reach app. Please try again.")
    await expect(mine.get_by_role("button", name="Go")).to_be_enabled()


async def test_people_can_be_added_and_sent_away_and_a_phone_is_narrow(
    page: Page, sandbox: RunningSandbox
) -> None:
    organiser = sandbox.client.people("organiser")[0]
    await opened(page, sandbox)
    await page.get_by_test_id("picker").select_option(organiser.id)
    await expect(page.get_by_test_id("pane")).to_have_count(5)
    await page.get_by_role("button", name=f"Close {organiser.name}").click()
    await expect(page.get_by_test_id("pane")).to_have_count(4)
    await page.get_by_test_id("phone").click()
    box = await page.get_by_test_id("pane").first.bounding_box()
    assert box is not None
    assert box["width"] == 340


async def test_the_page_starts_afresh_when_the_sandbox_was_started_again(page: Page, bot: FakeBot) -> None:
    async with running_sandbox(World.load(), bot_url=bot.url) as sandbox:
        await sandbox.client.people("LRO")[0].says("before")
        await opened(page, sandbox)
        port = int(sandbox.url.rpartition(":")[2])
    await expect(page.get_by_text("The sandbox does not answer")).to_be_visible()
    async with running_sandbox(World.load(), bot_url=bot.url, port=port) as sandbox:
        lro = sandbox.client.people("LRO")[0]
        await lro.says("after")
        await expect(pane(page, lro.chat).get_by_test_id("message")).to_have_count(1)
        await expect(pane(page, lro.chat).get_by_test_id("message")).to_contain_text("after")


async def test_other_web_pages_are_turned_away(sandbox: RunningSandbox) -> None:
    elsewhere = {"Origin": "http://elsewhere.example"}
    url = sandbox.url + "/sandbox/api/world"
    async with aiohttp.ClientSession() as session, session.get(url, headers=elsewhere) as response:
        assert response.status == 403


@pytest.mark.parametrize("path", ["/page/package.json", "/page/..%2fworld.json", "/page/lib/swiper.js"])
async def test_only_the_pages_own_files_are_served(sandbox: RunningSandbox, path: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(sandbox.url + path) as response:
        assert response.status == 404
