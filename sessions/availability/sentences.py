"""Tokens cut into statements; dates and small words that need their neighbours are put right."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from sessions.availability.dates import dashed_dates, months_joined, slashed_ranges
from sessions.availability.kinds import Kind
from sessions.availability.phrases import WEEKDAYS
from sessions.availability.segments import NEGATIONS
from sessions.availability.tokens import Token

_AFTER_AM = {Kind.FREE, Kind.NOT, Kind.CANNOT, Kind.ENGAGED}
_GO_ON = {
    Kind.NUMBER, Kind.ORDINAL,
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
    return _am_put_right(dashed_dates(slashed_ranges(months_joined(tokens))))


def _is_header(tokens: list[Token], ended_by: Token | None) -> bool:
    """A line "Next week:", which speaks of the lines below it."""
    plain = [t.kind for t in tokens if t.kind is not Kind.FILLER]
    return plain == [Kind.WEEK_OF, Kind.COLON] and ended_by is not None and ended_by.value == "line"


def _abbreviates(stop: Token, before: list[Token], following: Token | None) -> bool:
    """The full stop of "Tues." or "Nov.", where it cannot end a statement."""
    last = before[-1] if before else None
    if following and last and last.text in {"excl", "exc"} and last.end == stop.start:
        return following.kind in {Kind.WEEKDAY, Kind.DATE, Kind.ORDINAL}
    if following is None or following.kind not in _GO_ON or any(t.kind in NEGATIONS for t in before):
        return False
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
        content = at + 2 < len(tokens) and tokens[at + 2].value != "line" and _apart(tokens[at + 1 : at + 3])
        if numbered and following and following.start == token.end and content:
            at += 2
            continue
        fresh = token.kind is Kind.BREAK and token.value == "line"
        yield token
        at += 1


def _apart(two: list[Token]) -> bool:
    return two[0].end < two[1].start


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
