"""What a failed send means: try later, write it anew, or stop."""

import contextlib
import json
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from botbuilder.schema import ErrorResponseException
from msrest.exceptions import HttpOperationError

PASSING = frozenset({401, 408, 412, 429, 500, 502, 503, 504})
"""Teams asks to retry 412, 429, 502 and 504; 408, 500 and 503 are its own trouble, and pass; 401 is ours, and
an operator can mend it."""
CHANNEL_GONE = "ConversationNotFound"
NOT_THERE = frozenset({"BotNotInConversationRoster", CHANNEL_GONE})
"""Teams' own word that the bot is not in a team or channel, or that there is none."""
LONGEST_WAIT = timedelta(hours=1)
"""No Retry-After holds a notice up for longer: a slip in a date must not silence it for years."""

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


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


class Gone(SendFailed):
    """The conversation or the message is no longer there."""


class Never(SendFailed):
    """It will not work, however often it is tried."""


class Moot(Never):
    """There is nothing to tell any more, and nobody who should hear that it was not told."""


def read_failure(raised: Exception, now: datetime) -> SendFailed:
    """What the connector's exception means. `now` (aware) turns a Retry-After date into a wait.

    Only an answer of Teams stops a notice for good; whatever else went wrong may go right the next time.
    """
    if isinstance(raised, SendFailed):
        return raised
    if isinstance(raised, HttpOperationError):
        status = int(raised.response.status_code)
        code = _code(raised) or str(status)
        if status in PASSING:
            return TryLater(code, _retry_after(raised, now))
        return Gone(code) if status == HTTPStatus.NOT_FOUND else Never(code)
    return TryLater(type(raised).__name__)


def _code(raised: HttpOperationError) -> str:
    """The service's error code: letters only, because it goes into logs and records."""
    if isinstance(raised, ErrorResponseException) and getattr(raised.error, "error", None):
        code = str(raised.error.error.code or "")
    else:
        code = _code_in(raised.response.text())
    return code[:60] if code.isalnum() else ""


def _code_in(body: str) -> str:
    """`{"error": {"code": …}}`, or a `subCode` in a text of JSON, as Teams says `MessageWritesBlocked`."""
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
        answer = json.loads(body)
        return str(
            json.loads(answer["message"])["subCode"] if "message" in answer else answer["error"]["code"]
        )
    return ""


def _retry_after(raised: HttpOperationError, now: datetime) -> timedelta | None:
    """RFC 9110 §10.2.3: seconds, or a date."""
    text = raised.response.headers.get("Retry-After") or ""
    try:
        wait = (
            timedelta(seconds=float(text)) if _NUMBER.fullmatch(text) else parsedate_to_datetime(text) - now
        )
    except (ValueError, TypeError):
        return None
    except OverflowError:
        return LONGEST_WAIT
    return min(max(wait, timedelta()), LONGEST_WAIT)
