"""What all printed pieces share: ink, type, and how a link is broken into lines."""

from collections.abc import Callable
from pathlib import Path

NAVY = "#16324f"
TEAL = "#1d7874"
INK = "#1c2733"
PALE = "#eef3f6"
WHITE = "#ffffff"

# Inter, under the SIL Open Font License beside it. PDF's own fonts know only Western Europe's letters, no ŵ.
REGULAR = Path(__file__).parent / "fonts" / "Inter-Regular.otf"
BOLD = Path(__file__).parent / "fonts" / "Inter-Bold.otf"


def link_lines(link: str, fits: Callable[[str], bool]) -> list[str]:
    """The link in lines that fit; joined they are the link. Broken before a / ? or & where there is one."""
    lines, rest = [], link
    while rest:
        length = len(rest)
        while length > 1 and not fits(rest[:length]):
            length -= 1
        if length < len(rest):
            mark = max(rest.rfind(mark, length // 2, length + 1) for mark in "/?&")
            length = mark if mark > 0 else length
        lines.append(rest[:length])
        rest = rest[length:]
    return lines
