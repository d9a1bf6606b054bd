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
            goes_on = self.said & NEGATIONS and not self.said & _UNREAD
            self._put(replace(token, kind=Kind.ELSE if goes_on else Kind.CONDITION))
        else:
            self._put(token)
        return at + 1

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
