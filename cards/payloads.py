"""What a button sends back: a typed model, parsed once at the door. Inputs arrive beside the data."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter, ValidationError
from pydantic import Field as Bounded

from sessions.draft import Field
from sessions.request import Elsewhere

Id = Annotated[str, Bounded(min_length=1, max_length=128)]
Text = Annotated[str, Bounded(max_length=8000)]
"""Longer than any answer may be, so that an answer too long is told so and kept; shorter than any attack."""

REF_MOST = 32
"""Characters of a source."""
Ref = Annotated[str, Bounded(max_length=REF_MOST)]
"""Where the button was seen, as the `ref` of a printed link says it of that."""

DAY_INPUT = "day-"
"""Availability inputs are `day-2026-11-24`, each with a choice id of `sessions.availability`, or NO_PART."""

NO_PART = "-"
"""Chosen for a day on which the LRO is not free. Not empty: not every client takes an empty choice."""

DAYS_MOST = 14


class Payload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class StartWalk(Payload):
    """*Request a session*."""

    act: Literal["start"] = "start"
    ref: Ref = ""


class ChooseWhere(Payload):
    """Where to go on with a request that was begun in a channel."""

    act: Literal["where"] = "where"
    who: Id
    """Whom the card asks: their Entra id."""
    where: Literal["private", "here"]
    ref: Ref = ""


class ShowMine(Payload):
    """*My requests*."""

    act: Literal["mine"] = "mine"


class SayCommand(Payload):
    """Says a command in one press: whatever saying it comes to."""

    act: Literal["say"] = "say"
    command: Literal["queue", "announce", "announcements", "advertise", "figures"]


class Ticket(Payload):
    """Which card a button of a walk is on: only the card that asked last is live."""

    walk: Id
    asked: int = Bounded(default=0, ge=0)
    """The walk's count of its questions when it asked this one."""

    def answer(self, field: Field) -> "AnswerField":
        return AnswerField(walk=self.walk, asked=self.asked, field=field)

    def steer(self, to: "SteerTo", field: Field | None = None) -> "Steer":
        return Steer(walk=self.walk, asked=self.asked, to=to, field=field)


class AnswerField(Ticket):
    """The answer to one question of a walk; which inputs matter depends on the field."""

    act: Literal["answer"] = "answer"
    field: Field
    then: Literal["next", "back"] = "next"
    """*Back* brings what was typed along, so that it is there again when the question is."""
    name: Text = ""
    email: Text = ""
    telephone: Text = ""
    force: Text = ""
    overview: Text = ""
    times: Text = ""
    days: tuple[Id, ...] = ()
    """Gathered from the `day-…` inputs."""


SteerTo = Literal["back", "cancel", "start again", "carry on", "use these times", "submit", "change"]


class Steer(Ticket):
    """Anything but an answer: go back, stop, carry on, change one field, send it off."""

    act: Literal["steer"] = "steer"
    to: SteerTo
    field: Field | None = None


class OfferTimes(Payload):
    """New times for a request, from the card that asked for them."""

    act: Literal["times"] = "times"
    reference: Id
    times: Text = ""
    days: tuple[Id, ...] = ()


class MakeKit(Payload):
    """A kit for a place of the organiser's own, from the card of `advertise`."""

    act: Literal["kit"] = "kit"
    ref: Text = ""


Pressed = StartWalk | ChooseWhere | ShowMine | SayCommand | AnswerField | Steer | OfferTimes | MakeKit
"""What `Action.Submit` sends, as a message."""


class OnRequest(Payload):
    """Which request a button is about. Both ids are needed to read it in one point read."""

    reference: Id
    lro: Id


class OnCard(OnRequest):
    """`seen`: the revision of the request that the card showed. 0 on cards that do not say."""

    seen: int = Bounded(default=0, ge=0)


class Book(OnCard):
    verb: Literal["book"] = "book"
    slot: Annotated[str, Bounded(max_length=40)] = ""
    """The start, ISO 8601 with offset; empty if none was chosen."""


class AskForTimes(OnCard):
    verb: Literal["ask for times"] = "ask for times"
    note: Text = ""


class Release(OnCard):
    verb: Literal["release"] = "release"


class Redirect(OnCard):
    """Its inputs have names of their own: all of a card's are sent with it, whichever part is unfolded."""

    verb: Literal["redirect"] = "redirect"
    elsewhere: Elsewhere | Literal[""] = ""
    advice: Text = ""


class NoShow(OnCard):
    verb: Literal["no show"] = "no show"


class CannotMakeIt(OnCard):
    verb: Literal["cannot make it"] = "cannot make it"


class Withdraw(OnCard):
    """Withdrawing is asked twice: the first press shows a card that asks, the second one (`sure`) does it."""

    verb: Literal["withdraw"] = "withdraw"
    sure: Literal["", "yes", "no"] = ""


Executed = Book | AskForTimes | Release | Redirect | NoShow | CannotMakeIt | Withdraw
"""What `Action.Execute` sends, as an invoke that waits for a card."""

_PRESSED: TypeAdapter[Pressed] = TypeAdapter(Annotated[Pressed, Bounded(discriminator="act")])
_EXECUTED: TypeAdapter[Executed] = TypeAdapter(Annotated[Executed, Bounded(discriminator="verb")])


class NotOurs(ValueError):
    """A payload of no button we know: an older version's, another bot's, or forged."""


def parse_pressed(value: JsonValue) -> Pressed:
    """The model of an `Action.Submit` value. Raises NotOurs, which never quotes what was sent."""
    if not isinstance(value, dict):
        raise NotOurs("not an object")
    try:
        return _PRESSED.validate_python({**_filled(value), "days": _days(value)})
    except ValidationError:
        raise NotOurs("no such button") from None


def parse_executed(verb: str, data: JsonValue) -> Executed:
    """The model of an `Action.Execute` value. Raises NotOurs, which never quotes what was sent."""
    if not isinstance(data, dict):
        raise NotOurs("not an object")
    try:
        return _EXECUTED.validate_python({**_filled(data), "verb": verb})
    except ValidationError:
        raise NotOurs("no such button") from None


def _filled(data: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Without nulls, which some clients send for an input left empty."""
    return {key: value for key, value in data.items() if value is not None}


def _days(data: dict[str, JsonValue]) -> tuple[str, ...]:
    """The choices made, in the order of the days. No card offers as many as DAYS_MOST."""
    chosen = (value for key, value in sorted(data.items()) if key.startswith(DAY_INPUT))
    return tuple(v for v in chosen if isinstance(v, str) and v not in {"", NO_PART})[:DAYS_MOST]
