"""A press that comes late, or from a card that shows what is no longer so, does nothing unmeant."""

from sandbox.client import Player
from sandbox.seen import SeenMessage
from sessions.request import State
from tests.journeys.beside import request_of
from tests.journeys.stage import Stage, slots_in


async def books(adviser: Player, card: SeenMessage, slot: int = 0) -> str:
    """The id of the press."""
    pressed = await adviser.presses(card, "Book this time", {"slot": slots_in(card)[slot]})
    return pressed.activity_id


async def gives_times(lro: Player, words: str) -> None:
    await lro.waits_for("Please give other times")
    await lro.says(words)
    await lro.presses(await lro.waits_for("Are these times right?"), "Use these times")


async def state(stage: Stage, reference: str) -> State:
    return (await request_of(stage, stage.lro, reference)).state


async def test_a_call_off_delivered_again_leaves_the_next_booking_alone(stage: Stage) -> None:
    lro, (first, second) = stage.lro, stage.advisers[:2]
    reference = await stage.has_asked(lro)
    await books(first, await stage.card_of(first, reference))
    off = await lro.presses(await lro.waits_for("Your session is booked"), "Yes, tell the adviser")
    await gives_times(lro, "tomorrow all day")
    await books(second, await stage.card_of(second, reference), 3)
    await stage.teams.resends(off.activity_id)
    assert await state(stage, reference) is State.BOOKED


async def test_asking_for_times_delivered_again_does_not_turn_the_new_ones_down(stage: Stage) -> None:
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.has_asked(lro)
    card = await stage.card_of(adviser, reference)
    asked = await adviser.presses(card, "Ask the LRO", {"note": "another week?"})
    await gives_times(lro, "tomorrow all day")
    await stage.teams.resends(asked.activity_id)
    assert await state(stage, reference) is State.OPEN


async def test_a_booking_delivered_again_is_not_made_again_once_it_was_released(stage: Stage) -> None:
    adviser = stage.advisers[0]
    reference = await stage.has_asked(stage.lro)
    card = await stage.card_of(adviser, reference)
    pressed = await books(adviser, card)
    await adviser.presses(await adviser.sees_now(card), "Yes, give it back")
    await stage.teams.resends(pressed)
    assert await state(stage, reference) is State.OPEN


async def test_a_release_delivered_again_leaves_a_later_booking_of_theirs_alone(stage: Stage) -> None:
    adviser = stage.advisers[0]
    reference = await stage.has_asked(stage.lro)
    card = await stage.card_of(adviser, reference)
    await books(adviser, card)
    released = await adviser.presses(await adviser.sees_now(card), "Yes, give it back")
    await books(adviser, await adviser.sees_now(card), 3)
    await stage.teams.resends(released.activity_id)
    assert await state(stage, reference) is State.BOOKED


async def test_an_old_card_of_a_booking_does_not_call_off_another(stage: Stage) -> None:
    """Teams has not let the bot change the card of the first booking, and its LRO presses that one."""
    lro, (first, second) = stage.lro, stage.advisers[:2]
    reference = await stage.has_asked(lro)
    card = await stage.card_of(first, reference)
    await books(first, card)
    old = await lro.waits_for("Your session is booked")
    await stage.teams.goes_wrong(person=lro.id, operation="edit", status=429, times=None)
    await first.presses(await first.sees_now(card), "Yes, give it back")
    await lro.waits_for("Your session is off for now")
    await books(second, await stage.card_of(second, reference), 4)
    await lro.waits_for(lambda m: second.name in m.words and "Your session is booked" in m.words)
    stale = await lro.sees_now(old)
    assert first.name in stale.words
    await lro.presses(stale, "Yes, tell the adviser")
    assert await state(stage, reference) is State.BOOKED
    told = (await lro.sees_now(old)).words
    assert "out of date" in told
    assert second.name in told


async def test_an_old_card_of_a_request_does_not_turn_down_times_that_it_does_not_show(stage: Stage) -> None:
    lro, (first, second) = stage.lro, stage.advisers[:2]
    reference = await stage.has_asked(lro)
    card = await stage.card_of(second, reference)
    await stage.teams.goes_wrong(person=second.id, operation="edit", status=429, times=None)
    await first.presses(await stage.card_of(first, reference), "Ask the LRO", {"note": ""})
    await gives_times(lro, "wednesday 9-12")
    await second.presses(await second.sees_now(card), "Ask the LRO", {"note": "cannot do Tuesday"})
    assert await state(stage, reference) is State.OPEN
    now = await second.sees_now(card)
    assert "out of date" in now.words
    assert "Wednesday" in str(now.inputs["slot"])


async def asked_whether_to_withdraw(lro: Player) -> SeenMessage:
    await lro.says("my requests")
    mine = await lro.waits_for(lambda m: "Withdraw" in m.buttons)
    await lro.presses(mine, "Withdraw")
    return await lro.sees_now(mine)


async def test_who_agreed_to_withdraw_an_open_request_is_asked_again_once_it_is_booked(stage: Stage) -> None:
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.has_asked(lro)
    sure = await asked_whether_to_withdraw(lro)
    await books(adviser, await stage.card_of(adviser, reference))
    await lro.waits_for("Your session is booked")
    await lro.presses(sure, "Yes, withdraw it")
    assert await state(stage, reference) is State.BOOKED
    again = await lro.sees_now(sure)
    assert "Something has happened since you were asked, so nothing was withdrawn." in again.words
    assert f"Booked with {adviser.name}" in again.words
    await lro.presses(again, "Yes, withdraw it")
    assert await state(stage, reference) is State.WITHDRAWN
    await lro.presses(again, "Yes, withdraw it")
    assert "is withdrawn" in (await lro.sees_now(sure)).words, "the same press again changes nothing"


async def test_a_card_drawn_before_buttons_said_what_was_seen_withdraws_as_it_did(stage: Stage) -> None:
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.has_asked(lro)
    sure = await asked_whether_to_withdraw(lro)
    await books(adviser, await stage.card_of(adviser, reference))
    old = sure.button("Yes, withdraw it").action
    del old["data"]["seen"]
    await lro.sends(sure, old)
    assert await state(stage, reference) is State.WITHDRAWN


async def test_withdraw_on_an_old_list_shows_how_it_stands_now(stage: Stage) -> None:
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.has_asked(lro)
    await lro.says("my requests")
    mine = await lro.waits_for(lambda m: "Withdraw" in m.buttons)
    await books(adviser, await stage.card_of(adviser, reference))
    await lro.presses(mine, "Withdraw")
    sure = await lro.sees_now(mine)
    assert f"Booked with {adviser.name}" in sure.words
    await lro.presses(sure, "Yes, withdraw it")
    await lro.presses(mine, "Withdraw")
    assert "You withdrew this request." in (await lro.sees_now(mine)).words
    assert "Yes, withdraw it" not in (await lro.sees_now(mine)).buttons
