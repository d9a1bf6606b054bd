"""What organisers fill in: the words of an announcement, and when it is posted."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from microsoft_teams.cards import (
    Action,
    AdaptiveCard,
    CardElement,
    Choice,
    ChoiceSetInput,
    DateInput,
    TimeInput,
    ToggleInput,
)

from cards.announcing import texts
from cards.announcing.payloads import Edit, Filled, Form, PlanOnce, PlanRepeat, Show
from cards.announcing.preview import on_top
from cards.parts import card, execute, said, text_input, title
from sessions.announcing.model import Announcement
from sessions.announcing.reading import CONTACT_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from sessions.announcing.rules import DAYS, How, Once, Repeat
from sessions.region import Region

USUAL_TIME = "09:00"
ROOM = 2
"""Inputs take twice what may be used, so that what is too long can be shortened rather than lost."""

SHORT = 40
"""Characters kept of a date or time that is none: no client lets one be typed."""


def form(
    kind: Form,
    announcement: Announcement,
    *,
    region: Region,
    now: datetime,
    typed: Mapping[str, str] | None = None,
    problems: Sequence[str] = (),
) -> AdaptiveCard:
    """The form of that kind with what stands now, or with what was `typed`, and what is wrong with that."""
    filled = {**_now(kind, announcement, region), **(typed or {})}
    heading, shown, button = {
        "edit": _edit,
        "once": _once,
        "repeat": _repeat,
    }[kind](announcement, filled, region, now)
    body: list[CardElement] = [title(heading), *(e for p in problems for e in on_top("", p)), *shown]
    actions: list[Action] = [button, execute("Back", Show.on(announcement))]
    return card(body, actions, summary=heading)


def typed_in(filled: Filled) -> dict[str, str]:
    """What was filled in, by input."""
    return {name: str(value) for name, value in filled if name not in {"verb", "id", "revision"}}


Drawn = tuple[str, list[CardElement], Action]


def _edit(announcement: Announcement, filled: Mapping[str, str], _: Region, __: datetime) -> Drawn:
    shown: list[CardElement] = [
        text_input("title", "Title", filled["title"], most=_room(TITLE_LENGTH)),
        text_input("text", "Text", filled["text"], most=_room(TEXT_LENGTH), is_multiline=True),
        text_input("contact", "Contact", filled["contact"], most=_room(CONTACT_LENGTH)),
        ToggleInput(
            id="show_held",
            label="Sessions held",
            title=texts.HELD_TOGGLE,
            wrap=True,
            value="true" if filled["show_held"] == "true" else "false",
        ),
    ]
    save = execute("Save", Edit.on(announcement), style="positive", inputs=True)
    return "Edit the announcement", shown, save


def _once(announcement: Announcement, filled: Mapping[str, str], region: Region, now: datetime) -> Drawn:
    today = region.local(now).date().isoformat()
    shown: list[CardElement] = [
        *_replaces(announcement, region),
        DateInput(id="day", label="Date", value=filled["day"][:SHORT] or None, min=today),
        _time(filled),
        said(texts.LOCAL_TIME, subtle=True),
    ]
    plan = execute("Plan it", PlanOnce.on(announcement), style="positive", inputs=True)
    return "Send it later", shown, plan


def _repeat(announcement: Announcement, filled: Mapping[str, str], region: Region, _: datetime) -> Drawn:
    often = [Choice(title=label, value=how.value) for how, label in texts.HOW.items()]
    weekdays = [Choice(title=day, value=str(number)) for number, day in enumerate(DAYS)]
    shown: list[CardElement] = [
        *_replaces(announcement, region),
        _choice("how", "How often", often, filled["how"]),
        _choice("weekday", "Weekday", weekdays, filled["weekday"]),
        _time(filled),
        said(texts.LOCAL_TIME, subtle=True),
    ]
    plan = execute("Plan it", PlanRepeat.on(announcement), style="positive", inputs=True)
    return "Repeat it", shown, plan


def _now(kind: Form, announcement: Announcement, region: Region) -> dict[str, str]:
    """What the inputs hold before anything is typed."""
    plan = announcement.plan
    if kind == "edit":
        content = announcement.content
        held = "true" if content.show_held else "false"
        return {"title": content.title, "text": content.text, "contact": content.contact, "show_held": held}
    if kind == "once":
        if not isinstance(plan, Once):
            return {"day": "", "at": USUAL_TIME}
        local = region.local(plan.at)
        return {"day": local.date().isoformat(), "at": f"{local:%H:%M}"}
    if not isinstance(plan, Repeat):
        return {"how": How.WEEKLY.value, "weekday": "0", "at": USUAL_TIME}
    return {"how": plan.how.value, "weekday": str(plan.weekday), "at": f"{plan.at:%H:%M}"}


def _replaces(announcement: Announcement, region: Region) -> list[CardElement]:
    sentence = texts.replaces(announcement, region)
    return [said(sentence)] if sentence else []


def _time(filled: Mapping[str, str]) -> TimeInput:
    return TimeInput(id="at", label="Time", value=filled["at"][:SHORT] or None)


def _choice(id: str, label: str, choices: list[Choice], value: str) -> ChoiceSetInput:  # noqa: A002 (its name on the card)
    known = value in {choice.value for choice in choices}
    return ChoiceSetInput(
        id=id, label=label, style="compact", choices=choices, value=value if known else None
    )


def _room(length: range) -> int:
    return ROOM * (length.stop - 1)
