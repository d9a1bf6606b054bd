"""Help says commands that are understood, to each what they can say, each on a line of its own."""

import pytest

from bot.talk.commands import Command, read_command
from cards import welcome
from cards.blanks import Card
from cards.payloads import SayCommand
from tests.cards.reading import press, titles, words
from tests.cards.samples import REGION


def said_first(card: Card) -> list[str]:
    """The commands that a help has, each on a line of its own with what comes of it."""
    lines = [line.partition(": ") for line in words(card).splitlines()]
    return [first for first, _, rest in lines if rest and read_command(first)]


EVERYBODY = ["request a session", "my requests"]
ORGANISERS = [
    "queue",
    "announce",
    "announcements",
    "advertise",
    "figures",
    "announce here",
    "stop announcing here",
]


@pytest.mark.parametrize(
    ("organiser", "adviser", "commands"),
    [
        (False, False, EVERYBODY),
        (False, True, [*EVERYBODY, "queue"]),
        (True, False, [*EVERYBODY, *ORGANISERS]),
        (True, True, [*EVERYBODY, *ORGANISERS]),
    ],
)
def test_help_has_a_line_for_each_command_and_once(
    organiser: bool, adviser: bool, commands: list[str]
) -> None:
    assert said_first(welcome.help_(REGION, organiser=organiser, adviser=adviser)) == commands


def test_help_in_a_channel_says_only_what_is_said_there() -> None:
    assert said_first(welcome.help_in_channel(REGION)) == ["request a session"]
    organiser = welcome.help_in_channel(REGION, organiser=True)
    assert said_first(organiser) == ["request a session", "announce here", "stop announcing here"]
    assert titles(organiser) == ["Request a session"], "anybody can press what stands in a channel"


def test_what_a_button_says_is_a_command() -> None:
    shown = welcome.help_(REGION, organiser=True, adviser=True)
    pressed = [press(shown, title) for title in titles(shown)]
    said = [p.command for p in pressed if isinstance(p, SayCommand)]
    assert said == ORGANISERS[:5]
    assert [read_command(command) for command in said] == [Command(command) for command in said]
