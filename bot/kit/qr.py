"""A link as a QR code that survives a fold or a coffee ring (level Q), with the link in letters under it."""

from collections.abc import Iterator
from html import escape
from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageFont

from bot.kit.paper import INK, REGULAR, WHITE, link_lines

QUIET = 4
"""Modules left white on every side (ISO/IEC 18004)."""
MILLIMETRES = 2
"""The side of a module as it is meant to be printed: the label is then as high as that of a newspaper."""
PIXELS = 24
"""The same in the PNG, at 300 dots an inch."""
LINE = 2.2
"""Modules from one line of the label to the next."""
LETTER = 1.6
"""Modules: the height of the label's type."""
MONO_WIDTH = 0.62
"""The width of a letter in a monospaced face, a little more than any has, by its height."""

Run = tuple[int, int, int]
"""Column and row of the first, and how many: dark modules side by side."""


def code_of(link: str) -> segno.QRCode:
    """Raises ValueError for a link that no QR code holds."""
    return segno.make_qr(link, error="q", boost_error=False)


def dark_runs(code: segno.QRCode) -> Iterator[Run]:
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                yield x, y, length
            x += length or 1


def side_of(code: segno.QRCode) -> int:
    """Modules from edge to edge, without the quiet zone."""
    return len(code.matrix)


def qr_png(link: str) -> bytes:
    """The code and its label, black on white, at 300 dots an inch."""
    code = code_of(link)
    width = (side_of(code) + 2 * QUIET) * PIXELS
    font = ImageFont.truetype(REGULAR, round(LETTER * PIXELS))
    lines = link_lines(link, lambda part: font.getlength(part) <= width - 2 * QUIET * PIXELS)
    height = width + round((len(lines) * LINE + QUIET / 2) * PIXELS)
    picture = Image.new("L", (width, height), WHITE)
    draw = ImageDraw.Draw(picture)
    for x, y, length in dark_runs(code):
        left, top = (QUIET + x) * PIXELS, (QUIET + y) * PIXELS
        draw.rectangle((left, top, left + length * PIXELS - 1, top + PIXELS - 1), fill=0)
    for number, line in enumerate(lines):
        middle = width + (number + 0.5) * LINE * PIXELS
        draw.text((width / 2, middle), line, font=font, fill=INK, anchor="mm")
    file = BytesIO()
    picture.save(file, "PNG", optimize=True, dpi=(300, 300))
    return file.getvalue()


def qr_svg(link: str) -> bytes:
    """The code and its label, which is text: it can be copied and read out. One unit is a module."""
    code = code_of(link)
    width = side_of(code) + 2 * QUIET
    fitting = (width - 2 * QUIET) / (LETTER * MONO_WIDTH)
    lines = link_lines(link, lambda part: len(part) <= fitting)
    height = width + len(lines) * LINE + QUIET / 2
    path = "".join(f"M{QUIET + x} {QUIET + y}h{n}v1h-{n}z" for x, y, n in dark_runs(code))
    label = "".join(
        f'<tspan x="{width / 2:g}" y="{width + (number + 0.7) * LINE:.2f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}"'
        f' width="{width * MILLIMETRES}mm" height="{height * MILLIMETRES:g}mm" role="img">'
        f"<title>QR code: {escape(link)}</title>"
        f'<rect width="{width}" height="{height:g}" fill="{WHITE}"/>'
        f'<path d="{path}" fill="#000" shape-rendering="crispEdges"/>'
        f'<text font-family="Consolas, Menlo, \'Liberation Mono\', monospace" font-size="{LETTER}"'
        f' text-anchor="middle" fill="{INK}">{label}</text>'
        "</svg>\n"
    ).encode()
