"""The least time in which so many messages can be sent without breaking Teams' limit for an app."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

RATE = 50
SECOND = 1.0


def least_time(messages: int, others: Iterable[float]) -> float:
    """Seconds from 0 until the last may leave, if each leaves as early as it can.

    `others`: when other messages are sent, which keep to the limit too, and which nothing of ours may delay.
    """
    sent = sorted(others)
    at = 0.0
    for _ in range(messages):
        while not _fits(at, sent):
            at = _next_change(at, sent)
        insort(sent, at)
    return at


def _fits(at: float, sent: list[float]) -> bool:
    """Whether no window of a second that holds `at` would hold too many."""
    ends = [at, *sent[bisect_left(sent, at) : bisect_left(sent, at + SECOND)]]
    return all(_within(end, sent) < RATE for end in ends)


def _within(end: float, sent: list[float]) -> int:
    """How many are in the second up to `end`, which does not hold its beginning."""
    return bisect_right(sent, end) - bisect_right(sent, end - SECOND)


def _next_change(at: float, sent: list[float]) -> float:
    """When the next one leaves the window that ends there, or comes to be behind it."""
    later = [moment + SECOND for moment in sent[bisect_right(sent, at - SECOND) :]]
    return min([moment for moment in (*later, *sent) if moment > at], default=at + SECOND)
