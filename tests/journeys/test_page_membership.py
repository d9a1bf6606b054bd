"""Who comes and goes as people see it: played by hand on the sandbox's page, in a browser, with pictures."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.client import Player
from sandbox.world import World
from tests.journeys.announcers import subscribes
from tests.journeys.beside import request_of
from tests.journeys.stage import RDT, SUPPORT, Stage, staged
from tests.journeys.stores import ON_SQLITE, Store

pytestmark = [pytest.mark.asyncio(loop_scope="session"), ON_SQLITE]


async def opens(page: Page, stage: Stage, *panes: str) -> None:
    await page.goto(f"{stage.page}#{'&'.join(map(quote, panes))}")


def pane(page: Page, chat: str) -> Locator:
    return page.locator(f"[data-testid=pane][data-chat='{chat}']")


def button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


async def picks(place: Locator, entry: str) -> None:
    await place.get_by_test_id("more").click()
    await place.get_by_role("menuitem", name=entry).click()


async def ticks(page: Page, team: Locator, who: Player, *, is_in: bool, picture: Path) -> None:
    await picks(team, "Members of the team…")
    await page.get_by_role("checkbox", name=who.name).set_checked(is_in)
    await page.screenshot(path=picture)
    await button(page.get_by_role("dialog"), "Done").click()


async def lists(chat: Locator) -> Locator:
    """All announcements, as the organiser asks for them now."""
    await chat.get_by_test_id("compose").fill("announcements")
    await chat.get_by_test_id("send").click()
    return chat.get_by_test_id("message").last


async def test_somebody_joins_the_advisers(page: Page, artifacts: Path, store: Store) -> None:
    """What was asked before they came is theirs to book, from the card that finds them."""
    async with staged(store, world=World.load()) as stage:
        reference = await stage.has_asked(stage.lro)
        adviser, newcomer = stage.advisers[0], stage.other_lro
        await opens(page, stage, f"{adviser.id}|{RDT}", newcomer.id)
        team, chat = pane(page, RDT), pane(page, newcomer.chat)
        await ticks(page, team, newcomer, is_in=True, picture=artifacts / "membership-1-joins.png")
        await expect(chat.get_by_role("heading", name=reference)).to_be_visible()
        await page.screenshot(path=artifacts / "membership-2-card.png")
        await chat.get_by_role("combobox", name="Time").select_option(index=2)
        await button(chat, "Book this time").click()
        await expect(chat.get_by_text("You have booked this session")).to_be_visible()


async def test_somebody_leaves_the_advisers(page: Page, artifacts: Path, store: Store) -> None:
    """What their card said goes from their chat, and its buttons with it."""
    async with staged(store, world=World.load()) as stage:
        reference = await stage.has_asked(stage.lro)
        leaver, stays = stage.advisers
        await opens(page, stage, f"{stays.id}|{RDT}", leaver.id)
        team, chat = pane(page, RDT), pane(page, leaver.chat)
        await expect(button(chat, "Book this time")).to_be_visible()
        await ticks(page, team, leaver, is_in=False, picture=artifacts / "membership-3-leaves.png")
        await expect(chat.get_by_text("You are no longer on the list of advisers")).to_be_visible()
        await expect(button(chat, "Book this time")).to_have_count(0)
        await page.screenshot(path=artifacts / "membership-4-no-rights.png")
        assert (await request_of(stage, stage.lro, reference)).revision == 1


async def test_a_channel_gets_another_name_and_is_deleted(page: Page, artifacts: Path, store: Store) -> None:
    """The organiser's list of announcements shows each."""
    async with staged(store, world=World.load()) as stage:
        organiser = stage.organiser
        await subscribes(stage)
        await opens(page, stage, f"{organiser.id}|{SUPPORT}", organiser.id)
        channel, chat = pane(page, SUPPORT), pane(page, organiser.chat)
        await chat.get_by_test_id("compose").fill("announce")
        await chat.get_by_test_id("send").click()
        await button(chat, "Send now").click()
        await button(chat, "Yes, post it").click()
        await expect(button(channel, "Request a session")).to_be_visible()

        await picks(channel, "Rename channel…")
        await page.get_by_role("textbox", name="Rename channel").fill("Advice")
        await page.get_by_role("button", name="Save").click()
        await expect(channel.get_by_test_id("where")).to_contain_text("Advice")
        await expect(await lists(chat)).to_contain_text("Advice")
        await page.screenshot(path=artifacts / "membership-5-renamed.png")

        await picks(channel, "Delete channel")
        await expect(channel.get_by_test_id("standing")).to_contain_text("This channel was deleted.")
        await expect((await lists(chat)).get_by_text("No channel is subscribed yet.")).to_be_visible()
        await page.screenshot(path=artifacts / "membership-6-deleted.png")
