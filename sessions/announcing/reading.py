"""What organisers type, read: each answer is used, or refused with all that is wrong with it."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sessions.announcing.model import Content
from sessions.announcing.rules import DAYS, How, Once, Repeat, next_run, once, repeat
from sessions.draft import plain
from sessions.region import Region

TITLE_LENGTH = range(3, 101)
TEXT_LENGTH = range(10, 2001)
"""Characters: a card may hold the text twice, to be read and to be edited, and stays under 28 KB (Teams)."""
CONTACT_LENGTH = range(3, 201)
A_WEEK = timedelta(weeks=1)
FURTHEST = timedelta(days=366)
"""A plan for a later day is a slip of the pen."""


class Problem(StrEnum):
    """Why an answer cannot be used. Each has one sentence for people, in the cards' texts."""

    TITLE_MISSING = "title missing"
    TITLE_LONG = "title long"
    TEXT_SHORT = "text short"
    TEXT_LONG = "text long"
    CONTACT_MISSING = "contact missing"
    CONTACT_LONG = "contact long"
    DAY_UNCLEAR = "day unclear"
    TIME_UNCLEAR = "time unclear"
    HOW_UNCLEAR = "how unclear"
    WEEKDAY_UNCLEAR = "weekday unclear"
    MOMENT_PASSED = "moment passed"
    MOMENT_FAR = "moment far"


class Unusable(ValueError):
    """Answers that cannot be used as they are; nothing of them has been kept."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def read_content(title: str, text: str, contact: str, *, show_held: bool) -> Content:
    """Raises Unusable with everything that is wrong."""
    title, contact = " ".join(plain(title).split()), " ".join(plain(contact).split())
    text = plain(text).strip()
    problems = [
        *_measured(title, TITLE_LENGTH, Problem.TITLE_MISSING, Problem.TITLE_LONG),
        *_measured(text, TEXT_LENGTH, Problem.TEXT_SHORT, Problem.TEXT_LONG),
        *_measured(contact, CONTACT_LENGTH, Problem.CONTACT_MISSING, Problem.CONTACT_LONG),
    ]
    if problems:
        raise Unusable(*problems)
    return Content(title=title, text=text, contact=contact, show_held=show_held)


def read_once(day: str, at: str, *, region: Region, now: datetime) -> Once:
    """A local day and time as a card gives them (2026-11-23, 09:00); `now` is aware. Raises Unusable."""
    on, problems = _day(day)
    clock, unclear = _time(at)
    problems += unclear
    if problems or on is None or clock is None:
        raise Unusable(*problems)
    if on - region.local(now).date() > FURTHEST:
        raise Unusable(Problem.MOMENT_FAR)
    plan = once(on, clock, region)
    if plan.at <= now:
        raise Unusable(Problem.MOMENT_PASSED)
    return plan


def read_repeat(
    how: str, weekday: str, at: str, *, region: Region, now: datetime, before: Repeat | None = None
) -> Repeat:
    """A choice (a value of How, a weekday from "0" for Monday, a time such as 09:00). Raises Unusable.

    It counts from the first such weekday still to come at `now` (aware); where at most the time differs
    from the plan of `before`, from the same day as that, so that "every second Monday" keeps its Mondays.
    """
    clock, problems = _time(at)
    if how not in list(How):
        problems.append(Problem.HOW_UNCLEAR)
    if weekday not in map(str, range(len(DAYS))):
        problems.append(Problem.WEEKDAY_UNCLEAR)
    if problems or clock is None:
        raise Unusable(*problems)
    weekly = repeat(How.WEEKLY, int(weekday), clock, start=region.local(now).date(), region=region)
    first = region.local(next_run(weekly, now) or now).date()
    plan = repeat(How(how), int(weekday), clock, start=first, region=region)
    if before is None or before.rule != plan.rule or before.start - first > A_WEEK:
        return plan  # the last of these: planned by a clock that ran ahead
    return plan.model_copy(update={"start": before.start})


def _measured(text: str, length: range, short: Problem, long: Problem) -> list[Problem]:
    if len(text) < length.start:
        return [short]
    return [] if len(text) in length else [long]


def _day(text: str) -> tuple[date | None, list[Problem]]:
    try:
        return date.fromisoformat(text.strip()), []
    except ValueError:
        return None, [Problem.DAY_UNCLEAR]


def _time(text: str) -> tuple[time | None, list[Problem]]:
    """Hours and minutes; seconds, and a zone, are none of an organiser's business."""
    try:
        at = time.fromisoformat(text.strip())
    except ValueError:
        return None, [Problem.TIME_UNCLEAR]
    return at.replace(second=0, microsecond=0, tzinfo=None), []
