"""What README and docs point to is there: files, folders, headings, and tests by their names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?://)([^)#]*)#?([^)]*)\)")
NAMED = re.compile(
    r"`((?:bot|cards|dialogs|sessions|storage|tests|sandbox|bench|manifest|devtools)/[\w./-]*)(?:::(\w+))?`"
)


def broken(page: Path, text: str) -> Iterator[str]:
    """Each thing on a page that leads nowhere."""
    for name, heading in LINK.findall(text):
        to = page.parent / name if name else page
        if not to.exists():
            yield name
        elif heading and heading not in _anchors(text if to == page else to.read_text(encoding="utf-8")):
            yield f"{name}#{heading}"
    for name, test in NAMED.findall(text):
        there = ROOT / name
        if not there.exists():
            yield name
        elif test and f"def {test}(" not in there.read_text(encoding="utf-8"):
            yield f"{name}::{test}"


def _anchors(text: str) -> set[str]:
    """Of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_everything_a_page_points_to_is_there(page: Path) -> None:
    assert list(broken(page, page.read_text(encoding="utf-8"))) == []


def test_what_leads_nowhere_is_found() -> None:
    page = ROOT / "README.md"
    text = (
        "# One\n[a](docs/gone.md) [b](#two) [c](#one) `bot/gone.py` `tests/conftest.py::test_gone` `bot/door`"
    )
    assert list(broken(page, text)) == [
        "docs/gone.md",
        "#two",
        "bot/gone.py",
        "tests/conftest.py::test_gone",
    ]
