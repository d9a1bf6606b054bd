"""What the buttons of organisers' cards send back. Ids and the revision shown: never the announcement itself.

Cards stay in chats for years. A payload that changes its meaning gets a new verb, and what is no longer
known, or never was, is read as `Outdated` where it is one of announcements at all.
"""

from typing import Annotated, Literal, Self

from pydantic import Field as Bounded
from pydantic import JsonValue, TypeAdapter, ValidationError

from cards.payloads import Id, Payload, Text
from sessions.announcing.model import Announcement

VERBS = "announcement"
"""All verbs of announcements begin with it."""

Form = Literal["edit", "once", "repeat"]


class ListThem(Payload):
    """All announcements, from the one at `skip` on."""

    verb: Literal["announcements"] = "announcements"
    skip: int = Bounded(default=0, ge=0, le=10_000)


class OnOne(Payload):
    """Which announcement a button is about, and the revision of it that its card shows."""

    id: Id
    revision: int = Bounded(default=0, ge=0)

    @classmethod
    def on(cls, announcement: Announcement, **more: object) -> Self:
        """For a button of a card that shows it as it is now."""
        return cls.model_validate({"id": announcement.id, "revision": announcement.revision, **more})


class Show(OnOne):
    verb: Literal["announcement show"] = "announcement show"


class OpenForm(OnOne):
    verb: Literal["announcement form"] = "announcement form"
    form: Form


class Edit(OnOne):
    verb: Literal["announcement edit"] = "announcement edit"
    title: Text = ""
    text: Text = ""
    contact: Text = ""
    show_held: Text = ""
    """An Input.Toggle: "true" or "false"."""


class PlanOnce(OnOne):
    verb: Literal["announcement once"] = "announcement once"
    day: Text = ""
    at: Text = ""


class PlanRepeat(OnOne):
    verb: Literal["announcement repeat"] = "announcement repeat"
    how: Text = ""
    weekday: Text = ""
    at: Text = ""


class SendNow(OnOne):
    verb: Literal["announcement send"] = "announcement send"
    listed: bool = False
    """Whether the button is on the list, which then is the answer; so with the others below. This one is on
    lists of earlier versions only: what goes out is looked at first.
    """


class Pause(OnOne):
    verb: Literal["announcement pause"] = "announcement pause"
    listed: bool = False


class Resume(OnOne):
    verb: Literal["announcement resume"] = "announcement resume"
    listed: bool = False


class Delete(OnOne):
    """Asked twice: the first press shows a card that asks, the second one (`sure`) does it."""

    verb: Literal["announcement delete"] = "announcement delete"
    sure: bool = False


Filled = Edit | PlanOnce | PlanRepeat
"""Forms, sent off."""
Known = ListThem | Show | OpenForm | Filled | SendNow | Pause | Resume | Delete


class Outdated(Payload):
    """A button of a version that is no longer known, or a forged one."""

    id: Text = ""


Announcing = Known | Outdated

_KNOWN: TypeAdapter[Known] = TypeAdapter(Annotated[Known, Bounded(discriminator="verb")])


def is_announcing(verb: str) -> bool:
    """Whether a button is, or was in some version, one of announcements."""
    return verb.startswith(VERBS)


def parse_announcing(verb: str, data: JsonValue) -> Announcing:
    """The model of an `Action.Execute` value."""
    sent = {k: v for k, v in data.items() if v is not None} if isinstance(data, dict) else {}
    try:
        return _KNOWN.validate_python({**sent, "verb": verb})
    except ValidationError:
        about = sent.get("id")
        return Outdated(id=about[:128] if isinstance(about, str) else "")
