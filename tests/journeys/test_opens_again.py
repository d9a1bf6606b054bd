"""A request that can be booked again comes to advisers as a new message: of an edit Teams tells nobody."""

from app import COURIER, DESK
from sandbox.client import Player
from sandbox.seen import Pressed, SeenMessage
from tests.journeys.beside import about, all_settled, another_bot, person, request_of, rests, until
from tests.journeys.stage import RDT, Stage, slots_in, staged
from tests.journeys.stores import ON_SQLITE, Store

FURTHER_DOWN = "There is a newer card of"


async def books(adviser: Player, card: SeenMessage) -> Pressed:
    return await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})


async def gives_other_times(stage: Stage, times: str = "Thu 10-12") -> None:
    wanted = await stage.lro.waits_for(lambda m: "Send these times" in m.buttons)
    await stage.lro.presses(wanted, "Send these times", {"times": times})
    await stage.lro.presses(await stage.lro.waits_for("Use these times"), "Use these times")
    await stage.lro.waits_for("have your new times")


async def cards(stage: Stage, adviser: Player, reference: str) -> list[SeenMessage]:
    """What stands in the adviser's chat once all is told, the newest last."""
    await until(lambda: all_settled(stage, stage.lro, reference))
    return await about(adviser, reference)


async def test_new_times_come_as_a_new_card_and_the_old_one_says_where_it_is(stage: Stage) -> None:
    first, second, *_ = stage.advisers
    reference = await stage.asks(stage.lro)
    await first.presses(await stage.card_of(first, reference), "Ask the LRO", {"note": "Thursday?"})
    await gives_other_times(stage)

    for adviser in (first, second):
        old, new = await cards(stage, adviser, reference)
        assert old.words == f"{FURTHER_DOWN} {reference} further down."
        assert old.buttons == []
        assert "Book this time" in new.buttons
        assert "Thursday" in str(new.inputs["slot"]["choices"])
    assert "You have booked" in (await books(second, new)).words
    old, new = await cards(stage, first, reference)
    assert f"Booked by {second.name}" in new.words, "from now on it is the new card that follows"
    assert FURTHER_DOWN in old.words


async def test_who_gives_a_booking_back_has_it_before_their_eyes_and_the_others_get_a_card(
    stage: Stage,
) -> None:
    first, second, *_ = stage.advisers
    reference = await stage.asks(stage.lro)
    await books(first, await stage.card_of(first, reference))
    mine = await first.waits_for(lambda m: "Yes, give it back" in m.buttons)
    await first.presses(mine, "Yes, give it back")

    (only,) = await cards(stage, first, reference)
    assert "Book this time" in only.buttons
    old, new = await cards(stage, second, reference)
    assert (FURTHER_DOWN in old.words, "Book this time" in new.buttons) == (True, True)

    await first.presses(only, "Ask the LRO")
    await gives_other_times(stage)
    old, new = await cards(stage, first, reference)
    assert (FURTHER_DOWN in old.words, "Book this time" in new.buttons) == (True, True), "the next is news"


async def test_three_times_over_there_is_one_card_with_buttons(stage: Stage) -> None:
    first, second, *_ = stage.advisers
    reference = await stage.asks(stage.lro)
    for times in ("Thu 10-12", "Fri 10-12", "Thu 13-15"):
        await first.presses(await stage.card_of(first, reference), "Ask the LRO")
        await gives_other_times(stage, times)
        await cards(stage, second, reference)
    shown = await cards(stage, second, reference)
    assert ["Book this time" in card.buttons for card in shown] == [False, False, False, True]
    request = await request_of(stage, stage.lro, reference)
    assert "old card" not in {notice.kind.value for notice in request.notices}, (
        "what is done with is not kept"
    )


@ON_SQLITE
async def test_a_change_that_opens_nothing_brings_no_new_card(stage: Stage) -> None:
    first, second, *_ = stage.advisers
    reference = await stage.asks(stage.lro)
    await stage.card_of(second, reference)
    await books(first, await stage.card_of(first, reference))
    booked = await stage.lro.waits_for("I can't make it")
    await stage.lro.presses(booked, "Yes, tell the adviser")
    (only,) = await cards(stage, second, reference)
    assert only.buttons == []


@ON_SQLITE
async def test_opened_and_closed_again_before_anybody_was_told_it_is_no_news(store: Store) -> None:
    async with staged(store) as stage:
        first, second, *_ = stage.advisers
        reference = await stage.has_asked(stage.lro)
        await stage.card_of(second, reference)
        await cards(stage, first, reference)
        request = await request_of(stage, stage.lro, reference)
        desk, lro = stage.app[DESK], request.lro  # who changes it so rings for no courier
        await desk.book(lro.id, reference, person(first), request.asked.availability[0].start)
        await desk.release(lro.id, reference, person(first))
        await desk.withdraw(lro, reference)
        stage.time_passes()
        (only,) = await cards(stage, second, reference)
        assert "withdrawn" in only.words


@ON_SQLITE
async def test_an_old_card_that_cannot_be_reached_is_nobodys_trouble(stage: Stage) -> None:
    """The adviser deleted nothing, Teams forgot: the new card is there, and organisers hear nothing of it."""
    first, second, *_ = stage.advisers
    reference = await stage.asks(stage.lro)
    await first.presses(await stage.card_of(first, reference), "Ask the LRO")
    await cards(stage, second, reference)
    await stage.teams.goes_wrong(
        operation="edit", person=second.aad_object_id, status=403, code="MessageWritesBlocked", times=None
    )
    await gives_other_times(stage)
    *_, new = await cards(stage, second, reference)
    assert "Book this time" in new.buttons
    assert not [m for m in await about(stage.organiser, reference) if "could not be told" in m.words]


@ON_SQLITE
async def test_what_slows_the_pointing_down_posts_nothing_twice(stage: Stage) -> None:
    first, second, *_ = stage.advisers
    reference = await stage.asks(stage.lro)
    await first.presses(await stage.card_of(first, reference), "Ask the LRO")
    await cards(stage, second, reference)
    wanted = await stage.lro.waits_for(lambda m: "Send these times" in m.buttons)
    await stage.lro.presses(wanted, "Send these times", {"times": "Thu 10-12"})
    read_back = await stage.lro.waits_for("Use these times")
    await stage.teams.goes_wrong(operation="edit", person=second.aad_object_id, status=429)
    await stage.lro.presses(read_back, "Use these times")
    await stage.card_of(second, reference)
    await until(lambda: rests(stage, reference))
    stage.time_passes(minutes=1)
    old, new = await cards(stage, second, reference)
    assert (FURTHER_DOWN in old.words, "Book this time" in new.buttons) == (True, True)


async def opens_again(stage: Stage, reference: str) -> None:
    """The first adviser books it and gives it back; no courier is rung for."""
    desk, adviser = stage.app[DESK], person(stage.advisers[0])
    request = await request_of(stage, stage.lro, reference)
    await desk.book(request.lro.id, reference, adviser, request.asked.availability[0].start)
    await desk.release(request.lro.id, reference, adviser)


async def test_two_couriers_bring_each_adviser_one_new_card(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    others = stage.advisers[1:]
    for adviser in others:
        await stage.card_of(adviser, reference)
    await cards(stage, others[0], reference)
    async with another_bot(stage) as (_, second):
        await opens_again(stage, reference)
        stage.app[COURIER].ring()
        second[COURIER].ring()
        for adviser in others:
            old, new = await cards(stage, adviser, reference)
            assert (FURTHER_DOWN in old.words, "Book this time" in new.buttons) == (True, True)


@ON_SQLITE
async def test_where_teams_slows_the_new_card_down_it_comes_once_and_the_old_one_waits_for_it(
    stage: Stage,
) -> None:
    other = stage.advisers[1]
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(other, reference)
    await cards(stage, other, reference)
    await opens_again(stage, reference)
    await stage.teams.goes_wrong(operation="send", person=other.aad_object_id, status=429)
    stage.app[COURIER].ring()
    await until(lambda: rests(stage, reference))
    (still,) = await about(other, reference)
    assert FURTHER_DOWN not in still.words, "there is nothing further down yet"
    stage.time_passes(minutes=1)
    old, new = await cards(stage, other, reference)
    assert (FURTHER_DOWN in old.words, "Book this time" in new.buttons) == (True, True)


@ON_SQLITE
async def test_who_left_and_came_back_before_it_opened_again_has_one_card_to_press(stage: Stage) -> None:
    other = stage.advisers[1]
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(other, reference)
    await cards(stage, other, reference)
    await stage.teams.leaves(other, RDT)
    await other.waits_for("You are no longer on the list of advisers")
    await stage.teams.joins(other, RDT)
    await stage.card_of(other, reference)
    await opens_again(stage, reference)
    stage.app[COURIER].ring()
    await other.waits_for(lambda m: FURTHER_DOWN in m.words)
    pressable = [m for m in await cards(stage, other, reference) if "Book this time" in m.buttons]
    assert len(pressable) == 1
