"""What an answer of the connector means, and how long to wait."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sending.backoff import backoff
from bot.sending.failures import LONGEST_WAIT, Gone, Never, Refusal, TryLater, read_failure

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def refused(status: int, body: str = "", retry_after: str = "") -> Any:  # noqa: ANN401 (one of three)
    return read_failure(Refusal(status, body.encode(), retry_after), NOW)


@pytest.mark.parametrize("status", [401, 408, 412, 429, 500, 502, 503, 504])
def test_what_passes(status: int) -> None:
    assert isinstance(refused(status), TryLater)


@pytest.mark.parametrize("status", [400, 403, 405, 413])
def test_what_does_not(status: int) -> None:
    assert isinstance(refused(status), Never)


def test_what_is_gone() -> None:
    assert isinstance(refused(404), Gone)


def test_a_code_that_is_a_text_inside_a_text_is_found() -> None:
    """Microsoft's own example of a thread that is closed to writing."""
    inner = '{\\r\\n \\"subCode\\": \\"MessageWritesBlocked\\",\\r\\n \\"details\\": \\"Sample Person\\"}'
    assert refused(403, f'{{"errorCode": 209, "message": "{inner}"}}').code == "MessageWritesBlocked"


def test_the_code_is_kept_and_nothing_else_of_the_answer() -> None:
    assert refused(403, '{"error": {"code": "BotDisabledByAdmin", "message": "Sample Person"}}').code == (
        "BotDisabledByAdmin"
    )
    for odd in (
        '{"error": {"code": "a name and an overview"}}',
        "{}",
        "[]",
        "<html>",
        '{"error": 5}',
        "null",
        '{"error": {"code": null}, "message": "{}"}',
        "[" * 60_000,
        "",
    ):
        assert refused(403, odd).code == "403"


@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ("7", timedelta(seconds=7)),
        ("0.5", timedelta(seconds=0.5)),
        ("0", timedelta()),
        ("Mon, 23 Nov 2026 09:30:40 GMT", timedelta(seconds=40)),
        ("Mon, 23 Nov 2026 09:00:00 GMT", timedelta()),
        ("Mon, 23 Nov 2099 09:00:00 GMT", LONGEST_WAIT),
        ("99999999999999999999999", LONGEST_WAIT),
        ("86400", LONGEST_WAIT),
        ("-5", None),
        ("soon", None),
        ("\u00b2", None),
        ("", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(told: str, wait: timedelta | None) -> None:
    assert refused(429, retry_after=told).wait == wait


def test_what_is_no_answer_may_go_right_the_next_time() -> None:
    """A connection that drops, a token that is not to be had, a bug: none of them says "never"."""
    for raised in (OSError("x"), TimeoutError(), RuntimeError("x"), KeyError("x")):
        assert isinstance(read_failure(raised, NOW), TryLater)


@given(attempts=st.integers(0, 10_000), told=st.none() | st.timedeltas(timedelta(), timedelta(hours=1)))
def test_never_sooner_than_told_and_never_longer_than_half_an_hour_more(
    attempts: int, told: timedelta | None
) -> None:
    wait = backoff(attempts, told)
    assert (told or timedelta()) <= wait <= (told or timedelta()) + timedelta(minutes=30)


def test_what_failed_together_does_not_come_back_together() -> None:
    assert len({backoff(4, None) for _ in range(20)}) > 15
    assert len({backoff(4, timedelta(seconds=9)) for _ in range(20)}) > 15
