"""What a person said in this turn: words, or a button, already parsed at the door."""

from dataclasses import dataclass
from enum import StrEnum

from botbuilder.core import TurnContext

from cards.payloads import Pressed, Steer

_KEY = "dialogs.said"


class Control(StrEnum):
    """What steers a walk at every step, typed or pressed: the values are those of `Steer.to`."""

    CANCEL = "cancel"
    BACK = "back"
    HELP = "help"
    START_AGAIN = "start again"
    CARRY_ON = "carry on"


CONTROLS = {
    **dict.fromkeys(
        ("cancel", "cancel it", "stop", "quit", "exit", "never mind", "nevermind", "forget it"),
        Control.CANCEL,
    ),
    **dict.fromkeys(("back", "go back", "previous"), Control.BACK),
    **dict.fromkeys(("help", "help me", "?", "what can i say"), Control.HELP),
    **dict.fromkeys(("start again", "start over", "restart", "begin again"), Control.START_AGAIN),
    **dict.fromkeys(("carry on", "continue", "resume", "go on"), Control.CARRY_ON),
}

AGREED = frozenset(
    {"yes", "y", "yep", "yeah", "yup", "ok", "okay", "fine", "correct", "right", "next", "confirm", "same"}
    | {"that's right", "thats right", "that is right", "that's correct", "looks good", "all good"}
)
"""Words that accept what is shown."""

USE_TIMES = "use these times"
SUBMIT = frozenset({"submit", "submit it", "send", "send it", USE_TIMES, *AGREED})
DECLINED = frozenset({"no", "nope", "wrong"})


@dataclass(frozen=True, slots=True)
class Said:
    text: str = ""
    pressed: Pressed | None = None

    @property
    def words(self) -> str:
        """Small letters, single spaces, no closing mark, no "please": to compare with what we listen for."""
        text = " ".join(self.text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
        bare = text.rstrip(".!?").removeprefix("please ")
        return bare.removesuffix("please").rstrip(" ,") or text

    @property
    def steer(self) -> str | None:
        """Where to, if anywhere: one of Control, or of `Steer.to`."""
        return self.pressed.to if isinstance(self.pressed, Steer) else CONTROLS.get(self.words)

    @property
    def agrees(self) -> bool:
        return self.words in AGREED

    @property
    def uses_times(self) -> bool:
        """*Use these times*, pressed or typed."""
        return USE_TIMES in {self.steer, self.words}


def note_said(context: TurnContext, said: Said) -> None:
    """Put it where the dialogs of this turn find it."""
    context.turn_state[_KEY] = said


def said_in(context: TurnContext) -> Said:
    """What was noted at the door of this turn."""
    said = context.turn_state[_KEY]
    if not isinstance(said, Said):
        raise TypeError("the door noted nothing")
    return said
