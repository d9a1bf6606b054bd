"""The microsite's text, plain and as HTML."""

from html.parser import HTMLParser

from bot.kit.microsite import microsite_html, microsite_text
from sessions.region import south_west
from tests.bot.kit.printed import ADDRESS, HOSTILE, saying

REGION = south_west()


class Reader(HTMLParser):
    """The tags, the links and the text of a page; every element must be closed where it should."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_both_say_the_same() -> None:
    says = REGION.says
    page = Reader(microsite_html(REGION, ADDRESS))
    plain = microsite_text(REGION, ADDRESS)
    for said in (says.title, says.what, says.who_for, *says.steps, says.ask_not_task, REGION.contact_email):
        assert said in page.text
        assert said in plain
    assert page.links == [ADDRESS]
    assert f"\n{ADDRESS}\n" in plain
    assert "- Disruption\n" in plain
    assert set(page.tags) == {"section", "h2", "h3", "p", "ul", "ol", "li", "a"}


def test_hostile_text_stays_text() -> None:
    other = saying(title=HOSTILE, what=HOSTILE, who_for=HOSTILE, steps=(HOSTILE,), ask_not_task=HOSTILE)
    other = other.model_copy(update={"capabilities": (HOSTILE,), "team": HOSTILE})
    address = f"{ADDRESS}&x={HOSTILE}"
    page = Reader(microsite_html(other, address))
    assert "script" not in page.tags
    assert page.links == [address]
    assert page.text.count(HOSTILE) == 7
