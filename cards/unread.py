"""What is said of times that cannot be used: those that were not understood, and those beyond the offer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sessions.availability import Beyond, Rule
from sessions.region import Region
from sessions.region_texts import say_all
from sessions.wording import say_day, say_zones

PHRASE_LENGTH = 60
PHRASES_MOST = 5
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def not_understood_line(phrases: Sequence[str]) -> str:
    """Names each phrase that could not be read; very long or very many are cut short."""
    return f"I did not understand {_quoted(phrases)}."


def beyond_line(beyond: Sequence[Beyond], *, region: Region, now: datetime) -> str:
    """Names each phrase that lies beyond the region's offer, and the rules which say so."""
    broken = {rule for each in beyond for rule in each.rules}
    rules = dict.fromkeys(_rule(rule, region, now) for rule in Rule if rule in broken)
    return " ".join([f"I cannot offer {_quoted([each.phrase for each in beyond])}.", *rules])


def _quoted(phrases: Sequence[str]) -> str:
    short = (p if len(p) <= PHRASE_LENGTH else f"{p[:PHRASE_LENGTH]}…" for p in phrases[:PHRASES_MOST])
    more = f" and {len(phrases) - PHRASES_MOST} more" if len(phrases) > PHRASES_MOST else ""
    return ", ".join(f'"{p}"' for p in short) + more


def _rule(rule: Rule, region: Region, now: datetime) -> str:
    offer, last = region.offer, region.local(now).date() + timedelta(days=region.offer.days_ahead)
    soonest = f"A session can start {_several(offer.lead_hours, 'hour')} from now at the soonest."
    held = _when_held(region, now)
    return {
        Rule.HOURS: held,
        Rule.DAYS: held,
        Rule.HOLIDAY: "There are none on bank holidays.",
        Rule.AHEAD: f"I can look {_several(offer.days_ahead, 'day')} ahead, up to {say_day(last)}.",
        Rule.PASSED: "That time has passed.",
        Rule.LEAD: soonest if offer.lead_hours else "Too little of that time is left.",
        Rule.SHORT: f"A session takes {offer.session_minutes} minutes.",
    }[rule]


def _when_held(region: Region, now: datetime) -> str:
    hours = region.working.all_day
    days = _say_weekdays(sorted(region.working.days))
    today = region.local(now).date()
    zone = say_zones([today + timedelta(days=n) for n in range(region.offer.days_ahead + 1)], region)
    return f"Sessions are held {days}, {hours.start:%H:%M} to {hours.end:%H:%M} ({zone})."


def _say_weekdays(days: Sequence[int]) -> str:
    """For example "Monday to Friday", or "on Monday, Tuesday and Thursday"."""
    names = [WEEKDAYS[day] for day in days]
    in_a_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1  # noqa: PLR2004 (of two, each is named)
    return f"{names[0]} to {names[-1]}" if in_a_row else f"on {say_all(names)}"


def _several(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
