"""Asking from a channel as people see it: by hand on the sandbox's page, in a browser, with pictures."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.client import Player
from sandbox.world import World
from tests.journeys.announcers import subscribes
from tests.journeys.stage import OVERVIEW, SUPPORT, Stage, staged
from tests.journeys.stores import ON_SQLITE, Store

pytestmark = [pytest.mark.asyncio(loop_scope="session"), ON_SQLITE]


async def opens(page: Page, stage: Stage, *panes: str) -> None:
    await page.goto(f"{stage.page}#{'&'.join(map(quote, panes))}")


def chat_of(page: Page, player: Player) -> Locator:
    return page.locator(f"[data-testid=pane][data-chat='{player.chat}']")


def channel_of(page: Page, player: Player) -> Locator:
    return page.locator(f"[data-testid=pane][data-person='{player.id}'][data-chat='{SUPPORT}']")


def button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


async def says(place: Locator, words: str) -> None:
    """In a channel it begins a thread, and mentions the bot."""
    await place.get_by_test_id("compose").last.fill(words)
    await place.get_by_test_id("send").last.click()


async def presses_request(channel: Locator) -> Locator:
    """Under the bot's hello in a new thread, which is the answer."""
    await says(channel, "hello")
    thread = channel.get_by_test_id("thread").last
    await button(thread, "Request a session").click()
    await expect(button(thread, "Continue privately")).to_be_visible()
    return thread


async def walks(place: Locator, name: str) -> None:
    """To the summary, by the card's fields and buttons."""
    await expect(place.get_by_role("textbox", name="Your name")).to_have_value(name)
    await button(place, "Next").click()
    await place.get_by_role("textbox", name="Telephone").fill("07700 900123")
    await button(place, "Next").click()
    await expect(place.get_by_role("radio", name="Dorset")).to_be_checked()
    await button(place, "Next").click()
    await place.get_by_role("textbox", name="Overview").fill(OVERVIEW)
    await button(place, "Next").click()
    await place.get_by_role("textbox", name="Or in your own words").fill("Thu 10-12")
    await button(place, "Next").click()
    await expect(button(place, "Submit")).to_be_visible()


async def test_carried_on_in_private(page: Page, artifacts: Path, store: Store) -> None:
    """What is asked and answered stands in the private chat; the thread keeps one neutral line."""
    async with staged(store, world=World.load()) as stage:
        lro = stage.lro
        await opens(page, stage, f"{lro.id}|{SUPPORT}", lro.id)
        channel, chat = channel_of(page, lro), chat_of(page, lro)
        thread = await presses_request(channel)
        await page.screenshot(path=artifacts / "channel-1-where.png")
        await button(thread, "Continue privately").click()
        line = f"{lro.name} is carrying on in a private chat with me."
        await expect(thread.get_by_text(line)).to_be_visible()
        await walks(chat, lro.name)
        await page.screenshot(path=artifacts / "channel-2-private.png")
        await button(chat, "Submit").click()
        await expect(chat.get_by_text("Your request is in")).to_be_visible()
        await expect(thread.get_by_test_id("message").last).to_contain_text(line)
        await expect(channel).not_to_contain_text(OVERVIEW)
        await page.screenshot(path=artifacts / "channel-3-thread.png")


async def test_answered_here(page: Page, artifacts: Path, store: Store) -> None:
    """The thread gets a tick in the end; overview and booking are not told where others read along."""
    async with staged(store, world=World.load()) as stage:
        lro, adviser = stage.lro, stage.advisers[0]
        await opens(page, stage, f"{lro.id}|{SUPPORT}", lro.id, adviser.id)
        channel, chat, theirs = channel_of(page, lro), chat_of(page, lro), chat_of(page, adviser)
        thread = await presses_request(channel)
        await button(thread, "Answer here").click()
        await walks(thread, lro.name)
        await page.screenshot(path=artifacts / "channel-4-here.png")
        await button(thread, "Submit").click()
        await expect(thread.get_by_text("✓ Your request is in")).to_be_visible()
        await theirs.get_by_role("combobox", name="Time").select_option(index=2)
        await button(theirs, "Book this time").click()
        await expect(chat.get_by_text("Your session is booked")).to_be_visible()
        await expect(thread.get_by_text("✓ A session is arranged")).to_be_visible()
        await expect(channel).not_to_contain_text(OVERVIEW)
        await page.screenshot(path=artifacts / "channel-5-tick.png")


async def test_two_press_the_button_of_an_announcement(page: Page, artifacts: Path, store: Store) -> None:
    """Each is asked where by a card of their own and goes the way they choose; the offer stays."""
    async with staged(store, world=World.load()) as stage:
        one, other = stage.lro, stage.other_lro
        await subscribes(stage)
        await opens(page, stage, stage.organiser.id, f"{one.id}|{SUPPORT}", f"{other.id}|{SUPPORT}", one.id)
        await says(chat_of(page, stage.organiser), "announce")
        await button(chat_of(page, stage.organiser), "Send now").click()
        await button(chat_of(page, stage.organiser), "Yes, post it").click()
        mine, theirs = (channel_of(page, who).get_by_test_id("thread").last for who in (one, other))
        await expect(button(mine, "Request a session")).to_be_enabled()
        for place in (mine, theirs):
            await button(place, "Request a session").click()
        await expect(button(mine, "Continue privately")).to_have_count(2)
        await page.screenshot(path=artifacts / "channel-6-two-press.png")
        of_one, of_other = (
            place.get_by_test_id("message").filter(has_text=who.name).filter(has=page.get_by_role("button"))
            for place, who in ((mine, one), (theirs, other))
        )
        await button(of_one, "Continue privately").click()
        await button(of_other, "Answer here").click()
        await expect(mine.get_by_text(f"{one.name} is carrying on in a private chat")).to_be_visible()
        await expect(chat_of(page, one).get_by_role("textbox", name="Your name")).to_have_value(one.name)
        await expect(theirs.get_by_role("textbox", name="Your name")).to_have_value(other.name)
        await expect(button(theirs, "Request a session")).to_be_enabled()
        await page.screenshot(path=artifacts / "channel-7-each-their-way.png")
