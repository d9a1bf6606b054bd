"""Somebody removes the app from their own chat, and has it again: nothing that is news still is lost."""

from datetime import timedelta
from functools import partial

from app import COURIER, DESK
from sandbox.client import Player
from sessions.notices import Notice, NoticeKind
from sessions.request import State
from tests.journeys.beside import notice_to, person, request_of, rests, until
from tests.journeys.stage import RDT, Stage, slots_in


async def lros_notice(stage: Stage, reference: str) -> Notice:
    request = await request_of(stage, stage.lro, reference)
    return next(n for n in request.notices if n.to == stage.lro.aad_object_id)


async def given_up(stage: Stage, reference: str) -> bool:
    notices = (await request_of(stage, stage.lro, reference)).notices
    mine = [n for n in notices if n.to == stage.lro.aad_object_id]
    return bool(mine) and all(n.failure and n.due_at is None for n in mine)


async def booked_while_away(stage: Stage) -> tuple[str, Player]:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    card = await stage.card_of(adviser, reference)
    await stage.lro.removes_app()
    await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await until(partial(given_up, stage, reference))
    return reference, adviser


async def test_an_lro_who_is_back_hears_of_their_booking(stage: Stage) -> None:
    reference, _ = await booked_while_away(stage)
    await stage.lro.adds_app()
    booked = await stage.lro.waits_for(lambda m: reference in m.words and "booked" in m.words)
    await stage.teams.installs()
    await until(partial(rests, stage, reference))
    assert len([m for m in await stage.lro.messages() if m.words == booked.words]) == 1
    welcomes = [m for m in await stage.lro.messages() if "five short questions" in m.words]
    assert len(welcomes) == 1


async def test_what_is_history_by_then_is_not_told(stage: Stage) -> None:
    reference, adviser = await booked_while_away(stage)
    await stage.app[DESK].release(stage.lro.aad_object_id, reference, person(adviser))
    stage.app[COURIER].ring()
    await until(partial(given_up, stage, reference))
    await stage.lro.adds_app()
    await stage.lro.waits_for("can no longer make")
    await until(partial(rests, stage, reference))
    booked = next(
        n for n in (await request_of(stage, stage.lro, reference)).notices if n.kind is NoticeKind.LRO_BOOKED
    )
    assert booked.posted is None


async def test_nor_is_a_session_that_is_over(stage: Stage) -> None:
    reference, _ = await booked_while_away(stage)
    booking = (await request_of(stage, stage.lro, reference)).booking
    assert booking
    stage.clock.moment = booking.time.end + timedelta(minutes=1)
    await stage.lro.adds_app()
    assert (await lros_notice(stage, reference)).due_at is None


async def test_a_removal_that_comes_late_changes_nothing(stage: Stage) -> None:
    await stage.lro.removes_app()
    removal = (await stage.teams.membership_events())[-1:]
    await stage.lro.adds_app()
    await stage.teams.delivers_again(removal)
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    card = await stage.card_of(adviser, reference)
    await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await stage.lro.waits_for(lambda m: reference in m.words and "booked" in m.words)


async def test_an_addition_that_comes_late_is_one_more_try(stage: Stage) -> None:
    """The app is gone again: what is tried is given up as before, and the organiser is told once."""
    await stage.lro.adds_app()
    reference, _ = await booked_while_away(stage)
    (addition, *_) = await stage.teams.membership_events()
    body = addition | {
        "type": "installationUpdate",
        "action": "add",
        "id": "f:late",
        "from": {"id": stage.lro.id, "aadObjectId": stage.lro.aad_object_id, "name": stage.lro.name},
        "conversation": {"id": stage.lro.chat, "conversationType": "personal"},
        "channelData": {"tenant": addition["channelData"]["tenant"]},
        "membersAdded": None,
    }
    async with stage.teams.api.session.post(f"{stage.url}/api/messages", json=body) as answer:
        assert answer.status == 200
    await until(partial(given_up, stage, reference))
    await until(partial(rests, stage, reference))
    told = [m for m in await stage.organiser.messages() if "could not be told" in m.words]
    assert len(told) == 1
    for said in (
        "An LRO could not be told",
        stage.lro.name,
        "Their session is booked for",
        "contact details",
    ):
        assert said in told[0].words
    assert stage.lro.email not in told[0].words


async def test_an_adviser_who_is_back_gets_the_cards_they_could_not_be_sent(stage: Stage) -> None:
    adviser = stage.advisers[0]
    await stage.teams.joins(stage.lro, RDT)
    await stage.lro.removes_app()
    start = await stage.has_asked(stage.other_lro)

    async def not_sent() -> bool:
        notice = await notice_to(stage, stage.other_lro, start, stage.lro)
        return notice is not None and bool(notice.failure) and notice.due_at is None

    await stage.card_of(adviser, start)
    await until(not_sent)
    await stage.lro.adds_app()
    await stage.card_of(stage.lro, start)
    assert (await request_of(stage, stage.other_lro, start)).state is State.OPEN
