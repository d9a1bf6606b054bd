"""Cancel, back, help, start again: at every step, in words and by button. Changing one thing at the end."""

import pytest

from tests.journeys.stage import OVERVIEW
from tests.journeys.walker import QUESTIONS, Town, Walker

pytestmark = pytest.mark.asyncio(loop_scope="module")
STEPS = list(QUESTIONS)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("by", ["button", "word"])
async def test_cancel(town: Town, step: str, by: str) -> None:
    lro = town.somebody()
    card = await lro.gets_to(step)
    has_given = step not in {"name", "contact"}
    title = "Yes, cancel it" if has_given else "Cancel"
    await (lro.presses(title) if by == "button" else lro.says("Cancel please"))
    assert await lro.live_cards() == []
    assert ("Throw this away? Nothing has been sent." in card.words) is has_given
    closed = await lro.player.sees_now(card)
    assert closed.words.startswith("Cancelled. Nothing was sent.")
    last = await lro.last()
    assert last.buttons == ["Request a session"]
    if by == "word":
        assert closed.buttons == [], "it is answered below, with the button"
    await lro.says("cancel")
    assert "nothing to cancel" in (await lro.last()).words


async def test_an_answer_that_could_not_be_used_is_not_thrown_away_unasked(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("name")
    await lro.presses("Next", {"name": "7"})
    assert "Throw this away?" in (await lro.card()).words


async def test_a_new_request_can_be_started_on_the_card_that_was_cancelled(town: Town) -> None:
    lro = town.somebody()
    card = await lro.gets_to("check")
    await lro.presses("Yes, cancel it")
    await lro.player.presses(await lro.player.sees_now(card), "Request a session")
    await lro.is_asked("name")


@pytest.mark.parametrize("step", STEPS)
async def test_back_in_words(town: Town, step: str) -> None:
    lro = town.somebody()
    await lro.gets_to(step)
    await lro.says("back")
    before = STEPS[max(STEPS.index(step) - 1, 0)]
    card = await lro.is_asked(before)
    if before == "overview":
        assert card.inputs["overview"]["value"] == OVERVIEW, "what was given is still there"


@pytest.mark.parametrize("step", STEPS[1:-1])
async def test_back_by_button(town: Town, step: str) -> None:
    lro = town.somebody()
    await lro.gets_to(step)
    await lro.presses("Back")
    await lro.is_asked(STEPS[STEPS.index(step) - 1])
    await lro.says("yes")
    await lro.is_asked(step)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("said", ["help", "Help?"])
async def test_help_says_how_to_move_about_and_asks_again(town: Town, step: str, said: str) -> None:
    lro = town.somebody()
    await lro.gets_to(step)
    await lro.says(said)
    assert '"back", "cancel" or "start again"' in (await lro.heard())[-2].words
    assert (await lro.is_asked(step)).id == (await lro.last()).id


@pytest.mark.parametrize("step", STEPS)
async def test_start_again_in_words(town: Town, step: str) -> None:
    lro = town.somebody()
    await lro.gets_to(step)
    await lro.says("start again")
    card = await lro.is_asked("name")
    assert card.inputs["name"]["value"] == lro.player.name, "what is known is still confirmed, not typed"
    for words in ("yes", "07700 900123", "yes"):
        await lro.says(words)
    assert not (await lro.is_asked("overview")).inputs["overview"].get("value")


CHANGES = [
    ("name", {"name": "Sam Sample"}, "change my name", "Sam Sample"),
    ("contact", {"telephone": "01392 123456"}, "change phone", "01392 123456"),
    ("force", {"force": "Dorset"}, "force", "Dorset"),
    (
        "overview",
        {"overview": "Something else entirely."},
        "change the overview",
        "Something else entirely.",
    ),
    (
        "availability",
        {"times": "Thu 10-12", "day-2026-11-24": "-"},
        "change times",
        "Thursday 26 November",
    ),
]


@pytest.mark.parametrize(("step", "answer", "words", "shown"), CHANGES)
async def test_any_one_field_is_changed_by_button_and_the_summary_returns(
    town: Town, step: str, answer: dict[str, str], words: str, shown: str
) -> None:
    lro = town.somebody()
    summary = await lro.gets_to("check")
    titles = [title for title in summary.buttons if title == "Change"]
    assert len(titles) == len(CHANGES)
    await _press_change(lro, STEPS.index(step))
    await lro.is_asked(step)
    await lro.presses("Save", answer)
    assert shown in (await lro.is_asked("check")).words
    await lro.says(words)
    await lro.is_asked(step)
    await lro.presses("Back to summary")
    assert shown in (await lro.is_asked("check")).words
    await lro.says(words)
    await lro.says("help")
    await lro.says("back")
    assert shown in (await lro.is_asked("check")).words


async def test_a_changed_field_is_answered_in_words_too(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("check")
    await lro.says("change force")
    await lro.says("Glos")
    assert "Gloucestershire" in (await lro.is_asked("check")).words


async def test_words_that_mean_nothing_at_the_summary_get_a_sentence(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("check")
    await lro.says("hmm, not sure")
    assert 'or say "submit", or what to change' in (await lro.heard())[-2].words
    await lro.is_asked("check")


@pytest.mark.parametrize("typed", ["short", "Long enough to be used as an overview."])
async def test_back_keeps_what_was_typed_and_not_sent(town: Town, typed: str) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await lro.presses("Back", {"overview": typed})
    await lro.presses("Next")
    card = await lro.is_asked("overview")
    assert card.inputs["overview"]["value"] == typed
    assert "say a little more" not in card.words, "nothing is wrong with it before it is sent"


@pytest.mark.parametrize("word", ["submit", "Send it!", "yes"])
async def test_the_summary_is_submitted_with_a_word(town: Town, word: str) -> None:
    lro = town.somebody()
    await lro.gets_to("check")
    await lro.says(word)
    assert "Your request is in" in (await lro.last()).words
    assert await lro.live_cards() == []


async def test_my_requests_in_the_middle_of_a_walk_leaves_the_walk_alone(town: Town) -> None:
    lro = town.somebody()
    await lro.gets_to("overview")
    await lro.says("my requests")
    assert "You have not made a request yet." in (await lro.last()).words
    await lro.says(OVERVIEW)
    await lro.is_asked("availability")


async def _press_change(lro: Walker, number: int) -> None:
    """The summary has a button "Change" beside each field; this presses one of them."""
    card = await lro.card()
    changes = [action for action in _actions(card.cards[0]) if action.get("title") == "Change"]
    await lro.player.sends(card, changes[number])
    await lro.live_cards()


def _actions(node: object) -> list[dict[str, object]]:
    if isinstance(node, list):
        return [action for part in node for action in _actions(part)]
    if not isinstance(node, dict):
        return []
    here = [node] if str(node.get("type")).startswith("Action.") else []
    return here + [action for part in node.values() for action in _actions(part)]
