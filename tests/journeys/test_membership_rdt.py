"""The advisers' team itself: archived, deleted, the bot put out of it; and its roster, read every hour."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from app import COURIER, ROLL_CALL
from bot.delivery.chats import Chats
from bot.sending.connector import Connector
from sessions.people import Member, Reach
from tests.journeys.beside import another_bot, request_of, until
from tests.journeys.comings import NOWHERE, an_hour_passes, hear, ids, kept, kept_advisers
from tests.journeys.stage import RDT, Stage, slots_in

NOT_ALLOWED = "Only its LRO, or an adviser"
LOST = "no longer in the advisers' team"


async def losses_told(stage: Stage) -> int:
    return len([m for m in await stage.organiser.messages() if LOST in m.words])


async def tells_no_more(stage: Stage) -> bool:
    team = await kept(stage)
    return team.lost_at is not None and not team.untold


async def all_reads(stage: Stage) -> int:
    calls = await stage.teams.calls()
    return len([c for c in calls if c["operation"] == "members" and c["conversation"] == RDT])


@pytest.mark.parametrize("how", ["bot removed", "team deleted", "deleted for good"])
async def test_nobody_is_an_adviser_of_a_team_that_is_lost(stage: Stage, how: str) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    card = await stage.card_of(adviser, reference)
    if how == "bot removed":
        await stage.teams.removes_bot(RDT)
    else:
        await stage.teams.deletes_team(RDT, for_good=how == "deleted for good")
    answer = await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    assert NOT_ALLOWED in answer.words
    assert (await request_of(stage, stage.lro, reference)).revision == 1
    await stage.organiser.waits_for(LOST)
    await until(partial(tells_no_more, stage))
    await stage.teams.delivers_again((await stage.teams.membership_events())[-4:])
    for _ in range(2):
        an_hour_passes(stage)
    assert await losses_told(stage) == 1
    stage.clock.passes(hours=25)
    answer = await adviser.presses(card, "Book this time", {"slot": slots_in(card)[-1]})
    assert NOT_ALLOWED in answer.words, "that is known, however long ago it was learnt"


@pytest.mark.parametrize("how", ["bot removed", "team deleted"])
async def test_a_lost_team_comes_back_with_everything_in_it(stage: Stage, how: str) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    card = await stage.card_of(adviser, reference)
    if how == "bot removed":
        await stage.teams.removes_bot(RDT)
        await stage.teams.adds_bot(RDT)
    else:
        await stage.teams.deletes_team(RDT)
        await stage.teams.restores_team(RDT)
    assert await kept_advisers(stage) == ids([*stage.advisers, stage.organiser])
    answer = await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    assert "You have booked this session" in answer.words


async def test_an_event_of_before_that_comes_late_takes_nobodys_rights(stage: Stage) -> None:
    """Removed and put back; the removal is told again, last."""
    seen = len(await stage.teams.membership_events())
    await stage.teams.removes_bot(RDT)
    removal = (await stage.teams.membership_events())[seen:]
    await stage.teams.adds_bot(RDT)
    await stage.teams.delivers_again(removal)
    assert (await kept(stage)).lost_at is None
    assert await kept_advisers(stage) == ids([*stage.advisers, stage.organiser])


async def test_a_removal_is_believed_where_teams_does_not_answer(stage: Stage) -> None:
    await stage.teams.goes_wrong(operation="members", status=503, times=None)
    await stage.teams.removes_bot(RDT)
    assert await kept_advisers(stage) == set()


async def test_a_booking_of_a_lost_team_may_need_somebody_else(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    booker = stage.advisers[0]
    card = await stage.card_of(booker, reference)
    await booker.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await stage.teams.deletes_team(RDT)
    stage.app[COURIER].ring()
    told = await stage.organiser.waits_for(lambda m: "has left the team" in m.words)
    assert booker.name in told.words


async def test_an_archived_team_keeps_its_advisers(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    card = await stage.card_of(adviser, reference)
    await stage.teams.archives(RDT)
    answer = await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    assert "You have booked this session" in answer.words
    await stage.teams.unarchives(RDT)
    await stage.teams.renames_team(RDT, "Disruption")
    assert await kept_advisers(stage) == ids([*stage.advisers, stage.organiser])
    assert await losses_told(stage) == 0


async def test_that_it_was_lost_while_the_bot_was_down_is_found_within_the_hour(stage: Stage) -> None:
    await stage.teams.moves_bot(NOWHERE)
    await stage.teams.deletes_team(RDT)
    await stage.teams.moves_bot(hear(stage))
    an_hour_passes(stage)
    await stage.organiser.waits_for(LOST)
    assert await kept_advisers(stage) == set()


async def test_two_replicas_tell_the_organiser_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looks while the first still waits for Teams."""
    await stage.teams.goes_wrong(operation="create", person=stage.organiser.id, delay=0.3)
    async with another_bot(stage) as (_, app):
        calls = stage.app[ROLL_CALL], app[ROLL_CALL]
        tell, tell_too = (call.rounds[2] for call in calls)
        for call in calls:
            monkeypatch.setattr(call, "rounds", call.rounds[:2])
        await stage.teams.removes_bot(RDT)
        first = asyncio.ensure_future(tell())

        async def begun() -> bool:
            return any(c["operation"] == "create" for c in await stage.teams.calls())

        await until(begun)
        await tell_too()
        await first
    assert await losses_told(stage) == 1
    assert await tells_no_more(stage)


async def test_an_organiser_who_cannot_be_told_just_now_is_told_later(stage: Stage) -> None:
    await stage.teams.goes_wrong(operation="create", person=stage.organiser.id, status=503, times=1)
    await stage.teams.removes_bot(RDT)

    async def failed_once() -> bool:
        return any(c["status"] == 503 for c in await stage.teams.calls())

    await until(failed_once)
    assert (await kept(stage)).untold == (stage.organiser.aad_object_id,)
    an_hour_passes(stage, minutes=6)
    await stage.organiser.waits_for(LOST)


async def test_who_told_the_organisers_and_died_is_followed_by_another(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dying(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(Chats, "say", dying)
        await stage.teams.removes_bot(RDT)

        async def begun() -> bool:
            return (await kept(stage)).tell_at != stage.clock()

        await until(begun)
    assert await losses_told(stage) == 0
    an_hour_passes(stage, minutes=6)
    await stage.organiser.waits_for(LOST)


async def test_the_roster_is_read_every_hour_though_nobody_acts(stage: Stage) -> None:
    await stage.teams.moves_bot(NOWHERE)
    await stage.teams.leaves(stage.advisers[0], RDT)
    await stage.teams.joins(stage.other_lro, RDT)
    await stage.teams.moves_bot(hear(stage))
    an_hour_passes(stage)
    expected = ids([stage.advisers[1], stage.organiser, stage.other_lro])

    async def is_known() -> bool:
        return await kept_advisers(stage) == expected

    await until(is_known)


async def test_one_replicas_reading_is_enough(stage: Stage) -> None:
    before = await all_reads(stage)
    stage.clock.passes(minutes=61)
    async with another_bot(stage) as (_, app):

        async def is_read() -> bool:
            return (await kept(stage)).read_at == stage.clock()

        await until(is_read)
        rounds = app[ROLL_CALL].rounds, stage.app[ROLL_CALL].rounds
        for acts in rounds * 2:
            for act in acts:
                await act()
        assert await all_reads(stage) == before + 1
        stage.clock.passes(minutes=54)
        for acts in rounds:
            await acts[0]()
        assert await all_reads(stage) == before + 1
        stage.clock.passes(minutes=1)
        for acts in rounds:
            await acts[0]()
        assert await all_reads(stage) == before + 2


async def test_an_answer_from_before_somebody_left_does_not_bring_them_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One replica asks; while Teams answers slowly, the other hears of the leaver and writes it down."""
    leaver = stage.advisers[0]
    truly = Connector.members
    first = True

    async def slowly(connector: Connector, reach: Reach) -> list[Member]:
        nonlocal first
        answer = await truly(connector, reach)
        if first:
            first = False
            await stage.teams.leaves(leaver, RDT)
        return answer

    async with another_bot(stage) as (_, app):
        stage.clock.passes(minutes=61)
        monkeypatch.setattr(Connector, "members", slowly)
        await app[ROLL_CALL].rounds[0]()
    assert not first
    assert leaver.aad_object_id not in await kept_advisers(stage)


async def test_a_store_that_fails_for_a_while_does_not_stop_the_roll_call(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = 0

    async def failing(*_: object) -> None:
        nonlocal failures
        failures += 1
        raise RuntimeError("the store is away")

    roll_call = stage.app[ROLL_CALL]
    rounds = roll_call.rounds
    monkeypatch.setattr(roll_call, "rounds", [failing, *rounds])
    an_hour_passes(stage)

    async def is_read() -> bool:
        read_at = (await kept(stage)).read_at
        return read_at is not None and stage.clock() - read_at < timedelta(minutes=1)

    await until(is_read)
    assert failures
