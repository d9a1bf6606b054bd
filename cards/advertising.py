"""What organisers are given to advertise sessions with, and the figures that say which place works."""

from collections.abc import Mapping
from datetime import datetime

from microsoft_teams.cards import (
    Action,
    ActionSet,
    AdaptiveCard,
    CardElement,
    Column,
    ColumnDefinition,
    ColumnSet,
    Table,
    TableCell,
    TableRow,
)

from cards.parts import box, card, open_url, press, said, text_input, title
from cards.payloads import REF_MOST, MakeKit
from sessions.announcing.tally import NO_SOURCE, Figures, say_quarter
from sessions.announcing.wording import say_moment
from sessions.region import Region

FILES: Mapping[str, Mapping[str, str]] = {
    "QR code with the link under it": {
        "PNG": "support-session-qr.png",
        "SVG": "support-session-qr.svg",
    },
    "Poster, one page of A4": {"PDF": "support-session-poster.pdf"},
    "Text for a web page": {
        "Text": "support-session-microsite.txt",
        "HTML": "support-session-microsite.html",
    },
    "Letter to the Directors of Intelligence": {"Mail": "support-session-letter.eml"},
    "All the links": {"Links": "support-session-links.txt"},
}
"""By what they are: the files of the kit, by what their buttons say."""

SOURCES = {
    "microsite": "Public microsite",
    "directors": "Mail to the Directors of Intelligence",
    "working-group": "Working group: the poster",
    "qr-code": "QR code",
    "announcement": "Announcements in Teams",
    NO_SOURCE: "Straight to the bot",
}
"""How a place is called that the bot itself gave a link or a button to. Others are called as their `ref`."""
SOURCES_MOST = 12
"""Rows of the figures: anybody can make up a `ref`, and the card stays small."""

PLACE_MOST = 80
"""Characters that can be typed: more than is taken, so that what is too long is said so and kept."""

KIT = "The kit"
WHAT_FOR = (
    "The printed link opens a chat with me in Teams. Each file says where it was seen, "
    "so that the figures tell which place works."
)
ANOTHER_PLACE = "A kit for another place: its name in a word or two"
REF_WRONG = (
    f"Please name the place in {REF_MOST} characters at most: letters a to z, digits and hyphens, "
    "for example newsletter or dorset-intranet."
)
UNREACHABLE = (
    "There is no kit yet: a printed link would lead nowhere. Please ask whoever operates me to set "
    "PUBLIC_URL to the address at which browsers reach me, beginning with https://."
)
MEANING = (
    "A request counts in the quarter it was made, and a session in the quarter it was held: one that was "
    "booked and not called off before its end, unless its adviser says that it did not take place."
)


def kit(
    address: str,
    files: Mapping[str, str],
    *,
    ref: str,
    until: datetime,
    region: Region,
    wrong: str | None = None,
) -> AdaptiveCard:
    """The printed link, and where each of FILES is, by name. `wrong`: a place as typed that can be none."""
    body: list[CardElement] = [title(f"{KIT} for {ref}" if ref else KIT), said(WHAT_FOR)]
    body.append(box([said(address, weight="Bolder")], "accent"))
    body += [_row(what, files) for what in FILES]
    body.append(said(f"The buttons work until {say_moment(until, region)}.", subtle=True))
    body += [box([said(REF_WRONG, weight="Bolder")], "warning")] if wrong is not None else []
    body.append(text_input("ref", ANOTHER_PLACE, wrong or "", most=PLACE_MOST, placeholder="e.g. newsletter"))
    buttons: list[Action] = [
        press("Make this kit", MakeKit(), inputs=True),
        open_url("Try the link", address),
    ]
    return card(body, buttons, summary=f"{KIT} to advertise support sessions with")


def _row(what: str, files: Mapping[str, str]) -> ColumnSet:
    buttons = [open_url(label, files[name]) for label, name in FILES[what].items()]
    return ColumnSet(
        columns=[
            Column(width="stretch", items=[said(what)], vertical_content_alignment="Center"),
            Column(width="auto", items=[ActionSet(actions=list[Action](buttons))]),
        ],
        spacing="Small",
    )


def figures(this: Figures, last: Figures) -> AdaptiveCard:
    """Two quarters side by side: where requests came from, and how many sessions were held."""
    rows = [
        _line("Requests, by where they came from", _short(this.quarter), _short(last.quarter), strong=True),
        *(_line(label, str(now), str(before)) for label, now, before in _sources(this, last)),
        _line("All requests", str(this.requested), str(last.requested), strong=True),
        _line("Sessions held", str(this.held), str(last.held), strong=True),
        *_no_shows(this, last),
    ]
    table = Table(
        columns=[ColumnDefinition(width=6), ColumnDefinition(width=2), ColumnDefinition(width=2)],
        rows=rows,
        first_row_as_headers=True,
        show_grid_lines=False,
    )
    body = [
        title("Figures"),
        said(f"{say_quarter(this.quarter)} so far, and {say_quarter(last.quarter)}", spacing="None"),
        table,
        said(MEANING, subtle=True),
    ]
    return card(body, summary=f"Figures of {say_quarter(this.quarter)}")


def _no_shows(this: Figures, last: Figures) -> list[TableRow]:
    if not this.no_shows + last.no_shows:
        return []
    return [_line("Sessions that did not take place", str(this.no_shows), str(last.no_shows))]


def _sources(this: Figures, last: Figures) -> list[tuple[str, int, int]]:
    """Those that bring the most first; ours also where they brought nobody, for that is worth knowing."""
    refs = {**dict.fromkeys(SOURCES, 0), **last.requests, **this.requests}
    counts = [(SOURCES.get(ref, ref), this.requests.get(ref, 0), last.requests.get(ref, 0)) for ref in refs]
    counts.sort(key=lambda row: (-row[1], -row[2], row[0]))
    shown, rest = counts[:SOURCES_MOST], counts[SOURCES_MOST:]
    return [*shown, ("Others", sum(r[1] for r in rest), sum(r[2] for r in rest))] if rest else shown


def _line(label: str, *numbers: str, strong: bool = False) -> TableRow:
    cells = [
        TableCell(items=[said(text, weight="Bolder" if strong else "Default")]) for text in (label, *numbers)
    ]
    return TableRow(cells=cells)


def _short(quarter: str) -> str:
    """For example "Oct-Dec 2026": the head of a narrow column."""
    months, _, year = say_quarter(quarter).rpartition(" ")
    first, last = months.split(" to ")
    return f"{first[:3]}-{last[:3]} {year}"
