"""A message as one person sees it, and what came of pressing a button."""

from dataclasses import dataclass

from sandbox import cards
from sandbox.cards import Button, NotOnCardError
from sandbox.state import Json

CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True)
class SeenMessage:
    """A message with the eyes of `viewer`, a person's id: a card they pressed may look different to them."""

    raw: Json
    viewer: str

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def chat(self) -> str:
        return str(self.raw["chat"])

    @property
    def conversation(self) -> str:
        """The id to reply to: in a channel, that of the thread."""
        return str(self.raw["conversation"])

    @property
    def sender(self) -> str:
        return str(self.raw["from"])

    @property
    def from_bot(self) -> bool:
        return self.sender.startswith("28:")

    @property
    def text(self) -> str:
        return str(self.raw["text"])

    @property
    def version(self) -> int:
        return int(self.raw["version"])

    @property
    def edited(self) -> bool:
        return self.raw["edited"] is not None

    @property
    def cards(self) -> list[Json]:
        attachments = self.raw["views"].get(self.viewer, self.raw["attachments"])
        return [a["content"] for a in attachments if a.get("contentType") == CARD]

    @property
    def words(self) -> str:
        """Everything that can be read: the text and all that stands on the cards."""
        return "\n".join(part for part in (self.text, *map(cards.words, self.cards)) if part)

    @property
    def buttons(self) -> list[str]:
        """The titles of the buttons, in reading order."""
        return [
            str(b.action["title"]) for card in self.cards for b in cards.buttons(card) if "title" in b.action
        ]

    @property
    def inputs(self) -> dict[str, Json]:
        """The inputs of all cards by id, as the cards describe them."""
        pressable = (b for card in self.cards for b in cards.buttons(card))
        return {str(node["id"]): node for button in pressable for node in button.inputs}

    def button(self, title: str) -> Button:
        """The button with that title. Raises NotOnCardError."""
        for card in self.cards:
            for button in cards.buttons(card):
                if button.action.get("title") == title:
                    return button
        raise NotOnCardError(f"no button '{title}' here, only {self.buttons}")


@dataclass(frozen=True)
class Pressed:
    """The bot's HTTP answer to a pressed button. For an Action.Submit there is only a status."""

    delivery: Json

    @property
    def accepted(self) -> bool:
        return bool(self.delivery["accepted"])

    @property
    def activity_id(self) -> str:
        return str(self.delivery["activity"]["id"])

    @property
    def answer(self) -> Json:
        """The invoke response: statusCode, type, value. Empty if there was none."""
        return self.delivery["answer"] or {}

    @property
    def card(self) -> Json | None:
        """The card that now stands in place of the pressed one, if the answer was one."""
        return self.answer["value"] if self.answer.get("type") == CARD else None

    @property
    def words(self) -> str:
        """What the answer says, be it a card, a message or an error."""
        value = self.answer.get("value")
        if isinstance(value, dict):
            return cards.words(value) if self.card else str(value.get("message", ""))
        return str(value or "")
