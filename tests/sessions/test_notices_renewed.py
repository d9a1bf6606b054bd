"""Somebody comes back while what they could not be told is being given up: they are told all the same."""

from datetime import UTC, datetime, timedelta

from sessions.notices import Notice, NoticeKind, Posted

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
CARD = Notice(id="card a", kind=NoticeKind.ADVISER_CARD, to="a", revision=1, due_at=NOW)


def test_what_was_given_up_is_due_at_once() -> None:
    given_up = CARD.taken(LATER).given_up("NotAnAdviser", 1, 1, NOW)
    assert given_up.due_at is None
    assert given_up.renewed(LATER).due_at == LATER


def test_an_attempt_under_way_is_not_taken_from_whoever_makes_it() -> None:
    in_hand = CARD.taken(LATER).renewed(NOW)
    assert in_hand.due_at == LATER


def test_if_that_attempt_fails_it_is_made_afresh_and_only_once() -> None:
    failed = CARD.taken(LATER).renewed(NOW).given_up("NotAnAdviser", 1, 1, NOW)
    assert failed.due_at == NOW
    assert failed.taken(LATER).given_up("NotAnAdviser", 1, 1, NOW).due_at is None


def test_if_it_succeeds_that_is_that() -> None:
    posted = Posted(service_url="https://smba.example.test/", conversation_id="a:1", activity_id="1")
    sent = CARD.taken(LATER).renewed(NOW).delivered(posted, 1, 1, NOW)
    assert sent.due_at is None
    assert not sent.again
