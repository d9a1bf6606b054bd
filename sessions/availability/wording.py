"""Turns of speech put into plainer tokens: reasons left out, "otherwise", "gone by", "back on"."""

from dataclasses import dataclass, field, replace

from sessions.availability.kinds import Kind
from sessions.availability.segments import NEGATIONS
from sessions.availability.tokens import Token

_JOINTS = {Kind.COMMA, Kind.BUT, Kind.OR, Kind.AND, Kind.ELSE, Kind.SO, Kind.BREAK}
_CLAUSE_ENDS = {Kind.COMMA, Kind.ELSE, Kind.BREAK}
_DAYS = {
    Kind.WEEKDAY, Kind.DATE, Kind.ORDINAL, Kind.RELATIVE, Kind.EVERY_DAY, Kind.EACH_DAY,
    Kind.OTHER_DAYS, Kind.WEEK_OF, Kind.EASTER,
}  # fmt: skip
_TIMES = {Kind.CLOCK, Kind.NUMBER, Kind.NUMBER_WORD, Kind.NOON, Kind.PART, Kind.HALF, Kind.QUARTER}
_BOUNDS = {Kind.AFTER, Kind.BEFORE, Kind.FROM, Kind.UNTIL, Kind.BY, Kind.ONWARDS, Kind.ONLY, *NEGATIONS}
_UNREAD = {Kind.VAGUE, Kind.UNKNOWN, Kind.CONDITION}

_REASONS = frozenset({"as", "because", "since", "due to", "owing to", "cos", "coz", "cause"})
_EXCUSES = frozenset({"when", "for", "with"})
"""Give a reason only for what is not free: "except 1 to 2 when I've a meeting"."""
_OF_ONESELF = frozenset(
    {"i", "i'm", "im", "i am", "i've", "i have", "i'll", "we", "we're", "we are", "it's", "there's",
     "have", "got", "have got"}
)  # fmt: skip
_RESTRICTING = frozenset(
    {"allows", "allow", "permits", "permit", "permitting", "able", "needed", "required", "approved",
     "confirmed", "tbc", "dependent", "get"}
)  # fmt: skip
_SAYS_NOTHING_OF_WHEN = {Kind.UNKNOWN, Kind.FILLER, Kind.ENGAGED, Kind.REASON}
_LONGEST_REASON = 12


def plainly(tokens: list[Token]) -> list[Token]:
    """The same text without turns of speech. Takes time in proportion to its length."""
    return _Plain(tokens).read()


@dataclass
class _Plain:
    tokens: list[Token]
    plain: list[Token] = field(default_factory=list)
    said: set[Kind] = field(default_factory=set)
    in_clause: set[Kind] = field(default_factory=set)

    def read(self) -> list[Token]:
        at = 0
        while at < len(self.tokens):
            at = self._step(at)
        return self.plain

    def _step(self, at: int) -> int:
        token, following = self.tokens[at], self._kind(at + 1)
        if (end := self._reason(at)) > at:
            return end
        if token.kind is Kind.GONE_BY:
            return self._gone_by(at)
        if token.kind is Kind.BACK and following in {Kind.WEEKDAY, Kind.DATE, Kind.RELATIVE}:
            self._put(replace(token, kind=Kind.ENGAGED), replace(token, kind=Kind.BEFORE))
        elif token.kind is Kind.OTHER_TIMES:
            clear = self.said & NEGATIONS and Kind.FREE not in self.said
            self._put(replace(token, kind=Kind.ALL_DAY if clear else Kind.UNKNOWN))
        elif token.kind is Kind.ELSE:
            return self._otherwise(at)
        elif token.kind is Kind.SO:
            self._so(at)
        elif token.kind is Kind.DAY_AFTER:
            self._day_after(at)
        elif self._every_day_but(at):
            self._put(*_every_day_but(token))
        else:
            self._put(self._in_doubt(at))
        return at + 1

    def _in_doubt(self, at: int) -> Token:
        """ "I work Tue" is no "Tue works", nor is "Tue in my diary"; "Wed too" may mean the hours before."""
        token = self.tokens[at]
        if token.text == "work" and at and self.tokens[at - 1].text in {"i", "we"}:
            return replace(token, kind=Kind.DUTY)
        after_all_day = Kind.ALL_DAY in self.said and self._kind(at + 1) in _TIMES
        if token.kind is Kind.BUT and token.text != "but" and after_all_day:
            return replace(token, kind=Kind.VAGUE)  # "any time though 10-12"
        if token.text.endswith("diary") and Kind.FREE not in self.in_clause:
            return replace(token, kind=Kind.UNKNOWN)
        if token.text in {"too", "as well"} and self._of_what_hours():
            return replace(token, kind=Kind.UNKNOWN)
        return token

    def _put(self, *tokens: Token) -> None:
        for token in tokens:
            self.plain.append(token)
            self.said.add(token.kind)
            self.in_clause = set() if token.kind in _CLAUSE_ENDS else self.in_clause | {token.kind}

    def _kind(self, at: int) -> Kind | None:
        return self.tokens[at].kind if at < len(self.tokens) else None

    def _clause_from(self, at: int) -> list[Token]:
        """What stands there up to the next joint."""
        end = at
        while end < min(len(self.tokens), at + _LONGEST_REASON) and self.tokens[end].kind not in _JOINTS:
            end += 1
        return self.tokens[at:end]

    def _gone_by(self, at: int) -> int:
        """ "Need to leave by 3" bounds what was said before; "gone by then" only repeats it."""
        token = self.tokens[at]
        if self._kind(at + 1) and self.tokens[at + 1].text == "then" and self.said & _TIMES:
            return at + 2
        self._put(replace(token, kind=Kind.BUT, end=token.start), replace(token, kind=Kind.UNTIL))
        return at + 1

    def _otherwise(self, at: int) -> int:
        """ "Otherwise free": every day but those said not to be. At the end of a clause it adds nothing."""
        token, ahead = self.tokens[at], self._clause_from(at + 1)
        kinds = {t.kind for t in ahead} - {Kind.FILLER}
        if not kinds:
            self._put(replace(token, kind=Kind.FILLER if self.in_clause else Kind.UNKNOWN))
            return at + 1
        if kinds <= NEGATIONS | {Kind.FREE} and kinds & NEGATIONS and self.said & (_DAYS | _TIMES):
            return at + 1 + len(ahead)
        self._put(token)
        if Kind.FREE in kinds and not kinds & (_DAYS | NEGATIONS | {Kind.ALL_DAY}):
            whole = self.said & NEGATIONS and not (self.said & _DAYS and self.said & _TIMES)
            clear = whole and Kind.FREE not in self.said
            self._put(replace(token, kind=Kind.EVERY_DAY if clear else Kind.UNKNOWN))
        return at + 1

    def _of_what_hours(self) -> bool:
        """ "Tue 10-12, Wed too": at these hours, or all day."""
        last = next((t for t in reversed(self.plain[-3:]) if t.kind is not Kind.FILLER), None)
        return last is not None and last.kind in _DAYS and bool(self.said & _TIMES)

    def _so(self, at: int) -> None:
        """ "Off Tue so Wed"; "early turn Thursday so 9 till 1": of that day, if no other is said."""
        token, duty = self.tokens[at], self._duty()
        ahead = {t.kind for t in self._clause_from(at + 1)} - {Kind.FILLER}
        says_hours = ahead & (_TIMES | _BOUNDS | {Kind.BETWEEN, Kind.ALL_DAY}) and Kind.ANY not in ahead
        says_nothing = not says_hours and not ahead & _DAYS
        if not duty or not ahead or ahead & (_UNREAD | NEGATIONS | {Kind.DUTY}) or says_nothing:
            goes_on = self.said & NEGATIONS and not self.said & (_UNREAD | {Kind.DUTY})
            self._put(replace(token, kind=Kind.ELSE if goes_on else Kind.CONDITION))
            return
        of_these_days = not ahead & (_DAYS | {Kind.THIS, Kind.NEXT})
        for n in duty:
            self.plain[n] = replace(self.plain[n], kind=Kind.FILLER if of_these_days else Kind.ENGAGED)
        self._put(replace(token, kind=Kind.COMMA if of_these_days else Kind.ELSE))

    def _duty(self) -> list[int]:
        """Where a duty is said in the sentence so far, if nothing but its days stands there too."""
        start, least = len(self.plain), max(0, len(self.plain) - _LONGEST_REASON)
        while start > least and self.plain[start - 1].kind is not Kind.BREAK:
            start -= 1
        if start and self.plain[start - 1].kind is not Kind.BREAK:
            return []
        said = {t.kind for t in self.plain[start:]} - {Kind.FILLER}
        plain = said <= {Kind.DUTY, Kind.AND, Kind.COMMA, Kind.TO, *_DAYS} and said & _DAYS
        return [n for n in range(start, len(self.plain)) if self.plain[n].kind is Kind.DUTY] if plain else []

    def _day_after(self, at: int) -> None:
        """ "Tomorrow or the day after"."""
        token = self.tokens[at]
        day = next((t for t in reversed(self.plain[-3:]) if t.kind is Kind.RELATIVE), None)
        linked = self.plain and self.plain[-1].kind in {Kind.OR, Kind.AND, Kind.COMMA}
        alone = self._kind(at + 1) in {None, Kind.PART, *_JOINTS}
        if day and linked and alone and isinstance(day.value, int):
            token = replace(token, kind=Kind.RELATIVE, value=day.value + 1)
        self._put(token)

    def _every_day_but(self, at: int) -> bool:
        """Whether "anything except Tuesday", "free all day except Monday" starts, with no day before."""
        token = self.tokens[at]
        but = token.kind is Kind.EXCEPT and token.text.startswith("anything")
        whole = token.text == "anything" or (token.kind is Kind.ALL_DAY and "day" in token.text)
        at += 1 if whole and self._kind(at + 1) is Kind.EXCEPT else 0
        excepts = but or (whole and self.tokens[at].kind is Kind.EXCEPT)
        return excepts and self._kind(at + 1) in _DAYS and not self.said & _DAYS

    def _reason(self, at: int) -> int:
        """Where a reason that starts here ends; `at` if none does."""
        token = self.tokens[at]
        if not self.plain or not (token.text in _REASONS | _EXCUSES or token.text in {"(", "["}):
            return at
        said = self._clause_from(at + 1)
        end = at + 1 + len(said)
        if token.text in {"(", "["}:
            not_free = bool(self.in_clause & NEGATIONS)
            kinds = {t.kind for t in said} - ({Kind.FILLER, Kind.ENGAGED} if not_free else {Kind.FILLER})
            excuse = bool(said) and kinds <= {Kind.REASON} and bool(self.in_clause & _BOUNDS)
            named = not_free and kinds == {Kind.REASON, Kind.UNKNOWN}
            excuse = excuse or (named and not any(t.text in _RESTRICTING for t in said))
            closed = self._kind(end) and self.tokens[end].text in {")", "]"}
            return end + 1 if excuse and closed else at
        if token.text in _EXCUSES:
            not_free = bool(self.in_clause & NEGATIONS) and self.plain[-1].kind in _DAYS | _TIMES
            starts = not_free and Kind.FREE not in self.in_clause
        else:
            first = said[0] if said else token
            starts = (
                token.text not in {"as", "since"} or first.text in _OF_ONESELF or first.kind is Kind.ENGAGED
            )
        nothing = all(t.kind in _SAYS_NOTHING_OF_WHEN and t.text not in _RESTRICTING for t in said)
        return end if starts and nothing and any(t.kind is not Kind.FILLER for t in said) else at


def _every_day_but(token: Token) -> list[Token]:
    """ "Anything but" says every day and takes from it; "anything" and "all day" only say every day."""
    every = replace(token, kind=Kind.EVERY_DAY)
    return [every, replace(token, start=token.end)] if token.kind is Kind.EXCEPT else [every]
