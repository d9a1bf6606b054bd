"""How several times of the same days go together."""

from dataclasses import replace

from sessions.availability.clock import Form, Hull, together
from sessions.availability.cursor import Unclear
from sessions.availability.items import DayItem, TimeItem
from sessions.availability.kinds import Kind

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


def narrowed(times: list[TimeItem], to: list[TimeItem]) -> list[TimeItem]:
    """What the times have in common with others; the others, if there are none."""
    pairs = [(one, one.hull.common(other.hull)) for one in times for other in to]
    return [replace(one, form=Form.CLOSED, hull=hull) for one, hull in pairs if hull] if times else list(to)


def joined(times: list[TimeItem], more: list[TimeItem], joint: Kind | None) -> list[TimeItem]:
    """Times after a joint: the same list made longer, or another if they can only narrow what was said."""
    last, first = times[-1], more[0]
    if joint is Kind.BUT:
        if len(more) > 1 or len(times) > 1:
            raise Unclear
        return [_both(last, first)]
    opens = {last.form, first.form} == {Form.AFTER, Form.BEFORE}
    if joint is Kind.OR and last.form in {Form.AFTER, Form.BEFORE} and first.form is Form.SESSION:
        raise Unclear
    meet = last.hull.common(first.hull) is not None
    if opens and meet:
        if joint is Kind.OR:
            raise Unclear
        return [*times[:-1], _both(last, first), *more[1:]]
    bounded = Form.CLOSED in {last.form, first.form} and {last.form, first.form} & {Form.AFTER, Form.BEFORE}
    part_of_day = last.form is Form.ALL_DAY and first.form is Form.PART
    if joint is Kind.COMMA and meet and (bounded or part_of_day):
        return [*times[:-1], _both(last, first), *more[1:]]
    whole = {Form.PART, Form.ALL_DAY}
    if joint is Kind.COMMA and meet and (last.form in whole) != (first.form in whole):
        return [*times[:-1], _both(last, first), *more[1:]]
    times.extend(more)
    return times
