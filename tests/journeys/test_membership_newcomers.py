"""Who joins the advisers gets a card of each request that is there already."""

import asyncio
from functools import partial

import pytest

from app import COURIER, DESK
from bot.delivery.courier import Courier
from sandbox.client import Player
from sessions.outbox import Outbox
from sessions.people import Member
from sessions.request import State
from tests.journeys.beside import about, another_bot, notice_to, person, request_of, rests, until
from tests.journeys.comings import NOWHERE, an_hour_passes, hear, kept
from tests.journeys.stage import RDT, Stage, slots_in


async def has_no_newcomers(stage: Stage) -> bool:
    return not (await kept(stage)).newcomers


async def cards_of(who: Player, reference: str) -> int:
    return len(await about(who, reference))


async def test_a_newcomer_sees_what_is_open_or_waits_for_times_and_nothing_else(stage: Stage) -> None:
    opened, waiting, withdrawn, booked = [await stage.has_asked(stage.lro) for _ in range(4)]
    adviser, newcomer = stage.advisers[0], stage.other_lro
    desk, lro = stage.app[DESK], person(stage.lro)
    slot = slots_in(await stage.card_of(adviser, booked))[0]
    card = await stage.card_of(adviser, booked)
    await adviser.presses(card, "Book this time", {"slot": slot})
    await desk.ask_for_times(lro.id, waiting, person(adviser), "Mornings?")
    await desk.withdraw(lro, withdrawn)
    await stage.teams.joins(newcomer, RDT)
    mine = await stage.card_of(newcomer, opened)
    await newcomer.waits_for(waiting)
    await until(partial(has_no_newcomers, stage))
    assert await cards_of(newcomer, withdrawn) == await cards_of(newcomer, booked) == 0
    answer = await newcomer.presses(mine, "Book this time", {"slot": slots_in(mine)[-1]})
    assert "You have booked this session" in answer.words


async def test_a_request_that_is_settled_while_they_are_told_brings_them_no_card(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(stage.advisers[0], reference)
    as_read = await request_of(stage, stage.lro, reference)
    await stage.app[DESK].withdraw(person(stage.lro), reference)
    outbox = stage.app[COURIER].outbox
    newcomer = Member(id="newcomer", teams_id="29:newcomer", name="Sample Newcomer")
    latest = await outbox.tell_newcomers(as_read, [newcomer])
    assert "newcomer" not in {notice.to for notice in latest.notices}


@pytest.mark.parametrize("ended_by", ["adviser", "LRO"])
async def test_what_was_booked_when_they_came_is_theirs_to_see_once_it_is_not(
    stage: Stage, ended_by: str
) -> None:
    reference = await stage.has_asked(stage.lro)
    booker, newcomer = stage.advisers[0], stage.other_lro
    card = await stage.card_of(booker, reference)
    await booker.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await stage.teams.joins(newcomer, RDT)
    await until(partial(has_no_newcomers, stage))
    assert await cards_of(newcomer, reference) == 0
    if ended_by == "adviser":
        await stage.app[DESK].release(stage.lro.aad_object_id, reference, person(booker))
    else:
        await stage.app[DESK].cannot_make_it(person(stage.lro), reference)
    stage.app[COURIER].ring()
    await newcomer.waits_for(reference)
    await until(partial(rests, stage, reference))
    for adviser in (newcomer, *stage.advisers):
        told = [m for m in await about(adviser, reference) if "Book this time" in m.buttons]
        assert len(told) == (ended_by == "adviser")


async def test_nobody_gets_a_second_card_though_the_event_comes_again(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    newcomer = stage.other_lro
    await stage.teams.joins(newcomer, RDT)
    await stage.card_of(newcomer, reference)
    events = await stage.teams.membership_events()
    await stage.teams.delivers_again(events[-3:])
    await stage.teams.installs()
    an_hour_passes(stage)
    await until(partial(has_no_newcomers, stage))
    await until(partial(rests, stage, reference))
    for somebody in (newcomer, *stage.advisers):
        assert await cards_of(somebody, reference) == 1


async def test_nobody_is_told_of_their_own_request(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    other = await stage.has_asked(stage.other_lro)
    await stage.teams.joins(stage.lro, RDT)
    await stage.card_of(stage.lro, other)
    await until(partial(has_no_newcomers, stage))
    assert await notice_to(stage, stage.lro, reference, stage.lro) is None


async def test_who_joined_unheard_gets_theirs_within_the_hour(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(stage.advisers[0], reference)
    await stage.teams.moves_bot(NOWHERE)
    await stage.teams.joins(stage.other_lro, RDT)
    await stage.teams.moves_bot(hear(stage))
    an_hour_passes(stage)
    await stage.card_of(stage.other_lro, reference)


async def test_a_newcomer_is_not_forgotten_though_the_bot_dies_before_they_are_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dying(*_: object) -> None:
        raise RuntimeError("killed")

    reference = await stage.has_asked(stage.lro)
    await stage.card_of(stage.advisers[0], reference)
    with monkeypatch.context() as patched:
        patched.setattr(Outbox, "tell_newcomers", dying)
        await stage.teams.joins(stage.other_lro, RDT)
        assert (await kept(stage)).newcomers == (stage.other_lro.aad_object_id,)
    async with another_bot(stage):
        await stage.card_of(stage.other_lro, reference)


async def test_more_requests_than_a_page_holds_all_due_at_one_moment(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many LROs that are free until Friday at five."""
    monkeypatch.setattr("storage.repositories.PAGE", 3)
    references = [await stage.has_asked(stage.lro) for _ in range(8)]
    for reference in references:
        await until(partial(rests, stage, reference))
    await stage.teams.joins(stage.other_lro, RDT)
    for reference in references:
        await stage.card_of(stage.other_lro, reference)


async def test_a_request_that_waits_to_tell_everybody_tells_everybody(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newcomer's card is made beside the notice for the others, not in its place."""

    async def not_yet(*_: object) -> None:
        raise TimeoutError

    with monkeypatch.context() as patched:
        patched.setattr(Courier, "_tell_advisers", not_yet)
        reference = await stage.has_asked(stage.lro)
        await stage.teams.joins(stage.other_lro, RDT)
        await stage.card_of(stage.other_lro, reference)
    stage.time_passes(minutes=10)
    for adviser in stage.advisers:
        await stage.card_of(adviser, reference)


async def test_two_replicas_hear_of_it_at_once(stage: Stage) -> None:
    references = [await stage.has_asked(stage.lro) for _ in range(3)]
    for reference in references:
        await stage.card_of(stage.advisers[0], reference)
    async with another_bot(stage) as (url, _):
        seen = len(await stage.teams.membership_events())
        await stage.teams.joins(stage.other_lro, RDT)
        events = (await stage.teams.membership_events())[seen:]
        await stage.teams.moves_bot(f"{url}/api/messages")
        await asyncio.gather(*(stage.teams.delivers_again([event]) for event in events * 2))
        for reference in references:
            await stage.card_of(stage.other_lro, reference)
        await until(partial(has_no_newcomers, stage))
        for reference in references:
            await until(partial(rests, stage, reference))
            assert await cards_of(stage.other_lro, reference) == 1


async def test_who_comes_back_sees_again_what_was_taken_from_them(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser, former, *_ = stage.advisers
    await stage.card_of(adviser, reference)
    card = await stage.card_of(former, reference)
    await stage.teams.leaves(former, RDT)
    await stage.app[DESK].ask_for_times(stage.lro.aad_object_id, reference, person(adviser), "Mornings?")
    stage.app[COURIER].ring()
    await until(partial(_is_taken_from, former, reference))
    await stage.teams.joins(former, RDT)
    again = await former.waits_for(lambda m: m.id == card.id and reference in m.words)
    assert "asked the LRO for other times" in again.words
    assert (await request_of(stage, stage.lro, reference)).state is State.WAITING_FOR_TIMES


async def _is_taken_from(who: Player, reference: str) -> bool:
    return await cards_of(who, reference) == 0
