"""How several times of the same days go together."""

from dataclasses import replace

from sessions.availability.clock import Form, Hull, together
from sessions.availability.cursor import Unclear
from sessions.availability.items import DayItem, TimeItem
from sessions.availability.vocabulary import Kind

_EXACT = {Form.SESSION, Form.CLOSED}


def side_by_side(items: list[DayItem | TimeItem] | list[TimeItem]) -> list[TimeItem]:
    """Times that stand side by side: two stretches are both meant, anything else must hold at once."""
    times = [item for item in items if isinstance(item, TimeItem)]
    kept = [times[0]]
    for time in times[1:]:
        last = kept[-1]
        apart = last.hull.common(time.hull) is None
        if last.form is Form.CLOSED and time.form is Form.CLOSED and apart:
            kept.append(time)
        else:
            kept[-1] = _both(last, time)
    return kept


def _both(one: TimeItem, other: TimeItem) -> TimeItem:
    hull = together((one.form, one.hull), (other.form, other.hull))
    if hull is None:
        raise Unclear
    for whole, narrower in ((one, other), (other, one)):
        if whole.form is Form.ALL_DAY and narrower.form is not Form.ALL_DAY:
            start, end = min(one.start, other.start), max(one.end, other.end)
            return replace(narrower, start=start, end=end, each=one.each or other.each)
    return _with_hull(other if one.form in {Form.PART, Form.ALL_DAY} else one, hull, one, other)


def _with_hull(base: TimeItem, hull: Hull, one: TimeItem, other: TimeItem) -> TimeItem:
    form = base.form if base.form in _EXACT else Form.CLOSED
    start, end = min(one.start, other.start), max(one.end, other.end)
    return replace(base, form=form, hull=hull, start=start, end=end, each=one.each or other.each)


def joined(times: list[TimeItem], more: list[TimeItem], joint: Kind | None) -> list[TimeItem]:
    """Times after a joint: more of them, unless they can only narrow what was said before."""
    last, first = times[-1], more[0]
    if joint is Kind.BUT:
        if len(more) > 1 or len(times) > 1:
            raise Unclear
        return [_both(last, first)]
    opens = {last.form, first.form} == {Form.AFTER, Form.BEFORE}
    meet = last.hull.common(first.hull) is not None
    if opens and meet:
        if joint is Kind.OR:
            raise Unclear
        return [*times[:-1], _both(last, first), *more[1:]]
    whole = {Form.PART, Form.ALL_DAY}
    if joint is Kind.COMMA and meet and (last.form in whole) != (first.form in whole):
        return [*times[:-1], _both(last, first), *more[1:]]
    times.extend(more)
    return times
