"""Why the board says no. Each carries the announcement as it is now, and none words for people."""

from datetime import datetime

from sessions.announcing.model import Announcement
from sessions.refusals import Refused


class NoSuchAnnouncement(Refused):
    """There is none of that id, or it has been deleted."""


class ChangedMeanwhile(Refused):
    """It is no longer as whoever asked has seen it."""

    def __init__(self, announcement: Announcement) -> None:
        super().__init__(f"is at revision {announcement.revision}")
        self.announcement = announcement


class NotScheduled(Refused):
    """It has no plan that could be paused or resumed."""

    def __init__(self, announcement: Announcement) -> None:
        super().__init__(f"is {announcement.state}")
        self.announcement = announcement


class NoTimeLeft(Refused):
    """No moment of the plan is still to come, or none after a run that happened by a clock ahead of `now`."""

    def __init__(self, announcement: Announcement, now: datetime) -> None:
        super().__init__("no time left")
        self.announcement = announcement
        ran = announcement.settled_until
        self.ran_ahead = ran if ran is not None and ran > now else None
        """The moment of that run."""


class NoChannels(Refused):
    """No channel is subscribed: there is nowhere to send it."""

    def __init__(self, announcement: Announcement) -> None:
        super().__init__("no channels")
        self.announcement = announcement
