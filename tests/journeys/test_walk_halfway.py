"""A walk that was left: offered again, carried on, started again, cancelled, and forgotten in the end."""

import pytest
import pytest_asyncio

from tests.journeys.stage import MONDAY, OVERVIEW, staged
from tests.journeys.stores import NewStore
from tests.journeys.walker import QUESTIONS, Town, Towns, Walker

pytestmark = pytest.mark.asyncio(loop_scope="module")
OFFER = "Carry on where you left off?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def street(new_store: NewStore) -> Towns:
    async with staged(new_store(), lros=60, walk_resume_minutes=60, walk_expire_days=3) as stage:
        yield Town(stage)


@pytest.fixture
def town(street: Town) -> Town:
    """The shared town, with its clock put back."""
    street.stage.clock.moment = MONDAY
    return street


async def is_offered(lro: Walker, step: str) -> None:
    card = await lro.card()
    assert OFFER in card.words
    assert f"You had got as far as: {QUESTIONS[step]}" in card.words


@pytest.mark.parametrize("said", ["hello", "request a session", "Hi there!"])
@pytest.mark.parametrize("step", ["name", "overview", "check"])
async def test_hello_in_the_middle_of_a_walk_offers_it_again(town: Town, step: str, said: str) -> None:
    lro = town.somebody()
    await lro.gets_to(step)
    await lro.says(said)
    await is_offered(lro, step)


async def test_pressing_request_a_session_offers_the_walk_again(town: Town) -> None:
    lro = town.somebody()
    await lro.player.says("hello")
    hello = await lro.last()
    await lro.gets_to("force")
    await lro.player.presses(hello, "Request a session")
    await is_offered(lro, "force")
    assert lro.player.email in (await lro.card()).words, "what was given so far can be read"


async def test_request_a_session_pressed_after_the_offer_asks_the_first_question_in_earnest(
    town: Town,
) -> None:
    lro = town.somebody()
    await lro.player.says("hello")
    hello = await lro.last()
    await lro.begins()
    await lro.says("hello")
    await lro.player.presses(hello, "Request a session")
    await lro.is_asked("name")
    await lro.says("yes")
    await lro.is_asked("contact")


@pytest.mark.parametrize("by", ["button", "carry on", "yes"])
@pytest.mark.parametrize("step", ["name", "overview", "availability", "check"])
async def test_carrying_on_asks_where_the_walk_stood_and_does_nothing_else(
    town: Town, step: str, by: str
) -> None:
    lro = town.somebody()
    await lro.gets_to(step)
    await lro.says("hello")
    await (lro.presses("Carry on") if by == "button" else lro.says(by))
    await lro.is_asked(step)


@pytest.mark.parametrize("by", ["button", "word"])
async def test_starting_again_from_the_offer(town: Town, by: str) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says("hello")
    await (lro.presses("Start again") if by == "button" else lro.says("start again"))
    await lro.is_asked("name")


@pytest.mark.parametrize("by", ["button", "word"])
async def test_cancelling_from_the_offer(town: Town, by: str) -> None:
    lro = town.somebody()
    await lro.gets_to("availability")
    await lro.says("hello")
    await (lro.presses("Yes, cancel it") if by == "button" else lro.says("cancel"))
    assert await lro.live_cards() == []
    await lro.says("hello")
    assert OFFER not in (await lro.last()).words


async def test_what_somebody_comes_back_with_is_held_until_they_carry_on(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    town.stage.clock.passes(hours=1, seconds=1)
    await lro.says(OVERVIEW)
    await is_offered(lro, "overview")
    await lro.says("yes")
    card = await lro.is_asked("overview")
    assert card.inputs["overview"]["value"] == OVERVIEW
    await lro.presses("Next")
    await lro.is_asked("availability")


async def test_contact_details_somebody_comes_back_with_are_held_though_one_will_not_do(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("contact")
    town.stage.clock.passes(hours=1, seconds=1)
    await lro.says("other@dorset.police.uk 07700 90012")
    await is_offered(lro, "contact")
    await lro.says("yes")
    card = await lro.is_asked("contact")
    assert card.inputs["email"]["value"] == "other@dorset.police.uk"
    assert card.inputs["telephone"]["value"] == "07700 90012"


async def test_coming_back_soon_enough_is_simply_an_answer(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    town.stage.clock.passes(minutes=59)
    await lro.says(OVERVIEW)
    await lro.is_asked("availability")


async def test_a_yes_after_a_long_while_submits_nothing(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("check")
    town.stage.clock.passes(hours=2)
    await lro.says("yes")
    assert OFFER in (await lro.card()).words
    await lro.says("yes")
    await lro.is_asked("check")


async def test_the_card_that_was_left_can_be_answered_however_late(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    town.stage.clock.passes(hours=20)
    await lro.presses("Next", {"overview": OVERVIEW})
    await lro.is_asked("availability")


async def test_steering_words_need_no_offer(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    town.stage.clock.passes(hours=20)
    await lro.says("back")
    await lro.is_asked("force")


async def test_a_walk_expires_and_its_card_says_so(town: Town) -> None:
    lro = town.somebody()
    card = await lro.gets_to("overview")
    town.stage.clock.passes(days=3, seconds=1)
    await lro.player.presses(card, "Next", {"overview": OVERVIEW})
    assert await lro.live_cards() == []
    closed = await lro.player.sees_now(card)
    assert "ran out of time. Nothing was sent." in closed.words
    assert closed.buttons == ["Request a session"]
    await lro.says("hello")
    assert OFFER not in (await lro.last()).words


async def test_a_walk_that_expired_makes_room_for_a_new_one(town: Town) -> None:
    lro = town.somebody()
    card = await lro.gets_to("overview")
    town.stage.clock.passes(days=4)
    await lro.begins()
    await lro.is_asked("name")
    assert "ran out of time" in (await lro.player.sees_now(card)).words
