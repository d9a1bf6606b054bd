"""From the summary to the reference: what is promised by when, times that pass, what is remembered."""

from datetime import UTC, datetime

import pytest

from sandbox.seen import SeenMessage
from sandbox.world import World
from sessions.references import ALPHABET
from tests.journeys.stage import OVERVIEW, Clock, Stage, reference_in, staged
from tests.journeys.stores import Store
from tests.journeys.walker import Walker, requests_of


async def test_the_answer_to_submit_is_a_reference_for_the_phone_and_what_happens_by_when(
    stage: Stage,
) -> None:
    lro = Walker(stage.lro)
    await lro.gets_to("check")
    await lro.presses("Submit")
    told = await lro.last()
    assert "by the end of Wednesday 25 November" in told.words
    assert "One of them picks one of your times." in told.words
    reference = reference_in(told)
    assert set(reference.removeprefix("SW-").replace("-", "")) <= set(ALPHABET)
    assert not set("01OIL") & set(ALPHABET)
    assert len(reference) == len("SW-7K4-M2QX")


@pytest.mark.parametrize(
    ("at", "by"),
    [
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "Tuesday 24 November"),
        (datetime(2026, 12, 24, 9, 0, tzinfo=UTC), "Wednesday 30 December"),
        (datetime(2026, 3, 27, 9, 0, tzinfo=UTC), "Tuesday 31 March"),
    ],
    ids=["over a weekend", "over Christmas and its substitute day", "over the clock change"],
)
async def test_the_promise_counts_working_days(store: Store, at: datetime, by: str) -> None:
    async with staged(store, clock=Clock(at)) as stage:
        lro = Walker(stage.lro)
        times = await lro.gets_to("availability")
        day, choices = next(
            (n, i["choices"]) for n, i in reversed(times.inputs.items()) if n.startswith("day-")
        )
        await lro.presses("Next", {day: choices[1]["value"]})
        await lro.presses("Submit")
        assert f"by the end of {by}." in (await lro.last()).words


async def test_times_that_pass_while_the_summary_waits_are_asked_for_again_and_why(stage: Stage) -> None:
    lro = Walker(stage.lro)
    await lro.gets_to("check")
    stage.clock.passes(days=2)
    await lro.presses("Submit")
    card = await lro.is_asked("availability")
    assert "those times have passed" in card.words
    await lro.presses("Back to summary")
    card = await lro.is_asked("availability")
    assert "those times have passed" in card.words, "there is no summary without times to go back to"
    await lro.presses("Save", {"day-2026-11-27": "2026-11-27/morning"})
    summary = await lro.is_asked("check")
    assert OVERVIEW in summary.words, "nothing else was lost"
    assert "Tuesday 24 November" not in summary.words
    await lro.says("submit")
    assert "Your request is in" in (await lro.last()).words


async def test_times_that_pass_while_the_question_waits_are_asked_for_again_and_why(stage: Stage) -> None:
    lro = Walker(stage.lro)
    await lro.gets_to("availability")
    await lro.says("tomorrow all day, the usual")
    stage.clock.passes(days=2)
    await lro.presses("Use these times")
    assert "those times have passed" in (await lro.is_asked("availability")).words


async def test_other_times_that_pass_while_they_wait_to_be_confirmed_are_asked_for_again(
    stage: Stage,
) -> None:
    lro, adviser = Walker(stage.lro), stage.advisers[0]
    await lro.gets_to("check")
    await lro.presses("Submit")
    card = await stage.card_of(adviser, reference_in(await lro.last()))
    await adviser.presses(card, "Ask the LRO", {"note": ""})
    await lro.player.waits_for("Please give other times")
    await lro.says("tomorrow all day")
    stage.clock.passes(days=2)
    await lro.presses("Use these times")
    assert "those times have passed" in (await lro.is_asked("availability")).words
    await lro.presses("Send these times", {"day-2026-11-27": "2026-11-27/morning"})
    assert "Friday 27 November, 09:00 to 12:00 (GMT)" in (await lro.card()).words
    await lro.presses("Use these times")
    assert "have your new times" in (await lro.last()).words


async def test_a_days_choice_that_has_passed_is_told_of(stage: Stage) -> None:
    lro = Walker(stage.lro)
    await lro.gets_to("availability")
    stage.clock.passes(days=2)
    await lro.presses("Next", {"day-2026-11-24": "2026-11-24/morning"})
    said = (await lro.is_asked("availability")).words
    assert 'I cannot offer "Tuesday 24 November, morning". That time has passed.' in said


async def test_a_returning_lro_confirms_what_they_gave_last_time(stage: Stage) -> None:
    lro = Walker(stage.lro)
    await lro.begins()
    await lro.says("Sam Sample")
    await lro.says("sam.sample@example.police.uk, 01392 123456")
    await lro.says("Dorset")
    for words in (OVERVIEW, "tomorrow all day", "submit"):
        await lro.says(words)
    first = reference_in(await lro.last())
    card = await lro.begins()
    assert card.inputs["name"]["value"] == "Sam Sample"
    await lro.presses("Next")
    card = await lro.is_asked("contact")
    assert card.inputs["email"]["value"] == "sam.sample@example.police.uk"
    assert card.inputs["telephone"]["value"] == "01392 123456"
    for _ in range(2):
        await lro.says("yes")
    card = await lro.is_asked("overview")
    assert not card.inputs["overview"].get("value"), "what it is about is new each time"
    assert "✓ Force: \nDorset" in [m.words for m in await lro.heard()]
    for words in (OVERVIEW, "tomorrow all day", "submit"):
        await lro.says(words)
    assert sorted(await requests_of(lro.player)) == sorted({first, reference_in(await _submitted(lro))})


async def test_somebody_the_roster_does_not_tell_of_types_a_little_more(stage: Stage) -> None:
    lro = Walker(stage.lro)
    await stage.teams.goes_wrong(operation="members", person=lro.player.id, status=503, times=None)
    card = await lro.begins()
    assert card.inputs["name"]["value"] == lro.player.name, "Teams sends the name along"
    await lro.presses("Next")
    card = await lro.is_asked("contact")
    assert not card.inputs["email"].get("value")
    await lro.presses("Next", {"email": "sam@dorset.police.uk", "telephone": "01305 222222"})
    card = await lro.is_asked("force")
    assert card.inputs["force"].get("value") == "Dorset", "guessed from the address just given"


@pytest.mark.parametrize("email", ["guest.sample@partner.example", ""])
async def test_a_guest_of_another_domain_chooses_their_force(store: Store, email: str) -> None:
    world = World.sample(advisers=2, lros=3, strangers=1)
    people = (world.people[0].model_copy(update={"email": email}), *world.people[1:])
    async with staged(store, world=world.model_copy(update={"people": people})) as stage:
        lro = Walker(stage.lro)
        await lro.begins()
        await lro.says("yes")
        await lro.presses("Next", {"email": "guest.sample@partner.example", "telephone": "01305 222222"})
        card = await lro.is_asked("force")
        assert not card.inputs["force"].get("value")
        await lro.presses("Next")
        assert "Please choose one of" in (await lro.is_asked("force")).words
        await lro.presses("Next", {"force": "Wiltshire"})
        await lro.is_asked("overview")


async def test_a_request_under_way_is_not_seen_by_advisers(stage: Stage) -> None:
    lro = Walker(stage.lro)
    await lro.gets_to("check")
    for adviser in stage.advisers:
        assert not any(OVERVIEW in message.words for message in await adviser.messages())


async def _submitted(lro: Walker) -> SeenMessage:
    return [m for m in await lro.heard() if "Your request is in" in m.words][-1]


async def test_a_choice_whose_time_has_come_too_near_is_told_of_beside_what_is_left(stage: Stage) -> None:
    lro = Walker(stage.lro)
    await lro.gets_to("availability")
    stage.clock.passes(hours=6)
    await lro.presses("Next", {"day-2026-11-23": "2026-11-23/afternoon", "times": "Thu 10-12"})
    card = await lro.is_asked("availability")
    assert 'I cannot offer "Monday 23 November, afternoon". A session can start 2 hours' in card.words
    await lro.presses("Use these times")
    assert "Thursday 26 November, 10:00 to 12:00 (GMT)" in (await lro.is_asked("check")).words
