"""A sheet of A4 to draw on: text that wraps, boxes, a QR code. Millimetres from the top left corner."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.kit.paper import BOLD, INK, REGULAR, WHITE, link_lines
from bot.kit.qr import QUIET, code_of, dark_runs, side_of

WIDTH, HEIGHT = 210.0, 297.0
POINT = 25.4 / 72
"""Millimetres."""
FAMILY = "Inter"


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: its height before the sheet's scale, and from line to line by that height."""

    points: float
    colour: str = INK
    bold: bool = False
    leading: float = 1.4


class Sheet:
    """One page. `scale` makes all type on it smaller, so that a long text still fits."""

    def __init__(self, title: str, author: str, scale: float) -> None:
        self.scale = scale
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.c_margin = 0
        self._pdf.add_font(FAMILY, "", REGULAR)
        self._pdf.add_font(FAMILY, "B", BOLD)
        self._pdf.set_lang("en-GB")
        self._pdf.set_title(title)
        self._pdf.set_author(author)
        self._pdf.add_page()

    def height_of(self, text: str, width: float, kind: Type) -> float:
        self._use(kind)
        lines = self._pdf.multi_cell(width, None, text, dry_run=True, output="LINES")
        return len(lines) * self._line(kind) if isinstance(lines, list) else 0

    def text(self, text: str, x: float, y: float, width: float, kind: Type) -> float:
        """Returns where it ends."""
        self._use(kind)
        self._pdf.set_xy(x, y)
        self._pdf.multi_cell(width, self._line(kind), text, align="L")
        return y + self.height_of(text, width, kind)

    def middle(self, text: str, x: float, y: float, width: float, kind: Type, *, link: str = "") -> float:
        """One line, centred between `x` and `x + width`. Returns where it ends."""
        self._use(kind)
        self._pdf.set_xy(x, y)
        self._pdf.cell(width, self._line(kind), text, align="C", link=link)
        return y + self._line(kind)

    def link(self, address: str, x: float, y: float, width: float, kind: Type) -> float:
        """The address in as many centred lines as it needs; each of them opens it. Returns where it ends."""
        self._use(kind)
        for line in link_lines(address, lambda part: self._pdf.get_string_width(part) <= width):
            y = self.middle(line, x, y, width, kind, link=address)
        return y

    def box(self, colour: str, x: float, y: float, width: float, height: float, *, radius: float = 0) -> None:
        self._pdf.set_fill_color(colour)
        draw = partial(self._pdf.rect, x, y, width, height, style="F")
        if radius:
            draw(round_corners=True, corner_radius=radius)
        else:
            draw()

    def disc(self, colour: str, x: float, y: float, across: float) -> None:
        self._pdf.set_fill_color(colour)
        self._pdf.ellipse(x, y, across, across, style="F")

    def code(self, address: str, x: float, y: float, side: float) -> None:
        """The QR code, its quiet zone included in `side`."""
        code = code_of(address)
        module = side / (side_of(code) + 2 * QUIET)
        self.box(WHITE, x, y, side, side)
        for column, row, length in dark_runs(code):
            self.box(
                "#000000", x + (QUIET + column) * module, y + (QUIET + row) * module, length * module, module
            )

    def close(self) -> None:
        """The sheet reads its fonts' files while it is drawn on, and fpdf leaves them open."""
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def pdf(self) -> bytes:
        return bytes(self._pdf.output() or b"")

    def _use(self, kind: Type) -> None:
        style: Literal["", "B"] = "B" if kind.bold else ""
        self._pdf.set_font(FAMILY, style, kind.points * self.scale)
        self._pdf.set_text_color(kind.colour)

    def _line(self, kind: Type) -> float:
        return kind.points * self.scale * POINT * kind.leading
