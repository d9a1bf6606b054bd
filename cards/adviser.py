"""What an adviser sees of a request: open, theirs, somebody else's, or over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from microsoft_teams.cards import (
    Action,
    AdaptiveCard,
    CardElement,
    Choice,
    ChoiceSetInput,
)

from cards import outcome, standings, texts
from cards.lro import Links
from cards.parts import box, card, execute, lines, open_url, paragraphs, row, said, text_input, title, unfold
from cards.payloads import AskForTimes, Book, OnCard, Release
from cards.redirecting import redirect
from sessions.draft import say_telephone
from sessions.lifecycle import allows
from sessions.people import Party, Person
from sessions.region import Region
from sessions.request import Action as Act
from sessions.request import Request, State
from sessions.wording import say_slot, say_time, say_window

SLOTS_MOST = 48
"""Slots on a card beside the longest overview: more would not fit into 28 KB."""
NOTE_LENGTH = 500


def request_card(
    request: Request,
    *,
    viewer: Person,
    slots: Sequence[datetime],
    region: Region,
    now: datetime,
    links: Links | None = None,
    say: str = "",
) -> AdaptiveCard:
    """The request as `viewer` sees it now. `say` is one sentence on top: why a click did not do as wanted."""
    top: list[CardElement] = [box([said(say, weight="Bolder")], "warning")] if say else []
    if request.state is State.OPEN:
        return _open(request, top, slots, region)
    if request.booking and request.booking.adviser.id == viewer.id:
        return _mine(request, top, region, now, links or Links(calendar="", meeting=""))
    body = [
        *top,
        said(f"{request.reference} · {request.asked.force}", weight="Bolder"),
        said(standings.adviser_status(request, region), spacing="Small"),
    ]
    return card(body, summary=f"{request.reference}: {request.state.value}")


def booking_is_off(
    request: Request,
    *,
    region: Region,
    now: datetime,  # noqa: ARG001 (the faces of all notices are drawn alike)
) -> AdaptiveCard:
    """To the adviser who had booked: it will not take place."""
    withdrew = request.state is State.WITHDRAWN
    entry = request.last_of(Act.WITHDRAW if withdrew else Act.CANNOT_MAKE_IT)
    what = "has withdrawn the request" if withdrew else "cannot make it, and has been asked for other times"
    body: list[CardElement] = [
        title("Your session is off"),
        said(f"{request.asked.contact.name} ({request.asked.force}) {what}."),
        row("Reference", request.reference),
    ]
    if entry and entry.booking:
        body.append(row("It was", say_window(entry.booking.time, region)))
    body.append(said("If you made a Teams meeting for it, please cancel it.", subtle=True))
    return card(body, summary=f"Your session for {request.reference} is off.")


def _open(
    request: Request, top: list[CardElement], slots: Sequence[datetime], region: Region
) -> AdaptiveCard:
    submitted = say_time(request.submitted_at, region)
    body: list[CardElement] = [
        *top,
        title(f"Request {request.reference}"),
        said(f"{request.asked.force}, submitted {submitted}", subtle=True, spacing="None"),
        *_why_again(request),
        *_who(request, region),
        *_overview(request),
    ]
    drawn = OnCard(reference=request.reference, lro=request.lro.id, seen=request.revision).model_dump()
    buttons: list[Action] = []
    if slots:
        shown = _few_enough(slots, region)
        body.append(_slot_input(shown, region))
        if len(shown) < len(slots):
            body.append(said(f"{len(shown)} of {len(slots)} possible starts are shown.", subtle=True))
        buttons.append(execute("Book this time", Book(**drawn), style="positive", inputs=True))
    else:
        body.append(said(texts.NOTHING_BOOKABLE, weight="Bolder"))
    note = text_input(
        "note",
        "A note to the LRO (optional)",
        "",
        most=NOTE_LENGTH,
        is_multiline=True,
        placeholder="e.g. any morning next week?",
    )
    ask = execute("Ask the LRO", AskForTimes(**drawn), inputs=True)
    buttons.append(unfold("Ask for other times", [said(texts.OTHER_TIMES), note], ask))
    buttons.append(redirect(request, region))
    summary = f"New request {request.reference} from {request.asked.force}"
    return card(body, buttons, summary=summary, wide=True)


def _mine(
    request: Request, top: list[CardElement], region: Region, now: datetime, links: Links
) -> AdaptiveCard:
    assert request.booking  # noqa: S101 (for mypy: the caller has looked)
    when = say_window(request.booking.time, region)
    is_over = allows(request, Act.NO_SHOW, Party.ITS_ADVISER, now)
    buttons = [outcome.not_held(request)] if is_over else _still_to_come(request, region, now, links)
    body: list[CardElement] = [
        *top,
        title("This session is over") if is_over else title("You have booked this session", color="Good"),
        row("When", when),
        row("Reference", f"{request.reference}, {request.asked.force}"),
        *_who(request, region),
        *_overview(request),
        said(outcome.COUNTS_AS_HELD) if is_over else said(texts.INVITATION_WANTED, weight="Bolder"),
    ]
    return card(body, buttons, summary=f"{request.reference} is yours: {when}", wide=True)


def _still_to_come(request: Request, region: Region, now: datetime, links: Links) -> list[Action]:
    """What can be done about a session that is booked."""
    buttons: list[Action] = []
    if links.meeting:
        buttons.append(open_url("Create the Teams invitation", links.meeting))
    if links.calendar:
        buttons.append(open_url("Add to calendar", links.calendar))
    drawn = Release(reference=request.reference, lro=request.lro.id, seen=request.revision)
    release = execute("Yes, give it back", drawn)
    buttons.append(unfold("I can no longer make it", [said(texts.RELEASE_SURE)], release))
    if allows(request, Act.REDIRECT, Party.ITS_ADVISER, now):
        buttons.append(redirect(request, region))
    return buttons


def _why_again(request: Request) -> list[CardElement]:
    """A card that comes a second time says what is new."""
    last = request.last
    match last.action:
        case Act.OFFER_TIMES:
            return [said("Open again: the LRO has given other times.", weight="Bolder")]
        case Act.RELEASE if last.by:
            return [said(f"Open again: {last.by.name} can no longer make it.", weight="Bolder")]
        case _:
            return []


def _who(request: Request, region: Region) -> list[CardElement]:
    contact = request.asked.contact
    name = said(contact.name, weight="Bolder")
    return [name, *lines([contact.email, say_telephone(contact.telephone, region)], spacing="None")]


def _overview(request: Request) -> list[CardElement]:
    return [said("Overview", weight="Bolder"), *lines(paragraphs(request.asked.overview), spacing="Small")]


def _slot_input(slots: Sequence[datetime], region: Region) -> ChoiceSetInput:
    return ChoiceSetInput(
        id="slot",
        label="Time",
        style="compact",
        placeholder="Choose a time",
        choices=[_choice(slot, region) for slot in slots],
    )


@lru_cache(maxsize=2_000)  # every adviser's card of a request has them
def _choice(slot: datetime, region: Region) -> Choice:
    return Choice(title=say_slot(slot, region), value=slot.isoformat(timespec="minutes"))


def _few_enough(slots: Sequence[datetime], region: Region) -> list[datetime]:
    """All, or where they are too many, first without those starts that lie between two others."""
    if len(slots) <= SLOTS_MOST:
        return list(slots)
    every = set(slots)
    grid: timedelta = region.offer.grid
    on_the_hour = [s for s in slots if region.local(s).minute == 0 or not {s - grid, s + grid} <= every]
    return on_the_hour[:SLOTS_MOST]
