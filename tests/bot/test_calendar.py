"""The calendar file of a booking, by itself; tests/journeys/test_calendar_links.py fetches it."""

import icalendar

from bot.calendar import calendar_file
from sessions.region import south_west
from tests.cards.samples import NOW, booked


def attendee(email: str) -> str:
    request = booked()
    contact = request.asked.contact.model_copy(update={"email": email})
    asked = request.asked.model_copy(update={"contact": contact})
    body = calendar_file(request.model_copy(update={"asked": asked}), south_west(), now=NOW)
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return str(event["attendee"])


def test_whoever_asked_is_invited() -> None:
    assert attendee("sam.o'neill+work@dorset.police.uk") == "MAILTO:sam.o'neill+work@dorset.police.uk"


def test_an_address_adds_no_other_recipients() -> None:
    """All of it is a correct address: what stands before the last @ may hold nearly anything."""
    crafted = attendee("boss%40force.example?bcc=x%40evil.example&subject=@example.org")
    assert crafted == "MAILTO:boss%2540force.example%3Fbcc%3Dx%2540evil.example%26subject%3D@example.org"
