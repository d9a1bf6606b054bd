"""The QR code is decoded, not trusted: as PNG, and as SVG drawn by a browser."""

from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from playwright.async_api import Page

from bot.kit.qr import PIXELS, code_of, qr_png, qr_svg, side_of
from tests.bot.kit.printed import ADDRESS, HOSTILE, LONG, picture, scanned

QUIET = 4
"""Modules of white around a code, as ISO/IEC 18004 asks for it."""
SVG = "{http://www.w3.org/2000/svg}"
WITH_MARKUP = f"https://bot.example.org/{HOSTILE}?a=1&b=2"


def darkest(image: Image.Image) -> int:
    return min(image.tobytes())


@pytest.mark.parametrize("link", [ADDRESS, LONG, "https://a.bc/ask"])
def test_the_png_decodes_to_the_link_at_level_q(link: str) -> None:
    assert scanned(picture(qr_png(link))) == [(link, "Q")]


def test_the_png_keeps_its_quiet_zone_and_has_the_link_in_letters_below() -> None:
    image = picture(qr_png(ADDRESS))
    quiet, side = QUIET * PIXELS, side_of(code_of(ADDRESS)) * PIXELS
    assert image.width == side + 2 * quiet
    for white in (
        (0, 0, image.width, quiet),
        (0, 0, quiet, image.height),
        (image.width - quiet, 0, image.width, image.height),
        (0, quiet + side, image.width, side + 2 * quiet),
    ):
        assert darkest(image.crop(white)) == 255
    assert darkest(image.crop((quiet, quiet, quiet + side, quiet + side))) == 0
    label = image.crop((0, side + 2 * quiet, image.width, image.height))
    assert darkest(label) < 64, "the link is not printed"
    assert darkest(label.crop((0, label.height - PIXELS, label.width, label.height))) == 255


@pytest.mark.parametrize("link", [ADDRESS, LONG, WITH_MARKUP])
def test_the_svgs_label_is_the_link_as_text(link: str) -> None:
    drawn = ET.fromstring(qr_svg(link))  # noqa: S314 (our own)
    text = drawn.find(f"{SVG}text")
    assert text is not None
    assert "".join(text.itertext()) == link
    assert drawn.attrib["viewBox"].split()[2] == str(side_of(code_of(link)) + 2 * QUIET)
    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} == {
        "svg",
        "title",
        "rect",
        "path",
        "text",
        "tspan",
    }


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("link", [ADDRESS, LONG, WITH_MARKUP])
async def test_the_svg_decodes_to_the_link_as_a_browser_draws_it(page: Page, link: str) -> None:
    await page.set_content(qr_svg(link).decode().partition("?>")[2])
    image = picture(await page.locator("svg").screenshot())
    assert scanned(image) == [(link, "Q")]
    sticks_out = await page.evaluate(
        """() => { const sheet = document.querySelector("svg").getBoundingClientRect();
        return [...document.querySelectorAll("tspan")].map(line => line.getBoundingClientRect())
            .filter(line => line.left < sheet.left || line.right > sheet.right || line.bottom > sheet.bottom)
            .length }"""
    )
    assert sticks_out == 0


def test_a_code_that_is_torn_is_still_read() -> None:
    """Level Q: a quarter of it may be lost."""
    image = picture(qr_png(ADDRESS))
    middle = (image.width // 2, image.width // 2)
    image.paste(Image.new("L", (image.width // 5, image.width // 5), "white"), middle)
    assert scanned(image) == [(ADDRESS, "Q")]


def test_what_no_code_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="Data too large"):
        qr_png("https://a.bc/" + 3000 * "x")
