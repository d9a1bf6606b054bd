"""What people do: each script is one conversation, from its first word to its last.

A script is a generator. It yields an activity, is sent the bot's last message in answer, and raises
WrongAnswer if that is not what it should be: a benchmark of wrong answers is worth nothing.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench.load.teams import BOT, TENANT, Json

Script = Callable[["Person"], Generator[Json, Json, None]]

OVERVIEW = "A group is moving into village shops; I would like advice on disruption with partners."


class WrongAnswer(Exception):
    """The bot said something else than it should."""


@dataclass(slots=True)
class Person:
    """Somebody in a chat of their own with the bot."""

    number: int
    service_url: str
    _said: int = 0

    @property
    def chat(self) -> str:
        return f"a:chat-{self.number}"

    def says(self, text: str, **more: object) -> Json:
        """A message as Teams sends it."""
        self._said += 1
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "text": text,
            "textFormat": "plain",
            "type": "message",
            "timestamp": now,
            "localTimestamp": now,
            "id": f"{self.number}-{self._said}",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {
                "id": f"29:person-{self.number}",
                "name": f"Sample LRO {self.number}",
                "aadObjectId": f"00000000-dddd-4000-8000-{self.number:012}",
            },
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": self.chat},
            "recipient": BOT,
            "entities": [
                {"locale": "en-GB", "country": "GB", "platform": "Web", "timezone": "Europe/London"}
                | {"type": "clientInfo"}
            ],
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
            "localTimezone": "Europe/London",
        } | more

    def presses(self, message: Json, title: str, inputs: Json | None = None) -> Json:
        """A button of the card in that message. Raises WrongAnswer if there is none of that title."""
        for attachment in message.get("attachments") or ():
            for action in _actions(attachment["content"]):
                if action.get("title") == title:
                    data = (action.get("data") or {}) | (inputs or {})
                    activity = self.says("", value=data, replyToId=message["id"])
                    del activity["text"]
                    return activity
        raise WrongAnswer(f"no button {title!r}")


def walk(person: Person) -> Generator[Json, Json, None]:
    """This bot: a request from the first word to the reference, answered on the cards."""
    card = yield person.says("request a session")
    for question, inputs in (
        ("What is your name?", {"name": f"Sample LRO {person.number}"}),
        ("How can we reach you?", {"email": "sample.lro@dorset.police.uk", "telephone": "07700 900123"}),
        ("Which force are you in?", {"force": "Dorset"}),
        ("What would you like support with?", {"overview": OVERVIEW}),
        ("When are you free?", {"times": "weekdays 9 to 5"}),
    ):
        _expect(card, question)
        card = yield person.presses(card, "Next", inputs)
    _expect(card, "Is this right?")
    card = yield person.presses(card, "Submit")
    _expect(card, "Your request is in")


def echo(person: Person) -> Generator[Json, Json, None]:
    """A peer that says again what it was told."""
    words = f"hello {person.number}"
    _expect((yield person.says(words)), words)


def waterfall(person: Person) -> Generator[Json, Json, None]:
    """A peer with the five steps of the official sample of prompts, answered in words."""
    name = f"Sample {person.number}"
    for words, answer in (
        ("hi", "transport"),
        ("Car", "name"),
        (name, name),
        ("yes", "age"),
        ("33", "33"),
        ("yes", name),
    ):
        _expect((yield person.says(words)), answer)


SCRIPTS: dict[str, Script] = {"walk": walk, "echo": echo, "waterfall": waterfall}


def _expect(message: Json, words: str) -> None:
    """Somewhere in the text or the cards of a message."""
    if words.lower() not in str(message).lower():
        raise WrongAnswer(f"{words!r} was expected, not {str(message)[:200]!r}")


def _actions(element: Any) -> list[Json]:  # noqa: ANN401 (a card's JSON)
    if isinstance(element, list):
        return [action for item in element for action in _actions(item)]
    if not isinstance(element, dict):
        return []
    inner = [action for value in element.values() for action in _actions(value)]
    return [element, *inner] if element.get("type") == "Action.Submit" else inner
