"""The poster for meetings of the working group: one page of A4."""

from contextlib import closing

from bot.kit.paper import INK, NAVY, PALE, TEAL, WHITE
from bot.kit.sheet import HEIGHT, WIDTH, Sheet, Type
from bot.kit.wording import ASK_ABOUT, HOW, OR_OPEN, SCAN, WHO_FOR, capabilities, questions
from sessions.region import Region

EDGE = 18.0
GAP = 11.0
CODE = 78.0
"""The QR code's side in millimetres: read from two metres away."""
COLUMN = WIDTH - 2 * EDGE - CODE - GAP
ACROSS = WIDTH - 2 * EDGE
STRIPE = 2.4
DISC = 8.0
SCALES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
"""Of the type: body text of 12.5 points, and at the least 7.5."""

EYEBROW = Type(13, WHITE)
TITLE = Type(37, WHITE, bold=True, leading=1.12)
WHAT = Type(15.5, WHITE)
HEADING = Type(14, TEAL, bold=True)
BODY = Type(12.5)
NUMBER = Type(12, WHITE, bold=True)
CAPTION = Type(12.5, INK, bold=True)
ADDRESS = Type(11.5, NAVY, bold=True)
FIRM = Type(12.5, NAVY, bold=True)


def poster(region: Region, address: str) -> bytes:
    """A PDF. Long texts are set smaller; raises ValueError for those that no page holds in readable type."""
    for scale in SCALES:
        with closing(Sheet(f"{region.says.title} ({region.unit})", region.unit_in_full, scale)) as sheet:
            top = _head(sheet, region) + GAP
            end = max(_column(sheet, region, top), _code(sheet, address, top))
            if end <= _foot(sheet, region) - GAP / 2:
                return sheet.pdf()
    raise ValueError("the texts of the region's profile are too long for a poster: shorten those in advert")


def _head(sheet: Sheet, region: Region) -> float:
    """Whose it is, the title and what a session is, on a band as high as they need. Returns where it ends."""
    lines = [
        (f"{region.unit_in_full}  \N{MIDDLE DOT}  {region.team}", EYEBROW, 3.0),
        (region.says.title, TITLE, 5.0),
        (region.says.what, WHAT, 0.0),
    ]
    bottom = (
        EDGE + 0.75 * EDGE + sum(sheet.height_of(text, ACROSS, kind) + below for text, kind, below in lines)
    )
    sheet.box(NAVY, 0, 0, WIDTH, bottom)
    sheet.box(TEAL, 0, bottom, WIDTH, STRIPE)
    y = EDGE
    for text, kind, below in lines:
        y = sheet.text(text, EDGE, y, ACROSS, kind) + below
    return bottom + STRIPE


def _column(sheet: Sheet, region: Region, y: float) -> float:
    """On the left: for whom, about what, how. Returns where it ends."""
    says = region.says
    y = sheet.text(WHO_FOR, EDGE, y, COLUMN, HEADING) + 1
    y = sheet.text(says.who_for, EDGE, y, COLUMN, BODY) + GAP / 2
    y = sheet.text(ASK_ABOUT, EDGE, y, COLUMN, HEADING) + 1
    for capability in capabilities(region):
        sheet.disc(TEAL, EDGE + 0.8, y + 2.3 * sheet.scale, 1.6)
        y = sheet.text(capability, EDGE + 5, y, COLUMN - 5, BODY)
    y = sheet.text(HOW, EDGE, y + GAP / 2, COLUMN, HEADING) + 2
    for number, step in enumerate(says.steps, 1):
        sheet.disc(TEAL, EDGE, y, DISC)
        sheet.middle(str(number), EDGE, y + (DISC - 6 * sheet.scale) / 2, DISC, NUMBER)
        y = max(sheet.text(step, EDGE + DISC + 4, y + 0.6, COLUMN - DISC - 4, BODY), y + DISC) + 3.5
    return y


def _code(sheet: Sheet, address: str, y: float) -> float:
    """On the right: the code in a frame, the address under it. Returns where it ends."""
    x = WIDTH - EDGE - CODE
    end = y + CODE
    sheet.box(TEAL, x - 0.7, y - 0.7, CODE + 1.4, CODE + 1.4, radius=3)
    sheet.box(WHITE, x, y, CODE, CODE, radius=2.4)
    sheet.code(address, x + 1, y + 1, CODE - 2)
    end = sheet.middle(SCAN, x, end + 4, CODE, CAPTION)
    end = sheet.middle(OR_OPEN, x, end, CODE, BODY)
    return sheet.link(address, x, end + 1, CODE, ADDRESS)


def _foot(sheet: Sheet, region: Region) -> float:
    """What a session is not, and whom to ask, along the bottom edge. Returns where it begins."""
    lines = [(region.says.ask_not_task, FIRM), (questions(region), BODY)]
    height = GAP + EDGE * 0.7 + sum(sheet.height_of(text, ACROSS, kind) for text, kind in lines)
    top = HEIGHT - height
    sheet.box(PALE, 0, top, WIDTH, height)
    y = top + GAP * 0.7
    for text, kind in lines:
        y = sheet.text(text, EDGE, y, ACROSS, kind) + 1.5
    return top
