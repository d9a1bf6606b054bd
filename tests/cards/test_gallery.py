"""Every card drawn by the real renderer: nothing sticks out, nothing typed becomes markup. Look at them."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route

from cards.blanks import Card
from cards.message import as_attachment_content
from sandbox.page_files import LIBRARIES, PAGE
from tests.cards.reading import Json
from tests.cards.samples import every_card
from tests.cards.test_announcing_limits import HOSTILE_CARDS as ANNOUNCING_CARDS
from tests.cards.test_hostile_text import CARDS as HOSTILE_CARDS

ORIGIN = "http://gallery.test"
GALLERY = Path(__file__).parent / "gallery.html"
pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def gallery(page: Page) -> Page:
    """An empty gallery page. Its files come from disk and every other address is refused."""
    await page.route("**/*", _from_disk)
    await page.goto(f"{ORIGIN}/")
    await page.wait_for_function("Boolean(window.draw)")
    return page


async def _from_disk(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    name = path.rpartition("/")[2]
    known = {f"/page/lib/{lib}": file for lib, file in LIBRARIES.items()} | {"/": GALLERY}
    file = known.get(path, PAGE / name)
    kind = {".html": "text/html", ".css": "text/css"}.get(file.suffix, "text/javascript")
    if path.startswith(("/page/", "/")) and file.is_file():
        await route.fulfill(path=file, content_type=kind)
    else:
        await route.fulfill(status=204)


async def drawn(page: Page, cards: dict[str, Json], theme: str, width: int) -> list[str]:
    """What sticks out of its card."""
    await page.set_viewport_size({"width": 4 * (width + 16) + 32, "height": 400})
    too_wide: list[str] = await page.evaluate("a => window.draw(...a)", [cards, theme, width, 4])
    return too_wide


@pytest.mark.parametrize(("theme", "width"), [("light", 380), ("dark", 320)])
async def test_every_card_fits_a_pane_and_a_phone(
    gallery: Page, artifacts: Path, theme: str, width: int
) -> None:
    (artifacts / "cards").mkdir(exist_ok=True)
    cards = {name: as_attachment_content(card) for name, card in every_card().items()}
    for room, names in groupby(cards, key=lambda name: name.partition("-")[0]):
        shown = {name: cards[name] for name in names}
        assert await drawn(gallery, shown, theme, width) == []
        await gallery.screenshot(path=artifacts / "cards" / f"{room}-{theme}-{width}.png", full_page=True)


@pytest.mark.parametrize("hostile", [HOSTILE_CARDS, ANNOUNCING_CARDS], ids=["requests", "announcements"])
async def test_hostile_text_makes_no_links_and_no_markup(gallery: Page, hostile: Mapping[str, Card]) -> None:
    cards = {name: as_attachment_content(card) for name, card in hostile.items()}
    await drawn(gallery, cards, "light", 380)
    main = gallery.locator("main")
    for markup in ("a", "strong", "em", "at", ".mention", "li", "h1"):
        assert await main.locator(markup).count() == 0, markup
    assert "[click](http://evil.example) **x** <at>a</at> # h" in await main.inner_text()
    assert "2026-11-24T10:00:00Z" in await main.inner_text()
