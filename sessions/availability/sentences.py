"""Tokens cut into statements; dates and small words that need their neighbours are put right."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from sessions.availability.clock import stretch
from sessions.availability.cursor import LAST_HOUR
from sessions.availability.segments import NEGATIONS
from sessions.availability.tokens import Clock, Token, Written
from sessions.availability.vocabulary import WEEKDAYS, Kind

MONTHS = 12
_NUMBERS = {Kind.NUMBER, Kind.ORDINAL}
_LINKS = {Kind.AND, Kind.OR, Kind.TO, Kind.UNTIL}
_AFTER_AM = {Kind.FREE, Kind.NOT, Kind.CANNOT, Kind.ENGAGED}
_GO_ON = _NUMBERS | {
    Kind.CLOCK, Kind.NOON, Kind.PART, Kind.DATE, Kind.MONTH, Kind.COMMA, Kind.COLON, Kind.AND, Kind.OR,
    Kind.TO,
}  # fmt: skip


def sentences_of(tokens: list[Token]) -> Iterator[list[Token]]:
    """The statements, each with at least one token that matters."""
    current: list[Token] = []
    header: list[Token] = []
    for token, following in pairwise([*_without_list_marks(tokens), None, None]):
        if token is not None and (token.kind is not Kind.BREAK or _abbreviates(token, current, following)):
            if token.kind is not Kind.BREAK:
                current.append(token)
            continue
        if any(t.kind not in {Kind.FILLER, Kind.COMMA, Kind.COLON, Kind.FREE} for t in current):
            if _is_header(current, token):
                header = current
            elif any(t.kind is Kind.WEEK_OF for t in current):
                header = []
                yield _put_right(current)
            else:
                start = current[0].start
                yield _put_right([*(replace(t, start=start, end=start) for t in header), *current])
        current = []


def _put_right(tokens: list[Token]) -> list[Token]:
    return _am_put_right(_dashed_dates(_months_joined(tokens)))


def _is_header(tokens: list[Token], ended_by: Token | None) -> bool:
    """A line "Next week:", which speaks of the lines below it."""
    plain = [t.kind for t in tokens if t.kind is not Kind.FILLER]
    return plain == [Kind.WEEK_OF, Kind.COLON] and ended_by is not None and ended_by.value == "line"


def _abbreviates(stop: Token, before: list[Token], following: Token | None) -> bool:
    """The full stop of "Tues." or "Nov.", where it cannot end a statement."""
    if following is None or following.kind not in _GO_ON or any(t.kind in NEGATIONS for t in before):
        return False
    last = before[-1] if before else None
    if stop.text != "." or last is None or last.end != stop.start:
        return False
    short = last.text.removesuffix("s") not in WEEKDAYS
    return last.kind in {Kind.WEEKDAY, Kind.MONTH} and short


def _without_list_marks(tokens: list[Token]) -> Iterator[Token]:
    """Leave out the bullet or the "1." before each line of a list."""
    at = 0
    fresh = True
    while at < len(tokens):
        token = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if fresh and token.kind is Kind.TO and token.text == "-":
            at += 1
            continue
        numbered = (
            fresh and token.kind is Kind.NUMBER and following is not None and following.text in {".", ")"}
        )
        content = at + 2 < len(tokens) and tokens[at + 2].value != "line"
        if numbered and following and following.start == token.end and content:
            at += 2
            continue
        fresh = token.kind is Kind.BREAK and token.value == "line"
        yield token
        at += 1


def _months_joined(tokens: list[Token]) -> list[Token]:
    """ "24 and 25 November", "24th-26th of Nov", "Nov 24", "24 November 2026" as dates."""
    joined: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind is not Kind.MONTH:
            joined.append(token)
            at += 1
            continue
        month = token.value if isinstance(token.value, int) else None
        at += 1
        if _dated(joined, month, token):
            at += _with_year(joined, tokens[at] if at < len(tokens) else None)
        elif at < len(tokens) and tokens[at].kind in _NUMBERS:
            joined.append(_as_date(tokens[at], month, token.start))
            at += 1
            at += _with_year(joined, tokens[at] if at < len(tokens) else None)
        else:
            joined.append(replace(token, kind=Kind.UNKNOWN))
    return joined


def _dated(tokens: list[Token], month: int | None, said: Token) -> bool:
    """Turn the numbers that end there into dates of that month. False if there are none."""
    at = len(tokens) - 1
    while at >= 0 and tokens[at].text == "of":
        at -= 1
    if at < 0 or tokens[at].kind not in _NUMBERS:
        return False
    del tokens[at + 1 :]
    tokens[at] = replace(_as_date(tokens[at], month, tokens[at].start), end=said.end)
    while at >= 2 and tokens[at - 1].kind in _LINKS and tokens[at - 2].kind in _NUMBERS:  # noqa: PLR2004 (link, number)
        at -= 2
        tokens[at] = _as_date(tokens[at], month, tokens[at].start)
    return True


def _as_date(number: Token, month: int | None, start: int) -> Token:
    day = number.value if isinstance(number.value, int) else 0
    return replace(number, kind=Kind.DATE, value=Written(day, month), start=start)


def _dashed_dates(tokens: list[Token]) -> list[Token]:
    """ "24-11" as a date, where it could not be from one hour to another."""
    joined: list[Token] = []
    at = 0
    while at < len(tokens):
        three = tokens[at : at + 3]
        if [t.kind for t in three] == [Kind.NUMBER, Kind.TO, Kind.NUMBER] and _is_dashed_date(*three):
            month = three[2].value if isinstance(three[2].value, int) else None
            joined.append(replace(_as_date(three[0], month, three[0].start), end=three[2].end))
            at += 3
        else:
            joined.append(tokens[at])
            at += 1
    return joined


def _is_dashed_date(day: Token, dash: Token, month: Token) -> bool:
    glued = day.end == dash.start and dash.end == month.start and dash.text == "-"
    numbers = (day.value, month.value)
    if not glued or not isinstance(numbers[0], int) or not isinstance(numbers[1], int):
        return False
    backward = numbers[0] > LAST_HOUR or stretch(Clock(numbers[0], 0), Clock(numbers[1], 0)) is None
    return backward and numbers[0] > MONTHS >= numbers[1] >= 1


def _with_year(joined: list[Token], following: Token | None) -> int:
    """Give the last date the year that follows; how many tokens that was."""
    date = joined[-1]
    is_year = (
        following is not None
        and following.kind is Kind.CLOCK
        and isinstance(following.value, Clock)
        and following.text.isdecimal()
        and following.text.startswith("20")
    )
    if not is_year or following is None or not isinstance(date.value, Written):
        return 0
    joined[-1] = replace(date, value=date.value._replace(year=int(following.text)), end=following.end)
    return 1


def _am(token: Token, before: Token | None, following: Token, then: Kind | None) -> Token:
    """The "am" of "I am", of "Tue am", or of "Tue am free", where it could be either."""
    if following.kind is Kind.NOT and before is not None and then is not Kind.FREE:
        return token
    says_free = following.kind is not Kind.FREE or following.text in {"free", "available", "avail"}
    if not says_free:
        return token
    opens = before is None or before.kind in {Kind.COMMA, Kind.AND, Kind.OR, Kind.BUT}
    return replace(token, kind=Kind.FILLER if opens else Kind.UNKNOWN)


def _am_put_right(tokens: list[Token]) -> list[Token]:
    """ "(I) am free Tue" is no morning; "Tue am free" could be either."""
    right = []
    for at, token in enumerate(tokens):
        following, then = (tokens[n].kind if n < len(tokens) else None for n in (at + 1, at + 2))
        if token.kind is Kind.PART and token.text == "am" and following in _AFTER_AM:
            right.append(_am(token, tokens[at - 1] if at else None, tokens[at + 1], then))
        elif token.kind is Kind.WEEK_OF and token.text == "next week" and at and tokens[at - 1].text == "the":
            right.append(replace(token, kind=Kind.VAGUE))
        else:
            right.append(token)
    return right
