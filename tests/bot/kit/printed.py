"""What is printed, read back the way people and their telephones read it."""

from io import BytesIO

import zxingcpp
from PIL import Image

from sessions.region import Region, south_west

ADDRESS = "https://sessions.example.police.uk/ask?ref=microsite"
LONG = f"https://{'.'.join(8 * ['department'])}.example.police.uk/{'section/' * 30}ask?ref={'x' * 32}"
HOSTILE = """<script>alert('"&amp;')</script>"""


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("L")


def scanned(image: Image.Image) -> list[tuple[str, str]]:
    """The text of each code in the picture, and its error correction level."""
    return [(code.text, code.ec_level) for code in zxingcpp.read_barcodes(image)]


def saying(**texts: object) -> Region:
    """The South West, with other sentences in its advert."""
    region = south_west()
    return region.model_copy(update={"advert": region.advert.model_copy(update=texts)})
