"""Times that were understood, and lie where no session can be: by which rule of the region's offer."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from sessions.availability.choices import hours_of, parse_choice
from sessions.availability.limits import Limits, on
from sessions.availability.phrases import MONTHS
from sessions.availability.reading import read_within
from sessions.region import Hours, Region
from sessions.window import Window, merge
from sessions.wording import say_day

LOOKED_AT_MOST = 10
"""Pieces of one text: more would not be shown either."""
LOOKED_AT_LENGTH = 120
"""Characters of a piece: who writes more at a stretch says more than when."""
WEEKS = timedelta(weeks=5)
"""How far ahead days that are not named by their date are looked for."""
A_YEAR = timedelta(days=366)
EVENING = "18:00-22:00"
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "half an": 0}
_SPANS = {
    "min": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "week": timedelta(weeks=1),
    "fortnight": timedelta(weeks=2),
    "month": timedelta(days=30),
}
_FROM_NOW = re.compile(
    rf"(?:today,?\s)?\bin\s({'|'.join(_COUNTS)}|\d\d?)\s(min|hour|week|fortnight|month)(?:ute)?(?:s|'s|s')?"
    r"(?:\stime)?\b"
)
_OTHER_WORDS = (
    (re.compile(r"\b(?:tonight|this evening)\b"), f"today {EVENING}"),
    (re.compile(r"\bevenings?\b"), EVENING),
    (re.compile(r"\b(?:(?:at|on|over)\s)?(?:(?:the|this)\s)?weekends?\b"), "Sat and Sun"),
    (re.compile(r"\b(?:w/?[cb]|week\s(?:commencing|beginning|of))\s"), ""),
    (
        re.compile(rf"\b(?:in|during|early|late)\s({'|'.join(m[0] for m in MONTHS)})\b(?!\s\d)"),
        r"1 \1 and 6 \1",
    ),
)
"""Words that tell no time an LRO could be booked at, and so are unknown to the reader."""


class Rule(StrEnum):
    """A rule of the region's offer. Each has a sentence for people, in `cards.unread`."""

    HOURS = "working hours"
    DAYS = "working days"
    HOLIDAY = "bank holidays"
    AHEAD = "days ahead"
    PASSED = "passed"
    LEAD = "lead"
    SHORT = "session length"


class Beyond(BaseModel):
    """What somebody wrote or chose, and the rules it breaks."""

    model_config = ConfigDict(frozen=True)

    phrase: str
    rules: tuple[Rule, ...]


def sorted_out(
    pieces: Iterable[str], *, now: datetime, region: Region
) -> tuple[tuple[str, ...], tuple[Beyond, ...]]:
    """Pieces that gave no window: those that say no time, and those that say one beyond the limits."""
    unread: list[str] = []
    beyond: list[Beyond] = []
    for count, piece in enumerate(pieces):
        looked_at = count < LOOKED_AT_MOST and len(piece) <= LOOKED_AT_LENGTH
        rules = _rules_of(piece, now, region) if looked_at else ()
        if rules:
            beyond.append(Beyond(phrase=piece, rules=rules))
        else:
            unread.append(piece)
    return tuple(unread), tuple(beyond)


def choices_beyond(choices: Iterable[str], *, now: datetime, region: Region) -> tuple[Beyond, ...]:
    """The choices of a card that stand for no window any more. Raises ValueError for what is no choice."""
    limits = Limits(now=now, region=region)
    found: list[Beyond] = []
    for day, part in map(parse_choice, choices):
        hours = hours_of(part, region)
        if not limits.part_of(day, hours):
            phrase = f"{say_day(day)}, {part.value.replace('-', ' ')}"
            rules = _broken(on(day, hours.start, hours.end, region), limits)
            found.append(Beyond(phrase=phrase, rules=_in_order(rules)))
    return tuple(found)


def _rules_of(piece: str, now: datetime, region: Region) -> tuple[Rule, ...]:
    """None where the piece is no time, or some of it could be offered, or it says too little."""
    anywhere, limits = Anywhere(now=now, region=region), Limits(now=now, region=region)
    plain = _plainly(piece, now, region)
    for said in (plain, f"any day {plain}"):  # "6am": of whichever day, it is too early
        found = read_within(said, anywhere)
        if found.windows and not found.not_understood:
            return _together([_broken(window, limits) for window in found.windows])
    return ()


def _together(broken: list[frozenset[Rule]]) -> tuple[Rule, ...]:
    """What all of them break; otherwise all that is broken. Nothing if one of them breaks none."""
    if not all(broken):
        return ()
    return _in_order(frozenset.intersection(*broken) or frozenset.union(*broken))


def _in_order(rules: frozenset[Rule]) -> tuple[Rule, ...]:
    return tuple(rule for rule in Rule if rule in rules)


def _broken(window: Window, limits: Limits) -> frozenset[Rule]:
    """Which rules leave less of the window than a session takes. It lies in one local day."""
    region, session = limits.region, limits.region.offer.session_length
    day = region.local(window.start).date()
    hours = on(day, region.working.all_day.start, region.working.all_day.end, region)
    within = min(window.end, hours.end) - max(window.start, hours.start)
    enough = min(session, window.length)
    has_passed = window.end <= limits.earliest - region.offer.lead
    is_weekday = day.weekday() in region.working.days
    broken = {
        Rule.HOURS: within < enough,
        Rule.DAYS: not is_weekday,
        Rule.HOLIDAY: is_weekday and not region.is_working_day(day),
        Rule.AHEAD: day > limits.last_day,
        Rule.PASSED: has_passed,
        Rule.LEAD: not has_passed and window.end - max(window.start, limits.earliest) < enough,
        Rule.SHORT: window.length < session,
    }
    left = min(window.end, hours.end) - max(window.start, hours.start, limits.earliest)
    if left < enough and not any(
        broken.values()
    ):  # "today", late in the day: only both together leave nothing
        return frozenset({Rule.HOURS, Rule.LEAD})
    return frozenset(rule for rule, is_broken in broken.items() if is_broken)


def _plainly(piece: str, now: datetime, region: Region) -> str:
    """With words that the reader knows, and dates for what is reckoned from now."""
    said = " ".join(piece.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    for words, known in _OTHER_WORDS:
        said = words.sub(known, said)
    return _FROM_NOW.sub(lambda match: _reckoned(match, region.local(now)), said)


def _reckoned(match: re.Match[str], now: datetime) -> str:
    count, unit = match[1], match[2]
    span = _SPANS[unit] * (_COUNTS[count] if count in _COUNTS else int(count))
    then = (now.astimezone(UTC) + (span or timedelta(minutes=30))).astimezone(now.tzinfo)
    return f"{then:%d/%m/%Y}" + (f" {then:%H:%M}" if unit in {"min", "hour"} else "")


class Anywhere(Limits):
    """No limits: any day, any hour, however soon or short."""

    def __init__(self, *, now: datetime, region: Region) -> None:
        super().__init__(now=now, region=region)
        whole = region.working.model_copy(update={"all_day": Hours(start=time.min, end=time(23, 59))})
        self.region = region.model_copy(update={"working": whole})
        self.last_day = self.today + WEEKS
        self.earliest = self.instant(self.today, time.min)

    def days(self) -> tuple[date, ...]:
        return tuple(self.today + timedelta(days=n) for n in range(WEEKS.days + 1))

    def has(self, day: date) -> bool:
        return self.today <= day <= self.today + A_YEAR

    def part_of(self, day: date, hours: Hours) -> tuple[Window, ...]:
        start, end = self.instant(day, hours.start), self.instant(day, hours.end)
        return (Window(start=start, end=end),) if start < end else ()  # there is an hour that the clock skips

    def clip(self, windows: Iterable[Window]) -> tuple[Window, ...]:
        return merge(windows)
