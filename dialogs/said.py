"""What a person said in this turn: words, or a button, already parsed at the door."""

from dataclasses import dataclass
from enum import StrEnum

from botbuilder.core import TurnContext

from cards.payloads import Pressed

_KEY = "dialogs.said"


class Control(StrEnum):
    """Words that steer a walk at every step."""

    CANCEL = "cancel"
    BACK = "back"
    HELP = "help"
    START_AGAIN = "start again"


CONTROLS = {
    **dict.fromkeys(
        ("cancel", "stop", "quit", "exit", "never mind", "nevermind", "forget it"), Control.CANCEL
    ),
    **dict.fromkeys(("back", "go back", "previous"), Control.BACK),
    **dict.fromkeys(("help", "?", "what can i say"), Control.HELP),
    **dict.fromkeys(("start again", "start over", "restart", "begin again"), Control.START_AGAIN),
}

AGREED = frozenset(
    {
        "yes",
        "y",
        "yep",
        "ok",
        "okay",
        "correct",
        "that's right",
        "thats right",
        "right",
        "next",
        "confirm",
        "same",
    }
)
"""Words that accept what is shown."""

SUBMIT = frozenset({"submit", "send", "send it", *AGREED})


@dataclass(frozen=True, slots=True)
class Said:
    text: str = ""
    pressed: Pressed | None = None

    @property
    def words(self) -> str:
        """Small letters, single spaces, no closing mark: for comparing with what we listen for."""
        return " ".join(self.text.lower().split()).rstrip(".!")

    @property
    def control(self) -> Control | None:
        return CONTROLS.get(self.words)

    @property
    def agrees(self) -> bool:
        return self.words in AGREED


def note_said(context: TurnContext, said: Said) -> None:
    """Put it where the dialogs of this turn find it."""
    context.turn_state[_KEY] = said


def said_in(context: TurnContext) -> Said:
    """What was noted at the door of this turn."""
    said = context.turn_state[_KEY]
    if not isinstance(said, Said):
        raise TypeError("the door noted nothing")
    return said
