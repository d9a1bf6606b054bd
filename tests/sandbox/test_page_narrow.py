"""The page on a phone, in narrow panes, and for those who hear it read out."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, ViewportSize, expect

from sandbox.server import RunningSandbox
from tests.sandbox.fake_bot import FakeBot, Json, card
from tests.sandbox.sample_cards import PROMPT, REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = ViewportSize(width=360, height=800)
MANY_BUTTONS = card(
    {"type": "TextBlock", "text": "What now?"},
    actions=[
        {"type": "Action.Submit", "title": title}
        for title in ("Who is waiting", "New announcement", "Announcements", "Advertise", "Figures")
    ],
)
FORCES = card(
    {
        "type": "Input.ChoiceSet",
        "id": "force",
        "label": "Your force",
        "style": "expanded",
        "choices": [{"title": force, "value": force} for force in ("Dorset", "Wiltshire")],
    },
)
STICKS_OUT = """place => {
    const edge = place.getBoundingClientRect().right;
    const wide = [...place.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > edge + 1);
    const heading = [...place.querySelectorAll("header *")].filter((e) => e.clientWidth);
    const cut = heading.filter((e) => e.scrollWidth > e.clientWidth + 1);
    return [...wide, ...cut].map((e) => e.className + ": " + e.textContent.slice(0, 40));
}"""


async def shown(page: Page, sandbox: RunningSandbox, bot: FakeBot, *cards: Json) -> Locator:
    """The pane of somebody whom the bot has sent these cards."""
    lro = sandbox.client.people("LRO")[0]
    for each in cards:
        activity = {"type": "message", "attachments": [each]}
        await bot.calls("POST", f"/v3/conversations/{lro.chat}/activities", activity)
    await page.goto(sandbox.url)
    mine = page.locator(f"[data-testid=pane][data-chat='{lro.chat}']")
    await expect(mine.locator(".card")).to_have_count(len(cards))
    return mine


async def test_on_a_phone_a_pane_fills_the_screen_and_nothing_is_cut(
    page: Page, sandbox: RunningSandbox, bot: FakeBot, artifacts: Path
) -> None:
    await page.set_viewport_size(PHONE)
    mine = await shown(page, sandbox, bot, PROMPT, MANY_BUTTONS, FORCES, REQUEST)
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    for place in await page.get_by_test_id("pane").all():
        box = await place.bounding_box()
        assert box is not None
        assert 320 < box["width"] <= 360
        assert await place.evaluate(STICKS_OUT) == []
    await page.screenshot(path=artifacts / "sandbox-phone.png")
    await mine.get_by_role("button", name="None of these").click()
    await expect(mine.get_by_role("button", name="Ask for other times")).to_be_in_viewport(ratio=1)
    await page.screenshot(path=artifacts / "sandbox-phone-unfolded.png")


async def test_lines_of_buttons_begin_at_the_same_edge(
    page: Page, sandbox: RunningSandbox, bot: FakeBot
) -> None:
    mine = await shown(page, sandbox, bot, MANY_BUTTONS)
    for width in range(300, 420, 10):
        await page.set_viewport_size({"width": width, "height": 844})
        boxes = [await button.bounding_box() for button in await mine.locator(".ac-pushButton").all()]
        lines: dict[float, list[float]] = {}
        for box in boxes:
            assert box is not None
            lines.setdefault(box["y"], []).append(box["x"])
        assert len({min(line) for line in lines.values()}) == 1, width


async def test_choices_that_belong_together_have_a_name_together(
    page: Page, sandbox: RunningSandbox, bot: FakeBot
) -> None:
    mine = await shown(page, sandbox, bot, PROMPT, FORCES)
    forces = mine.get_by_role("radiogroup", name="Your force", exact=True)
    await expect(forces.get_by_role("radio", name="Dorset", exact=True)).to_have_count(1)
    times = mine.get_by_role("group", name="When are you free?", exact=True)
    await expect(times.get_by_role("checkbox", name="Monday morning", exact=True)).to_have_count(1)


async def test_who_reads_the_latest_still_does_when_the_pane_gets_narrower(
    page: Page, sandbox: RunningSandbox, bot: FakeBot
) -> None:
    mine = await shown(page, sandbox, bot, *[PROMPT] * 4, MANY_BUTTONS)
    last = mine.get_by_role("button", name="Figures")
    await expect(last).to_be_in_viewport(ratio=1)
    await page.set_viewport_size(PHONE)
    await expect(last).to_be_in_viewport(ratio=1)
    await mine.locator(".messages").evaluate("list => { list.scrollTop = 0; }")
    await page.set_viewport_size({"width": 1400, "height": 900})
    await expect(last).not_to_be_in_viewport()
