"""Tell, slowly or twice: every adviser ends with one card, and it shows the end state."""

import asyncio
from functools import partial
from typing import Any

import pytest

from app import COURIER, DESK
from bot.delivery import rounds
from bot.delivery.rounds import LAST_MOMENT
from bot.sending import clients
from sessions.desk import Desk
from sessions.request import Request
from storage.documents import StorageFault
from storage.repositories import RequestRepository
from tests.journeys.beside import (
    about,
    all_settled,
    another_bot,
    is_postponed,
    person,
    request_of,
    until,
)
from tests.journeys.stage import Stage, slots_in, staged
from tests.journeys.stores import Store

MANY = 24
HANDS = 16
"""Fewer than the courier has, and than there are many advisers."""


async def is_sending(stage: Stage, after: int) -> bool:
    return any(call["operation"] == "send" for call in await stage.teams.calls(after))


async def test_a_booking_made_while_the_cards_are_still_going_out(store: Store) -> None:
    async with staged(store, advisers=MANY) as stage:
        await stage.teams.goes_wrong(operation="send", delay=0.2, times=None)
        reference = await stage.has_asked(stage.lro)
        first = stage.advisers[0]
        card = await stage.card_of(first, reference)
        booked = await first.presses(card, "Book this time", {"slot": slots_in(card)[0]})
        assert "You have booked this session" in booked.words
        await until(lambda: all_settled(stage, stage.lro, reference))
        for adviser in stage.advisers:
            (only,) = await about(adviser, reference)
            mine = "You have booked this session" if adviser is first else f"Booked by {first.name}"
            assert mine in only.words


@pytest.mark.parametrize("seconds", [0.0, 0.05])
async def test_whatever_happens_in_between_one_card_that_shows_the_end(store: Store, seconds: float) -> None:
    """Booked, released and booked by another while sends and edits are slow, in both orders of arrival."""
    async with staged(store, advisers=6) as stage:
        await stage.teams.goes_wrong(operation="send", delay=0.15, times=None)
        await stage.teams.goes_wrong(operation="edit", delay=0.1, times=None)
        reference = await stage.has_asked(stage.lro)
        desk, courier = stage.app[DESK], stage.app[COURIER]
        one, two, *_ = stage.advisers
        start = (await request_of(stage, stage.lro, reference)).asked.availability[0].start
        await desk.book(stage.lro.aad_object_id, reference, person(one), start)
        courier.ring()
        await asyncio.sleep(seconds)  # not to wait for anything: so that it comes between
        await desk.release(stage.lro.aad_object_id, reference, person(one))
        courier.ring()
        await asyncio.sleep(seconds)
        await desk.book(stage.lro.aad_object_id, reference, person(two), start)
        courier.ring()
        await until(lambda: all_settled(stage, stage.lro, reference))
        for adviser in stage.advisers:
            (only,) = await about(adviser, reference)
            assert ("You have booked" if adviser is two else f"Booked by {two.name}") in only.words


async def test_two_replicas_share_the_work_and_deliver_each_card_once(store: Store) -> None:
    async with staged(store, advisers=MANY) as stage, another_bot(stage) as (_, other):
        await stage.teams.goes_wrong(operation="send", delay=0.02, times=None)
        references = [await stage.has_asked(stage.lro) for _ in range(3)]
        other[COURIER].ring()
        for reference in references:
            await until(partial(all_settled, stage, stage.lro, reference))
            other[COURIER].ring()
            for adviser in stage.advisers:
                assert len(await about(adviser, reference)) == 1


async def test_what_one_replica_is_sending_the_other_leaves_alone_though_the_request_moves_on(
    stage: Stage,
) -> None:
    async with another_bot(stage) as (_, other):
        await stage.teams.goes_wrong(operation="send", delay=0.3, times=None)
        before = len(await stage.teams.calls())
        reference = await stage.has_asked(stage.lro)
        await until(partial(is_sending, stage, before))
        booker = stage.advisers[0]
        start = (await request_of(stage, stage.lro, reference)).asked.availability[0].start
        await other[DESK].book(stage.lro.aad_object_id, reference, person(booker), start)
        other[COURIER].ring()
        await until(partial(all_settled, stage, stage.lro, reference))
        for adviser in stage.advisers:
            (only,) = await about(adviser, reference)
            assert ("You have booked" if adviser is booker else "Booked by") in only.words


async def test_no_more_is_taken_than_can_be_sent_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lease runs from the moment of taking: what waits in a queue would be taken again, and sent twice."""
    monkeypatch.setattr(rounds, "AT_ONCE", HANDS)
    async with staged(store, advisers=MANY) as stage:
        await stage.teams.goes_wrong(operation="create", delay=0.3, times=None)
        reference = await stage.has_asked(stage.lro)
        most = 0

        async def settled() -> bool:
            nonlocal most
            request = await request_of(stage, stage.lro, reference)
            most = max(most, sum(n.attempts > 0 and n.due_at is not None for n in request.notices))
            return await all_settled(stage, stage.lro, reference)

        await until(settled)
        assert 1 < most <= HANDS


async def test_a_restart_picks_up_what_was_left(stage: Stage) -> None:
    """The first bot took the notices and could not send them; the next one finds them by itself."""
    await stage.teams.goes_wrong(operation="create", status=502, times=None)
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    await until(lambda: is_postponed(stage, stage.lro, reference, adviser))
    await stage.teams.goes_right()
    stage.clock.passes(minutes=10)
    async with another_bot(stage):
        await stage.card_of(adviser, reference)
    assert len(await about(adviser, reference)) == 1


async def test_a_lease_that_runs_out_under_our_own_hands(stage: Stage) -> None:
    """The machine slept, or its clock was put right: what is being sent is not taken again."""
    await stage.teams.goes_wrong(operation="send", delay=0.3, times=None)
    before = len(await stage.teams.calls())
    reference = await stage.has_asked(stage.lro)
    await until(partial(is_sending, stage, before))
    stage.time_passes(minutes=5)
    await until(partial(all_settled, stage, stage.lro, reference))
    for adviser in stage.advisers:
        assert len(await about(adviser, reference)) == 1


async def test_stopping_waits_for_what_is_under_way_and_writes_it_down(stage: Stage) -> None:
    """So that a deployment is no crash: nothing is sent again by the next process."""
    await stage.teams.goes_wrong(operation="send", delay=0.3, times=None)
    before = len(await stage.teams.calls())
    reference = await stage.has_asked(stage.lro)
    await until(partial(is_sending, stage, before))
    await stage.stops()
    async with another_bot(stage) as (_, next_bot):
        kept = await next_bot[DESK].find(stage.lro.aad_object_id, reference)
    cards = [n for n in kept.notices if n.id.startswith("card")]
    assert cards
    assert all(n.posted is not None and n.due_at is None for n in cards)
    for adviser in stage.advisers:
        assert len(await about(adviser, reference)) == 1


async def test_a_store_that_fails_between_the_sending_and_the_writing_down(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The courier holds on to what it knows, and nobody gets a second card."""
    adviser = stage.advisers[0]
    save, failures = RequestRepository.save, iter(range(4))

    async def failing(*given: Any) -> object:  # noqa: ANN401 (handed on as they came)
        calls = await stage.teams.calls()
        sent = any(
            c["conversation"] == adviser.chat and c["status"] and c["operation"] == "send" for c in calls
        )
        if sent and next(failures, None) is not None:
            raise StorageFault("the disk is full")
        return await save(*given)

    monkeypatch.setattr(RequestRepository, "save", failing)
    reference = await stage.has_asked(stage.lro)
    await until(lambda: all_settled(stage, stage.lro, reference))
    assert next(failures, None) is None, "the store has failed as often as it should"
    stage.time_passes(minutes=5)
    await stage.has_asked(stage.other_lro)
    await adviser.waits_for(lambda m: "Book this time" in m.buttons and reference not in m.words)
    assert len(await about(adviser, reference)) == 1


async def test_cards_do_not_wait_for_each_others_reads_of_the_store(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's diary is found before all of them have been asked for."""
    slots_for, asked, all_asked = Desk.slots_for, [], asyncio.Event()

    async def slow(*given: Any) -> object:  # noqa: ANN401 (handed on as they came)
        asked.append(given)
        if len(asked) == len(stage.advisers):
            all_asked.set()
        await all_asked.wait()
        return await slots_for(*given)

    monkeypatch.setattr(Desk, "slots_for", slow)
    reference = await stage.has_asked(stage.lro)
    for adviser in stage.advisers:
        await stage.card_of(adviser, reference)


async def test_a_store_that_is_away_does_not_stop_the_courier(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    due, failures = RequestRepository.due, iter(range(3))

    async def failing(*given: Any) -> object:  # noqa: ANN401 (handed on as they came)
        if next(failures, None) is not None:
            raise StorageFault("away")
        return await due(*given)

    monkeypatch.setattr(RequestRepository, "due", failing)
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(stage.advisers[0], reference)


async def test_a_request_that_cannot_be_handled_holds_up_no_other_and_does_not_make_us_spin(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick, poisoned = Desk.tick, "SW-never"

    async def failing(self: Desk, request: Request) -> Request:
        if request.reference == poisoned:
            raise RuntimeError("a bug")
        return await tick(self, request)

    await stage.teams.goes_wrong(operation="create", status=502, times=None)
    poisoned = await stage.has_asked(stage.lro)
    await until(lambda: _has_cards(stage, poisoned))
    await stage.teams.goes_right()
    monkeypatch.setattr(Desk, "tick", failing)
    stage.time_passes(minutes=20)
    reference = await stage.has_asked(stage.other_lro)
    await stage.card_of(stage.advisers[0], reference)
    await until(lambda: all_settled(stage, stage.other_lro, reference))
    looked = _counts_looks(monkeypatch)
    await asyncio.sleep(0.7)  # a stretch of time to count in
    assert len(looked) <= 5


async def test_nothing_to_do_is_nothing_done(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One look a half minute, and none in between."""
    reference = await stage.has_asked(stage.lro)
    await until(lambda: all_settled(stage, stage.lro, reference))
    await stage.card_of(stage.advisers[0], reference)

    looked = _counts_looks(monkeypatch)

    async def still() -> bool:
        looked.clear()
        await asyncio.sleep(0.25)  # a stretch of time to count in
        return not looked

    await until(still)
    stage.app[COURIER].ring()
    await until(lambda: _any(looked))


def test_stopping_waits_longer_than_any_one_call_may_take_and_not_for_ever() -> None:
    assert clients.PATIENCE + 1 < LAST_MOMENT <= 20


async def test_an_answer_that_comes_too_late_counts_as_none(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "PATIENCE", 1.0)
    async with staged(store) as stage:
        slow, quick, *_ = stage.advisers
        await stage.teams.goes_wrong(operation="create", person=slow.id, delay=3.0, times=1)
        reference = await stage.has_asked(stage.lro)
        await stage.card_of(quick, reference)
        await until(lambda: is_postponed(stage, stage.lro, reference, slow))
        stage.time_passes(minutes=10)
        await stage.card_of(slow, reference)
        assert len(await about(slow, reference)) == 1


def _counts_looks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows by one whenever a courier looks for what is due."""
    due, looked = RequestRepository.due, list[object]()

    async def counted(*given: Any) -> object:  # noqa: ANN401 (handed on as they came)
        looked.append(given)
        return await due(*given)

    monkeypatch.setattr(RequestRepository, "due", counted)
    return looked


async def _any(looked: list[object]) -> bool:
    return bool(looked)


async def _has_cards(stage: Stage, reference: str) -> bool:
    request = await request_of(stage, stage.lro, reference)
    return any(n.id.startswith("card") and n.attempts for n in request.notices)
