"""Picking a time: one adviser wins, nobody is booked twice, and everybody who must know is told."""

import asyncio

import pytest

from sandbox.client import Player
from sandbox.seen import Pressed, SeenMessage
from tests.journeys.beside import messages_of, request_of, rests, until
from tests.journeys.stage import Stage, slots_in, staged
from tests.journeys.stores import ON_COSMOS, ON_SQLITE, Store

ROUNDS, RACES = 4, 50
RACES_ON_COSMOS = 20
ADVISERS = 20


@ON_SQLITE
@pytest.mark.parametrize("part", range(ROUNDS))
async def test_twenty_advisers_click_at_once_two_hundred_times_over(store: Store, part: int) -> None:
    """Promise 2. All press the same time of one request; each answer is the winner's card, or who won."""
    await _races(store, RACES, f"part {part}")


@ON_COSMOS
async def test_and_twenty_times_over_on_cosmos(store: Store) -> None:
    """A tenth as often, for ten times the cost; test_replicas.py has such races too."""
    await _races(store, RACES_ON_COSMOS)


async def test_an_adviser_is_never_booked_twice_for_the_same_time(stage: Stage) -> None:
    """Promise 2, the other half: two requests, one adviser, one time, both pressed at once."""
    adviser = stage.advisers[0]
    first = await stage.asks(stage.lro, "tomorrow all day")
    second = await stage.asks(stage.other_lro, "tomorrow all day")
    cards = [await stage.card_of(adviser, reference) for reference in (first, second)]
    slot = slots_in(cards[0])[0]
    answers = await stage.teams.clicks_at_once(
        (adviser, card, "Book this time", {"slot": slot}) for card in cards
    )
    assert sorted("I can no longer make it" in answer.words for answer in answers) == [False, True]
    refused = next(a for a in answers if "I can no longer make it" not in a.words)
    assert "You have another session" in refused.words
    again = await adviser.waits_for(lambda m: "Book this time" in m.buttons)
    assert slot not in slots_in(again), "the time is no longer offered to this adviser"


async def test_who_clicks_too_late_reads_who_was_first(stage: Stage) -> None:
    first, second, *_ = stage.advisers
    reference = await stage.asks(stage.lro)
    stale = await stage.card_of(second, reference)
    await _books(first, await stage.card_of(first, reference))
    late = await second.sends(stale, stale.button("Book this time").action, {"slot": slots_in(stale)[1]})
    assert f"Booked by {first.name} for Tuesday 24 November, 09:00 to 10:00 (GMT)" in late.words


async def test_the_same_click_delivered_twice_books_once(stage: Stage) -> None:
    """Promise 3."""
    adviser = stage.advisers[0]
    reference = await stage.asks(stage.lro)
    pressed = await _books(adviser, await stage.card_of(adviser, reference))
    again = await stage.teams.resends(pressed.activity_id)
    assert "I can no longer make it" in str(again["answer"]), "answered as it was at first"
    await stage.lro.waits_for("Tuesday 24 November, 09:00 to 10:00 (GMT)")

    async def all_is_told() -> bool:
        messages = messages_of(await request_of(stage, stage.lro, reference))
        return not [n for n in messages if n.due_at]

    await until(all_is_told)
    told = [m for m in await stage.lro.messages() if "I can't make it" in m.buttons]
    assert len(told) == 1


async def test_none_of_these_times_will_do(stage: Stage) -> None:
    lro, (first, second, *_) = stage.lro, stage.advisers
    reference = await stage.asks(lro)
    card = await stage.card_of(first, reference)
    note = "Could you do Thursday? [a link](https://example.org)"
    await first.presses(card, "Ask the LRO", {"note": note})
    wanted = await lro.waits_for(note)
    assert first.name in wanted.words
    waiting = await second.waits_for(lambda m: reference in m.words and not m.buttons)
    assert first.name in waiting.words

    await lro.presses(wanted, "Send these times", {"times": "Thu 10-12"})
    read_back = await lro.waits_for("Thursday 26 November, 10:00 to 12:00 (GMT)")
    await lro.presses(read_back, "Use these times")
    card = await stage.card_of(second, reference)
    assert len(slots_in(card)) == 3
    await _books(second, card)
    await lro.waits_for("Thursday 26 November, 10:00 to 11:00 (GMT)")


async def test_the_lro_cannot_make_it(stage: Stage) -> None:
    lro, (first, second, *_) = stage.lro, stage.advisers
    reference = await stage.asks(lro)
    await _books(first, await stage.card_of(first, reference))
    booked = await lro.waits_for("I can't make it")
    await lro.presses(booked, "Yes, tell the adviser")
    off = await first.waits_for("Your session is off")
    assert "Tuesday 24 November, 09:00 to 10:00 (GMT)" in off.words
    await lro.waits_for("Please give other times")

    other = await stage.asks(stage.other_lro)
    card = await stage.card_of(first, other)
    assert "2026-11-24T09:00+00:00" in slots_in(card), "the time is the adviser's own again"
    assert "Book this time" not in (await second.waits_for(reference)).buttons


async def test_the_adviser_can_no_longer_make_it(stage: Stage) -> None:
    lro, (first, second, *_) = stage.lro, stage.advisers
    reference = await stage.asks(lro)
    await _books(first, await stage.card_of(first, reference))
    booked = await first.waits_for("I can no longer make it")
    await first.presses(booked, "Yes, give it back")
    await lro.waits_for("can no longer make it")
    await _books(second, await stage.card_of(second, reference))
    await lro.waits_for(second.name)


async def test_the_lro_withdraws_and_the_cards_follow(stage: Stage) -> None:
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.asks(lro)
    await stage.card_of(adviser, reference)
    await lro.says("my requests")
    mine = await lro.waits_for(lambda m: "Withdraw" in m.buttons)
    sure = await lro.presses(mine, "Withdraw")
    assert reference in sure.words
    asked = await lro.waits_for(lambda m: "Yes, withdraw it" in m.buttons)
    await lro.presses(asked, "Yes, withdraw it")
    gone = await adviser.waits_for(lambda m: reference in m.words and "withdr" in m.words.lower())
    assert gone.buttons == []


async def test_times_that_pass_unpicked_are_asked_for_again_and_then_the_request_expires(
    stage: Stage,
) -> None:
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.asks(lro)
    await stage.card_of(adviser, reference)
    stage.time_passes(days=1, hours=8)
    wanted = await lro.waits_for("Please give other times")
    assert "They have now passed" in wanted.words
    await until(lambda: rests(stage, reference))  # the advisers' cards follow, before a week goes by
    stage.time_passes(days=8)
    await lro.waits_for("Your request is closed")
    await adviser.waits_for(lambda m: reference in m.words and not m.buttons)


async def _books(adviser: Player, card: SeenMessage) -> Pressed:
    return await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})


async def _races(store: Store, races: int, part: str = "") -> None:
    async with staged(store, advisers=ADVISERS) as stage:
        for race in range(races):
            stage.another_week()  # nobody is busy from the last race
            reference = await stage.has_asked(stage.lro)
            cards = await asyncio.gather(*(stage.card_of(adviser, reference) for adviser in stage.advisers))
            slot = slots_in(cards[0])[0]
            answers = await stage.teams.clicks_at_once(
                (adviser, card, "Book this time", {"slot": slot})
                for adviser, card in zip(stage.advisers, cards, strict=True)
            )
            winners = [
                a
                for a, p in zip(stage.advisers, answers, strict=True)
                if "I can no longer make it" in p.words
            ]
            assert len(winners) == 1, f"{part} race {race}"
            late = [p.words for p in answers if f"Booked by {winners[0].name}" in p.words]
            assert len(late) == ADVISERS - 1, f"{part} race {race}"
