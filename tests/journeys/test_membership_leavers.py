"""Leaving the team of advisers: what was on its way to who left, and what they had booked."""

from datetime import timedelta
from functools import partial

import pytest

from app import COURIER, DESK
from sessions.diaries import Diaries
from sessions.notices import NoticeKind
from sessions.outbox import Outbox
from sessions.window import Window
from tests.journeys.beside import about, notice_to, person, request_of, rests, until
from tests.journeys.comings import kept
from tests.journeys.stage import OVERVIEW, RDT, Stage, slots_in


async def test_that_a_leaver_is_not_told_is_nobodys_trouble(stage: Stage) -> None:
    leaver, other, *_ = stage.advisers
    await stage.teams.goes_wrong(person=leaver.id, operation="create", status=503, times=1)
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(other, reference)
    await until(partial(rests, stage, reference))
    await stage.teams.leaves(leaver, RDT)
    stage.time_passes(minutes=10)
    await until(partial(rests, stage, reference))
    notice = await notice_to(stage, stage.lro, reference, leaver)
    assert notice is not None
    assert notice.failure == "NotAnAdviser"
    assert not [m for m in await about(stage.organiser, reference) if "could not be told" in m.words]


@pytest.mark.parametrize("heard", [True, False], ids=["the event came", "it was missed"])
async def test_an_adviser_who_leaves_with_a_booking_is_told_to_organisers_once(
    stage: Stage, heard: bool
) -> None:
    reference = await stage.has_asked(stage.lro)
    booker, other, *_ = stage.advisers
    card = await stage.card_of(booker, reference)
    await booker.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await until(partial(rests, stage, reference))
    if heard:
        await stage.teams.leaves(booker, RDT)
    else:
        await stage.teams.moves_bot("http://127.0.0.1:9/")
        await stage.teams.leaves(booker, RDT)
        await stage.teams.moves_bot(f"{stage.url}/api/messages")
        stage.clock.passes(minutes=61)
        second = await stage.has_asked(stage.other_lro)
        await stage.card_of(other, second)
    stage.app[COURIER].ring()
    told = await stage.organiser.waits_for(lambda m: "has left" in m.words)
    assert booker.name in told.words
    assert reference in told.words
    assert "Tuesday 24 November, 09:00 to 10:00 (GMT)" in told.words
    await stage.teams.leaves(other, RDT)
    await stage.teams.installs()
    stage.time_passes(minutes=61)
    await until(partial(rests, stage, reference))
    assert len([m for m in await stage.organiser.messages() if "has left" in m.words]) == 1


@pytest.mark.parametrize("booked", [False, True], ids=["open", "booked by them"])
async def test_who_leaves_loses_what_their_cards_say_and_has_it_again_when_they_are_back(
    stage: Stage, booked: bool
) -> None:
    leaver, other, *_ = stage.advisers
    reference = await stage.has_asked(stage.lro)
    card = await stage.card_of(leaver, reference)
    theirs = await stage.card_of(other, reference)
    if booked:
        await leaver.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await until(partial(rests, stage, reference))
    assert OVERVIEW in (await leaver.sees_now(card)).words
    await stage.teams.leaves(leaver, RDT)

    async def is_taken_back() -> bool:
        words = (await leaver.sees_now(card)).words
        return OVERVIEW not in words and "07700" not in words

    async def nobodys_are_to_be_taken_back() -> bool:
        return (await kept(stage)).leavers == ()

    await until(is_taken_back)
    await until(partial(rests, stage, reference))
    await until(nobodys_are_to_be_taken_back)
    if not booked:
        assert OVERVIEW in (await other.sees_now(theirs)).words

    await stage.teams.joins(leaver, RDT)

    async def is_back() -> bool:
        words = (await leaver.sees_now(card)).words
        return OVERVIEW in words and ("You have booked" in words) == booked

    await until(is_back)


async def test_who_leaves_without_a_session_ahead_is_nobodys_trouble(stage: Stage) -> None:
    """One session has taken place; of another a crash left a reservation, and a colleague booked it."""
    leaver, other, *_ = stage.advisers
    held, taken = [await stage.has_asked(stage.lro) for _ in range(2)]
    lro, desk = stage.lro.aad_object_id, stage.app[DESK]
    request = await request_of(stage, stage.lro, held)
    start = request.asked.availability[0].start
    await desk.book(lro, held, person(leaver), start)
    later = start + timedelta(hours=4)
    time = Window(start=later, end=later + timedelta(hours=1))
    await Diaries(desk.store, desk.now).reserve(await desk.find(lro, taken), person(leaver).id, time)
    await desk.book(lro, taken, person(other), later)
    stage.clock.moment = start + timedelta(hours=2)
    await stage.teams.leaves(leaver, RDT)
    for reference in (held, taken):
        kinds = {n.kind for n in (await request_of(stage, stage.lro, reference)).notices}
        assert NoticeKind.ADVISER_LEFT not in kinds


async def test_who_left_is_no_adviser_though_organisers_cannot_be_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*_: object) -> None:
        raise RuntimeError("a bug")

    reference = await stage.has_asked(stage.lro)
    booker = stage.advisers[0]
    card = await stage.card_of(booker, reference)
    await booker.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    mine = await booker.waits_for("You have booked this session")
    monkeypatch.setattr(Outbox, "tell_of_leaver", failing)
    await stage.teams.leaves(booker, RDT)
    answer = await booker.presses(mine, "Yes, give it back")
    assert "Only its LRO, or an adviser" in answer.words
