"""What a failed send means: try later, write it anew, or stop."""

import contextlib
import json
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

PASSING = frozenset({401, 408, 412, 429, 500, 502, 503, 504})
"""Teams asks to retry 412, 429, 502 and 504; 408, 500 and 503 are its own trouble, and pass; 401 is ours, and
an operator can mend it."""
CHANNEL_GONE = "ConversationNotFound"
NOT_THERE = frozenset({"BotNotInConversationRoster", CHANNEL_GONE})
"""Teams' own word that the bot is not in a team or channel, or that there is none."""
LONGEST_WAIT = timedelta(hours=1)
"""No Retry-After holds a notice up for longer: a slip in a date must not silence it for years."""

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


class Refusal(Exception):
    """What a service answered in place of what it was asked for. `body` may quote anybody's data."""

    def __init__(self, status: int, body: bytes = b"", retry_after: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.retry_after = retry_after


class SendFailed(Exception):
    """Something that was to be sent was not. `code` names the reason and nobody's data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLater(SendFailed):
    """It may work later: after `wait`, where the service said how long."""

    def __init__(self, code: str, wait: timedelta | None = None) -> None:
        super().__init__(code)
        self.wait = wait


class NotYet(TryLater):
    """Nothing was said: before `wait`, or until others have gone, Teams' limits leave no room for it.

    Or the chat was opened, and there is no time left to say it in the same attempt.
    """

    wait: timedelta

    def __init__(self, wait: timedelta) -> None:
        super().__init__("Pace", wait)


class Gone(SendFailed):
    """The conversation or the message is no longer there."""


class Never(SendFailed):
    """It will not work, however often it is tried."""


class Moot(Never):
    """There is nothing to tell any more, and nobody who should hear that it was not told."""


def read_failure(raised: Exception, now: datetime) -> SendFailed:
    """What an exception of a call means. `now` (aware) turns a Retry-After date into a wait.

    Only an answer of Teams stops a notice for good; whatever else went wrong may go right the next time.
    """
    if isinstance(raised, SendFailed):
        return raised
    if isinstance(raised, Refusal):
        code = _code(raised.body) or str(raised.status)
        if raised.status in PASSING:
            return TryLater(code, _retry_after(raised.retry_after, now))
        return Gone(code) if raised.status == HTTPStatus.NOT_FOUND else Never(code)
    return TryLater(type(raised).__name__)


def _code(body: bytes) -> str:
    """The service's error code: letters only, because it goes into logs and records.

    `{"error": {"code": …}}`, or a `subCode` in a text of JSON, as Teams says `MessageWritesBlocked`.
    """
    code = ""
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        answer = json.loads(body)
        error = answer.get("error")
        code = str((error and error.get("code")) or json.loads(answer["message"])["subCode"])
    return code[:60] if code.isalnum() else ""


def _retry_after(text: str, now: datetime) -> timedelta | None:
    """RFC 9110 §10.2.3: seconds, or a date."""
    try:
        wait = (
            timedelta(seconds=float(text)) if _NUMBER.fullmatch(text) else parsedate_to_datetime(text) - now
        )
    except (ValueError, TypeError):
        return None
    except OverflowError:
        return LONGEST_WAIT
    return min(max(wait, timedelta()), LONGEST_WAIT)
