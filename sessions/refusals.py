"""Why the desk says no. Each carries the facts that a kind answer needs; none carries words for people."""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sessions.request import Action, Request
    from sessions.window import Window


class Refused(Exception):
    """The desk did nothing, and says why."""


class NoSuchRequest(Refused):
    """There is no request of that reference, or it is somebody else's."""


class NotNow(Refused):
    """What happened to the request in the meantime does not allow it. `request` is as it is now."""

    def __init__(self, request: "Request", action: "Action") -> None:
        super().__init__(f"{action} from {request.state}")
        self.request = request
        self.action = action


class TookPlace(NotNow):
    """The session that was booked has been held: nothing can be changed about it."""


class OutOfDate(NotNow):
    """Something has happened since the card that was pressed was drawn: it may not be what they meant."""


class NotYours(Refused):
    """Somebody whom the rights do not let do this."""


class SlotGone(Refused):
    """The time is not, or no longer, among those that can be booked. `request` is as it is now."""

    def __init__(self, request: "Request", start: datetime) -> None:
        super().__init__("slot gone")
        self.request = request
        self.start = start


class AdviserBusy(Refused):
    """The adviser has another booking at that time."""

    def __init__(self, request: "Request", time: "Window", reference: str) -> None:
        super().__init__("adviser busy")
        self.request = request
        self.time = time
        self.reference = reference


class LroBusy(Refused):
    """The LRO has another session at that time, of another request of theirs."""

    def __init__(self, request: "Request", time: "Window") -> None:
        super().__init__("LRO busy")
        self.request = request
        self.time = time


class NoTimes(Refused):
    """None of the times offered can be used any more."""
