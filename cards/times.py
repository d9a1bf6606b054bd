"""The inputs by which an LRO says when they are free: a choice for each working day, and a text box."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest

from microsoft_teams.cards import CardElement, Choice, ChoiceSetInput, Column, ColumnSet

from cards.parts import box, lines, said, text_input
from cards.payloads import DAY_INPUT, NO_PART
from cards.texts import TIMES_EXAMPLE
from sessions.availability import DayOffer, Part, choice_id, days_to_offer, windows_of_choices
from sessions.draft import TIMES_LENGTH_MAX
from sessions.region import Region
from sessions.window import Window, merge
from sessions.wording import say_windows, say_zones

PARTS = {Part.MORNING: "Morning", Part.AFTERNOON: "Afternoon", Part.ALL_DAY: "All day"}
NOT_FREE = "Not free"


def times_inputs(
    offers: Sequence[DayOffer], filled: Mapping[str, str], region: Region
) -> Sequence[CardElement]:
    """The inputs, filled by their ids with what was typed, or with `as_inputs` of what was given so far."""
    choices = [_day_input(offer, filled) for offer in offers]
    rows: list[CardElement] = [_pair(left, right) for left, right in zip_longest(choices[::2], choices[1::2])]
    text = text_input(
        "times",
        "Or in your own words" if rows else "In your own words",
        filled.get("times", ""),
        most=TIMES_LENGTH_MAX,
        placeholder=f"e.g. {TIMES_EXAMPLE}",
    )
    return [said(_hours(offers, region), subtle=True), *rows, text] if rows else [text]


def read_back(windows: Iterable[Window], region: Region) -> CardElement:
    """What was understood, one line a day."""
    return box([said("So far:", weight="Bolder"), *lines(say_windows(windows, region))], "emphasis")


def as_inputs(windows: Sequence[Window], *, region: Region, now: datetime) -> dict[str, str]:
    """The inputs that stand for those windows: a choice where one says exactly that, words for the rest."""
    inputs: dict[str, str] = {}
    rest = list(merge(windows))
    for offer in days_to_offer(now=now, region=region):
        of_day = tuple(w for w in rest if region.local(w.start).date() == offer.day)
        for part in _worth_showing(offer):
            choice = choice_id(offer.day, part)
            if of_day and windows_of_choices([choice], now=now, region=region) == of_day:
                inputs[day_input(offer.day)] = choice
                rest = [w for w in rest if w not in of_day]
                break
    inputs["times"] = ", ".join(_phrase(window, region) for window in rest)
    return inputs


def day_input(day: date) -> str:
    """The id of that day's input, for example "day-2026-11-24"."""
    return f"{DAY_INPUT}{day.isoformat()}"


def _phrase(window: Window, region: Region) -> str:
    start, end = region.local(window.start), region.local(window.end)
    return f"{start:%d/%m %H:%M}-{end:%H:%M}"


def _day_input(offer: DayOffer, filled: Mapping[str, str]) -> ChoiceSetInput:
    choices = [Choice(title=PARTS[p], value=choice_id(offer.day, p)) for p in _worth_showing(offer)]
    chosen = filled.get(day_input(offer.day), "")
    return ChoiceSetInput(
        id=day_input(offer.day),
        label=f"{offer.day:%a} {offer.day.day} {offer.day:%b}",
        style="compact",
        choices=[Choice(title=NOT_FREE, value=NO_PART), *choices],
        value=chosen if chosen in {choice.value for choice in choices} else NO_PART,
    )


def _worth_showing(offer: DayOffer) -> tuple[Part, ...]:
    """All day says nothing more than the one half of the day that is left."""
    halves = tuple(part for part in offer.parts if part is not Part.ALL_DAY)
    return halves if len(halves) == 1 else offer.parts


def _pair(left: ChoiceSetInput, right: ChoiceSetInput | None) -> ColumnSet:
    return ColumnSet(
        columns=[
            Column(width="stretch", items=[left]),
            Column(width="stretch", items=[right] if right else []),
        ],
    )


def _hours(offers: Sequence[DayOffer], region: Region) -> str:
    working = region.working
    zone = say_zones([offer.day for offer in offers], region)
    morning = f"{working.morning.start:%H:%M} to {working.morning.end:%H:%M}"
    afternoon = f"{working.afternoon.start:%H:%M} to {working.afternoon.end:%H:%M}"
    return f"Please offer as many days as you can. Morning is {morning}, afternoon {afternoon} ({zone})."
