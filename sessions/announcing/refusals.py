"""Why the board says no. Each carries the announcement as it is now, and none words for people."""

from sessions.announcing.model import Announcement
from sessions.refusals import Refused


class NoSuchAnnouncement(Refused):
    """There is none of that id, or it has been deleted."""


class NotScheduled(Refused):
    """It has no plan that could be paused or resumed."""

    def __init__(self, announcement: Announcement) -> None:
        super().__init__(f"is {announcement.state}")
        self.announcement = announcement


class NoTimeLeft(Refused):
    """No moment of the plan is still to come."""

    def __init__(self, announcement: Announcement) -> None:
        super().__init__("no time left")
        self.announcement = announcement


class NoChannels(Refused):
    """No channel is subscribed: there is nowhere to send it."""

    def __init__(self, announcement: Announcement) -> None:
        super().__init__("no channels")
        self.announcement = announcement
