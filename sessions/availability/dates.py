"""Dates that are written in several words or with dashes, joined into one token each."""

from dataclasses import replace

from sessions.availability.clock import stretch
from sessions.availability.cursor import LAST_HOUR
from sessions.availability.kinds import Kind, Written
from sessions.availability.tokens import Clock, Token

MONTHS = 12
_NUMBERS = {Kind.NUMBER, Kind.ORDINAL}
_LINKS = {Kind.AND, Kind.OR, Kind.TO, Kind.UNTIL}


def months_joined(tokens: list[Token]) -> list[Token]:
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
    while at >= 2 and _links(tokens[max(0, at - 4) : at - 1], tokens[at - 1]):  # noqa: PLR2004 (a number and a link)
        at -= 2
        tokens[at] = _as_date(tokens[at], month, tokens[at].start)
    return True


def _links(before: list[Token], link: Token) -> bool:
    """Whether the number before the link goes with the date after it.

    Before a mere comma it must be no hour; before "or", not the end of possible hours ("9-11 or 25 Nov").
    """
    number = before[-1]
    two_before = [token.kind for token in before[-3:-1]]
    ends_hours = two_before in ([Kind.NUMBER, Kind.TO], [Kind.NUMBER, Kind.UNTIL])
    if ends_hours and link.kind not in {Kind.TO, Kind.UNTIL} and number.value in range(LAST_HOUR + 1):
        return False
    if number.kind not in _NUMBERS or not isinstance(number.value, int):
        return False
    return link.kind in _LINKS or (link.kind is Kind.COMMA and number.value > LAST_HOUR)


def _as_date(number: Token, month: int | None, start: int) -> Token:
    day = number.value if isinstance(number.value, int) else 0
    return replace(number, kind=Kind.DATE, value=Written(day, month), start=start)


def dashed_dates(tokens: list[Token]) -> list[Token]:
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
