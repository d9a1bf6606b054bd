"""A request that is not for a support session: an adviser says where it belongs, and everybody knows."""

from sandbox.client import Player
from sandbox.seen import SeenMessage
from sessions.request import State
from tests.journeys.beside import all_settled, request_of, until
from tests.journeys.stage import Stage, slots_in

FORMAL = {"elsewhere": "formal tasking", "advice": ""}
CYBER = {
    "elsewhere": "another capability",
    "advice": "Ask the cyber team.\n\n[Their page](https://example.org)",
}


async def redirects(adviser: Player, card: SeenMessage, inputs: dict[str, str]) -> SeenMessage:
    """The adviser's card, afterwards."""
    await adviser.presses(card, "Redirect it", inputs)
    return await adviser.sees_now(card)


async def has_booked(stage: Stage, adviser: Player, reference: str) -> SeenMessage:
    card = await stage.card_of(adviser, reference)
    await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await stage.lro.waits_for("Your session is booked")
    return await adviser.sees_now(card)


async def test_an_adviser_redirects_a_request_and_everybody_who_must_know_is_told(stage: Stage) -> None:
    lro, (first, second) = stage.lro, stage.advisers[:2]
    reference = await stage.asks(lro)
    others = await stage.card_of(second, reference)
    mine = await redirects(first, await stage.card_of(first, reference), CYBER)
    assert f"Redirected by {first.name}: it is for another capability of SWROCU." in mine.words
    assert mine.buttons == []

    told = await lro.waits_for("Your request belongs elsewhere")
    for expected in (reference, first.name, "Another capability of SWROCU", "Ask the cyber team."):
        assert expected in told.words
    assert "[Their page](https://example.org)" in told.words, "as it was typed, and no link"
    await until(lambda: all_settled(stage, lro, reference))
    gone = await second.sees_now(others)
    assert f"Redirected by {first.name}" in gone.words
    assert gone.buttons == []

    await lro.says("my requests")
    listed = await lro.waits_for(lambda m: "My requests" in m.words and reference in m.words)
    assert "it is for another capability of SWROCU." in listed.words
    assert "Withdraw" not in listed.buttons
    await first.says("queue")
    await first.waits_for("Nobody is waiting")


async def test_its_lro_asks_for_another_session_from_there(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    await redirects(stage.advisers[0], await stage.card_of(stage.advisers[0], reference), FORMAL)
    told = await stage.lro.waits_for("please make a formal tasking request")
    await stage.lro.presses(told, "Request a session")
    await stage.lro.waits_for("What is your name?")


async def test_with_nothing_chosen_nothing_is_redirected(stage: Stage) -> None:
    """Not every client knows of required inputs, and what is sent can be forged."""
    adviser, reference = stage.advisers[0], await stage.has_asked(stage.lro)
    card = await stage.card_of(adviser, reference)
    button = card.button("Redirect it").action
    for inputs in ({"elsewhere": "", "advice": "hm"}, {}):
        answer = await adviser.sends(card, button, inputs)
        assert answer.words.startswith("Please choose first where the request belongs.")
        assert "Redirect it" in (await adviser.sees_now(card)).buttons
    answer = await adviser.sends(card, button, {"elsewhere": "the moon"})
    assert "That button no longer works" in answer.words
    assert (await request_of(stage, stage.lro, reference)).revision == 1


async def test_a_redirection_delivered_twice_is_one(stage: Stage) -> None:
    """Promise 3."""
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.has_asked(lro)
    pressed = await adviser.presses(await stage.card_of(adviser, reference), "Redirect it", CYBER)
    await lro.waits_for("Your request belongs elsewhere")
    await stage.teams.resends(pressed.activity_id)
    await until(lambda: all_settled(stage, lro, reference))
    assert (await request_of(stage, lro, reference)).revision == 2
    assert sum("belongs elsewhere" in m.words for m in await lro.messages()) == 1


async def test_who_books_and_who_redirects_at_once_do_not_both(stage: Stage) -> None:
    first, second = stage.advisers[:2]
    reference = await stage.has_asked(stage.lro)
    cards = [await stage.card_of(adviser, reference) for adviser in (first, second)]
    await stage.teams.clicks_at_once(
        [
            (first, cards[0], "Book this time", {"slot": slots_in(cards[0])[0]}),
            (second, cards[1], "Redirect it", CYBER),
        ]
    )
    await until(lambda: all_settled(stage, stage.lro, reference))
    request = await request_of(stage, stage.lro, reference)
    assert request.revision == 2
    said = " ".join(m.words for m in await stage.lro.messages())
    assert ("Your session is booked" in said) == (request.state is State.BOOKED)
    assert ("belongs elsewhere" in said) == (request.state is State.REDIRECTED)


async def test_who_has_booked_it_redirects_it_and_the_booking_is_off(stage: Stage) -> None:
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.has_asked(lro)
    mine = await redirects(adviser, await has_booked(stage, adviser, reference), FORMAL)
    assert "it is for a formal tasking request." in mine.words
    told = await lro.waits_for("Your request belongs elsewhere")
    assert "Tuesday 24 November, 09:00 to 10:00 (GMT) is off" in told.words
    await until(lambda: all_settled(stage, lro, reference))
    booking = next(m for m in await lro.messages() if "This booking no longer stands" in m.words)
    assert "I can't make it" not in booking.buttons
    assert not [m for m in await adviser.messages() if "Your session is off" in m.words], "they know it"
    other = await stage.has_asked(stage.other_lro)
    assert slots_in(await stage.card_of(adviser, other))[0] == "2026-11-24T09:00+00:00", "theirs again"


async def test_another_adviser_does_not_redirect_what_is_booked(stage: Stage) -> None:
    first, second = stage.advisers[:2]
    reference = await stage.has_asked(stage.lro)
    old = await stage.card_of(second, reference)
    await stage.teams.goes_wrong(person=second.id, operation="edit", status=429, times=None)
    await has_booked(stage, first, reference)
    answer = await second.sends(old, old.button("Redirect it").action, CYBER)
    assert f"Booked by {first.name}" in answer.words
    assert (await request_of(stage, stage.lro, reference)).state is State.BOOKED


async def test_times_that_its_lro_is_still_giving_come_to_nothing(stage: Stage) -> None:
    """They were asked for times, another adviser got them and redirected it: an old answer says so."""
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.has_asked(lro)
    await adviser.presses(await stage.card_of(adviser, reference), "Ask the LRO", {"note": ""})
    wanted = await lro.waits_for("Please give other times")
    await lro.presses(wanted, "Send these times", {"times": "Thu 10-12"})
    read_back = await lro.waits_for("Are these times right?")
    await lro.presses(read_back, "Use these times")
    await redirects(adviser, await stage.card_of(adviser, reference), FORMAL)
    await lro.waits_for("Your request belongs elsewhere")
    await lro.sends(read_back, read_back.button("Use these times").action)
    assert (await request_of(stage, lro, reference)).state is State.REDIRECTED
