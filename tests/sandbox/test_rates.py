"""The rates at which Teams asks a bot to slow down."""

import pytest

from sandbox.faults import RateLimits, TeamsError


def test_every_rate_of_teams_holds_a_thread_back() -> None:
    now = 0.0
    rates = RateLimits(clock=lambda: now)
    rates.on = True

    def sends_until_refused(gap: float) -> tuple[int, float | None]:
        nonlocal now
        for sent in range(100):
            try:
                rates.check(f"thread {gap}")
            except TeamsError as error:
                return sent, error.retry_after
            now += gap
        return 100, None

    assert sends_until_refused(0.125) == (7, 1)
    assert sends_until_refused(0.1875) == (8, 1)
    assert sends_until_refused(0.375) == (60, 8)
    assert sends_until_refused(0.5) == (100, None)


def test_the_app_as_a_whole_is_held_to_fifty_a_second() -> None:
    rates = RateLimits(clock=lambda: 0.0)
    rates.on = True
    for number in range(50):
        rates.check(f"thread {number}")
    with pytest.raises(TeamsError) as refused:
        rates.check("one more thread")
    assert (refused.value.status, refused.value.retry_after) == (429, 1)
