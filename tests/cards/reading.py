"""Reading a card as its reader does: what it says, what can be filled in, what can be pressed."""

import json
from collections.abc import Iterator
from typing import Any

from cards.announcing.payloads import Announcing, is_announcing, parse_announcing
from cards.blanks import Card
from cards.message import as_attachment_content
from cards.payloads import Executed, Pressed, parse_executed, parse_pressed

Json = dict[str, Any]


def parts(card: Card) -> Iterator[Json]:
    """Every typed element of the card, outermost first, cards that unfold included."""
    yield from _typed(as_attachment_content(card))


def of_type(card: Card, *types: str) -> list[Json]:
    return [part for part in parts(card) if part["type"] in types]


def words(card: Card) -> str:
    """All that can be read on the card, a line for each block."""
    return "\n".join(_block(part) for part in parts(card) if part["type"] in _BLOCKS)


def inputs(card: Card) -> dict[str, str]:
    """The inputs by id, each with what stands in it."""
    found = (part for part in parts(card) if part["type"].startswith("Input."))
    return {part["id"]: part.get("value", "") for part in found}


def choices(card: Card, input_id: str) -> list[tuple[str, str]]:
    """Title and value of each choice of that input."""
    (found,) = (part for part in of_type(card, "Input.ChoiceSet") if part["id"] == input_id)
    return [(choice["title"], choice["value"]) for choice in found["choices"]]


def titles(card: Card) -> list[str]:
    """What the buttons say."""
    return [part["title"] for part in parts(card) if part["type"].startswith("Action.")]


def press(card: Card, title: str, /, **filled: str) -> Pressed | Executed | Announcing:
    """What arrives when that button is pressed, the inputs filled in as said; parsed as at the door."""
    (action,) = (p for p in of_type(card, "Action.Submit", "Action.Execute") if p["title"] == title)
    sent = dict(action["data"])
    if action.get("associatedInputs") != "none":
        sent |= inputs(card) | filled
    if action["type"] == "Action.Submit":
        return parse_pressed(sent)
    verb = action["verb"]
    return parse_announcing(verb, sent) if is_announcing(verb) else parse_executed(verb, sent)


_BLOCKS = {"TextBlock", "RichTextBlock", "Input.Text", "Input.ChoiceSet"}


def _block(part: Json) -> str:
    if part["type"] == "RichTextBlock":
        return "".join(run["text"] for run in part["inlines"])
    said = [part.get("text", ""), part.get("label", ""), part.get("placeholder", "")]
    said += [choice["title"] for choice in part.get("choices", [])]
    return "\n".join(text for text in said if text)


def _typed(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for inner in value.values():
            yield from _typed(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _typed(inner)


CARD_BYTES_MAX = 28 * 1024
"""Teams refuses more than 28 KB on some of its paths."""


def size(card: Card) -> int:
    """Bytes of its JSON, in UTF-8 or UTF-16, whichever is more."""
    text = json.dumps(as_attachment_content(card), ensure_ascii=False, separators=(",", ":"))
    return max(len(text.encode()), len(text.encode("utf-16-le")))


def fits(card: Card) -> None:
    assert size(card) <= CARD_BYTES_MAX
