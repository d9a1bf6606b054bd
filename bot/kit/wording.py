"""What stands around the region's own sentences, wherever they are printed."""

from collections.abc import Iterator

from sessions.region import Region

WHO_FOR = "Who it is for"
ASK_ABOUT = "What you can ask about"
HOW = "How it works"
SCAN = "Scan to open the chat"
OR_OPEN = "or open"


def capabilities(region: Region) -> Iterator[str]:
    """Each to stand on a line of its own."""
    return (capability[0].upper() + capability[1:] for capability in region.capabilities)


def open_chat(region: Region) -> str:
    return f"Open a chat with the {region.team}\N{RIGHT SINGLE QUOTATION MARK}s bot in Microsoft Teams"


def questions(region: Region) -> str:
    return f"Questions? {region.contact_email}"
