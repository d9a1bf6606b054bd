"""Walking along the tokens of one statement; reading a single time or a single day there."""

from datetime import timedelta

from sessions.availability.clock import HOUR, minutes
from sessions.availability.days import (
    Days,
    every_day,
    exact,
    from_easter,
    in_week,
    this_coming,
    weekday,
    written_date,
)
from sessions.availability.kinds import Kind, Written
from sessions.availability.limits import Limits
from sessions.availability.tokens import Clock, Token

LAST_HOUR = 23
HOURS_OF_A_DIAL = 12
_TIME_KINDS = {Kind.CLOCK, Kind.NOON, Kind.NUMBER, Kind.NUMBER_WORD, Kind.HALF, Kind.QUARTER}
_DATE_KINDS = {Kind.DATE, Kind.ORDINAL, Kind.NUMBER}


class Unclear(Exception):
    """What stands here has no meaning, or more than one."""


class Cursor:
    """A place in a statement's tokens. The readers return None and stay where nothing of theirs stands."""

    def __init__(self, tokens: list[Token], limits: Limits) -> None:
        self.tokens = tokens
        self.limits = limits
        self.at = 0
        self.between = False
        """Whether "between" was said, so that "or 2 and 4" may leave it out."""

    def kind(self, ahead: int = 0) -> Kind | None:
        index = self.at + ahead
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else None

    def take(self, *kinds: Kind) -> Token | None:
        """The token here, if it is one of those, and step over it."""
        if self.kind() not in kinds:
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def clock(self) -> Clock | None:
        """A time of day: "10.30", "3pm", "half two", "nine". Raises Unclear if it is none after all."""
        token = self.take(*_TIME_KINDS)
        if token is None:
            return None
        if token.kind is Kind.NOON:
            return Clock(HOURS_OF_A_DIAL, 0, "24")
        if token.kind is Kind.CLOCK:
            clock = token.value
            assert isinstance(clock, Clock)  # noqa: S101 (the lexer's promise)
        elif token.kind in {Kind.HALF, Kind.QUARTER}:
            clock = self._fraction(token)
        else:
            clock = Clock(_number(token), 0)
        self.take(Kind.O_CLOCK)
        return self._with_half(clock)

    def _fraction(self, token: Token) -> Clock:
        sign = self.take(Kind.PAST, Kind.TO)
        hour = self.take(Kind.NUMBER, Kind.NUMBER_WORD)
        if hour is None or not 1 <= _number(hour) <= HOURS_OF_A_DIAL:
            raise Unclear
        to = sign is not None and sign.kind is Kind.TO
        if (to and token.kind is Kind.HALF) or (sign is None and token.kind is Kind.QUARTER):
            raise Unclear
        past = HOUR // 2 if token.kind is Kind.HALF else HOUR // 4
        moment = minutes(Clock(_number(hour), 0)) + (-past if to else past)
        return Clock(moment // HOUR, moment % HOUR)

    def _with_half(self, clock: Clock) -> Clock:
        if not 1 <= clock.hour <= LAST_HOUR and clock.half != "24":
            raise Unclear
        if self.kind() is Kind.PART and not clock.half and self.tokens[self.at].text in {"am", "pm"}:
            half = self.tokens[self.at].text
            if clock.hour > HOURS_OF_A_DIAL and half == "am":
                raise Unclear
            self.at += 1
            return Clock(clock.hour, clock.minute, half)
        return clock

    def day(self) -> Days | None:
        """A day: "Tuesday", "next Tue", "Tue 24th", "any day". Raises Unclear if it contradicts itself."""
        if self.kind() in {Kind.THIS, Kind.NEXT} and self.kind(1) is Kind.WEEKDAY:
            return self._this_or_next()
        if self.kind() is Kind.WEEKDAY:
            return self._weekday()
        if self.take(Kind.EVERY_DAY):
            return every_day(self.limits)
        date = self._date_here()
        return self._checked(date) if date else None

    def week_commencing(self) -> str | None:
        """ "w/c 23 November": "this" or "next" week; None if it is neither, or begins on no Monday."""
        ahead = self.at + 1 + (self.kind(1) is Kind.WEEKDAY)
        token = self.tokens[ahead] if ahead < len(self.tokens) else None
        if self.kind() is not Kind.WEEK_COMMENCING or token is None or token.kind not in _DATE_KINDS:
            return None
        monday = self._date(token).exact
        named = self.kind(1) is not Kind.WEEKDAY or self.tokens[self.at + 1].value == 0
        this_monday = self.limits.today - timedelta(days=self.limits.today.weekday())
        weeks = {this_monday: "this", this_monday + timedelta(days=7): "next"}
        if not named or monday not in weeks:
            return None
        self.at = ahead + 1
        return weeks[monday]

    def _date_here(self) -> Days | None:
        if self.kind() in {Kind.DATE, Kind.ORDINAL}:
            return self._date(self.tokens[self.at])
        if self.kind() is Kind.EASTER:
            return from_easter(_number(self.tokens[self.at]), self.limits)
        if self.kind() is Kind.RELATIVE:
            return exact(self.limits.today + timedelta(days=_number(self.tokens[self.at])), self.limits)
        return None

    def _this_or_next(self) -> Days:
        which = self.take(Kind.THIS, Kind.NEXT)
        named = self._weekday()
        if named.exact or which is None:
            return named
        return this_coming(named) if which.kind is Kind.THIS else in_week(named, "next", self.limits)

    def _weekday(self) -> Days:
        number = self.tokens[self.at].value
        assert isinstance(number, int)  # noqa: S101 (the lexer's promise)
        self.at += 1
        named = weekday(number, self.limits)
        comma = self.kind() is Kind.COMMA and self.kind(1) in {Kind.DATE, Kind.ORDINAL}
        token = self.tokens[self.at + comma] if self.at + comma < len(self.tokens) else None
        if (
            token is None
            or token.kind not in _DATE_KINDS
            or (token.kind is Kind.NUMBER and self._is_hour(token))
        ):
            return named
        date = self._date(token)
        agrees = date.exact is not None and date.exact.weekday() == number
        if comma and not agrees and self.tokens[self.at].text == ",":
            return named
        self.at += 1 + comma
        if not agrees:
            raise Unclear
        return date

    def _is_hour(self, token: Token) -> bool:
        """Whether a number after a weekday is a time. Unclear if it could as well be that weekday's date."""
        number = _number(token)
        if number > LAST_HOUR:
            return False
        ranged = self.kind(1) in {Kind.TO, Kind.UNTIL} and self.kind(2) in _TIME_KINDS
        if ranged or self.kind(1) in {Kind.ONWARDS, Kind.O_CLOCK, Kind.PART}:
            return True
        date = self._date(token)
        matches = date.exact is not None and date.exact.weekday() == self.tokens[self.at - 1].value
        if matches and bool(date.dates) and number <= HOURS_OF_A_DIAL:
            raise Unclear
        return number <= HOURS_OF_A_DIAL

    def _date(self, token: Token) -> Days:
        value = token.value
        written = value if isinstance(value, Written) else Written(_number(token))
        found = written_date(written, self.limits)
        if found is None:
            raise Unclear
        return exact(found, self.limits)

    def _checked(self, date: Days) -> Days:
        """Step over a date and what repeats it: a weekday, or a date after "tomorrow". They must agree."""
        date_alone = self.kind() is not Kind.RELATIVE
        self.at += 1
        comma = self.kind() is Kind.COMMA
        index = self.at + comma
        token = self.tokens[index] if index < len(self.tokens) else None
        may_agree = {Kind.WEEKDAY} if date_alone else {Kind.WEEKDAY, Kind.DATE, Kind.ORDINAL}
        if token is None or date.exact is None or token.kind not in may_agree:
            return date
        if token.kind is Kind.WEEKDAY:
            agrees = date.exact.weekday() == token.value
        else:
            agrees = self._date(token).exact == date.exact
        if agrees:
            self.at = index + 1
        elif not comma or self.tokens[self.at].text == "(":
            self.at = index + 1
            raise Unclear
        return date


def _number(token: Token) -> int:
    assert isinstance(token.value, int)  # noqa: S101 (the lexer's promise)
    return token.value
