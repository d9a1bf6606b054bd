"""From a card to the wire, and the link that opens a meeting."""

import json
from urllib.parse import parse_qs, urlsplit

from cards.message import as_attachment_content, meeting_link, summary_text
from tests.cards.samples import REGION, booked, for_adviser, request, window


def test_a_card_goes_out_without_nulls_and_under_its_names_on_the_wire() -> None:
    content = as_attachment_content(for_adviser(request()))
    assert content["type"] == "AdaptiveCard"
    assert content["msteams"] == {"width": "full"}
    assert "null" not in json.dumps(content)
    assert "fallbackText" in content


def test_the_notification_names_reference_and_force() -> None:
    assert summary_text(for_adviser(request())) == "New request SW-7K3F from Dorset"


def test_the_meeting_is_filled_in_with_both_people_and_the_regions_time() -> None:
    link = meeting_link(booked(), REGION, "alex.adviser@example.police.uk")
    assert link.startswith("https://teams.microsoft.com/l/meeting/new?subject=Support%20session%20SW-7K3F&")
    assert parse_qs(urlsplit(link).query) == {
        "subject": ["Support session SW-7K3F"],
        "startTime": ["2026-11-24T10:00:00+00:00"],
        "endTime": ["2026-11-24T11:00:00+00:00"],
        "attendees": ["sam.sample@dorset.police.uk,alex.adviser@example.police.uk"],
    }


def test_an_adviser_whose_address_is_unknown_is_left_out() -> None:
    query = parse_qs(urlsplit(meeting_link(booked(), REGION)).query)
    assert query["attendees"] == ["sam.sample@dorset.police.uk"]


def test_in_summer_the_meeting_starts_in_summer_time() -> None:
    of = booked()
    assert of.booking
    july = of.booking.model_copy(update={"time": window("2026-07-01T09:00", "2026-07-01T10:00")})
    link = meeting_link(of.model_copy(update={"booking": july}), REGION)
    assert "startTime=2026-07-01T10%3A00%3A00%2B01%3A00" in link


def test_an_address_cannot_add_to_the_link() -> None:
    of = booked()
    contact = of.asked.contact.model_copy(update={"email": "a&subject=x#@dorset.police.uk"})
    asked = of.asked.model_copy(update={"contact": contact})
    query = parse_qs(urlsplit(meeting_link(of.model_copy(update={"asked": asked}), REGION)).query)
    assert query["subject"] == ["Support session SW-7K3F"]


def test_no_booking_no_link() -> None:
    assert meeting_link(request(), REGION) == ""
