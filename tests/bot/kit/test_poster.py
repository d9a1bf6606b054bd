"""The poster is one page of A4 that says what it must. Look at it: artifacts/kit/."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from bot.kit.poster import poster
from sessions.region import Region, south_west
from tests.bot.kit.printed import ADDRESS, HOSTILE, LONG, saying, scanned

REGION = south_west()
A4 = (595.28, 841.89)
"""Points."""
WELSH = "Cyngor ar droseddau trefnedig yng Ng\N{LATIN SMALL LETTER W WITH CIRCUMFLEX}ynedd"


def read(pdf: bytes) -> tuple[str, Image.Image]:
    """The text of the one page, and the page as it is seen, at 200 dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    page = document[0]
    assert page.get_size() == pytest.approx(A4, abs=0.5)
    text = page.get_textpage().get_text_range()
    image: Image.Image = page.render(scale=200 / 72).to_pil()
    document.close()
    return text, image


def flat(text: str) -> str:
    return " ".join(text.split())


def without_breaks(text: str) -> str:
    return "".join(text.split())


def test_it_says_what_it_must_and_its_code_leads_there(artifacts: Path) -> None:
    pdf = poster(REGION, ADDRESS)
    text, image = read(pdf)
    says = REGION.says
    for said in (
        says.title,
        says.what,
        says.who_for,
        *says.steps,
        says.ask_not_task,
        REGION.contact_email,
        "4P plans",
    ):
        assert said in flat(text)
    assert ADDRESS in without_breaks(text)
    assert scanned(image) == [(ADDRESS, "Q")]
    must_be_clear_at_the_edges(image)
    (artifacts / "kit").mkdir(exist_ok=True)
    image.save(artifacts / "kit" / "poster.png")
    (artifacts / "kit" / "poster.pdf").write_bytes(pdf)


def must_be_clear_at_the_edges(image: Image.Image) -> None:
    """A finger's width at each side there is nothing but the bands behind the text."""
    finger = image.width * 12 // 210
    for left in (0, image.width - finger):
        strip = image.crop((left, 0, left + finger, image.height))
        bands = strip.crop((0, 0, 1, image.height)).resize(strip.size)
        assert ImageChops.difference(strip, bands).getbbox() is None


def longest() -> Region:
    """As long a text as a profile may have, everywhere."""
    words = ("Advice on organised crime for whoever asks for it, " * 8)[:400]
    return saying(
        title="Ask for informal advice about any organised-crime problem",
        what=words,
        who_for=words,
        steps=(words[:200],) * 3,
        ask_not_task=words,
    )


def test_long_texts_and_a_long_link_are_set_smaller(artifacts: Path) -> None:
    other = longest()
    text, image = read(poster(other, LONG))
    assert flat(text).count(other.says.what) == 3
    assert LONG in without_breaks(text)
    assert scanned(image) == [(LONG, "Q")]
    must_be_clear_at_the_edges(image)
    (artifacts / "kit").mkdir(exist_ok=True)
    image.save(artifacts / "kit" / "poster-longest.png")


def test_texts_that_no_page_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="too long for a poster: shorten those in advert"):
        poster(saying(steps=(400 * "long ",) * 4), ADDRESS)


def test_another_language_and_hostile_text_are_printed_as_they_are() -> None:
    text, _ = read(poster(saying(title=WELSH, what=HOSTILE, who_for="**bold** --gone--"), ADDRESS))
    assert WELSH in flat(text)
    assert HOSTILE in flat(text)
    assert "**bold** --gone--" in flat(text)
