"""The icons are as Teams wants them, and are what their SVG sources draw."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Page

MANIFEST = Path(__file__).parents[2] / "manifest"
SAFE = (36, 36, 156, 156)
"""Teams cuts corners and edges off the colour icon; the middle 120 dots are always seen."""


def icon(name: str) -> Image.Image:
    return Image.open(MANIFEST / f"{name}.png").convert("RGBA")


def test_the_colour_icon_fills_its_square_and_keeps_its_sign_in_the_middle() -> None:
    image = icon("color")
    assert image.size == (192, 192)
    assert set(image.getchannel("A").tobytes()) == {255}
    ground = Image.new("RGBA", image.size, "#16324f")
    left, top, right, bottom = (
        ImageChops.difference(image.convert("RGB"), ground.convert("RGB")).getbbox() or SAFE
    )
    assert SAFE[0] <= left < right <= SAFE[2]
    assert SAFE[1] <= top < bottom <= SAFE[3]
    assert right - left >= 96


def test_the_outline_icon_is_white_on_nothing() -> None:
    image = icon("outline")
    assert image.size == (32, 32)
    seen = [dot[:3] for dot in _dots(image) if dot[3]]
    assert set(seen) == {(255, 255, 255)}
    alpha = image.getchannel("A")
    assert {alpha.getpixel(corner) for corner in ((0, 0), (31, 0), (0, 31), (31, 31))} == {0}
    assert 0.1 < len(seen) / (32 * 32) < 0.5
    assert max(alpha.tobytes()) == 255


def _dots(image: Image.Image) -> list[tuple[int, ...]]:
    raw = image.tobytes()
    return [tuple(raw[at : at + 4]) for at in range(0, len(raw), 4)]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(("name", "side"), [("color", 192), ("outline", 32)])
async def test_an_icon_is_what_its_source_draws(page: Page, artifacts: Path, name: str, side: int) -> None:
    """After a change of the SVG, the picture to commit is in artifacts/icons/."""
    await page.set_viewport_size({"width": side, "height": side})
    source = (MANIFEST / f"{name}.svg").read_text(encoding="utf-8")
    await page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{source}")
    drawn = await page.screenshot(omit_background=True)
    (artifacts / "icons").mkdir(exist_ok=True)
    (artifacts / "icons" / f"{name}.png").write_bytes(drawn)
    difference = ImageChops.difference(Image.open(BytesIO(drawn)).convert("RGBA"), icon(name))
    assert max(ImageStat.Stat(difference).mean) < 1, "the picture is not of this source"
