"""An announcement as people see it: written, planned and sent by hand on the page, with pictures."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.world import World
from tests.journeys.announcers import subscribes
from tests.journeys.stage import SUPPORT, staged
from tests.journeys.stores import Store

pytestmark = pytest.mark.asyncio(loop_scope="session")


def pane(page: Page, chat: str) -> Locator:
    return page.locator(f"[data-testid=pane][data-chat='{chat}']")


def button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


async def test_an_announcement_by_hand(page: Page, artifacts: Path, store: Store) -> None:
    async with staged(store, world=World.load()) as stage:
        await subscribes(stage)
        await page.goto(f"{stage.page}#{quote(stage.organiser.id)}&{quote(f'{stage.lro.id}|{SUPPORT}')}")
        mine, channel = pane(page, stage.organiser.chat), pane(page, SUPPORT)
        await mine.get_by_test_id("compose").fill("announce")
        await mine.get_by_test_id("send").click()
        await expect(mine.get_by_text("This is how it will look:")).to_be_visible()
        await expect(button(mine, "Request a session")).to_be_disabled()
        await page.screenshot(path=artifacts / "announcement-1-preview.png")
        await button(mine, "Edit").click()
        await mine.get_by_role("textbox", name="Title").fill("Support sessions this winter")
        await mine.get_by_role("checkbox").check()
        await page.screenshot(path=artifacts / "announcement-2-edit.png")
        await button(mine, "Save").click()
        await expect(mine.get_by_text("Saved. The next post says this.")).to_be_visible()
        await button(mine, "Repeat").click()
        await mine.get_by_role("combobox", name="How often").select_option("The first in the month")
        await mine.get_by_role("combobox", name="Weekday").select_option("Tuesday")
        await button(mine, "Plan it").click()
        planned = (
            "Planned: first Tuesday of the month at 09:00. Next: Tuesday 1 December 2026 at 09:00 (GMT)."
        )
        await expect(mine.get_by_text(planned).first).to_be_visible()
        await button(mine, "Send now").click()
        await button(mine, "Yes, post it").click()
        await expect(mine.get_by_text("It is being posted in Support sessions.")).to_be_visible()
        await expect(channel.get_by_text("Support sessions this winter")).to_be_visible()
        await expect(button(channel, "Request a session")).to_be_enabled()
        await page.screenshot(path=artifacts / "announcement-3-sent.png")
        await button(mine, "All announcements").click()
        await expect(mine.get_by_text("(GMT): posted in Support sessions.")).to_be_visible()
        await page.screenshot(path=artifacts / "announcement-4-list.png")
