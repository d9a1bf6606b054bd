"""Promise 4: nobody but an adviser sees an overview or acts on a request; nobody but its LRO changes it."""

import json
from typing import Any

import pytest

from sandbox.client import Player
from sandbox.seen import Pressed, SeenMessage
from tests.journeys.beside import about, messages_of, request_of, until
from tests.journeys.stage import OVERVIEW, RDT, Stage, slots_in

ADVISER_VERBS = ["book", "ask for times", "release", "redirect", "no show"]
LRO_VERBS = ["cannot make it", "withdraw"]
NOT_ALLOWED = "Only its LRO, or an adviser"
CANNOT_TELL = "cannot check the team's roster just now"


def action(verb: str, **data: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    return {"type": "Action.Execute", "verb": verb, "data": data}


async def any_card(who: Player) -> SeenMessage:
    """Something of the bot's in somebody's chat, in whose name a forged client can send anything."""
    await who.says("help")
    return await who.waits_for(lambda m: m.from_bot)


async def forges(who: Player, lro: Player, reference: str, verb: str, **more: Any) -> Pressed:  # noqa: ANN401 (JSON)
    card = await any_card(who)
    data = {"reference": reference, "lro": lro.aad_object_id, "sure": "yes"} | more
    return await who.sends(card, action(verb, **data))


def stranger(stage: Stage) -> Player:
    return stage.teams.people("LRO")[-1]


@pytest.mark.parametrize("verb", ADVISER_VERBS)
@pytest.mark.parametrize("who", ["its LRO", "another LRO", "a stranger", "a former adviser"])
async def test_what_advisers_do_nobody_else_can(stage: Stage, who: str, verb: str) -> None:
    reference = await stage.has_asked(stage.lro)
    first, former, *_ = stage.advisers
    slot = slots_in(await stage.card_of(first, reference))[0]
    await stage.card_of(former, reference)
    await stage.teams.leaves(former, RDT)
    people = {
        "its LRO": stage.lro,
        "another LRO": stage.other_lro,
        "a stranger": stranger(stage),
        "a former adviser": former,
    }
    before = await request_of(stage, stage.lro, reference)
    inputs = {"slot": slot, "note": "a forged note", "elsewhere": "formal tasking"}
    answer = await forges(people[who], stage.lro, reference, verb, **inputs)
    assert NOT_ALLOWED in answer.words
    assert OVERVIEW not in json.dumps(answer.delivery["answer"])
    assert (await request_of(stage, stage.lro, reference)).history == before.history


@pytest.mark.parametrize("verb", LRO_VERBS)
@pytest.mark.parametrize("who", ["another LRO", "a stranger", "an adviser", "the adviser who booked it"])
async def test_what_its_lro_does_nobody_else_can(stage: Stage, who: str, verb: str) -> None:
    reference = await stage.has_asked(stage.lro)
    booker, adviser, *_ = stage.advisers
    card = await stage.card_of(booker, reference)
    await booker.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    people = {
        "another LRO": stage.other_lro,
        "a stranger": stranger(stage),
        "an adviser": adviser,
        "the adviser who booked it": booker,
    }
    answer = await forges(people[who], stage.lro, reference, verb)
    assert NOT_ALLOWED in answer.words
    own = await forges(people[who], people[who], reference, verb)
    assert "I cannot find that request" in own.words, "nor by giving it out as their own"
    after = await request_of(stage, stage.lro, reference)
    assert (after.state.value, after.revision) == ("booked", 2)


async def test_another_adviser_cannot_release_a_booking(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    booker, other, *_ = stage.advisers
    card = await stage.card_of(booker, reference)
    await booker.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    answer = await forges(other, stage.lro, reference, "release")
    assert f"Booked by {booker.name}" in answer.words
    assert (await request_of(stage, stage.lro, reference)).state.value == "booked"


@pytest.mark.parametrize("verb", ADVISER_VERBS)
async def test_an_lro_on_the_roster_does_not_advise_themselves(stage: Stage, verb: str) -> None:
    await stage.teams.joins(stage.lro, RDT)
    reference = await stage.has_asked(stage.lro)
    slot = slots_in(await stage.card_of(stage.advisers[0], reference))[0]
    answer = await forges(stage.lro, stage.lro, reference, verb, slot=slot, elsewhere="formal tasking")
    assert NOT_ALLOWED in answer.words
    assert (await request_of(stage, stage.lro, reference)).revision == 1


@pytest.mark.parametrize("verb", ADVISER_VERBS)
@pytest.mark.parametrize(
    "forged", [{"reference": "SW-XXX-XXXX"}, {"lro": "nobody"}, {"lro": "\0"}, {"reference": 5}]
)
async def test_a_request_that_is_not_there(stage: Stage, verb: str, forged: dict[str, Any]) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    slot = slots_in(await stage.card_of(adviser, reference))[0]
    data = {
        "reference": reference,
        "lro": stage.lro.aad_object_id,
        "slot": slot,
        "elsewhere": "formal tasking",
    }
    data |= forged
    answer = await adviser.sends(await any_card(adviser), action(verb, **data))
    assert "I cannot find that request" in answer.words or "That button no longer works" in answer.words
    assert (await request_of(stage, stage.lro, reference)).revision == 1


GARBAGE = [
    "",
    "tomorrow",
    "2026-11-24",
    "2026-11-24T09:00",
    "2026-13-45T99:99+00:00",
    "0001-01-01T00:00+14:00",
    "9999-12-31T23:59-14:00",
    "9999-12-31T23:59+00:00",
    "2026-W48-2",
    "\u0662\u0660\u0662\u0666-11-24T09:00+00:00",
    "2026-11-24T09:00+99:00",
]
NOT_OFFERED = {
    "not on the grid": "2026-11-24T09:10+00:00",
    "past": "2026-11-20T09:00+00:00",
    "before the window": "2026-11-24T08:30+00:00",
    "at its end": "2026-11-24T16:30+00:00",
    "in the year 3000": "3000-11-24T09:00+00:00",
    "in the year 2": "0002-11-24T09:00+00:00",
}


@pytest.mark.parametrize("slot", GARBAGE)
async def test_a_time_that_is_none(stage: Stage, slot: str) -> None:
    await _does_not_book(stage, slot, "Please choose a time first")


@pytest.mark.parametrize("slot", NOT_OFFERED.values(), ids=NOT_OFFERED.keys())
async def test_a_time_that_was_not_offered(stage: Stage, slot: str) -> None:
    await _does_not_book(stage, slot, "can no longer be booked")


async def test_a_time_in_another_zone_is_the_same_moment(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    await stage.card_of(adviser, reference)
    answer = await forges(adviser, stage.lro, reference, "book", slot="2026-11-24T19:00+05:30")
    assert "Tuesday 24 November, 13:30 to 14:30 (GMT)" in answer.words


async def _does_not_book(stage: Stage, slot: str, sentence: str) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    await stage.card_of(adviser, reference)
    answer = await forges(adviser, stage.lro, reference, "book", slot=slot)
    assert sentence in answer.words
    assert "Book this time" in json.dumps(answer.card), "the card is there to choose from"
    assert (await request_of(stage, stage.lro, reference)).revision == 1


@pytest.mark.parametrize("verb", ["", "nonsense", "BOOK", "book; drop table"])
async def test_a_verb_that_is_none(stage: Stage, verb: str) -> None:
    reference = await stage.has_asked(stage.lro)
    answer = await forges(stage.advisers[0], stage.lro, reference, verb)
    assert "That button no longer works" in answer.words


async def test_an_old_card_shows_how_things_stand(stage: Stage) -> None:
    """Pressed long after: withdrawn meanwhile."""
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    old = await stage.card_of(adviser, reference)
    await forges(stage.lro, stage.lro, reference, "withdraw")
    answer = await adviser.sends(old, old.button("Book this time").action, {"slot": slots_in(old)[0]})
    assert "withdr" in answer.words.lower()
    assert OVERVIEW not in json.dumps(answer.delivery["answer"])


async def test_somebody_new_on_the_roster_acts_at_once(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    slot = slots_in(await stage.card_of(stage.advisers[0], reference))[0]
    new = stage.other_lro
    assert NOT_ALLOWED in (await forges(new, stage.lro, reference, "book", slot=slot)).words
    await stage.teams.joins(new, RDT)
    booked = await forges(new, stage.lro, reference, "book", slot=slot)
    assert "You have booked this session" in booked.words


async def test_who_left_loses_their_rights_at_once_though_the_roster_cannot_be_read(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    former = stage.advisers[0]
    slot = slots_in(await stage.card_of(former, reference))[0]
    await stage.teams.goes_wrong(operation="members", status=503, times=None)
    await stage.teams.leaves(former, RDT)
    answer = await forges(former, stage.lro, reference, "book", slot=slot)
    assert NOT_ALLOWED in answer.words


async def test_who_left_unheard_loses_them_within_the_hour(stage: Stage) -> None:
    """The event never came: the bot was down."""
    reference = await stage.has_asked(stage.lro)
    former = stage.advisers[0]
    slot = slots_in(await stage.card_of(former, reference))[0]
    await stage.teams.moves_bot("http://127.0.0.1:9/")
    await stage.teams.leaves(former, RDT)
    await stage.teams.moves_bot(f"{stage.url}/api/messages")
    stage.clock.passes(minutes=61)
    answer = await forges(former, stage.lro, reference, "book", slot=slot)
    assert NOT_ALLOWED in answer.words


async def test_a_roster_that_cannot_be_read_is_trusted_for_a_day_and_no_longer(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    await stage.card_of(adviser, reference)
    await stage.teams.goes_wrong(operation="members", status=503, times=None)
    stage.clock.passes(hours=3)
    answer = await forges(adviser, stage.lro, reference, "book", slot="2026-11-24T16:00+00:00")
    assert "You have booked this session" in answer.words
    stage.clock.passes(hours=22)
    answer = await forges(adviser, stage.lro, reference, "release")
    assert CANNOT_TELL in answer.words
    assert (await request_of(stage, stage.lro, reference)).state.value == "booked"


async def test_a_press_while_the_roster_cannot_be_read_does_nothing_and_leaves_the_card(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    card = await stage.card_of(adviser, reference)
    await until(lambda: _settled(stage, reference))
    before = await request_of(stage, stage.lro, reference)
    stage.clock.passes(minutes=25 * 60)
    await stage.teams.goes_wrong(operation="members", status=502)
    answer = await adviser.presses(card, "Book this time", {"slot": slots_in(card)[-1]})
    assert CANNOT_TELL in answer.words
    assert answer.card is None
    assert (await request_of(stage, stage.lro, reference)).history == before.history
    assert "Book this time" in (await adviser.sees_now(card)).buttons
    stage.clock.passes(minutes=1)
    booked = await adviser.presses(card, "Book this time", {"slot": slots_in(card)[-1]})
    assert "You have booked this session" in booked.words


async def test_a_clock_that_was_put_back_shuts_no_new_adviser_out(stage: Stage) -> None:
    """The roster was read in what is the future by now: that is no reason not to ask again."""
    reference = await stage.has_asked(stage.lro)
    slot = slots_in(await stage.card_of(stage.advisers[0], reference))[-1]
    new = stage.other_lro
    stage.clock.passes(hours=-3)
    await stage.teams.moves_bot("http://127.0.0.1:9/")
    await stage.teams.joins(new, RDT)
    await stage.teams.moves_bot(f"{stage.url}/api/messages")
    booked = await forges(new, stage.lro, reference, "book", slot=slot)
    assert "You have booked this session" in booked.words


async def test_a_welcome_does_not_wait_for_the_roster(stage: Stage) -> None:
    stage.clock.passes(hours=25)
    await stage.teams.goes_wrong(operation="members", status=502, times=None)
    await stage.teams.installs()
    deliveries = await stage.teams.deliveries()
    assert all(delivery["accepted"] for delivery in deliveries)


async def test_a_card_taken_from_a_leavers_chat_does_not_come_up_again(stage: Stage) -> None:
    """Released, and so open again: the overview must not come up in the chat of who is no adviser now."""
    reference = await stage.has_asked(stage.lro)
    booker, former, *_ = stage.advisers
    card = await stage.card_of(booker, reference)
    await stage.card_of(former, reference)
    await stage.teams.leaves(former, RDT)
    await booker.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await former.waits_for("You are no longer on the list of advisers")
    mine = await booker.waits_for("You have booked this session")
    await booker.presses(mine, "Yes, give it back")
    await stage.card_of(booker, reference)
    await until(lambda: _settled(stage, reference))
    assert all(OVERVIEW not in m.words for m in await former.messages())
    assert await about(former, reference) == []


async def _settled(stage: Stage, reference: str) -> bool:
    messages = messages_of(await request_of(stage, stage.lro, reference))
    return all(n.due_at is None for n in messages)
