"""Words that steer, agree or decline, however they are typed."""

import pytest

from cards.payloads import Steer
from dialogs.said import Control, Said


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("cancel", Control.CANCEL),
        ("  Cancel.  ", Control.CANCEL),
        ("please cancel", Control.CANCEL),
        ("Never mind!", Control.CANCEL),
        ("go  back", Control.BACK),
        ("back, please", Control.BACK),
        ("HELP?", Control.HELP),
        ("?", Control.HELP),
        ("Start again", Control.START_AGAIN),
        ("continue", Control.CARRY_ON),
        ("Please back our bid", None),
        ("cancelled warrants", None),
        ("please", None),
        ("...", None),
        ("", None),
    ],
)
def test_words_that_steer(text: str, control: Control | None) -> None:
    assert Said(text=text).steer == control


@pytest.mark.parametrize("to", ["cancel", "back", "start again", "carry on"])
def test_a_button_steers_as_the_word_does(to: str) -> None:
    pressed = Steer.model_validate({"walk": "w", "to": to})
    assert Said(pressed=pressed).steer == Said(text=to).steer


@pytest.mark.parametrize(
    "text", ["yes", "Yes, please", "that\N{RIGHT SINGLE QUOTATION MARK}s right.", "OK!", "y"]
)
def test_words_that_agree(text: str) -> None:
    assert Said(text=text).agrees


@pytest.mark.parametrize("text", ["", "no", "yes but not Monday", "okay-ish"])
def test_words_that_do_not(text: str) -> None:
    assert not Said(text=text).agrees


def test_use_these_times_pressed_or_typed() -> None:
    assert Said(text="Use these times.").uses_times
    assert Said(pressed=Steer(walk="w", to="use these times")).uses_times
    assert not Said(text="use Thursday").uses_times
