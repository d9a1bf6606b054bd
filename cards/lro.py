"""What an LRO sees of their requests after submitting them."""

from collections.abc import Sequence
from datetime import datetime
from textwrap import shorten

from microsoft_teams.cards import Action, AdaptiveCard, CardElement, Container

from cards import standings, texts
from cards.cancelling import cancel
from cards.parts import box, card, execute, lines, open_url, press, row, said, title, unfold, with_button
from cards.payloads import CannotMakeIt, OfferTimes, ShowMine, StartWalk, Ticket, Withdraw
from cards.times import times_inputs
from sessions.availability import days_to_offer
from sessions.draft import Field
from sessions.lifecycle import allows
from sessions.people import Frozen, Party
from sessions.region import Region
from sessions.request import Action as Act
from sessions.request import Request, State
from sessions.window import Window
from sessions.wording import say_ago, say_day, say_window, say_windows

REQUESTS_MOST = 8
ABOUT_LENGTH = 60
NOTE_MOST = 1000

_START = press("Request a session", StartWalk(), style="positive")
_MINE = press("My requests", ShowMine())


class Links(Frozen):
    """Where the buttons of a booking lead. Empty: there is no such button."""

    calendar: str
    """The .ics file."""
    meeting: str
    """The deep link that opens a Teams meeting already filled in."""


def booked(request: Request, *, region: Region, now: datetime, links: Links) -> AdaptiveCard:
    """The booking; once the request has moved on, what happened since."""
    if not request.booking:
        return _moved_on(request, "This booking no longer stands", region)
    when = say_window(request.booking.time, region)
    buttons: list[Action] = []
    if links.calendar:
        buttons.append(open_url("Add to calendar", links.calendar))
    if allows(request, Act.CANNOT_MAKE_IT, Party.ITS_LRO, now):
        sure = execute(
            "Yes, tell the adviser",
            CannotMakeIt(reference=request.reference, lro=request.lro.id, seen=request.revision),
        )
        buttons.append(unfold("I can't make it", [said(texts.CANNOT_MAKE_IT_SURE)], sure))
    body = [
        title("Your session is booked", color="Good"),
        row("When", when),
        row("With", f"{request.booking.adviser.name}, {region.team}"),
        row("Reference", request.reference),
        said("Your adviser will send you the Teams invitation.", subtle=True),
    ]
    return card(body, buttons, summary=f"Your session is booked: {when}")


def times_wanted(request: Request, *, region: Region, now: datetime) -> AdaptiveCard:
    """Asks for other times, and says why; once they are given or the request is over, says so."""
    if request.state is not State.WAITING_FOR_TIMES:
        return _moved_on(request, "Other times", region)
    body: list[CardElement] = [title("Please give other times"), *_why(request)]
    body += times_inputs(days_to_offer(now=now, region=region), {}, region)
    body.append(said(_until(request, region), subtle=True))
    send = press("Send these times", OfferTimes(reference=request.reference), style="positive", inputs=True)
    return card(body, [send], summary=f"Please give other times for your request {request.reference}.")


def confirm_times(
    ticket: Ticket, windows: Sequence[Window], reference: str, *, region: Region
) -> AdaptiveCard:
    """Reads back the times understood for a request, before they go to the advisers."""
    body: list[CardElement] = [title("Are these times right?"), *lines(say_windows(windows, region))]
    body.append(said(f"For your request {reference}", subtle=True))
    buttons = [
        press("Use these times", ticket.steer("use these times"), style="positive"),
        press("Change", ticket.steer("change", Field.AVAILABILITY)),
        cancel(ticket, given=True),
    ]
    return card(body, buttons, summary=f"Please check the times for your request {reference}.")


def released(request: Request, *, region: Region, now: datetime) -> AdaptiveCard:
    """The adviser who had booked cannot make it any more."""
    entry = request.last_of(Act.RELEASE)
    who = entry.by.name if entry and entry.by else "The adviser"
    not_lost = "" if request.is_settled else f" Your request {request.reference} is not lost."
    body = [
        title("Your session is off" if request.is_settled else "Your session is off for now"),
        said(f"Sorry: {who} can no longer make it.{not_lost}"),
        said(
            _with_the_others(now, region)
            if request.state is State.OPEN
            else standings.status(request, region)
        ),
    ]
    return card(body, [_MINE], summary=f"Your session for {request.reference} is off.")


def _with_the_others(now: datetime, region: Region) -> str:
    by = standings.reply_by(now, region)
    return f"The advisers have it again: you will hear by the end of {by}."


def expired(request: Request, *, region: Region, now: datetime) -> AdaptiveCard:
    """No new times came, so the request is closed."""
    body = [
        title("Your request is closed"),
        said(f"No new times came for {request.reference}, submitted {_submitted(request, region, now)}."),
        said("If you still need a session, just ask again."),
    ]
    return card(body, [_START], summary=f"Your request {request.reference} is closed.")


def my_requests(requests: Sequence[Request], *, region: Region, now: datetime, private: bool) -> AdaptiveCard:
    """How each request of an LRO stands, newest first."""
    if not requests:
        body: list[CardElement] = [title("My requests"), said("You have not made a request yet.")]
        return card(body, [_START], summary="You have not made a request yet.")
    newest = sorted(requests, key=lambda r: r.submitted_at, reverse=True)
    shown, more = newest[:REQUESTS_MOST], newest[REQUESTS_MOST:]
    body = [title("My requests"), *(_one_of_mine(r, region, now, private=private) for r in shown)]
    if more:
        body.append(said(f"And {len(more)} older.", subtle=True))
    return card(body, [_START], summary="Your requests")


def withdraw_sure(request: Request, region: Region, *, moved_on: bool = False) -> AdaptiveCard:
    """Asks once more before withdrawing; anew, where the request has `moved_on` since they were asked."""
    top = [box([said(texts.MOVED_ON_SINCE, weight="Bolder")], "warning")] if moved_on else []
    body: list[CardElement] = [
        *top,
        title(f"Withdraw {request.reference}?"),
        said(standings.status(request, region)),
        said("If you withdraw it, the advisers are told and it cannot be opened again."),
    ]
    drawn = Withdraw(reference=request.reference, lro=request.lro.id, seen=request.revision)
    buttons = [
        execute("Yes, withdraw it", drawn.model_copy(update={"sure": "yes"}), style="destructive"),
        execute("No, keep it", drawn.model_copy(update={"sure": "no"})),
    ]
    return card(body, buttons, summary=f"Withdraw {request.reference}?")


def withdrawn(request: Request, region: Region) -> AdaptiveCard:
    """The answer to a withdrawal."""
    body = [
        title(f"{request.reference} is withdrawn"),
        said(f"The advisers of the {region.team} are told. You can ask again at any time."),
    ]
    return card(body, [_START, _MINE], summary=f"{request.reference} is withdrawn.")


def _moved_on(request: Request, heading: str, region: Region) -> AdaptiveCard:
    body = [title(heading), row("Reference", request.reference), said(standings.status(request, region))]
    return card(body, summary=f"{request.reference}: {heading}")


def _why(request: Request) -> list[CardElement]:
    last = request.last
    match last.action:
        case Act.ASK_FOR_TIMES if last.by:
            why: list[CardElement] = [
                said(f"{last.by.name} cannot do any of the times you gave for {request.reference}.")
            ]
            if last.note:
                why.append(box([said(last.note[:NOTE_MOST])], "emphasis"))
            return why
        case Act.CANNOT_MAKE_IT:
            return [said(f"You said that you cannot make it ({request.reference}). When would suit you?")]
        case _:
            sentence = f"Sorry: no adviser could take up {request.reference} in the times you gave."
            return [said(f"{sentence} They have now passed.")]


def _until(request: Request, region: Region) -> str:
    if not request.timer_at:
        return 'If you no longer need it, say "my requests" to withdraw it.'
    day = say_day(region.local(request.timer_at).date())
    return f'The request closes on {day} if there is no answer. To withdraw it, say "my requests".'


def _submitted(request: Request, region: Region, now: datetime) -> str:
    return say_ago(request.submitted_at, region.local(now))


def _one_of_mine(request: Request, region: Region, now: datetime, *, private: bool) -> Container:
    heading: CardElement = said(request.reference, weight="Bolder")
    if not private:
        return Container(
            items=[heading, said(standings.STATUS_ALOUD[request.state], spacing="Small")],
            separator=True,
            spacing="Medium",
        )
    if allows(request, Act.WITHDRAW, Party.ITS_LRO, now):
        button = execute("Withdraw", Withdraw(reference=request.reference, lro=request.lro.id))
        button.tooltip = f"Withdraw {request.reference}"
        heading = with_button(heading, button)
    items = [heading, said(standings.status(request, region), spacing="Small")]
    if not request.is_settled:
        items.append(said(_about(request.asked.overview), subtle=True, spacing="Small"))
    items.append(said(f"Submitted {_submitted(request, region, now)}", subtle=True, spacing="None"))
    return Container(items=items, separator=True, spacing="Medium")


def _about(overview: str) -> str:
    """How the overview begins, cut after a word; or in one that is longer than all there is room for."""
    words = " ".join(overview.split())
    cut = shorten(words, ABOUT_LENGTH, placeholder="…")
    return cut if len(cut) > 1 else f"{words[: ABOUT_LENGTH - 1]}…"
