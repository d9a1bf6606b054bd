"""Notices: what somebody must be told about a request. They live inside its record and follow it."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from sessions.people import Frozen


class NoticeKind(StrEnum):
    TELL_ADVISERS = "tell advisers"
    """Find out who is on the RDT roster, and make one adviser card for each."""
    ADVISER_CARD = "adviser card"
    BOOKING_IS_OFF = "booking is off"
    """To the adviser who had booked: the LRO cannot make it, or withdrew."""
    LRO_BOOKED = "booked"
    LRO_TIMES_WANTED = "times wanted"
    LRO_RELEASED = "released"
    LRO_EXPIRED = "expired"


FOLLOWING = frozenset({NoticeKind.ADVISER_CARD, NoticeKind.LRO_BOOKED, NoticeKind.LRO_TIMES_WANTED})
"""Cards with buttons: whatever happens to the request, they are edited to show it."""


class Posted(Frozen):
    """The message a notice became, so that it can be edited."""

    conversation_id: str
    activity_id: str
    service_url: str


class Notice(Frozen):
    """Something somebody must be told. Its text is drawn from the request at the moment it is sent."""

    id: str
    kind: NoticeKind
    to: str = ""
    """A person's id; empty for the notice that has yet to find out whom."""
    revision: int
    """The revision of the request it was born of: a later one makes what it says history."""
    due_at: AwareDatetime | None
    """When the courier takes it next; None once there is nothing to send. Also its lease while one has it."""
    attempts: int = 0
    posted: Posted | None = None
    shown: int = 0
    """The revision of the request that the posted message shows."""
    failure: str = ""
    """Why it was given up, as a code that names nobody: for the organiser to see."""

    def rearmed(self, at: datetime) -> "Notice":
        """Due again because the request has moved on."""
        return self.model_copy(update={"due_at": at, "attempts": 0, "failure": ""})
