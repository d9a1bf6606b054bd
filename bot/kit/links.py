"""The address that is printed, the chat it opens, and how a request carries where its LRO came from.

The printed address is the bot's own, so that what hangs on a wall outlives a change of the app: the bot sends
whoever opens it on to Teams. A link into a chat can put words into the compose box, and nothing else reaches
the bot through it; so the source travels in the words: "Request a session (microsite)".
"""

import re
from urllib.parse import quote, urlencode

ASK_PATH = "/ask"
REF = "ref"
"""The name of the printed address's one parameter."""
CHAT = "https://teams.microsoft.com/l/chat/0/0"

_SLUG = r"[a-z0-9-]{1,32}"
_ASKED = "Request a session"
_MESSAGE = re.compile(rf"({_ASKED}) ?\(({_SLUG})\)", re.IGNORECASE | re.ASCII)


def clean_ref(text: str | None) -> str | None:
    """The text if it can be a source: 1 to 32 of a-z, 0-9 and the hyphen. None for anything else."""
    return text if text is not None and re.fullmatch(_SLUG, text) else None


def ask_address(browser_url: str, ref: str | None = None) -> str:
    """What is printed. Raises ValueError for a source that would not come back."""
    return browser_url.rstrip("/") + ASK_PATH + (f"?{urlencode({REF: _known(ref)})}" if ref else "")


def chat_link(bot_id: str, ref: str | None = None) -> str:
    """Opens a chat with the bot in Teams, with the first message written but not sent.

    `bot_id` is the bot's id as it is in the app's manifest. "28:" marks a bot; that form is not in Teams'
    reference of deep links, only in its team's answers (MicrosoftDocs/msteams-docs, issues 759 and 11653).
    Raises ValueError without a bot, and for a source that would not come back.
    """
    if not bot_id:
        raise ValueError("a chat cannot be opened with a bot that has no id")
    message = f"{_ASKED} ({_known(ref)})" if ref else _ASKED
    return f"{CHAT}?{urlencode({'users': f'28:{bot_id}', 'message': message}, quote_via=quote, safe=':')}"


def take_ref(text: str) -> tuple[str, str | None]:
    """What was said without the source in it, and the source. None where the text is not such a message."""
    found = _MESSAGE.fullmatch(" ".join(text.split()))
    return (found[1], found[2].lower()) if found else (text, None)


def _known(ref: str) -> str:
    if clean_ref(ref) is None:
        raise ValueError(f"{ref!r} is no source: 1 to 32 of a-z, 0-9 and the hyphen")
    return ref
