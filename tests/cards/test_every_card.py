"""What holds for every card in every state: Teams takes it, everybody can use it, nothing leaks from it."""

import re

import microsoft_teams.cards as models
import pytest

from cards.announcing.payloads import Edit, Outdated, PlanOnce, PlanRepeat
from cards.blanks import Card
from cards.message import as_attachment_content, summary_text
from cards.payloads import DAY_INPUT, AnswerField, AskForTimes, Book, MakeKit, OfferTimes, Redirect
from tests.cards.reading import fits, of_type, parts, press, size, titles, words
from tests.cards.samples import OVERVIEW, every_card

CARDS = every_card()
WITH_INPUTS = (AnswerField, OfferTimes, Book, AskForTimes, Redirect, Edit, PlanOnce, PlanRepeat, MakeKit)
KNOWN_INPUTS = {field for model in WITH_INPUTS for field in model.model_fields}
A_PLAN = re.compile(r"(every (second )?|first )\w+day( of the month)? at \d\d:\d\d|example 09:00")
"""Local wall time for ever, which has no date, and a zone only on each of its days."""
TYPES = {
    model.model_fields["type"].default: model
    for model in vars(models).values()
    if isinstance(model, type)
    and issubclass(model, models.core.SerializableObject)
    and "type" in model.model_fields
}

each_card = pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)


@each_card
def test_is_a_card_of_schema_1_5_that_its_models_know_in_full(card: Card) -> None:
    content = as_attachment_content(card)
    assert content["version"] == "1.5"
    for part in parts(card):
        model = TYPES[part["type"]].model_validate(part)
        assert set(model.model_extra or {}) <= {"$schema"}, part["type"]


@each_card
def test_has_a_short_notification_text_without_the_overview(card: Card) -> None:
    assert 0 < len(summary_text(card)) <= 120
    assert OVERVIEW[:20] not in summary_text(card)


@each_card
def test_is_small_enough_for_teams(card: Card) -> None:
    fits(card)
    assert size(card) < 20 * 1024


@each_card
def test_every_input_has_a_label_and_a_name_that_the_payloads_know(card: Card) -> None:
    for part in parts(card):
        if part["type"].startswith("Input."):
            assert part["label"]
            assert part["id"] in KNOWN_INPUTS or part["id"].startswith(DAY_INPUT)


@each_card
def test_a_long_choice_wraps_and_is_not_cut(card: Card) -> None:
    for part in of_type(card, "Input.Toggle", "Input.ChoiceSet"):
        assert part.get("wrap") or part.get("style") == "compact", part["id"]


@each_card
def test_every_choice_has_a_value_and_what_is_chosen_is_among_them(card: Card) -> None:
    for part in of_type(card, "Input.ChoiceSet"):
        values = [choice["value"] for choice in part["choices"]]
        assert all(values)
        assert part.get("value", values[0]) in values


@each_card
def test_every_button_parses_back_and_execute_has_verb_and_fallback(card: Card) -> None:
    for part in of_type(card, "Action.Execute"):
        assert part["verb"]
        assert part["fallback"] == "drop"
    for part in of_type(card, "Action.Submit", "Action.Execute"):
        if titles(card).count(part["title"]) == 1:
            assert not isinstance(press(card, part["title"]), Outdated)


@each_card
def test_has_no_more_buttons_in_a_row_than_teams_shows(card: Card) -> None:
    for part in of_type(card, "AdaptiveCard", "ActionSet"):
        assert len(part.get("actions", [])) <= 6


@each_card
def test_every_time_carries_its_day_and_zone(card: Card) -> None:
    for line in words(card).splitlines():
        if re.search(r"\d\d:\d\d", A_PLAN.sub("", line)):
            assert re.search(r"\((GMT|BST)\)", line), line
            assert re.search(r"\d{1,2} November|^Please offer as many days", line), line


@each_card
def test_buttons_on_cards_are_told_apart_by_what_they_say(card: Card) -> None:
    said = [(p["title"], p.get("tooltip")) for p in parts(card) if p["type"].startswith("Action.")]
    assert len(set(said)) == len(said)
