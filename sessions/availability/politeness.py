"""Greetings before what is said and thanks after it, which say nothing of when."""

from sessions.availability.kinds import Kind
from sessions.availability.tokens import Token

_GREETINGS = frozenset({"hi", "hello", "hey", "hiya", "hi there", "dear"})
_PARTS = frozenset({"morning", "afternoon", "evening", "mornin"})
"""Greetings too, but only where somebody is greeted, or the line ends."""
_GREETED = frozenset(
    {
        "all", "both", "team", "sir", "ma'am", "mate", "guys", "folks", "everyone", "everybody", "boss",
        "sarge", "sgt", "ladies", "gents", "guv", "guvnor",
    }
)  # fmt: skip
_THANKS = frozenset(
    {
        "thanks", "thank you", "thx", "ta", "cheers", "many thanks", "regards", "kind regards", "best wishes",
        "best regards", "warm regards", "kindest regards", "all the best", "kr", "many thanks in advance",
        "thanks in advance", "thanks again", "thanks very much", "thanks so much", "thank you very much",
        "thanks a lot",
    }
)  # fmt: skip
_RESTRICTING = frozenset(
    {
        "permitting", "allowing", "dependent", "pending", "tbc", "provisional", "provisionally", "approval",
        "permission", "notice", "subject",
    }
)  # fmt: skip
"""No names, though they may stand where one does: "thanks, rota permitting"."""
_DAYS = {Kind.WEEKDAY, Kind.DATE, Kind.RELATIVE}
_TIMES = {
    Kind.CLOCK, Kind.NUMBER, Kind.NOON, Kind.PART, Kind.ALL_DAY, Kind.AFTER, Kind.BEFORE, Kind.FROM,
    Kind.UNTIL, Kind.BETWEEN,
}  # fmt: skip
_NAMES = 2
_LONGEST = 8


def without_politeness(tokens: list[Token]) -> list[Token]:
    """The tokens between the greeting and the sign-off. All of them, if nothing else is left."""
    start, end = _after_greeting(tokens), _before_sign_off(tokens)
    between = tokens[start:end]
    return between if any(t.kind is not Kind.BREAK for t in between) else tokens


def _after_greeting(tokens: list[Token]) -> int:
    start = at = _over_ends(tokens, 0)
    if at + 1 < len(tokens) and tokens[at].text == "good" and tokens[at + 1].text in _PARTS:
        at += 1
    if at == len(tokens) or tokens[at].text not in _GREETINGS | _PARTS:
        return 0
    part = tokens[at].text in _PARTS
    wished = at > start
    after = at + 1
    while after < len(tokens) and after - at <= _NAMES and _is_greeted(tokens[after]):
        after += 1
    greeted = after > at + 1
    ends = after < len(tokens) and (tokens[after].kind is Kind.BREAK or tokens[after].text == ",")
    if not ends:
        return 0 if greeted or part else after
    if part and not greeted and not wished and not _is_greeting(tokens, after):
        return 0
    return _over_ends(tokens, after)


def _is_greeted(token: Token) -> bool:
    return token.text in _GREETED or (token.kind is Kind.UNKNOWN and token.text.isalpha())


def _is_greeting(tokens: list[Token], end: int) -> bool:
    """Whether "Morning," greets: the first day after it has a time of its own."""
    rest = [
        t for t in tokens[end + 1 : end + 1 + _LONGEST] if t.kind not in {Kind.FILLER, Kind.FREE, Kind.BREAK}
    ]
    day = next((n for n, t in enumerate(rest) if t.kind in _DAYS), None)
    if day is None or rest[0].kind in {Kind.PART, Kind.OR, Kind.AND}:
        return False
    return any(t.kind in _TIMES for t in rest[: day + 2])


def _over_ends(tokens: list[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].kind in {Kind.BREAK, Kind.COMMA}:
        at += 1
    return at


def _before_sign_off(tokens: list[Token]) -> int:
    """Where thanks stand with nothing after them but a name."""
    for at in range(len(tokens) - 1, max(0, len(tokens) - _LONGEST), -1):
        if tokens[at].text in _THANKS:
            rest = [t for t in tokens[at + 1 :] if t.kind not in {Kind.BREAK, Kind.COMMA, Kind.FILLER}]
            named = all(_is_name(token) for token in rest)
            return at if named and len(rest) <= _NAMES else len(tokens)
    return len(tokens)


def _is_name(token: Token) -> bool:
    """A word unknown, or known for something else: April, May, Al."""
    may_be = token.kind in {Kind.UNKNOWN, Kind.MONTH} or token.text == "al"
    return may_be and token.text.isalpha() and token.text not in _RESTRICTING
