"""The story as people see it: played by hand on the sandbox's page, in a browser, with pictures."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Locator, Page, expect

from app import COURIER
from sandbox.client import Player
from sandbox.world import World
from tests.journeys.beside import until
from tests.journeys.stage import OVERVIEW, staged
from tests.journeys.stores import Store

pytestmark = pytest.mark.asyncio(loop_scope="session")


def pane(page: Page, player: Player) -> Locator:
    return page.locator(f"[data-testid=pane][data-chat='{player.chat}']")


async def says(place: Locator, words: str) -> None:
    await place.get_by_test_id("compose").fill(words)
    await place.get_by_test_id("send").click()


async def test_the_story_played_by_hand(page: Page, artifacts: Path, store: Store) -> None:
    async with staged(store, world=World.load()) as stage:
        lro, (first, second) = stage.lro, stage.advisers
        await page.goto(stage.page)
        chat = pane(page, lro)
        await says(chat, "hello")
        await chat.get_by_role("button", name="Request a session").last.click()
        await expect(chat.get_by_role("textbox", name="Your name")).to_have_value(lro.name)
        await chat.get_by_role("button", name="Next").click()
        await chat.get_by_role("textbox", name="Telephone").fill("07700 900123")
        await chat.get_by_role("button", name="Next").click()
        await expect(chat.get_by_role("radio", name="Dorset")).to_be_checked()
        await chat.get_by_role("button", name="Next").click()
        await chat.get_by_role("textbox", name="Overview").fill(OVERVIEW)
        await chat.get_by_role("button", name="Next").click()
        await chat.get_by_role("combobox", name="Tue 24 Nov").select_option("Morning")
        await chat.get_by_role("textbox", name="Or in your own words").fill("Thu 10-12")
        await page.screenshot(path=artifacts / "story-1-times.png")
        await chat.get_by_role("button", name="Next").click()
        await expect(chat.get_by_role("button", name="Submit")).to_be_visible()
        await page.screenshot(path=artifacts / "story-2-check.png")
        await chat.get_by_role("button", name="Submit").click()
        await expect(chat.get_by_text("Your request is in")).to_be_visible()

        mine, theirs = pane(page, first), pane(page, second)
        await expect(theirs.get_by_role("button", name="Book this time")).to_be_visible()
        await page.screenshot(path=artifacts / "story-3-advisers.png")
        await mine.get_by_role("combobox", name="Time").select_option(index=2)
        await mine.get_by_role("button", name="Book this time").click()
        await expect(mine.get_by_text("You have booked this session")).to_be_visible()
        await expect(theirs.get_by_text(f"Booked by {first.name}")).to_be_visible()
        await expect(chat.get_by_text("Your session is booked")).to_be_visible()
        await page.screenshot(path=artifacts / "story-4-booked.png")


async def test_what_is_not_for_a_session_is_redirected_by_hand(
    page: Page, artifacts: Path, store: Store
) -> None:
    async with staged(store, world=World.load()) as stage:
        lro, (first, second) = stage.lro, stage.advisers
        await page.goto(stage.page)
        chat, mine, theirs = (pane(page, who) for who in (lro, first, second))
        await stage.asks(lro)
        await mine.get_by_role("button", name="Not for a session").click()
        await mine.get_by_role("button", name="Redirect it").click()
        await expect(mine.get_by_text("Please choose first where the request belongs.")).to_be_visible()
        await mine.get_by_role("radio", name="A formal tasking request").check()
        await mine.get_by_role("textbox", name="Your advice to the LRO").fill("Please use the tasking form.")
        await page.screenshot(path=artifacts / "story-6-not-for-a-session.png")
        await mine.get_by_role("button", name="Redirect it").click()
        await expect(chat.get_by_text("Your request belongs elsewhere")).to_be_visible()
        await expect(chat.get_by_text("Please use the tasking form.")).to_be_visible()
        await expect(theirs.get_by_text(f"Redirected by {first.name}")).to_be_visible()
        await page.screenshot(path=artifacts / "story-7-redirected.png")


async def test_on_a_phone(page: Page, artifacts: Path, store: Store) -> None:
    """Nothing sticks out at a phone's width, in the dark."""
    async with staged(store, world=World.load()) as stage:
        await page.goto(stage.page)
        await page.get_by_test_id("phone").click()
        await page.get_by_test_id("dark").click()
        chat = pane(page, stage.lro)
        await says(chat, "request a session")
        for words in ("yes", "07700 900123", "yes", OVERVIEW):
            await says(chat, words)
        await expect(chat.get_by_text("When are you free?").last).to_be_visible()
        await page.screenshot(path=artifacts / "story-5-phone.png")
        assert not await chat.evaluate(
            "e => [...e.querySelectorAll('*')].some(n => n.scrollWidth > e.clientWidth)"
        )


async def test_an_organiser_advertises(page: Page, artifacts: Path, store: Store) -> None:
    """The kit's files open in the browser, a printed link in the chat, and the figures say who came by it."""
    async with staged(store) as stage:
        await page.goto(f"{stage.page}#{quote(stage.organiser.id)}")
        chat = pane(page, stage.organiser)
        await says(chat, "advertise")
        for name, file in (("PNG", "qr.png"), ("SVG", "qr.svg"), ("Text", "microsite.txt")):
            async with page.context.expect_page() as opened:
                await chat.get_by_role("link", name=name, exact=True).click()
            shown = await opened.value
            await shown.wait_for_load_state()
            assert shown.url.endswith(f"support-session-{file}")
            await shown.screenshot(path=artifacts / f"kit-in-browser-{name.lower()}.png")
            await shown.close()
        await chat.get_by_role("textbox", name="A kit for another place").fill("Dorset intranet")
        await chat.get_by_role("button", name="Make this kit").click()
        await expect(chat.get_by_text("The kit for dorset-intranet")).to_be_visible()
        await page.screenshot(path=artifacts / "kit-on-the-page.png")
        await chat.get_by_role("link", name="Try the link").last.click()
        await expect(chat.get_by_test_id("compose")).to_have_value("Request a session (dorset-intranet)")
        await chat.get_by_test_id("send").click()
        for question, answer in (
            ("What is your name?", "yes"),
            ("How can we reach you?", "07700 900123"),
            ("Which force are you in?", "Dorset"),
            ("What would you like support with?", OVERVIEW),
            ("When are you free?", "tomorrow all day"),
            ("Is this right?", "submit"),
        ):
            await expect(chat.get_by_text(question).last).to_be_visible()
            await says(chat, answer)
        await expect(chat.get_by_text("Your request is in")).to_be_visible()

        async def counted() -> bool:
            return (await stage.app[COURIER].counting.figures()).requested == 1

        await until(counted)
        await says(chat, "figures")
        await expect(chat.get_by_role("row", name="dorset-intranet")).to_contain_text("1")
        await page.screenshot(path=artifacts / "figures-on-the-page.png")
