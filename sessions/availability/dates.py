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
        _split_slashed(joined)
        if _dated(joined, month, token):
            at += _with_year(joined, tokens[at] if at < len(tokens) else None)
        elif at < len(tokens) and tokens[at].kind in _NUMBERS:
            joined.append(_as_date(tokens[at], month, token.start))
            at += 1
            at += _with_year(joined, tokens[at] if at < len(tokens) else None)
            while _dates_go_on(joined[-1], tokens[at : at + 3]):
                joined += [tokens[at], _as_date(tokens[at + 1], month, tokens[at + 1].start)]
                at += 2
            if _ends_days_or_hours(joined[-1], tokens[at : at + 2]):
                joined.append(replace(tokens[at], kind=Kind.UNKNOWN))
                at += 1
        else:
            joined.append(replace(token, kind=Kind.UNKNOWN))
    return joined


def _ends_days_or_hours(date: Token, ahead: list[Token]) -> bool:
    """ "Nov 2 - 4", "Nov 2-4pm": two days or two hours."""
    could_be_hour = isinstance(date.value, Written) and date.value.day <= MONTHS
    if not could_be_hour or len(ahead) < 2 or ahead[0].kind not in {Kind.TO, Kind.UNTIL}:  # noqa: PLR2004 (a link and a time)
        return False
    glued = date.end == ahead[0].start and ahead[0].end == ahead[1].start
    return ahead[1].kind is Kind.NUMBER or (ahead[1].kind is Kind.CLOCK and glued)


def _split_slashed(tokens: list[Token]) -> None:
    """Two days before a month, "23/24 Nov", in place of what looks like a date."""
    last = tokens[-1] if tokens else None
    days = last.text.split("/") if last and last.kind is Kind.DATE else []
    if last is None or len(days) != 2 or int(days[0]) >= int(days[1]):  # noqa: PLR2004 (two days)
        return
    slash = last.start + len(days[0])
    tokens[-1:] = [
        Token(Kind.NUMBER, last.start, slash, int(days[0]), text=days[0]),
        Token(Kind.OR, slash, slash + 1, text="/"),
        Token(Kind.NUMBER, slash + 1, last.end, int(days[1]), text=days[1]),
    ]


def slashed_ranges(tokens: list[Token]) -> list[Token]:
    """ "23-24/11", "23 and 24/11": the month said once is every day's, where the first number is no hour."""
    joined = list(tokens)
    for at in range(len(joined) - 1, 1, -1):
        number, link, date = joined[at - 2 : at + 1]
        value = date.value
        if number.kind in _NUMBERS and link.kind in {*_LINKS, Kind.COMMA} and isinstance(value, Written):
            before = joined[at - 3].kind if at > 2 else None  # noqa: PLR2004 (one before the three)
            day = number.value if isinstance(number.value, int) else 0
            slashed = "/" in date.text and value.month is not None and before not in {Kind.TO, Kind.UNTIL}
            if slashed and MONTHS < day < value.day:
                joined[at - 2] = _as_date(number, value.month, number.start)
    return joined


def _dates_go_on(date: Token, ahead: list[Token]) -> bool:
    """ "Nov 23-25", "Nov 23 and 25": whether the number after the link is a date of that month too."""
    if len(ahead) < 2 or ahead[0].kind not in {*_LINKS, Kind.COMMA} or ahead[1].kind not in _NUMBERS:  # noqa: PLR2004 (a link and a number)
        return False
    link, number = ahead[:2]
    first = date.value.day if isinstance(date.value, Written) else 0
    later = isinstance(number.value, int) and first < number.value
    glued = link.text == "-" and date.end == link.start and link.end == number.start
    no_hour = number.kind is Kind.ORDINAL or (isinstance(number.value, int) and number.value > LAST_HOUR)
    timed = len(ahead) > 2 and ahead[2].kind in {Kind.PART, Kind.O_CLOCK, Kind.COLON, Kind.TO, Kind.UNTIL}  # noqa: PLR2004 (what follows)
    said_at = timed and ahead[2].kind is not Kind.PART
    said_at = said_at or (timed and not no_hour and ahead[2].text in {"am", "pm"})
    return later and not said_at and (glued or no_hour)


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
    return link.kind in _LINKS or (link.kind is Kind.COMMA and number.value > MONTHS)


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
