"""A session counts as held once its time is over, unless its adviser says that it did not take place."""

from datetime import timedelta

import pytest

from sessions.notices import NoticeKind, Posted
from sessions.outbox import Outbox, Outcome
from sessions.people import Member
from sessions.refusals import NotNow
from sessions.request import Request, State
from tests.sessions.office import ADVISERS, LRO, TUESDAY_9, Office

FIRST, SECOND = ADVISERS[:2]
END = TUESDAY_9 + timedelta(hours=1)
SENT = Posted(conversation_id="a:chat", activity_id="m-1", service_url="https://teams.example")


async def has_ended(office: Office) -> Request:
    request = await office.has_request()
    booked = await office.desk.book(LRO.id, request.reference, FIRST, TUESDAY_9)
    office.moment = END
    return booked


async def test_its_adviser_says_so_afterwards_and_its_lro_is_told(office: Office) -> None:
    booked = await has_ended(office)
    after = await office.desk.no_show(LRO.id, booked.reference, FIRST, seen=2)
    assert (after.state, after.is_settled, after.booking) == (State.NO_SHOW, True, None)
    assert after.last.booking == booked.booking, "which one it was is still known"
    new = {n.kind: n.due_at for n in after.notices if n.revision == after.revision}
    assert new == {NoticeKind.LRO_NO_SHOW: END, NoticeKind.COUNT_NO_SHOW: END}
    assert NoticeKind.COUNT_HELD not in {n.kind for n in after.notices}, "if it has not been counted yet"


async def test_said_twice_it_is_once(office: Office) -> None:
    booked = await has_ended(office)
    once = await office.desk.no_show(LRO.id, booked.reference, FIRST, seen=2)
    assert await office.desk.no_show(LRO.id, booked.reference, FIRST, seen=2) == once


async def test_to_say_so_late_keeps_the_request_no_longer(office: Office) -> None:
    booked = await has_ended(office)
    office.passes(days=300)
    after = await office.desk.no_show(LRO.id, booked.reference, FIRST)
    assert after.ended_at == booked.ended_at == END


async def test_not_before_its_time_is_over(office: Office) -> None:
    booked = await has_ended(office)
    office.moment = END - timedelta(minutes=1)
    with pytest.raises(NotNow):
        await office.desk.no_show(LRO.id, booked.reference, FIRST)
    assert await office.desk.find(LRO.id, booked.reference) == booked


async def test_nobody_else_says_it_of_their_session(office: Office) -> None:
    booked = await has_ended(office)
    with pytest.raises(NotNow):
        await office.desk.no_show(LRO.id, booked.reference, SECOND)
    assert await office.desk.find(LRO.id, booked.reference) == booked


async def is_booked_with_cards(office: Office, outbox: Outbox) -> Request:
    request = await office.has_request()
    members = [Member(id=a.id, teams_id=f"29:{a.id}", name=a.name) for a in (FIRST, SECOND)]
    await outbox.tell(request, members)
    return await office.desk.book(LRO.id, request.reference, FIRST, TUESDAY_9)


async def sends_all(outbox: Outbox, request: Request, *, failure: str = "") -> tuple[Request, list[str]]:
    """Everything that is due, and to whom it was."""
    request, taken = await outbox.take(request, 100)
    outcomes = {
        n.id: Outcome(notice=n, tried=request.revision, posted=None if failure else SENT, failure=failure)
        for n in taken
    }
    return await outbox.record(request, outcomes), [n.to or n.kind.value for n in taken]


async def test_once_it_is_counted_its_advisers_card_is_due_once_and_nobody_elses(office: Office) -> None:
    """Drawn after the end, it lets them say how it went."""
    outbox = Outbox(office.desk.store.requests, office.desk.now, timedelta(minutes=1), ())
    request, _ = await sends_all(outbox, await is_booked_with_cards(office, outbox))
    office.moment = END
    due = []
    for _ in range(3):
        request, told = await sends_all(outbox, request)
        due.append(told)
    assert due == [[NoticeKind.COUNT_HELD.value], [FIRST.id], []]


async def test_a_card_that_was_refused_or_taken_back_is_left_alone(office: Office) -> None:
    outbox = Outbox(office.desk.store.requests, office.desk.now, timedelta(minutes=1), ())
    request, _ = await sends_all(outbox, await is_booked_with_cards(office, outbox), failure="NotAnAdviser")
    office.moment = END
    request, told = await sends_all(outbox, request)
    assert told == [NoticeKind.COUNT_HELD.value]
    assert (await sends_all(outbox, request))[1] == []
