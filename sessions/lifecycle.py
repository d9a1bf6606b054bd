"""Which change is allowed from which state, and for whom. Everything else asks this table."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sessions.people import Frozen, Party
from sessions.refusals import NotNow, TookPlace
from sessions.request import Action, Request, State


class Rule(Frozen):
    to: State
    by: frozenset[Party]


def _rule(to: State, *by: Party) -> Rule:
    return Rule(to=to, by=frozenset(by))


TRANSITIONS: Mapping[tuple[State, Action], Rule] = MappingProxyType(
    {
        (State.OPEN, Action.BOOK): _rule(State.BOOKED, Party.ADVISER),
        (State.OPEN, Action.ASK_FOR_TIMES): _rule(State.WAITING_FOR_TIMES, Party.ADVISER),
        (State.OPEN, Action.REDIRECT): _rule(State.REDIRECTED, Party.ADVISER),
        (State.OPEN, Action.WITHDRAW): _rule(State.WITHDRAWN, Party.ITS_LRO),
        (State.OPEN, Action.LAPSE): _rule(State.WAITING_FOR_TIMES, Party.CLOCK),
        (State.WAITING_FOR_TIMES, Action.OFFER_TIMES): _rule(State.OPEN, Party.ITS_LRO),
        (State.WAITING_FOR_TIMES, Action.WITHDRAW): _rule(State.WITHDRAWN, Party.ITS_LRO),
        (State.WAITING_FOR_TIMES, Action.EXPIRE): _rule(State.EXPIRED, Party.CLOCK),
        (State.BOOKED, Action.RELEASE): _rule(State.OPEN, Party.ITS_ADVISER),
        (State.BOOKED, Action.REDIRECT): _rule(State.REDIRECTED, Party.ITS_ADVISER),
        (State.BOOKED, Action.NO_SHOW): _rule(State.NO_SHOW, Party.ITS_ADVISER),
        (State.BOOKED, Action.CANNOT_MAKE_IT): _rule(State.WAITING_FOR_TIMES, Party.ITS_LRO),
        (State.BOOKED, Action.WITHDRAW): _rule(State.WITHDRAWN, Party.ITS_LRO),
    }
)

AFTERWARDS = frozenset({Action.NO_SHOW})
"""Possible once the session's time is over, when nothing else is; and not before."""
BEFOREHAND = frozenset({Action.REDIRECT})
"""Not while the session goes on: what comes of one that has begun is no reason to call it off."""


def next_state(request: Request, action: Action, party: Party, now: datetime) -> State:
    """The state `action` by `party` leads to at `now` (aware). Raises NotNow where it is not allowed."""
    rule = TRANSITIONS.get((request.state, action))
    if rule is None or party not in rule.by:
        raise NotNow(request, action)
    is_over = request.booking is not None and request.booking.time.end <= now
    has_begun = request.booking is not None and request.booking.time.start <= now
    if (action in AFTERWARDS and not is_over) or (action in BEFOREHAND and has_begun and not is_over):
        raise NotNow(request, action)
    if is_over and action not in AFTERWARDS:
        raise TookPlace(request, action)
    return rule.to


def allows(request: Request, action: Action, party: Party, now: datetime) -> bool:
    """Whether that button is worth showing."""
    try:
        next_state(request, action, party, now)
    except NotNow:
        return False
    return True
