"""What people can say that is no answer to a question."""

import re
from enum import StrEnum


class Command(StrEnum):
    HELLO = "hello"
    REQUEST = "request"
    MINE = "my requests"
    HELP = "help"
    CANCEL = "cancel"
    ANNOUNCE = "announce"
    ANNOUNCEMENTS = "announcements"
    ANNOUNCE_HERE = "announce here"
    STOP_ANNOUNCING_HERE = "stop announcing here"
    ADVERTISE = "advertise"
    FIGURES = "figures"
    QUEUE = "queue"


ORGANISERS = frozenset(
    {
        Command.ANNOUNCE,
        Command.ANNOUNCEMENTS,
        Command.ANNOUNCE_HERE,
        Command.STOP_ANNOUNCING_HERE,
        Command.ADVERTISE,
        Command.FIGURES,
    }
)
"""What only organisers may say. Said again by Teams, each comes to the same."""

_ALWAYS = {
    Command.HELLO: r"(hi|hello|hey|hiya|good (morning|afternoon|evening)|get started)( there)?",
    Command.REQUEST: (
        r"((i'd like|i would like|i want|can i|could i) (to )?|please )?"
        r"(request|ask for|book|have|new|another|start)? ?(a |an |another |new )*(support )?(session|request)"
    ),
    Command.MINE: r"(show )?(me )?(my requests?|status|my status|my sessions?|requests)|withdraw",
    Command.HELP: r"help|\?|what can (you|i) (do|say)",
    Command.CANCEL: r"cancel|stop|back|start again",
    Command.ANNOUNCE: r"announce|new announcement|make an announcement",
    Command.ANNOUNCEMENTS: r"(show )?(me )?(the |all |my )?announcements",
    Command.ANNOUNCE_HERE: r"announce here|subscribe",
    Command.STOP_ANNOUNCING_HERE: r"(stop announcing|do not announce|don't announce) here|unsubscribe",
    Command.ADVERTISE: r"advertise|(show )?(me )?the kit",
    Command.FIGURES: r"(show )?(me )?(the )?figures",
    Command.QUEUE: (
        r"(show )?(me )?(the |our )?(queue|waiting list)"
        r"|who('s| is|) (still )?(waiting|waits|in the queue)( for (a |an )?(support )?(session|adviser))?"
    ),
}
"""Short enough to be meant as a command wherever it is said, in the middle of a walk too."""

_OUTSIDE = {
    Command.HELLO: r"morning|afternoon|start",
    Command.REQUEST: (
        r"request|ask|book|ask for (a |support|help).*|(i )?(need|want) (a |support|help|advice).*"
    ),
    Command.MINE: r"withdraw .*",
}
"""In a walk these may well be an answer: "I need advice on …" is an overview, "morning" a time."""

_GREETING = re.compile(r"(hi|hello|hey|hiya|good (morning|afternoon|evening))( there)?[,.!]* (?=\S)")


def _compiled(patterns: dict[Command, str]) -> dict[Command, re.Pattern[str]]:
    return {command: re.compile(pattern) for command, pattern in patterns.items()}


_KNOWN_ALWAYS, _KNOWN_OUTSIDE = _compiled(_ALWAYS), _compiled(_OUTSIDE)


def read_command(text: str, *, in_walk: bool = False) -> Command | None:
    """The command that the whole of the text is; None if it is none."""
    words = " ".join(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    words = words.rstrip(".!?").removesuffix(" please").rstrip(" ,") or words
    forms = (words,) if in_walk else (words, _GREETING.sub("", words, count=1))
    known = [_KNOWN_ALWAYS] if in_walk else [_KNOWN_ALWAYS, _KNOWN_OUTSIDE]
    return next(
        (
            command
            for form in forms
            for patterns in known
            for command, pattern in patterns.items()
            if pattern.fullmatch(form)
        ),
        None,
    )
