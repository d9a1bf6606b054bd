"""Requests and sessions held are counted into their quarter: once, whatever dies, and however many count."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from app import COURIER, DESK
from bot.settings import Settings
from sandbox.client import Player
from sandbox.server import running_sandbox
from sandbox.world import World
from sessions.announcing.counting import Counting
from sessions.announcing.tally import Figures
from sessions.desk import Desk
from sessions.notices import COUNTS, NoticeKind
from sessions.ports import Store as Records
from sessions.region import south_west
from sessions.request import Request
from storage import open_documents
from storage.repositories import store_on
from tests.journeys.beside import all_settled, another_bot, messages_of, request_of, rests, until
from tests.journeys.process import bot_process, submits
from tests.journeys.stage import RDT, Clock, Stage, slots_in, staged
from tests.journeys.stores import Store
from tests.sessions.office import LRO, asked

LAST_YEAR = datetime(2025, 11, 24, 9, 30, tzinfo=UTC)
"""A Monday before any at which this runs: the process has the machine's clock."""
LEASE = {"RDT_TEAM_ID": RDT, "LEASE_SECONDS": "1"}


async def figures(stage: Stage) -> Figures:
    return await stage.app[COURIER].counting.figures()


async def counted(stage: Stage, request: Request) -> bool:
    """Whether the courier has written down that it has counted all there is to count by now."""
    latest = await stage.app[DESK].find(request.lro.id, request.reference)
    waiting = [n for n in latest.notices if n not in messages_of(latest) and n.due_at is not None]
    return all(n.due_at is not None and n.due_at > stage.clock() + timedelta(minutes=2) for n in waiting)


async def books(stage: Stage, lro: Player, reference: str, slot: int = 0) -> Request:
    adviser = stage.advisers[0]
    card = await stage.card_of(adviser, reference)
    await adviser.presses(card, "Book this time", {"slot": slots_in(card)[slot]})
    return await request_of(stage, lro, reference)


async def is_over(stage: Stage, booked: Request) -> None:
    """Past the session's end, and all that was to be counted is."""
    if booked.booking is None:
        raise ValueError("nothing is booked")
    stage.clock.moment = booked.booking.time.end
    stage.time_passes(minutes=1)
    await until(lambda: counted(stage, booked))


async def test_a_request_and_its_session_are_counted_once(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    booked = await books(stage, stage.lro, reference)
    await until(lambda: counted(stage, booked))
    assert (await figures(stage)).held == 0, "it has yet to take place"
    await is_over(stage, booked)
    assert await figures(stage) == Figures(quarter="2026-Q4", requests={"direct": 1}, held=1)


@pytest.mark.parametrize("ends", ["release", "cannot make it", "withdraw"])
async def test_what_was_called_off_is_not_counted_as_held(stage: Stage, ends: str) -> None:
    desk, reference = stage.app[DESK], await stage.has_asked(stage.lro)
    booked = await books(stage, stage.lro, reference)
    if booked.booking is None:
        raise ValueError("nothing is booked")
    match ends:
        case "release":
            await desk.release(booked.lro.id, reference, booked.booking.adviser)
        case "cannot make it":
            await desk.cannot_make_it(booked.lro, reference)
        case _:
            await desk.withdraw(booked.lro, reference)
    await is_over(stage, booked)
    assert (await figures(stage)).held == 0
    assert (await figures(stage)).requested == 1


async def test_one_that_was_booked_again_counts_once(stage: Stage) -> None:
    desk, reference = stage.app[DESK], await stage.has_asked(stage.lro)
    first = await books(stage, stage.lro, reference)
    if first.booking is None:
        raise ValueError("nothing is booked")
    await desk.release(first.lro.id, reference, first.booking.adviser)
    stage.app[COURIER].ring()
    await is_over(stage, await books(stage, stage.lro, reference, slot=4))
    assert (await figures(stage)).held == 1


async def test_what_its_adviser_says_did_not_take_place_is_not_held_after_all(stage: Stage) -> None:
    """Their card changes when it is over, which writes to nobody; the LRO is told what they say."""
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.has_asked(lro)
    card = await stage.card_of(adviser, reference)
    booked = await books(stage, lro, reference)
    await until(partial(all_settled, stage, lro, reference))
    before = len(await adviser.messages())
    await is_over(stage, booked)
    over = await adviser.waits_for("This session is over")
    assert (over.id, len(await adviser.messages())) == (card.id, before), "an edit"
    assert (await figures(stage)).held == 1
    pressed = await adviser.presses(over, "Yes, tell the LRO")
    assert "The session did not take place." in pressed.words
    told = await lro.waits_for("Your session did not take place")
    assert adviser.name in told.words
    await stage.teams.resends(pressed.activity_id)
    await until(partial(all_settled, stage, lro, reference))
    assert await figures(stage) == Figures(quarter="2026-Q4", requests={"direct": 1}, held=0, no_shows=1)
    assert sum("Your session did not take place" in m.words for m in await lro.messages()) == 1


async def test_while_it_goes_on_nobody_says_how_it_went(stage: Stage) -> None:
    adviser, reference = stage.advisers[0], await stage.has_asked(stage.lro)
    card = await stage.card_of(adviser, reference)
    booked = await books(stage, stage.lro, reference)
    assert booked.booking is not None
    stage.clock.moment = booked.booking.time.end - timedelta(minutes=1)
    data = {"reference": reference, "lro": stage.lro.aad_object_id}
    answer = await adviser.sends(card, {"type": "Action.Execute", "verb": "no show", "data": data})
    assert "You have already booked this" in answer.words
    assert (await request_of(stage, stage.lro, reference)).booking == booked.booking


async def test_two_bots_count_a_session_once(stage: Stage) -> None:
    requests = [await stage.has_asked(lro) for lro in stage.teams.people("LRO")[:3]]
    booked = [
        await books(stage, lro, reference, slot=4 * n)
        for n, (lro, reference) in enumerate(zip(stage.teams.people("LRO"), requests, strict=False))
    ]
    async with another_bot(stage) as (_, second):
        stage.clock.passes(days=2)
        for _ in range(5):
            stage.app[COURIER].ring()
            second[COURIER].ring()
            await asyncio.sleep(0)
        for each in booked:
            await until(lambda each=each: counted(stage, each))  # type: ignore[misc] # bound at once
        assert (await figures(stage)).held == len(booked)
        assert await second[COURIER].counting.figures() == await figures(stage)


async def test_a_courier_that_counted_and_died_before_it_wrote_so_counts_nothing_twice(stage: Stage) -> None:
    """The lease runs out, and both counts are taken again."""
    reference = await stage.has_asked(stage.lro)
    booked = await books(stage, stage.lro, reference)
    await is_over(stage, booked)
    await until(partial(rests, stage, reference))
    before = await figures(stage)
    assert (before.requests, before.held) == ({"direct": 1}, 1)
    requests = stage.app[DESK].store.requests
    stored = await requests.get(booked.lro.id, reference)
    assert stored is not None
    as_if = tuple(
        n.model_copy(update={"due_at": stage.clock(), "attempts": 1}) if n.kind in COUNTS else n
        for n in stored.value.notices
    )
    await requests.save(stored, stored.value.model_copy(update={"notices": as_if}))
    stage.app[COURIER].ring()
    await until(lambda: counted(stage, booked))
    assert await figures(stage) == before


async def test_a_session_booked_anew_for_later_is_not_counted_at_its_old_end(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    first = await books(stage, stage.lro, reference)
    if first.booking is None:
        raise ValueError("nothing is booked")
    await stage.app[DESK].release(first.lro.id, reference, first.booking.adviser)
    stage.app[COURIER].ring()
    await books(stage, stage.lro, reference, slot=8)
    await is_over(stage, first)
    await until(partial(rests, stage, reference))
    assert (await figures(stage)).held == 0


async def test_a_tally_that_cannot_be_written_is_nobodys_message(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The advisers are told all the same, the organiser hears nothing, and it is counted after the lease."""
    real = Counting.count_request

    async def fails(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(Counting, "count_request", fails)
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(stage.advisers[0], reference)
    for _ in range(12):
        stage.time_passes(minutes=2)
        request = await request_of(stage, stage.lro, reference)
        await until(lambda: _tried_now(stage, reference))
    heard = [m.words for m in await stage.organiser.messages()]
    assert len(heard) == 1, heard
    assert "Book this time" in heard[0], "as the adviser that they are too"
    assert messages_of(request) == [n for n in request.notices if n.kind is NoticeKind.ADVISER_CARD]
    monkeypatch.setattr(Counting, "count_request", real)
    stage.time_passes(minutes=2)
    await until(lambda: counted(stage, request))
    assert (await figures(stage)).requests == {"direct": 1}


async def _tried_now(stage: Stage, reference: str) -> bool:
    """Taken at this moment by the stage's clock."""
    request = await request_of(stage, stage.lro, reference)
    (count,) = (n for n in request.notices if n.kind is NoticeKind.COUNT_REQUEST)
    return count.due_at == stage.clock() + timedelta(seconds=60)


async def test_each_counts_in_its_quarter(store: Store) -> None:
    """Asked for on the last day of a quarter, held in the next: by the region's clock, in summer time."""
    last_day = datetime.fromisoformat("2026-09-30T09:30:00+01:00")
    async with staged(store, clock=Clock(last_day)) as stage:
        reference = await stage.has_asked(stage.lro)
        await is_over(stage, await books(stage, stage.lro, reference))
        counting = stage.app[COURIER].counting
        before, after = [await counting.figures(quarter) for quarter in ("2026-Q3", "2026-Q4")]
        assert (before.requested, before.held, after.requested, after.held) == (1, 0, 0, 1)


@pytest.mark.parametrize("told", [0, 1], ids=["as it was submitted", "one adviser was told"])
async def test_killed_between_submit_and_count_it_is_counted_once(store: Store, told: int) -> None:
    """kill -9: whether the count was taken, made or written down by then, it is made once."""
    world = World.sample(advisers=3, lros=1)
    async with bot_process(store, **LEASE) as bot, running_sandbox(world, bot_url=bot.url) as sandbox:
        reference = await submits(sandbox.client)
        for adviser in sandbox.client.people("adviser")[:told]:
            await adviser.waits_for(reference)
        await bot.is_killed()
        async with bot_process(store, **LEASE), records(store) as kept:
            lro = sandbox.client.people("LRO")[0]
            await until(partial(_has_counted, kept, lro.aad_object_id, reference))
            assert await _sources_in(kept, datetime.now(UTC)) == {"direct": 1}


async def test_killed_before_any_courier_saw_it(store: Store) -> None:
    """The write of the request was the last thing that happened."""
    async with records(store) as kept:
        desk = Desk(store=kept, region=south_west(), now=lambda: LAST_YEAR)
        request = await desk.submit(
            "SW-AAA-AAAA", LRO, asked(LAST_YEAR + timedelta(days=1)), source="qr-code"
        )
        async with bot_process(store, **LEASE):
            await until(partial(_has_counted, kept, LRO.id, request.reference))
        assert await _sources_in(kept, LAST_YEAR) == {"qr-code": 1}


@asynccontextmanager
async def records(store: Store) -> AsyncIterator[Records]:
    """What the bots of that store keep, and nobody who delivers."""
    known: dict[str, Any] = {**store}
    settings = Settings(_env_file=None, **known)
    documents = await open_documents(settings.store, cosmos=settings.cosmos, clock=lambda: LAST_YEAR)
    try:
        yield store_on(documents)
    finally:
        await documents.close()


async def _has_counted(kept: Records, lro_id: str, reference: str) -> bool:
    stored = await kept.requests.get(lro_id, reference)
    notices = stored.value.notices if stored else ()
    return any(n.kind is NoticeKind.COUNT_REQUEST and n.due_at is None for n in notices)


async def _sources_in(kept: Records, moment: datetime) -> dict[str, int]:
    """Of the requests of the quarter in which that moment lies."""
    counting = Counting(kept, south_west(), lambda: moment)
    return dict((await counting.figures()).requests)
