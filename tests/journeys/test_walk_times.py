"""An adviser asked for other times: given on the card or in words, read back, confirmed; or too late."""

import pytest

from sandbox.seen import SeenMessage
from tests.journeys.stage import OVERVIEW, reference_in
from tests.journeys.walker import ANSWERS, Town, Walker, requests_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
READ_BACK = "Are these times right?"
WANTED = "Please give other times"


async def asks(lro: Walker) -> str:
    """A submitted request; its reference."""
    for words in ("request a session", *ANSWERS.values(), "submit"):
        await lro.says(words)
    told = [m for m in await lro.heard() if "Your request is in" in m.words][-1]
    return reference_in(told)


async def is_asked_for_times(town: Town, lro: Walker) -> tuple[str, SeenMessage]:
    """A request for which an adviser asked for other times; its reference, and the card that asks."""
    reference = await asks(lro)
    adviser = town.stage.advisers[0]
    card = await town.stage.card_of(adviser, reference)
    await adviser.presses(card, "Ask the LRO", {"note": "On leave until Thursday"})
    wanted = await lro.player.waits_for(lambda m: WANTED in m.words and reference in m.words)
    return reference, wanted


async def advisers_see(town: Town, reference: str, time: str) -> None:
    adviser = town.stage.advisers[1]
    await adviser.waits_for(
        lambda m: reference in m.words and time in m.words and "Book this time" in m.buttons
    )


async def test_given_on_the_card_they_are_read_back_and_confirmed(town: Town) -> None:
    lro = town.somebody()
    reference, wanted = await is_asked_for_times(town, lro)
    assert "On leave until Thursday" in wanted.words
    await lro.player.presses(wanted, "Send these times", {"day-2026-11-27": "2026-11-27/morning"})
    card = await lro.card()
    assert READ_BACK in card.words
    assert "Friday 27 November, 09:00 to 12:00 (GMT)" in card.words
    await lro.presses("Use these times")
    assert f"have your new times for {reference}" in (await lro.last()).words
    assert await lro.live_cards() == []
    await advisers_see(town, reference, "Friday 27 November")
    closed = await lro.player.waits_for(lambda m: m.id == wanted.id and not m.buttons)
    assert WANTED not in closed.words


@pytest.mark.parametrize("agreed", ["yes", "use these times", "submit"])
async def test_typed_while_one_request_waits_they_are_read_back_and_confirmed_in_words(
    town: Town, agreed: str
) -> None:
    lro = town.somebody()
    reference, _ = await is_asked_for_times(town, lro)
    await lro.says("Thu 10-12")
    assert "Thursday 26 November, 10:00 to 12:00 (GMT)" in (await lro.card()).words
    await lro.says(agreed)
    assert f"have your new times for {reference}" in (await lro.last()).words
    await advisers_see(town, reference, "Thursday 26 November")


async def test_words_that_are_no_times_get_help_and_start_nothing(town: Town) -> None:
    lro = town.somebody()
    await is_asked_for_times(town, lro)
    await lro.says("the usual")
    assert await lro.live_cards() == []
    assert "Help" in (await lro.last()).words


@pytest.mark.parametrize("by", ["card", "words"])
async def test_times_beyond_what_is_offered_are_told_the_rule(town: Town, by: str) -> None:
    lro = town.somebody()
    _, wanted = await is_asked_for_times(town, lro)
    if by == "card":
        await lro.player.presses(wanted, "Send these times", {"times": "Saturday 10-12"})
    else:
        await lro.says("Saturday 10-12")
    card = await lro.is_asked("availability")
    assert 'I cannot offer "Saturday 10-12". Sessions are held Monday to Friday' in card.words
    assert card.inputs["times"]["value"] == "Saturday 10-12"


async def test_times_beyond_what_is_offered_typed_at_the_read_back_are_told_the_rule(town: Town) -> None:
    lro = town.somebody()
    await is_asked_for_times(town, lro)
    await lro.says("Thu 10-12")
    await lro.says("Sunday morning")
    assert 'I cannot offer "Sunday morning".' in (await lro.is_asked("availability")).words


async def test_times_understood_in_part_are_named_kept_and_can_be_used(town: Town) -> None:
    lro = town.somebody()
    _, wanted = await is_asked_for_times(town, lro)
    typed = {"times": "Thu 10-12, the usual", "day-2026-11-27": "2026-11-27/morning"}
    await lro.player.presses(wanted, "Send these times", typed)
    card = await lro.is_asked("availability")
    assert 'I did not understand "the usual".' in card.words
    assert {name: card.inputs[name]["value"] for name in typed} == typed
    await lro.presses("Use these times")
    assert READ_BACK in (await lro.card()).words
    await lro.presses("Use these times")
    assert "have your new times" in (await lro.last()).words


async def test_they_can_be_changed_from_the_read_back(town: Town) -> None:
    lro = town.somebody()
    reference, _ = await is_asked_for_times(town, lro)
    await lro.says("Thu 10-12")
    await lro.presses("Change")
    card = await lro.is_asked("availability")
    assert "26/11 10:00-12:00" in card.inputs["times"]["value"]
    await lro.presses("Send these times", {"times": "", "day-2026-11-27": "2026-11-27/afternoon"})
    card = await lro.card()
    assert "Thursday" not in card.words
    await lro.presses("Use these times")
    await advisers_see(town, reference, "Friday 27 November")


async def test_other_times_typed_at_the_read_back_are_read_back_instead(town: Town) -> None:
    lro = town.somebody()
    reference, _ = await is_asked_for_times(town, lro)
    await lro.says("Thu 10-12")
    await lro.says("Fri 9-11")
    card = await lro.card()
    assert "Friday 27 November, 09:00 to 11:00 (GMT)" in card.words
    assert "Thursday" not in card.words
    await lro.says("yes")
    await advisers_see(town, reference, "Friday 27 November")


async def test_words_typed_at_the_read_back_that_are_no_times_are_named(town: Town) -> None:
    lro = town.somebody()
    await is_asked_for_times(town, lro)
    await lro.says("Thu 10-12")
    await lro.says("the usual")
    assert 'I did not understand "the usual".' in (await lro.is_asked("availability")).words
    await lro.says("back")
    assert "Thursday 26 November, 10:00 to 12:00 (GMT)" in (await lro.card()).words


@pytest.mark.parametrize("by", ["button", "word"])
async def test_cancelled_they_are_not_sent_and_the_request_still_waits(town: Town, by: str) -> None:
    lro = town.somebody()
    await is_asked_for_times(town, lro)
    await lro.says("Thu 10-12")
    card = await lro.card()
    await (lro.presses("Yes, cancel it") if by == "button" else lro.says("cancel"))
    assert await lro.live_cards() == []
    assert (await lro.player.sees_now(card)).words.startswith("Cancelled. No times were sent")
    assert (await lro.player.sees_now(card)).buttons == [], "there is a request already"
    await lro.says("my requests")
    assert "Waiting for new times from you" in (await lro.last()).words


async def test_sent_twice_quickly_there_is_one_read_back(town: Town) -> None:
    lro = town.somebody()
    reference, wanted = await is_asked_for_times(town, lro)
    click = (lro.player, wanted, "Send these times", {"day-2026-11-27": "2026-11-27/morning"})
    await town.stage.teams.clicks_at_once([click, click])
    card = await lro.card()
    assert READ_BACK in card.words
    await town.stage.teams.clicks_at_once([(lro.player, card, "Use these times")] * 2)
    assert len([m for m in await lro.heard() if "have your new times" in m.words]) == 1
    assert await lro.live_cards() == []
    await advisers_see(town, reference, "Friday 27 November")


async def test_in_the_middle_of_a_walk_they_come_first_and_the_walk_is_taken_up_after_them(
    town: Town,
) -> None:
    lro = town.somebody()
    _, wanted = await is_asked_for_times(town, lro)
    question = await lro.gets_to("overview")
    await lro.player.presses(wanted, "Send these times", {"day-2026-11-27": "2026-11-27/morning"})
    assert READ_BACK in (await lro.card()).words
    await lro.player.presses(question, "Next", {"overview": "Pressed on the card that was set aside."})
    assert READ_BACK in (await lro.card()).words
    await lro.presses("Use these times")
    assert any("have your new times" in m.words for m in await lro.heard())
    await lro.is_asked("overview")
    for words in (OVERVIEW, "tomorrow all day", "submit"):
        await lro.says(words)
    assert len(await requests_of(lro.player)) == 2


async def test_cancelled_in_the_middle_of_a_walk_the_walk_goes_on(town: Town) -> None:
    lro = town.somebody()
    _, wanted = await is_asked_for_times(town, lro)
    await lro.gets_to("contact")
    await lro.player.presses(wanted, "Send these times", {"day-2026-11-27": "2026-11-27/morning"})
    await lro.presses("Yes, cancel it")
    await lro.is_asked("contact")


async def test_for_two_requests_that_wait_each_card_is_for_its_own(town: Town) -> None:
    lro = town.somebody()
    first, first_card = await is_asked_for_times(town, lro)
    second, second_card = await is_asked_for_times(town, lro)
    await lro.player.presses(first_card, "Send these times", {"day-2026-11-27": "2026-11-27/morning"})
    await lro.player.presses(second_card, "Send these times", {"day-2026-11-26": "2026-11-26/morning"})
    assert second in (await lro.card()).words
    await lro.player.presses(first_card, "Send these times", {"day-2026-11-27": "2026-11-27/afternoon"})
    assert first in (await lro.card()).words
    await lro.presses("Use these times")
    assert second in (await lro.card()).words, "the one that was set aside is read back again"
    await lro.presses("Use these times")
    await advisers_see(town, first, "Friday 27 November")
    await advisers_see(town, second, "Thursday 26 November")


async def test_typed_while_two_requests_wait_the_bot_shows_both_and_guesses_neither(town: Town) -> None:
    lro = town.somebody()
    first, _ = await is_asked_for_times(town, lro)
    second, _ = await is_asked_for_times(town, lro)
    await lro.says("Thu 10-12")
    assert await lro.live_cards() == []
    mine = await lro.last()
    assert first in mine.words
    assert second in mine.words
    assert "I have sent you a card" in mine.words


async def test_on_the_card_of_a_request_that_has_its_times_already(town: Town) -> None:
    lro = town.somebody()
    reference, wanted = await is_asked_for_times(town, lro)
    await lro.says("Thu 10-12")
    await lro.says("yes")
    await lro.player.presses(wanted, "Send these times", {"day-2026-11-27": "2026-11-27/morning"})
    assert await lro.live_cards() == []
    assert "With the advisers" in (await lro.last()).words
    await advisers_see(town, reference, "Thursday 26 November")


async def test_withdrawn_while_the_times_were_being_read_back(town: Town) -> None:
    lro = town.somebody()
    reference, wanted = await is_asked_for_times(town, lro)
    await lro.says("Thu 10-12")
    await _withdraws(lro, reference)
    read_back = await lro.card()
    await lro.presses("Use these times")
    assert "You withdrew this request." in (await lro.last()).words
    assert (await lro.player.sees_now(read_back)).words == "Cancelled. Nothing was sent."
    await lro.player.presses(wanted, "Send these times", {"day-2026-11-27": "2026-11-27/morning"})
    assert "You withdrew this request." in (await lro.last()).words


async def test_for_somebody_elses_request_nothing_is_found(town: Town) -> None:
    lro, other = town.somebody(), town.somebody()
    _, wanted = await is_asked_for_times(town, lro)
    await other.player.says("hello")
    action = wanted.button("Send these times").action
    await other.player.sends(await other.last(), action, {"day-2026-11-27": "2026-11-27/morning"})
    assert "I cannot find that request." in (await other.last()).words
    assert await other.live_cards() == []


async def _withdraws(lro: Walker, reference: str) -> None:
    await lro.says("withdraw")
    mine = await lro.last()
    assert reference in mine.words
    sure = await lro.player.presses(mine, "Withdraw")
    assert sure.card
    await lro.player.presses(await lro.player.sees_now(mine), "Yes, withdraw it")
