"""The kit: what is printed and mailed so that LROs find their way to the bot. Pure: no Teams and no web.

What draws is imported where it draws: fpdf2, Pillow and segno take a third of a second to load, and the bot
starts many times for each time that a kit is made.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.kit.links import ask_address, chat_link
from bot.kit.microsite import microsite_html, microsite_text
from sessions.region import Region


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the kit."""

    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a piece is made, from the region and the printed address; `ref` is where such a piece is seen."""

    media_type: str
    ref: str
    make: Callable[[Region, str], bytes]


def _qr_png(_: Region, address: str) -> bytes:
    from bot.kit.qr import qr_png  # noqa: PLC0415 (see above, as for the others)

    return qr_png(address)


def _qr_svg(_: Region, address: str) -> bytes:
    from bot.kit.qr import qr_svg  # noqa: PLC0415

    return qr_svg(address)


def _letter(region: Region, address: str) -> bytes:
    from bot.kit.letter import letter  # noqa: PLC0415

    return letter(region, address)


def _poster(region: Region, address: str) -> bytes:
    from bot.kit.poster import poster  # noqa: PLC0415

    return poster(region, address)


_KINDS: Mapping[str, _Kind] = {
    "support-session-qr.png": _Kind("image/png", "qr-code", _qr_png),
    "support-session-qr.svg": _Kind("image/svg+xml", "qr-code", _qr_svg),
    "support-session-microsite.txt": _Kind(
        "text/plain", "microsite", lambda region, address: microsite_text(region, address).encode()
    ),
    "support-session-microsite.html": _Kind(
        "text/html", "microsite", lambda region, address: microsite_html(region, address).encode()
    ),
    "support-session-letter.eml": _Kind("message/rfc822", "directors", _letter),
    "support-session-poster.pdf": _Kind("application/pdf", "working-group", _poster),
}
LINKS = "support-session-links.txt"
NAMES = (*_KINDS, LINKS)
"""The files of a kit, in the order in which they are offered."""


def kit(region: Region, browser_url: str, bot_id: str, ref: str | None = None) -> dict[str, Piece]:
    """All of it by file name, text in UTF-8. Half a second of computing: not on the event loop.

    Each piece tells where it was seen by a source of its own, unless `ref` gives one for all. Raises
    ValueError for a `ref` that is none (`links.clean_ref`) and for texts or an address too long to print.
    """
    return {name: piece(name, region, browser_url, bot_id, ref) for name in NAMES}


def piece(name: str, region: Region, browser_url: str, bot_id: str, ref: str | None = None) -> Piece:
    """One of NAMES, as `kit` makes it. Raises KeyError for another name."""
    if name == LINKS:
        return Piece(_links(browser_url, bot_id, ref).encode(), "text/plain")
    kind = _KINDS[name]
    address = ask_address(browser_url, ref or kind.ref)
    return Piece(kind.make(region, address), kind.media_type)


def _links(browser_url: str, bot_id: str, ref: str | None) -> str:
    """The addresses by where they are meant to be seen, and the chat in Teams that they open."""
    refs = [ref] if ref else list(dict.fromkeys(kind.ref for kind in _KINDS.values()))
    lines = [f"{each}:\n{ask_address(browser_url, each)}" for each in refs]
    if bot_id:
        lines += [f"{each}, straight into Teams:\n{chat_link(bot_id, each)}" for each in refs]
    return "\n\n".join(lines) + "\n"
