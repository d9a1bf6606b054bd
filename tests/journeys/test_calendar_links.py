"""The calendar file and the meeting link of a booking: right, for whom they are meant, and for as long."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import aiohttp
import icalendar
import pytest

from sandbox.seen import SeenMessage
from tests.journeys.stage import OVERVIEW, Clock, Stage, slots_in, staged
from tests.journeys.stores import Store

OVER_THE_CHANGE = datetime(2026, 10, 23, 8, 0, tzinfo=UTC)
"""Friday at 09:00 by British Summer Time, which ends on the Sunday after."""


async def fetch(stage: Stage, link: str) -> tuple[int, str]:
    """The link as it stands on the card, at the port this bot has."""
    url = stage.url + urlsplit(link).path
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


def link_on(card: SeenMessage, title: str) -> str:
    return str(card.button(title).action["url"])


async def booked(stage: Stage, slot: int = 0) -> SeenMessage:
    """The LRO's card of a session that an adviser has booked."""
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    card = await stage.card_of(adviser, reference)
    await adviser.presses(card, "Book this time", {"slot": slots_in(card)[slot]})
    return await stage.lro.waits_for(lambda m: "I can't make it" in m.buttons, after=card)


async def test_the_file_says_when_in_utc_and_nothing_of_what_about(stage: Stage) -> None:
    status, body = await fetch(stage, link_on(await booked(stage), "Add to calendar"))
    assert status == 200
    (event,) = (e for e in icalendar.Calendar.from_ical(body).walk() if isinstance(e, icalendar.Event))
    assert event.start == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert event.end == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert "DTSTART:20261124T090000Z" in body
    assert OVERVIEW not in body
    assert "village" not in body


async def test_times_are_right_on_the_other_side_of_the_clock_change(store: Store) -> None:
    async with staged(store, clock=Clock(OVER_THE_CHANGE)) as stage:
        desk_clock = stage.clock
        desk_clock.passes(days=2)  # Sunday: has_asked offers tomorrow, Monday, by GMT
        card = await booked(stage)
        assert "Monday 26 October, 09:00 to 10:00 (GMT)" in card.words
        _, body = await fetch(stage, link_on(card, "Add to calendar"))
        assert "DTSTART:20261026T090000Z" in body
        asked = parse_qs(urlsplit(link_on(await _advisers(stage), "Create the Teams invitation")).query)
        assert asked["startTime"] == ["2026-10-26T09:00:00+00:00"]


async def test_and_on_this_side(store: Store) -> None:
    async with staged(store, clock=Clock(OVER_THE_CHANGE - timedelta(days=1))) as stage:
        card = await booked(stage)
        assert "Friday 23 October, 10:00 to 11:00 (BST)" in card.words
        _, body = await fetch(stage, link_on(card, "Add to calendar"))
        assert "DTSTART:20261023T090000Z" in body
        link = link_on(await _advisers(stage), "Create the Teams invitation")
        asked = parse_qs(urlsplit(link).query)
        assert asked["startTime"] == ["2026-10-23T10:00:00+01:00"]
        assert asked["endTime"] == ["2026-10-23T11:00:00+01:00"]
        assert stage.lro.email in asked["attendees"][0].split(",")
        assert stage.advisers[0].email in asked["attendees"][0].split(",")
        assert "+" not in urlsplit(link).query, "a space is %20 and a plus is %2B"
        assert "village" not in link


async def test_a_forged_link_opens_nothing(stage: Stage) -> None:
    link = link_on(await booked(stage), "Add to calendar")
    token = urlsplit(link).path.removeprefix("/calendar/").removesuffix(".ics")
    body, signature = token.rsplit(".", 1)
    forged = [
        f"{body}.{signature[:-3]}AAA",
        f"{body}x.{signature}",
        signature,
        "x",
        ".",
        "WyJhIiwiYiJd.AAAA",
        f"{token}{token}",
        "%00",
        "\N{SNOWMAN}",
    ]
    for token in forged:
        status, said = await fetch(stage, f"http://x/calendar/{token}.ics")
        assert (status, "BEGIN:VCALENDAR" in said) == (404, False)


async def test_a_link_expires_a_day_after_the_session(stage: Stage) -> None:
    link = link_on(await booked(stage), "Add to calendar")
    stage.clock.passes(hours=48)
    assert (await fetch(stage, link))[0] == 200, "Wednesday 09:30"
    stage.clock.passes(hours=1)
    assert (await fetch(stage, link))[0] == 404, "Wednesday 10:30"


async def test_the_links_of_a_booking_that_is_off_or_moved(stage: Stage) -> None:
    card = await booked(stage)
    old = link_on(card, "Add to calendar")
    mine = await _advisers(stage)
    await stage.advisers[0].presses(mine, "Yes, give it back")
    assert (await fetch(stage, old))[0] == 410
    again = await stage.advisers[1].waits_for(lambda m: "Book this time" in m.buttons)
    await stage.advisers[1].presses(again, "Book this time", {"slot": slots_in(again)[3]})
    assert (await fetch(stage, old))[0] == 410, "the session stands at another time"
    new = await stage.lro.waits_for(
        lambda m: stage.advisers[1].name in m.words and "Add to calendar" in m.buttons
    )
    status, body = await fetch(stage, link_on(new, "Add to calendar"))
    assert status == 200
    assert "20261124T103000Z" in body


@pytest.mark.parametrize("path", ["/calendar/", "/calendar/x", "/", "/api", "/calendar/../healthz.ics"])
async def test_there_is_nothing_else(stage: Stage, path: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(stage.url + path) as answer:
        assert answer.status == 404


async def _advisers(stage: Stage) -> SeenMessage:
    return await stage.advisers[0].waits_for("You have booked this session")
