"""A booking as an iCalendar file (RFC 5545)."""

from datetime import datetime
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress, vText

from sessions.region import Region
from sessions.request import Request

MAIL_SAFE = "@!$'*+"
"""What an address keeps as it is in a `mailto:` URI (RFC 6068); a `?` would begin other recipients."""


def calendar_file(request: Request, region: Region, *, now: datetime) -> bytes:
    """The session that is booked. No overview in it: calendars are shared. Raises ValueError if none is."""
    if request.booking is None:
        raise ValueError("nothing is booked")
    calendar = Calendar()
    calendar.add("prodid", f"-//{region.unit}//Support sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(request, region, now))
    return bytes(calendar.to_ical())


def _event(request: Request, region: Region, now: datetime) -> Event:
    if request.booking is None:
        raise ValueError("nothing is booked")
    event = Event()
    event.add("uid", f"{request.reference}@{region.unit.lower()}")
    event.add("sequence", request.revision)
    event.add("dtstamp", now)
    event.add("dtstart", request.booking.time.start)
    event.add("dtend", request.booking.time.end)
    event.add("summary", f"Support session {request.reference}")
    event.add(
        "description",
        f"Support session with {request.booking.adviser.name} for {request.asked.contact.name}. "
        "Informal advice; it does not replace a formal tasking request.",
    )
    event.add("class", "PRIVATE")
    attendee = vCalAddress(f"MAILTO:{quote(request.asked.contact.email, safe=MAIL_SAFE)}")
    attendee.params["cn"] = vText(request.asked.contact.name)
    event.add("attendee", attendee)
    return event
