"""A request that is not for a support session is closed by an adviser, who says where it belongs."""

import pytest

from sessions.notices import NoticeKind
from sessions.refusals import NotNow, OutOfDate, TookPlace
from sessions.request import Elsewhere, Request, State
from tests.sessions.office import ADVISERS, LRO, TUESDAY_9, Office

FIRST, SECOND = ADVISERS[:2]


async def redirects(
    office: Office, request: Request, *, seen: int = 0, by: int = 0, note: str = ""
) -> Request:
    return await office.desk.redirect(
        LRO.id, request.reference, ADVISERS[by], Elsewhere.CAPABILITY, note, seen=seen
    )


async def test_it_is_closed_and_its_history_says_by_whom_where_to_and_with_what_advice(
    office: Office,
) -> None:
    after = await redirects(office, await office.has_request(), note="Ask the cyber team.")
    assert (after.state, after.is_settled, after.timer_at) == (State.REDIRECTED, True, None)
    assert (after.last.by, after.last.elsewhere, after.last.note) == (
        FIRST,
        Elsewhere.CAPABILITY,
        "Ask the cyber team.",
    )
    assert after.ended_at == office.moment, "and from then on it is kept for as long as any that is over"
    assert after == await office.desk.find(LRO.id, after.reference)


async def test_its_lro_is_told_and_it_is_in_the_same_write(office: Office) -> None:
    after = await redirects(office, await office.has_request())
    [told] = [n for n in after.notices if n.to == LRO.id]
    assert (told.kind, told.revision, told.due_at) == (NoticeKind.LRO_REDIRECTED, 2, office.moment)


async def test_the_same_press_again_redirects_it_once(office: Office) -> None:
    request = await office.has_request()
    once = await redirects(office, request, seen=1)
    assert await redirects(office, request, seen=1) == once


async def test_another_reason_comes_too_late(office: Office) -> None:
    """What the LRO has been told stands."""
    request = await office.has_request()
    once = await redirects(office, request)
    with pytest.raises(NotNow):
        await office.desk.redirect(LRO.id, request.reference, FIRST, Elsewhere.MEETING, "")
    with pytest.raises(NotNow):
        await redirects(office, request, by=1)
    assert await office.desk.find(LRO.id, request.reference) == once


async def test_nothing_more_happens_to_it(office: Office) -> None:
    request = await redirects(office, await office.has_request())
    reference = request.reference
    for deed in (
        office.desk.book(LRO.id, reference, SECOND, TUESDAY_9),
        office.desk.ask_for_times(LRO.id, reference, SECOND, ""),
        office.desk.withdraw(LRO, reference),
        office.desk.offer_times(LRO, reference, request.asked.availability),
    ):
        with pytest.raises(NotNow):
            await deed
    office.passes(days=30)
    assert await office.desk.tick(request) == request


async def test_who_has_booked_it_redirects_it_and_has_their_time_back(office: Office) -> None:
    request = await office.has_request()
    await office.desk.book(LRO.id, request.reference, FIRST, TUESDAY_9)
    after = await redirects(office, request)
    assert (after.state, after.booking) == (State.REDIRECTED, None)
    kinds = [n.kind for n in after.notices if n.revision == after.revision]
    assert kinds == [NoticeKind.LRO_REDIRECTED], "they know themselves that it is off, and it is not held"
    assert NoticeKind.COUNT_HELD not in {n.kind for n in after.notices}
    other = await office.has_request()
    again = await office.desk.book(LRO.id, other.reference, FIRST, TUESDAY_9)
    assert again.booking


async def test_nobody_redirects_what_another_has_booked(office: Office) -> None:
    request = await office.has_request()
    booked = await office.desk.book(LRO.id, request.reference, FIRST, TUESDAY_9)
    with pytest.raises(NotNow):
        await redirects(office, request, by=1)
    assert await office.desk.find(LRO.id, request.reference) == booked


async def test_while_its_lro_is_asked_for_times_it_waits_for_them(office: Office) -> None:
    request = await office.has_request()
    await office.desk.ask_for_times(LRO.id, request.reference, FIRST, "")
    with pytest.raises(NotNow):
        await redirects(office, request)


async def test_a_card_that_is_out_of_date_redirects_nothing(office: Office) -> None:
    """It was open when the card was drawn, and is open again with other times."""
    request = await office.has_request()
    await office.desk.ask_for_times(LRO.id, request.reference, SECOND, "")
    await office.desk.offer_times(LRO, request.reference, request.asked.availability)
    with pytest.raises(OutOfDate):
        await redirects(office, request, seen=1)
    assert (await redirects(office, request, seen=3)).state is State.REDIRECTED


async def test_a_session_that_has_begun_is_not_called_off_by_what_comes_of_it(office: Office) -> None:
    request = await office.has_request()
    booked = await office.desk.book(LRO.id, request.reference, FIRST, TUESDAY_9)
    office.moment = TUESDAY_9
    with pytest.raises(NotNow):
        await redirects(office, request)
    assert await office.desk.find(LRO.id, request.reference) == booked


async def test_a_session_that_has_taken_place_is_not_redirected(office: Office) -> None:
    request = await office.has_request()
    await office.desk.book(LRO.id, request.reference, FIRST, TUESDAY_9)
    office.passes(days=2)
    with pytest.raises(TookPlace):
        await redirects(office, request)
