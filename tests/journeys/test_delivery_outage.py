"""Tell, through hours in which Teams is away: whoever is to be told is told in the end, once."""

from datetime import timedelta
from functools import partial

import pytest

from app import COURIER, DESK
from bot.delivery.patience import LATE_AFTER
from sandbox.client import Player
from sandbox.seen import SeenMessage
from sessions.outbox import Outcome
from sessions.window import Window
from tests.journeys.beside import about, messages_of, notice_to, person, request_of, rests, until
from tests.journeys.stage import Stage

OUTAGE = 20
"""Half hours of it: an evening and a night."""


async def _goes_by(stage: Stage, reference: str, half_hours: int) -> None:
    for _ in range(half_hours):
        await until(partial(rests, stage, reference))
        stage.time_passes(minutes=31)
    await until(partial(rests, stage, reference))


async def _warnings(stage: Stage, reference: str) -> list[SeenMessage]:
    return [m for m in await about(stage.organiser, reference) if "could not be told" in m.words]


@pytest.mark.parametrize("status", [503, 401])
async def test_every_adviser_is_told_after_an_outage_of_hours(stage: Stage, status: int) -> None:
    """Promise 1: the LRO was told that it is in, and the weekend's outage or an expired secret came after."""
    await stage.teams.goes_wrong(operation="create", status=status, times=None)
    reference = await stage.has_asked(stage.lro)
    await _goes_by(stage, reference, OUTAGE * 2)
    notice = await notice_to(stage, stage.lro, reference, stage.advisers[0])
    assert notice is not None
    assert notice.attempts > 30
    await stage.teams.goes_right()
    stage.time_passes(minutes=31)
    for adviser in stage.advisers:
        await stage.card_of(adviser, reference)
        assert len(await about(adviser, reference)) == 1


async def test_organisers_are_told_once_that_it_lasts(stage: Stage) -> None:
    late, other, *_ = stage.advisers
    await stage.teams.goes_wrong(operation="create", person=late.id, status=503, times=None)
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(other, reference)
    await _goes_by(stage, reference, LATE_AFTER - 2)
    assert await _warnings(stage, reference) == [], "it may pass by itself"
    await _goes_by(stage, reference, OUTAGE)
    (told,) = await _warnings(stage, reference)
    assert late.name in told.words
    assert "An adviser could not be told so far" in told.words
    assert "I keep trying" in told.words
    await stage.teams.goes_right()
    stage.time_passes(minutes=31)
    await stage.card_of(late, reference)


async def test_what_is_over_is_not_told_for_ever(stage: Stage) -> None:
    late, other, *_ = stage.advisers
    await stage.teams.goes_wrong(operation="create", person=late.id, status=503, times=None)
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(other, reference)
    await stage.app[DESK].withdraw(person(stage.lro), reference)
    await _goes_by(stage, reference, 50)
    notice = await notice_to(stage, stage.lro, reference, late)
    assert notice is not None
    assert notice.due_at is None
    assert len(await _warnings(stage, reference)) == 1, "that it is late; that it stopped is nobody's trouble"


async def _offers(stage: Stage, reference: str, hour: int = 9) -> None:
    """The LRO's answer to being asked for other times: the day after tomorrow."""
    start = (stage.clock.moment + timedelta(days=2)).replace(hour=hour, minute=0)
    window = Window(start=start, end=start + timedelta(hours=3))
    await stage.app[DESK].offer_times(person(stage.lro), reference, [window])
    stage.app[COURIER].ring()
    await until(partial(rests, stage, reference))


async def _asks_for_times(stage: Stage, reference: str, adviser: Player, note: str = "") -> None:
    await stage.app[DESK].ask_for_times(stage.lro.aad_object_id, reference, person(adviser), note)
    stage.app[COURIER].ring()
    await until(partial(rests, stage, reference))


async def test_an_edit_that_was_refused_is_tried_afresh_when_the_request_changes(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    refused, other, *_ = stage.advisers
    await stage.card_of(refused, reference)
    await until(partial(rests, stage, reference))
    code = "ConversationBlockedByUser"
    await stage.teams.goes_wrong(person=refused.id, operation="edit", status=403, code=code)
    await _asks_for_times(stage, reference, other)
    notice = await notice_to(stage, stage.lro, reference, refused)
    assert notice is not None
    assert (notice.failure, notice.due_at) == (code, None)
    await _offers(stage, reference)
    old, card = await about(refused, reference)
    assert old.buttons == []
    assert "Wednesday 25 November" in card.words
    notice = await notice_to(stage, stage.lro, reference, refused)
    assert notice is not None
    assert notice.failure == ""


async def test_a_refusal_that_comes_after_the_request_has_moved_on_is_of_the_old_card(stage: Stage) -> None:
    """Booked while the edit before was on its way to be refused: the newer card is tried all the same."""
    reference = await stage.has_asked(stage.lro)
    refused, other, *_ = stage.advisers
    await stage.card_of(refused, reference)
    await until(partial(rests, stage, reference))
    code = "ConversationBlockedByUser"
    await stage.teams.goes_wrong(person=refused.id, operation="edit", status=403, code=code, delay=0.3)
    before = len(await stage.teams.calls())
    await stage.app[DESK].ask_for_times(stage.lro.aad_object_id, reference, person(other), "")
    stage.app[COURIER].ring()

    async def is_editing() -> bool:
        calls = await stage.teams.calls(before)
        return any(c["operation"] == "edit" and c["conversation"] == refused.chat for c in calls)

    await until(is_editing)
    start = (stage.clock.moment + timedelta(days=2)).replace(hour=9, minute=0)
    window = Window(start=start, end=start + timedelta(hours=3))
    await stage.app[DESK].offer_times(person(stage.lro), reference, [window])
    await refused.waits_for(lambda m: "Book this time" in m.buttons and "Wednesday 25 November" in m.words)


async def test_there_is_one_prompt_for_times_at_most(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    for number in range(3):
        await _asks_for_times(stage, reference, stage.advisers[0], f"note {number}")
        (live,) = [m for m in await stage.lro.messages() if "Send these times" in m.buttons]
        assert f"note {number}" in live.words
        await _offers(stage, reference, 9 + number)
        assert not [m for m in await stage.lro.messages() if "Send these times" in m.buttons]


async def test_there_is_one_card_of_a_booking_at_most(stage: Stage) -> None:
    """Booked, released, booked by another: the card of the first does not come to life again."""
    reference = await stage.has_asked(stage.lro)
    lro, desk = stage.lro.aad_object_id, stage.app[DESK]
    start = (await request_of(stage, stage.lro, reference)).asked.availability[0].start
    for adviser in stage.advisers[:2]:
        await desk.book(lro, reference, person(adviser), start)
        stage.app[COURIER].ring()
        await until(partial(rests, stage, reference))
        (live,) = [m for m in await stage.lro.messages() if "Your session is booked" in m.words]
        assert adviser.name in live.words
        assert "I can't make it" in live.buttons
        newest = (await about(stage.lro, reference))[-1]
        assert live.id == newest.id
        if adviser is stage.advisers[0]:
            await desk.release(lro, reference, person(adviser))
            stage.app[COURIER].ring()
            await until(partial(rests, stage, reference))
            assert not [m for m in await stage.lro.messages() if "Your session is booked" in m.words]


async def test_a_booking_that_was_history_before_its_card_went_out_is_not_told_of(stage: Stage) -> None:
    """Teams was away for the LRO: booked, released and booked by another meanwhile."""
    reference = await stage.has_asked(stage.lro)
    lro, desk = stage.lro, stage.app[DESK]
    await lro.says("hello")
    before = len(await lro.messages())
    start = (await request_of(stage, lro, reference)).asked.availability[0].start
    await stage.teams.goes_wrong(person=lro.id, operation="send", status=503, times=None)
    one, two, *_ = stage.advisers
    await desk.book(lro.aad_object_id, reference, person(one), start)
    stage.app[COURIER].ring()
    await until(partial(rests, stage, reference))
    await desk.release(lro.aad_object_id, reference, person(one))
    await desk.book(lro.aad_object_id, reference, person(two), start)
    stage.app[COURIER].ring()
    await until(partial(rests, stage, reference))
    await stage.teams.goes_right()
    stage.time_passes(minutes=31)
    await until(partial(rests, stage, reference))
    told = [m.words for m in (await lro.messages())[before:]]
    assert len([words for words in told if "Your session is booked" in words]) == 1
    assert not [words for words in told if "out of date" in words]
    assert await _warnings(stage, reference) == []


async def test_no_card_is_taken_away_because_the_roster_cannot_be_read(stage: Stage) -> None:
    """A weekend has gone by, and Teams stumbles: who is an adviser cannot be told."""
    reference = await stage.has_asked(stage.lro)
    for adviser in stage.advisers:
        await stage.card_of(adviser, reference)
    await until(partial(rests, stage, reference))
    await _asks_for_times(stage, reference, stage.advisers[0])
    await stage.teams.goes_wrong(operation="members", status=502, times=None)
    stage.clock.passes(hours=25)
    await _offers(stage, reference)
    for adviser in stage.advisers:
        (card,) = await about(adviser, reference)
        assert "asked the LRO for other times" in card.words, "as it was: a change waits"
    await stage.teams.goes_right()
    stage.time_passes(minutes=31)
    for adviser in stage.advisers:
        await stage.card_of(adviser, reference)
        assert len(await about(adviser, reference)) == 2, "the old card, and the one that opens it again"


async def test_that_two_are_late_is_one_message(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    await until(partial(rests, stage, reference))
    request = await request_of(stage, stage.lro, reference)
    again = stage.clock() + timedelta(minutes=1)
    late = {
        n.id: Outcome(notice=n, tried=1, again_at=again, failure="503", who="Somebody")
        for n in messages_of(request)[:2]
    }
    after = await stage.app[COURIER].outbox.record(request, late)
    assert len(after.notices) == len(request.notices) + 1


async def test_a_booking_an_lro_never_saw_is_not_told_of_once_it_is_off(stage: Stage) -> None:
    """They had blocked the app for a while: what is history by then stays unsaid."""
    reference = await stage.has_asked(stage.lro)
    lro, desk, adviser = stage.lro, stage.app[DESK], stage.advisers[0]
    await lro.says("hello")
    start = (await request_of(stage, lro, reference)).asked.availability[0].start
    code = "ConversationBlockedByUser"
    await stage.teams.goes_wrong(person=lro.id, operation="send", status=403, code=code)
    await desk.book(lro.aad_object_id, reference, person(adviser), start)
    stage.app[COURIER].ring()
    await until(partial(rests, stage, reference))
    await desk.release(lro.aad_object_id, reference, person(adviser))
    stage.app[COURIER].ring()
    await lro.waits_for("Your session is off for now")
    await until(partial(rests, stage, reference))
    assert not [m for m in await lro.messages() if "This booking no longer stands" in m.words]
