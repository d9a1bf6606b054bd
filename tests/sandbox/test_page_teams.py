"""The page in a browser: threads of the bot in a channel, links into a chat, teams and chats that change."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Locator, Page, expect

from sandbox.seen import CARD
from sandbox.server import RunningSandbox
from tests.sandbox.fake_bot import FakeBot, Json, card

pytestmark = pytest.mark.asyncio(loop_scope="session")

SUPPORT = "19:lro-support@thread.tacv2"
LINK = "https://teams.microsoft.com/l/chat/0/0?users=28:support-bot&message=request%20a%20session"
OFFER = card(
    {"type": "TextBlock", "text": "A support session with the RDT", "style": "heading", "wrap": True},
    {
        "type": "TextBlock",
        "text": "Informal advice from people who have done it before. It is an ask, not a task.",
        "wrap": True,
    },
    actions=[
        {"type": "Action.Execute", "title": "Request a session", "verb": "request", "style": "positive"},
        {"type": "Action.OpenUrl", "title": "Chat with the bot", "url": LINK},
    ],
)


@pytest_asyncio.fixture(loop_scope="session")
async def refused_on(page: Page) -> AsyncIterator[Page]:
    """A page on which the sandbox says no: a browser notes each no in its console, which fails the other."""
    another = await page.context.new_page()
    yield another
    await another.close()


async def opened(page: Page, sandbox: RunningSandbox, *panes: str) -> None:
    await page.goto(f"{sandbox.url}/#{'&'.join(panes)}")
    await page.get_by_test_id("pane").nth(len(panes) - 1).wait_for()


def pane(page: Page, person: str, chat: str) -> Locator:
    return page.locator(f"[data-testid=pane][data-person='{person}'][data-chat='{chat}']")


async def picks(pane: Locator, entry: str) -> None:
    await pane.get_by_test_id("more").click()
    await pane.get_by_role("menuitem", name=entry).click()


async def begins_thread(bot: FakeBot, *, attachment: Json) -> Json:
    first = {"type": "message", "attachments": [attachment]}
    body = {"isGroup": True, "channelData": {"channel": {"id": SUPPORT}}, "activity": first}
    return await bot.calls("POST", "/v3/conversations", body)


async def test_a_thread_of_the_bot_stands_with_its_replies_and_each_person_has_the_buttons(
    page: Page, bot: FakeBot, sandbox: RunningSandbox, artifacts: Path
) -> None:
    async def asks_where(_: FakeBot, activity: Json) -> web.Response | None:
        if activity["type"] != "invoke":
            return None
        here = card({"type": "TextBlock", "text": "Continue privately, or answer here?", "wrap": True})
        return web.json_response({"statusCode": 200, "type": CARD, "value": here["content"]})

    bot.behaves = asks_where
    one, other = sandbox.client.people("LRO")[:2]
    thread = await begins_thread(bot, attachment=OFFER)
    there = f"/v3/conversations/{thread['id']}/activities"
    await bot.calls("POST", there, {"type": "message", "text": "Rowan has asked in private."})
    later = await begins_thread(bot, attachment=card({"type": "TextBlock", "text": "Another day"}))
    await opened(page, sandbox, f"{one.id}|{SUPPORT}", f"{other.id}|{SUPPORT}")
    mine, theirs = pane(page, one.id, SUPPORT), pane(page, other.id, SUPPORT)
    first = mine.get_by_test_id("thread").first
    await expect(first.get_by_test_id("message")).to_have_count(2)
    await expect(first.get_by_role("heading")).to_have_text("A support session with the RDT")

    await first.get_by_role("button", name="Request a session").click()
    await expect(first.get_by_text("or answer here?")).to_be_visible()
    await expect(theirs.get_by_role("button", name="Request a session")).to_be_visible()
    await page.screenshot(path=artifacts / "sandbox-thread.png")

    edited = {"type": "message", "text": "This offer is over."}
    await bot.calls("PUT", f"{there}/{thread['activityId']}", edited)
    for seen in (mine, theirs):
        words = seen.get_by_test_id("thread").first.get_by_test_id("message")
        await expect(words.first).to_contain_text("This offer is over.")
        await expect(words.nth(1)).to_contain_text("asked in private")
        last = seen.get_by_test_id("thread").last.get_by_test_id("message")
        await expect(last).to_have_attribute("data-message", later["activityId"])


async def test_a_link_on_a_card_opens_the_chat_with_the_words_written_already(
    page: Page, bot: FakeBot, sandbox: RunningSandbox, artifacts: Path
) -> None:
    lro = sandbox.client.people("LRO")[0]
    await begins_thread(bot, attachment=OFFER)
    there = f"/v3/conversations/{SUPPORT}/activities"
    await bot.calls("POST", there, {"type": "message", "text": f"[Talk to us in private]({LINK})"})
    await opened(page, sandbox, f"{lro.id}|{SUPPORT}")
    channel, chat = pane(page, lro.id, SUPPORT), pane(page, lro.id, lro.chat)
    before = len(bot.messages())
    for link in (
        channel.get_by_role("link", name="Chat with the bot"),
        channel.get_by_role("link", name="Talk to us in private"),
    ):
        await link.click()
        await expect(chat.get_by_test_id("compose")).to_have_value("request a session")
        await expect(chat.get_by_test_id("compose")).to_be_focused()
        await page.screenshot(path=artifacts / "sandbox-prefilled.png")
        await chat.get_by_test_id("compose").fill("")
    assert len(bot.messages()) == before
    await channel.get_by_role("link", name="Chat with the bot").click()
    await chat.get_by_test_id("send").click()
    await expect(chat.get_by_test_id("message")).to_contain_text("request a session")


async def test_a_printed_link_leads_through_the_bots_own_web_into_the_chat(
    page: Page, bot: FakeBot, sandbox: RunningSandbox, printed: str
) -> None:
    lro = sandbox.client.people("LRO")[0]
    text = f"[Ask us]({printed}/go?ref=microsite) or [read more]({printed}/page)"
    await bot.calls("POST", f"/v3/conversations/{SUPPORT}/activities", {"type": "message", "text": text})
    await sandbox.client.moves_bot(f"{printed}/api/messages")
    await opened(page, sandbox, f"{lro.id}|{SUPPORT}")
    channel, chat = pane(page, lro.id, SUPPORT), pane(page, lro.id, lro.chat)
    await channel.get_by_role("link", name="Ask us").click()
    await expect(chat.get_by_test_id("compose")).to_have_value("request (microsite) & more")
    async with page.context.expect_page() as more:
        await channel.get_by_role("link", name="read more").click()
    assert (await more.value).url == f"{printed}/page"


async def test_other_links_open_a_page_of_their_own_and_another_bot_is_not_ours(
    refused_on: Page, bot: FakeBot, sandbox: RunningSandbox
) -> None:
    lro = sandbox.client.people("LRO")[0]
    page = refused_on
    await page.context.route("https://elsewhere.example/**", lambda route: route.fulfill(body="Elsewhere"))
    text = "[Elsewhere](https://elsewhere.example/) and [another](" + LINK.replace("support", "other") + ")"
    await bot.calls("POST", f"/v3/conversations/{SUPPORT}/activities", {"type": "message", "text": text})
    await opened(page, sandbox, f"{lro.id}|{SUPPORT}")
    channel = pane(page, lro.id, SUPPORT)
    async with page.context.expect_page() as elsewhere:
        await channel.get_by_role("link", name="Elsewhere").click()
    assert (await elsewhere.value).url == "https://elsewhere.example/"
    await channel.get_by_role("link", name="another").click()
    await expect(channel.get_by_role("alert")).to_contain_text("the bot is 28:support-bot")


async def test_a_channel_is_renamed_and_deleted_from_its_menu(
    page: Page, bot: FakeBot, sandbox: RunningSandbox, artifacts: Path
) -> None:
    lro = sandbox.client.people("LRO")[0]
    await begins_thread(bot, attachment=OFFER)
    await opened(page, sandbox, f"{lro.id}|{SUPPORT}", lro.id)
    channel = pane(page, lro.id, SUPPORT)
    await channel.get_by_test_id("more").click()
    await expect(channel.get_by_role("menuitem")).to_have_count(8)
    await page.screenshot(path=artifacts / "sandbox-menu.png")
    await channel.get_by_role("menuitem", name="Rename channel…").click()
    await page.get_by_role("textbox", name="Rename channel").fill("Advice")
    await page.screenshot(path=artifacts / "sandbox-dialog.png")
    await page.get_by_role("button", name="Save").click()
    await expect(channel.get_by_test_id("where")).to_have_text(re.compile(r"^Regional LRO Network . Advice$"))
    await expect(page.get_by_test_id("picker")).to_contain_text("Advice, as")

    await picks(channel, "Delete channel")
    await expect(channel.get_by_test_id("standing")).to_contain_text("This channel was deleted.")
    await expect(channel.get_by_test_id("compose").first).to_be_hidden()
    await channel.get_by_test_id("standing").get_by_role("button", name="Restore channel").click()
    await expect(channel.get_by_test_id("standing")).to_be_hidden()
    kinds = [a["channelData"].get("eventType") for a in bot.of_type("conversationUpdate")]
    assert kinds[-6::2] == ["channelRenamed", "channelDeleted", "channelRestored"]


async def test_a_name_that_is_taken_is_refused_in_words(refused_on: Page, sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    await opened(refused_on, sandbox, f"{lro.id}|{SUPPORT}")
    channel = pane(refused_on, lro.id, SUPPORT)
    await picks(channel, "Add a channel to the team…")
    await refused_on.get_by_role("textbox", name="Name of the new channel").fill("Support sessions")
    await refused_on.keyboard.press("Enter")
    await expect(channel.get_by_role("alert")).to_contain_text("there is one already")


async def test_a_team_is_archived_left_by_the_bot_and_its_members_change(
    page: Page, bot: FakeBot, sandbox: RunningSandbox, artifacts: Path
) -> None:
    lro = sandbox.client.people("LRO")[0]
    await opened(page, sandbox, f"{lro.id}|{SUPPORT}")
    channel = pane(page, lro.id, SUPPORT)
    notice = channel.get_by_test_id("standing")
    await picks(channel, "Archive team")
    await expect(notice).to_contain_text("archived")
    await expect(channel.get_by_test_id("compose")).to_be_hidden()
    await picks(channel, "Unarchive team")
    await picks(channel, "Remove the bot from the team")
    await expect(notice).to_contain_text("The bot is not in this team")
    await expect(channel.get_by_test_id("compose")).to_be_visible()
    await picks(channel, "Add the bot to the team")
    await expect(notice).to_be_hidden()

    await picks(channel, "Members of the team…")
    await page.screenshot(path=artifacts / "sandbox-members.png")
    await page.get_by_role("checkbox", name=lro.name).uncheck()
    await page.get_by_role("button", name="Done").click()
    await expect(notice).to_have_text(f"{lro.name} is not in this team.")
    assert bot.heard[-1]["membersRemoved"][0]["id"] == lro.id
    await picks(channel, "Delete team")
    await expect(page.get_by_test_id("picker")).not_to_contain_text("Regional LRO Network")


STANDINGS = {
    "Block the bot": ("has blocked the bot.", "Unblock the bot"),
    "Remove the app": ("has removed the app.", "Add the app again"),
    "Make this person a guest": ("is a guest, who cannot have the app.", "No longer a guest"),
}


@pytest.mark.parametrize("does", STANDINGS)
async def test_somebody_blocks_the_bot_or_has_no_app_and_that_can_be_undone(
    page: Page, sandbox: RunningSandbox, artifacts: Path, does: str
) -> None:
    words, undoes = STANDINGS[does]
    lro = sandbox.client.people("LRO")[0]
    await lro.says("hello")
    await opened(page, sandbox, lro.id)
    mine = pane(page, lro.id, lro.chat)
    await picks(mine, does)
    notice = mine.get_by_test_id("standing")
    await expect(notice).to_contain_text(words)
    await expect(mine.get_by_test_id("compose")).to_be_hidden()
    await page.screenshot(path=artifacts / "sandbox-blocked.png")
    await notice.get_by_role("button", name=undoes).click()
    await expect(notice).to_be_hidden()
    await expect(mine.get_by_test_id("compose")).to_be_visible()
