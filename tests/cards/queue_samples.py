"""Queues of any length, for the stories about their card."""

from collections.abc import Mapping
from datetime import timedelta

from microsoft_teams.cards import AdaptiveCard

from cards.queue import show_queue
from sessions.queue import Queue, Waiting
from sessions.region import south_west
from sessions.request import State
from sessions.window import Window
from tests.cards.announcing_samples import NOW

REGION = south_west()
FORCES = [force.name for force in REGION.forces]
NAMES = ("Sam Sample", "Jo Sample", "Kim Sample", "Pat Sample-Longer-Surname")


def hours(start: float, length: float = 8) -> Window:
    """From so many hours after now."""
    begins = NOW + timedelta(hours=start)
    return Window(start=begins, end=begins + timedelta(hours=length))


def waiting(number: int = 0, **more: object) -> Waiting:
    """Each has waited ten hours less than the one before; every third wants times."""
    known: dict[str, object] = {
        "reference": f"SW-7K{number % 10}-M{number // 10 % 10}QX",
        "force": FORCES[number * 7 // 3 % len(FORCES)],
        "name": NAMES[number % len(NAMES)],
        "state": State.WAITING_FOR_TIMES if number % 3 == 2 else State.OPEN,
        "since": NOW - timedelta(days=8) + timedelta(hours=10 * number % 190, minutes=7 * number),
        "availability": (hours(37 + 24 * (number % 3)),),
    }
    return Waiting(**(known | more))  # type: ignore[arg-type] # as a story needs it


def queue_of(length: int, coming: int = 2) -> Queue:
    everybody = sorted((waiting(number) for number in range(length)), key=lambda each: each.since)
    return Queue(waiting=tuple(everybody), coming=tuple(hours(38 + 24 * n, 1) for n in range(coming)))


def shown(queue: Queue, *, names: bool = False) -> AdaptiveCard:
    return show_queue(queue, names=names, region=REGION, now=NOW)


def every_queue_card() -> Mapping[str, AdaptiveCard]:
    """By a name that can be a file's."""
    return {
        "queue-none": shown(queue_of(0, coming=0)),
        "queue-none-and-sessions-to-come": shown(queue_of(0)),
        "queue-one": shown(queue_of(1, coming=1)),
        "queue-three": shown(queue_of(3)),
        "queue-three-for-an-adviser": shown(queue_of(3), names=True),
        "queue-forty": shown(queue_of(40, coming=17), names=True),
    }
