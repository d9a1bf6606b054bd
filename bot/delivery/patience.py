"""What becomes of a notice that could not be sent: when it is tried again, and what organisers hear of it."""

from datetime import datetime, timedelta

from bot.sending.backoff import backoff
from bot.sending.failures import Moot, NotYet, SendFailed, TryLater
from sessions.notices import Notice, NoticeKind
from sessions.outbox import Outcome
from sessions.request import Request

LATE_AFTER = 10
"""Attempts, some ten minutes in all, after which organisers are told that somebody does not know yet."""
LAST_TRIES = timedelta(days=1)
"""For so long after a request is over, what is left to tell of it is tried on."""


def after_failure(request: Request, notice: Notice, failure: SendFailed, who: str, now: datetime) -> Outcome:
    """What passes is tried again for as long as the request lives; only what never works stops a notice.

    That there is nobody to advise passes too, whatever Teams says: somebody may join.
    What was not even tried counts as no attempt. `who` it was for, by name.
    """
    if isinstance(failure, NotYet):
        return Outcome(notice=notice, tried=request.revision, again_at=now + failure.wait, untried=True)
    if notice.kind is NoticeKind.OLD_CARD or (
        notice.kind is NoticeKind.ADVISER_CARD and _is_over(request, now)
    ):
        who = ""  # what it would have said is history
    passing = isinstance(failure, TryLater) or notice.kind is NoticeKind.TELL_ADVISERS
    if passing and not _is_long_over(request, now):
        wait = backoff(notice.attempts, failure.wait if isinstance(failure, TryLater) else None)
        late = failure.code if notice.attempts >= LATE_AFTER else ""
        return Outcome(notice=notice, tried=request.revision, again_at=now + wait, failure=late, who=who)
    # Of what is over, an adviser need not hear at all.
    about_work = notice.kind in {NoticeKind.TELL_ADVISERS, NoticeKind.ADVISER_CARD}
    nobodys_trouble = isinstance(failure, Moot) or (passing and about_work)
    return Outcome(
        notice=notice, tried=request.revision, failure=failure.code, who="" if nobodys_trouble else who
    )


def _is_over(request: Request, now: datetime) -> bool:
    return request.booking is not None and request.booking.time.end <= now


def _is_long_over(request: Request, now: datetime) -> bool:
    if request.booking is not None:
        return now - request.booking.time.end > LAST_TRIES
    return request.is_settled and now - request.last.at > LAST_TRIES
