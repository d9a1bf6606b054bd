"""Notices: what somebody must be told about a request. They live inside its record and follow it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from sessions.people import Frozen


class NoticeKind(StrEnum):
    TELL_ADVISERS = "tell advisers"
    """Find out who is on the RDT roster, and make one adviser card for each."""
    ADVISER_CARD = "adviser card"
    OLD_CARD = "old card"
    """To an adviser who has got another card further down: the old one says so, and no more."""
    BOOKING_IS_OFF = "booking is off"
    """To the adviser who had booked: the LRO cannot make it, or withdrew."""
    LRO_BOOKED = "booked"
    LRO_TIMES_WANTED = "times wanted"
    LRO_RELEASED = "released"
    LRO_EXPIRED = "expired"
    LRO_REDIRECTED = "redirected"
    LRO_NO_SHOW = "no show"
    THREAD = "thread"
    """To the channel's thread in which it was asked for: a tick, and no more."""
    UNDELIVERED = "undelivered"
    """To an organiser: somebody could not be told, for good."""
    LATE = "late"
    """To an organiser: somebody could not be told for some time, and is still tried."""
    ADVISER_LEFT = "adviser left"
    """To an organiser: the adviser who had booked is no adviser any more."""
    COUNT_REQUEST = "count request"
    """For the quarter's figures: to nobody, and nothing is sent."""
    COUNT_HELD = "count held"
    """The same of a session, due once it has ended."""
    COUNT_NO_SHOW = "count no show"
    """The same of one that did not take place after all."""


PROMPTS = frozenset({NoticeKind.LRO_BOOKED, NoticeKind.LRO_TIMES_WANTED})
"""The LRO's cards with buttons: of each kind, only that of the latest revision is live."""
FOLLOWING = PROMPTS | {NoticeKind.ADVISER_CARD, NoticeKind.THREAD}
"""Cards with buttons: whatever happens to the request, they are edited to show it."""
FOR_ORGANISERS = frozenset({NoticeKind.UNDELIVERED, NoticeKind.LATE, NoticeKind.ADVISER_LEFT})
"""What organisers cannot be told ends there."""
COUNTS = frozenset({NoticeKind.COUNT_REQUEST, NoticeKind.COUNT_HELD, NoticeKind.COUNT_NO_SHOW})
"""What nobody is told."""


class Posted(Frozen):
    """The message a notice became, so that it can be edited."""

    conversation_id: str
    activity_id: str
    service_url: str
    opening: int = 1
    """How often the request had been open by the time it was sent."""


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
    again: bool = False
    """Whoever it is for has come back while it is in hand: if that attempt fails, it is made afresh."""
    posted: Posted | None = None
    failure: str = ""
    """Why it was given up when last tried, as a code of Teams or ours."""
    about: str = ""
    """For an organiser: who could not be told, or has left; a name."""
    about_id: str = ""
    """The id of who has left. Empty in records from before this was kept."""
    untold: NoticeKind | None = None
    """For an organiser: what they could not be told. None in records from before this was kept."""
    untold_since: int = 0
    """The revision which that was born of; 0 where it was not kept."""
    code: str = ""
    """For an organiser: why not."""

    def is_overtaken(self, notices: Iterable["Notice"]) -> bool:
        """Whether a later change brought another prompt of its kind: only the newest has buttons."""
        return self.kind in PROMPTS and any(
            n.kind is self.kind and n.revision > self.revision for n in notices
        )

    def is_due(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at <= now

    @property
    def follows(self) -> bool:
        """Whether a change of the request makes it due, afresh if it was given up.

        Not if it was given up before the LRO ever saw it: by then it would tell them what is history.
        """
        unseen = bool(self.failure) and self.posted is None and self.kind in PROMPTS
        return self.kind in FOLLOWING and not unseen

    def rearmed(self, at: datetime) -> "Notice":
        """Due again because the request has moved on; not before the lease or wait it is under is over."""
        if self.due_at is not None:
            return self.model_copy(update={"due_at": max(self.due_at, at)})
        return self.model_copy(update={"due_at": at, "attempts": 0})

    def renewed(self, at: datetime) -> "Notice":
        """Due again because whoever it is for can be told: now, or once an attempt under way has failed."""
        return self.rearmed(at) if self.due_at is None else self.model_copy(update={"again": True})

    def taken(self, until: datetime) -> "Notice":
        """In the hands of one courier until then; if that one dies, it falls due again."""
        return self.model_copy(update={"due_at": until, "attempts": self.attempts + 1, "again": False})

    def delivered(self, posted: Posted, shown: int, revision: int, now: datetime) -> "Notice":
        """Sent, showing the revision `shown`; due again at once if the request is past that by now."""
        sent = self.model_copy(update={"posted": posted, "failure": ""})
        return _ended(sent, shown, revision, now)

    def delivered_late(
        self, taken: "Notice", posted: Posted, shown: int, revision: int, now: datetime
    ) -> "Notice":
        """Sent all the same by somebody whose lease had run out; `taken` is how they had it.

        A message that nobody else knew of is the one to edit from now on. Where another courier has sent one
        since, theirs was drawn later and stands below it in the chat: that one is kept.
        """
        if self.posted not in (taken.posted, posted):
            return self
        known = self.model_copy(update={"posted": posted})
        if self.due_at is not None:
            return known  # whoever has it, or takes it next, settles it
        if self.failure:
            return known.rearmed(now)  # given up for somebody who has it before them: put that right
        return self.delivered(posted, shown, revision, now)

    def postponed(self, until: datetime) -> "Notice":
        return self.model_copy(update={"due_at": until})

    def put_back(self, until: datetime) -> "Notice":
        """As if it had not been taken."""
        return self.model_copy(update={"due_at": until, "attempts": self.attempts - 1})

    def given_up(self, failure: str, tried: int, revision: int, now: datetime) -> "Notice":
        """Refused, as of the revision `tried`; due again at once if that is no longer how things are."""
        refused = self.model_copy(update={"failure": failure})
        ended = _ended(refused, tried, revision, now)
        return ended.model_copy(update={"due_at": now}) if self.again else ended


def _ended(notice: Notice, drawn: int, revision: int, now: datetime) -> Notice:
    behind = notice.follows and drawn < revision
    return notice.model_copy(update={"due_at": now if behind else None, "attempts": 0, "again": False})
