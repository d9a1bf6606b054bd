"""What people can say outside a walk."""

import re
from enum import StrEnum


class Command(StrEnum):
    HELLO = "hello"
    REQUEST = "request"
    MINE = "my requests"
    HELP = "help"
    CANCEL = "cancel"


_PATTERNS = {
    Command.HELLO: r"(hi|hello|hey|hiya|morning|good (morning|afternoon|evening)|start|get started)( there)?",
    Command.REQUEST: (
        r"(i'd like to |i would like to |i want to |can i |please )?"
        r"(request|new request|ask|book|request (a |support )?(support )?session|ask for (a |support|help).*"
        r"|(i )?(need|want) (a |support|help|advice).*|book a (support )?session|support session|session)"
    ),
    Command.MINE: r"(show )?(my requests?|status|my sessions?|requests)|withdraw( .*)?",
    Command.HELP: r"help|\?|what can (you|i) (do|say)",
    Command.CANCEL: r"cancel|stop|back|start again",
}
_COMPILED = {command: re.compile(pattern) for command, pattern in _PATTERNS.items()}


def read_command(text: str) -> Command | None:
    """The command that the whole of the text is; None if it is none."""
    words = " ".join(text.lower().split()).rstrip(".!?") or text.strip()
    return next((command for command, known in _COMPILED.items() if known.fullmatch(words)), None)
