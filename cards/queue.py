"""Who is waiting: no overview and no contact details, and names for advisers alone."""

from datetime import datetime

from microsoft_teams.cards import AdaptiveCard, CardElement, Column, ColumnSet, Container

from cards.parts import card, said, title
from sessions.queue import Queue, Waiting
from sessions.region import Region
from sessions.wording import say_passed, say_time, say_window

ROWS_MOST = 10
"""Requests on a card: as many as somebody scrolls through on a phone, and, with the longest names, well
under 28 KB.
"""

NOBODY = "Nobody is waiting. Whoever asks for a session next will be shown here."
ADVISERS_TURN = "An adviser's turn. First time offered: {first}"
NO_TIME_LEFT = "No time is left that can be booked. The LRO will be asked for others."
LROS_TURN = "The LRO's turn, to give other times."
FOR_AN_ADVISER = "for an adviser"
FOR_TIMES = "for other times from the LRO"


def show_queue(queue: Queue, *, names: bool, region: Region, now: datetime) -> AdaptiveCard:
    """The longest waiting first; `names`: whether whoever reads it is shown who the LROs are."""
    shown, rest = queue.waiting[:ROWS_MOST], queue.waiting[ROWS_MOST:]
    body: list[CardElement] = [title("Who is waiting")]
    if shown:
        body += [said(_totals(queue)), said(_by_force(queue), subtle=True, spacing="Small")]
    else:
        body.append(said(NOBODY))
    body += [_row(waiting, region, now, names=names) for waiting in shown]
    if rest:
        body.append(said(f"And {len(rest):,} more, who have not waited as long.", subtle=True))
    body.append(Container(items=[said(_coming(queue, region))], separator=True, spacing="Medium"))
    return card(body, summary=_summary(queue))


def _row(waiting: Waiting, region: Region, now: datetime, *, names: bool) -> Container:
    heading = ColumnSet(
        columns=[
            Column(width="stretch", items=[said(f"{waiting.reference} · {waiting.force}", weight="Bolder")]),
            Column(width="auto", items=[said(say_passed(waiting.since, region.local(now)), weight="Bolder")]),
        ]
    )
    about = [f"Since {say_time(waiting.since, region)}", _turn(waiting, region, now)]
    items: list[CardElement] = [
        heading,
        *([said(waiting.name, spacing="None")] if names else []),
        *(said(line, subtle=True, spacing="None") for line in about),
    ]
    return Container(items=items, separator=True, spacing="Medium")


def _turn(waiting: Waiting, region: Region, now: datetime) -> str:
    if waiting.wants_times:
        return LROS_TURN
    first = waiting.first_start(region, now)
    return ADVISERS_TURN.format(first=say_time(first, region)) if first else NO_TIME_LEFT


def _totals(queue: Queue) -> str:
    """For example "3 requests wait: 2 for an adviser, 1 for other times from the LRO."."""
    wanting = sum(waiting.wants_times for waiting in queue.waiting)
    picking = len(queue.waiting) - wanting
    if not (wanting and picking):
        return f"{_summary(queue)} {FOR_TIMES if wanting else FOR_AN_ADVISER}."
    return f"{_summary(queue)}: {picking:,} {FOR_AN_ADVISER}, {wanting:,} {FOR_TIMES}."


def _by_force(queue: Queue) -> str:
    """A force and its number stay on one line."""
    return ", ".join(f"{force}\N{NO-BREAK SPACE}{count:,}" for force, count in queue.by_force.items())


def _summary(queue: Queue) -> str:
    number = len(queue.waiting)
    if not number:
        return "Nobody is waiting"
    return f"{_counted(number, queue)} {'request waits' if number == 1 else 'requests wait'}"


def _coming(queue: Queue, region: Region) -> str:
    if not queue.coming:
        return "No session is booked for the days to come."
    number, when = len(queue.coming), say_window(queue.coming[0], region)
    if number == 1:
        return f"{_counted(number, queue)} session is booked: {when}."
    return f"{_counted(number, queue)} sessions are booked. The next: {when}."


def _counted(number: int, queue: Queue) -> str:
    return f"{number:,}" if queue.is_whole else f"At least {number:,}"
