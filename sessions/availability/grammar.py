"""From the tokens of one statement to what they say, each token accounted for."""

from collections.abc import Iterator
from dataclasses import replace

from sessions.availability.clock import MIDNIGHT, Form, Hull, hull_of, minutes, part_hull, stretch
from sessions.availability.cursor import HOURS_OF_A_DIAL, Cursor, Unclear
from sessions.availability.days import Days, every_day, exact, from_on, in_week, span
from sessions.availability.items import DayItem, Item, Mark, TimeItem
from sessions.availability.kinds import Kind
from sessions.availability.limits import Limits
from sessions.availability.tokens import Clock, Token

_STARTS_A_TIME = {
    Kind.CLOCK, Kind.NOON, Kind.NUMBER, Kind.NUMBER_WORD, Kind.HALF, Kind.QUARTER, Kind.AT, Kind.AFTER,
    Kind.FROM,
    Kind.BEFORE, Kind.UNTIL, Kind.BETWEEN, Kind.PART,
}  # fmt: skip
_MAY_FOLLOW_A_DASH = _STARTS_A_TIME | {
    Kind.ALL_DAY, Kind.ANY, Kind.FREE, Kind.NOT, Kind.CANNOT, Kind.ENGAGED, Kind.ONLY, Kind.BUT,
}  # fmt: skip
_TURNS = {Kind.NOT, Kind.EXCEPT, Kind.FREE, Kind.ONLY}
_ENDS = {Kind.TO, Kind.UNTIL}
_MINUTES_TO = {5, 10}
"""In words these may be minutes: "ten to two"."""


def items_of(tokens: list[Token], limits: Limits) -> list[Item]:
    """What a statement says. What has no meaning is a Mark of kind UNKNOWN, never left out."""
    cursor = Cursor([t for t in tokens if t.kind is not Kind.FILLER], limits)
    items: list[Item] = []
    while cursor.at < len(cursor.tokens):
        start = cursor.at
        try:
            read = list(_read(cursor, items))
        except Unclear:
            cursor.at = max(cursor.at, start + 1)
            read = [replace(_mark(cursor, start, Kind.VAGUE), value=cursor.tokens[start].kind)]
        items += read
    return items


def _read(cursor: Cursor, before: list[Item]) -> Iterator[Item]:
    start = cursor.at
    if _is_link(cursor, before):
        cursor.at += 1
        return
    this_part = cursor.kind() is Kind.THIS and cursor.kind(1) is Kind.PART
    if this_part:
        cursor.at += 1
        yield _day(cursor, start, exact(cursor.limits.today, cursor.limits))
    if days := _days(cursor, before):
        yield _day(cursor, start, days)
    elif time := _time(cursor, before):
        yield time
    elif cursor.kind() is Kind.ALL_WEEK:
        yield _all_week(cursor)
    elif week := cursor.week_commencing():
        yield Mark(Kind.WEEK_OF, cursor.tokens[start].start, cursor.tokens[cursor.at - 1].end, week)
    elif cursor.kind() is Kind.ANY and cursor.kind(1) in {
        Kind.WEEKDAY,
        Kind.PART,
        Kind.ORDINAL,
        Kind.DATE,
        Kind.THIS,
    }:
        cursor.at += 1
        if cursor.tokens[start].text == "all" and cursor.kind() is not Kind.PART:
            all_day = hull_of(cursor.limits.region.working.all_day)
            yield _timed(cursor, start, Form.ALL_DAY, all_day)
    else:
        token = cursor.tokens[cursor.at]
        cursor.at += 1
        if token.text == "nor":
            yield Mark(Kind.OR, token.start, token.start)
        yield Mark(token.kind, token.start, token.end, token.value)


def _is_link(cursor: Cursor, before: list[Item]) -> bool:
    """A colon; or a dash that only leads from a day to its times, or on to what is not meant."""
    if cursor.kind() is Kind.COLON:
        return True
    if cursor.kind() is not Kind.TO or cursor.tokens[cursor.at].text != "-" or not before:
        return False
    last = before[-1]
    to_time = isinstance(last, DayItem) and cursor.kind(1) in _MAY_FOLLOW_A_DASH
    if to_time or not isinstance(last, TimeItem):
        return to_time
    return cursor.kind(1) in _TURNS or (last.form is Form.PART and cursor.kind(1) is Kind.WEEKDAY)


def _days(cursor: Cursor, before: list[Item]) -> Days | None:
    start = cursor.at
    opening = cursor.take(Kind.FROM, Kind.AFTER, Kind.BEFORE, Kind.BETWEEN)
    first = cursor.day()
    if first is None:
        cursor.at = start
        return None
    joints = {Kind.AND, Kind.TO} if opening and opening.kind is Kind.BETWEEN else _ENDS
    if cursor.kind() in joints:
        joint = cursor.at
        cursor.at += 1
        last = cursor.day()
        if last is not None:
            return _span(cursor, opening, first, last)
        cursor.at = joint
    onwards = cursor.take(Kind.ONWARDS)
    if opening is None and not onwards:
        return first
    beside = before[-1] if before else None
    listed = isinstance(beside, DayItem) and beside.days.dates != cursor.limits.days()
    if listed or cursor.kind() in {Kind.WEEKDAY, Kind.DATE, Kind.ORDINAL}:
        raise Unclear
    return _open_ended(cursor, opening, first)


def _span(cursor: Cursor, opening: Token | None, first: Days, last: Days) -> Days:
    days = span(first, last, cursor.limits)
    if (
        days is None
        or (opening and opening.kind in {Kind.AFTER, Kind.BEFORE})
        or first.general
        or last.general
    ):
        raise Unclear
    return days


def _open_ended(cursor: Cursor, opening: Token | None, day: Days) -> Days:
    kind = opening.kind if opening else Kind.FROM
    plural = cursor.kind() is Kind.PART and cursor.tokens[cursor.at].plural
    unclear_time = cursor.kind() in _STARTS_A_TIME and not plural
    if kind is Kind.BETWEEN or unclear_time or day.general:
        raise Unclear
    on = from_on(day, cursor.limits)
    if kind is Kind.FROM:
        return on
    after = tuple(d for d in on.dates if d not in day.dates[:1])
    before = tuple(d for d in cursor.limits.days() if d not in on.dates)
    return Days(after if kind is Kind.AFTER else before, general=True)


def _time(cursor: Cursor, before: list[Item]) -> TimeItem | None:
    start = cursor.at
    asked_of_each = cursor.take(Kind.ANY) if cursor.kind(1) is Kind.PART else None
    if cursor.kind() is Kind.AT and cursor.kind(1) is Kind.PART:
        cursor.at += 1
    if part := cursor.take(Kind.PART):
        hull = part_hull(str(part.value), cursor.limits.region)
        each = part.plural or asked_of_each is not None or cursor.kind() is Kind.ONLY
        return _timed(cursor, start, Form.PART, hull, each=each, plural=part.plural)
    if whole := cursor.take(Kind.ALL_DAY):
        hull = hull_of(cursor.limits.region.working.all_day)
        each = not str(whole.value).startswith(("all", "whole", "the whole", "full"))
        return _timed(cursor, start, Form.ALL_DAY, hull, each=each)
    opening = cursor.take(Kind.FROM, Kind.AFTER, Kind.BEFORE, Kind.UNTIL, Kind.BY, Kind.BETWEEN, Kind.AT)
    said = cursor.at
    clock = cursor.clock()
    if clock is None:
        cursor.at = start
        return None
    form, hull = _hull(cursor, opening, clock, cursor.tokens[said], before)
    return _timed(cursor, start, form, hull)


def _hull(
    cursor: Cursor, opening: Token | None, clock: Clock, said: Token, before: list[Item]
) -> tuple[Form, Hull]:
    kind = opening.kind if opening else None
    again = cursor.between and kind is None and bool(before) and isinstance(before[-1], Mark)
    joints = {Kind.AND, *_ENDS} if kind is Kind.BETWEEN or again else _ENDS
    turns = cursor.kind(1) in _TURNS
    if cursor.kind() in joints and not turns and kind not in {Kind.BEFORE, Kind.UNTIL, Kind.BY}:
        return Form.CLOSED, _closed(cursor, clock, said, opening)
    at = minutes(clock)
    onwards = cursor.take(Kind.ONWARDS) or _plus(cursor) or _or_after(cursor)
    if kind in {Kind.FROM, Kind.AFTER} or (onwards and kind in {None, Kind.AT}):
        return Form.AFTER, Hull(at, MIDNIGHT)
    after_free = before and isinstance(before[-1], Mark) and before[-1].kind is Kind.FREE
    if onwards or at == 0 or kind is Kind.BETWEEN or (kind is Kind.BY and after_free):
        raise Unclear
    if kind in {Kind.BEFORE, Kind.UNTIL, Kind.BY}:
        return Form.BEFORE, Hull(0, at)
    alone = kind is None and not clock.half
    spoken = said.kind is Kind.NUMBER_WORD and cursor.tokens[cursor.at - 1].kind is not Kind.O_CLOCK
    if alone and (spoken or (said.kind is Kind.NUMBER and clock.hour > HOURS_OF_A_DIAL)):
        raise Unclear
    return Form.SESSION, Hull(at, at + cursor.limits.region.offer.session_minutes)


def _closed(cursor: Cursor, clock: Clock, said: Token, opening: Token | None) -> Hull:
    joint = cursor.take(Kind.AND, *_ENDS)
    end = cursor.clock()
    in_words = said.kind is Kind.NUMBER_WORD and said.value in _MINUTES_TO and not opening
    minutes_to = in_words and joint is not None and joint.text == "to"
    hull = stretch(clock, end) if end else None
    cursor.between = opening is not None and opening.kind is Kind.BETWEEN
    if hull is None or minutes_to:
        raise Unclear
    return hull


def _plus(cursor: Cursor) -> bool:
    """A plus sign that hangs on a time, "2pm+", and does not lead on to something else."""
    here = cursor.tokens[cursor.at] if cursor.at < len(cursor.tokens) else None
    if here is None or here.text != "+" or here.start != cursor.tokens[cursor.at - 1].end:
        return False
    if cursor.at + 1 < len(cursor.tokens) and cursor.tokens[cursor.at + 1].start == here.end:
        return False
    cursor.at += 1
    return True


def _or_after(cursor: Cursor) -> bool:
    """ "10 or after", where no time follows."""
    here = cursor.kind() in {Kind.OR, Kind.AND} and cursor.kind(1) is Kind.AFTER
    if not here or cursor.kind(2) not in {None, Kind.COMMA, Kind.WEEKDAY, Kind.FREE}:
        return False
    cursor.at += 2
    return True


def _all_week(cursor: Cursor) -> Item:
    """Clear only where the rest of this week is all there is, or at a weekend."""
    start = cursor.at
    cursor.at += 1
    everything = every_day(cursor.limits)
    this_week = in_week(everything, "this", cursor.limits)
    if this_week.dates and this_week.dates != everything.dates:
        raise Unclear
    return _day(cursor, start, everything)


def _day(cursor: Cursor, first: int, days: Days) -> DayItem:
    return DayItem(days, cursor.tokens[first].start, cursor.tokens[cursor.at - 1].end)


def _timed(
    cursor: Cursor, first: int, form: Form, hull: Hull, *, each: bool = False, plural: bool = False
) -> TimeItem:
    start, end = cursor.tokens[first].start, cursor.tokens[cursor.at - 1].end
    return TimeItem(form, hull, start, end, each=each, plural=plural)


def _mark(cursor: Cursor, first: int, kind: Kind) -> Mark:
    return Mark(kind, cursor.tokens[first].start, cursor.tokens[cursor.at - 1].end)
