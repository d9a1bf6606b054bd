"""Availability by card: for each of the next working days a part of the day."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from sessions.availability.limits import Limits
from sessions.region import Hours, Region
from sessions.window import Window, merge


class Part(StrEnum):
    """A part of the day that the card offers. The value stands in choice ids."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    ALL_DAY = "all-day"


class DayOffer(BaseModel):
    """A local day that the card offers, and those parts of it that still have room for a session."""

    model_config = ConfigDict(frozen=True)

    day: date
    parts: tuple[Part, ...]


def days_to_offer(*, now: datetime, region: Region) -> tuple[DayOffer, ...]:
    """The working days from `now` (aware) to the last day; a day with no room left is not among them."""
    return _offers(Limits(now=now, region=region))


@lru_cache(maxsize=16)  # whoever asks in the same minute is offered the same
def _offers(limits: Limits) -> tuple[DayOffer, ...]:
    offers = (
        DayOffer(day=day, parts=tuple(p for p in Part if limits.part_of(day, hours_of(p, limits.region))))
        for day in limits.days()
    )
    return tuple(offer for offer in offers if offer.parts)


def choice_id(day: date, part: Part) -> str:
    """How a card names a part of a day, for example "2026-11-24/morning"."""
    return f"{day.isoformat()}/{part}"


def windows_of_choices(choices: Iterable[str], *, now: datetime, region: Region) -> tuple[Window, ...]:
    """The windows that the choices of a card stand for, sorted and merged.

    Choices that have passed since the card was drawn fall away.
    Raises ValueError naming a choice that no card can have offered.
    """
    limits = Limits(now=now, region=region)
    chosen: list[Window] = []
    for choice in choices:
        day, part = parse_choice(choice)
        if day > limits.last_day or not region.is_working_day(day):
            raise ValueError(f"not a day that was offered: {choice!r}")
        chosen += limits.part_of(day, hours_of(part, region))
    return merge(chosen)


def hours_of(part: Part, region: Region) -> Hours:
    """The local hours that the region gives to that part of the day."""
    working = region.working
    match part:
        case Part.MORNING:
            return working.morning
        case Part.AFTERNOON:
            return working.afternoon
        case Part.ALL_DAY:
            return working.all_day


def parse_choice(choice: str) -> tuple[date, Part]:
    """The day and the part that a choice id names. Raises ValueError."""
    day, _, part = choice.strip().partition("/")
    try:
        parsed = date.fromisoformat(day), Part(part)
    except ValueError:
        raise ValueError(f"not a choice of a day and its part: {choice!r}") from None
    return parsed
