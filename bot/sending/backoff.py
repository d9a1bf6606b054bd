"""How long to wait before a send is tried again."""

from datetime import timedelta

from tenacity import RetryCallState, Retrying, wait_random, wait_random_exponential

_GROWING = wait_random_exponential(multiplier=2, max=1800)
_JITTER = wait_random(0, 2)


def backoff(attempts: int, told: timedelta | None) -> timedelta:
    """After so many attempts: what the service told, and a little; else a random part of a growing span.

    At most half an hour, unless more was told. Random, so that what failed together does not return together.
    """
    state = RetryCallState(Retrying(), fn=None, args=(), kwargs={})
    state.attempt_number = max(attempts, 1)
    if told is not None:
        return told + timedelta(seconds=_JITTER(state))
    return timedelta(seconds=_GROWING(state))
