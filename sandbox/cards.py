"""Reading an Adaptive Card as a person does: its words, its buttons, its inputs."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.state import Json

SEEN_KEYS = ("text", "title", "label", "placeholder", "value", "errorMessage")


class NotOnCardError(Exception):
    """The card does not offer that, or would not let it be sent; the text says why."""


@dataclass(frozen=True)
class Button:
    """A button and the inputs that are sent with it: those of its card and of the cards around that."""

    action: Json
    inputs: tuple[Json, ...]


def words(card: Json) -> str:
    """All that can be read on the card, a line each; cards behind buttons too, hidden elements not."""
    return "\n".join(_words(card))


def buttons(card: Json) -> list[Button]:
    """The buttons of a card in reading order, those behind an Action.ShowCard included."""
    here = tuple(node for node in _walk(card) if str(node.get("type")).startswith("Input."))
    found: list[Button] = []
    for node in _walk(card):
        if not str(node.get("type")).startswith("Action."):
            continue
        found.append(Button(node, here))
        if node["type"] == "Action.ShowCard":
            found += [Button(b.action, here + b.inputs) for b in buttons(node["card"])]
    return found


def filled_in(button: Button, given: Json) -> Json:
    """What Teams sends for the inputs: those given, else the card's own values; nothing for what is empty.

    Raises NotOnCardError for an input or a choice the card does not have, and for a required one left empty.
    """
    if button.action.get("associatedInputs", "auto").lower() == "none":
        return {}
    by_id = {node["id"]: node for node in button.inputs}
    if unknown := given.keys() - by_id.keys():
        raise NotOnCardError(f"no input {sorted(unknown)} here, only {sorted(by_id)}")
    values = {key: _value(node, given.get(key, _initial(node))) for key, node in by_id.items()}
    return {key: value for key, value in values.items() if value not in ("", None)}


def _initial(node: Json) -> object:
    return node.get("value", node.get("valueOff", "false") if node["type"] == "Input.Toggle" else "")


def _value(node: Json, value: object) -> object:
    kind = node["type"]
    if kind == "Input.Toggle" and isinstance(value, bool):
        value = node.get("valueOn", "true") if value else node.get("valueOff", "false")
    if isinstance(value, list | tuple):
        value = ",".join(value)
    if node.get("isRequired") and value in ("", None):
        raise NotOnCardError(node.get("errorMessage") or f"{node['id']} is required")
    if kind == "Input.ChoiceSet" and value and node.get("style") != "filtered":
        offered = {choice["value"] for choice in node.get("choices", [])}
        picked = str(value).split(",") if node.get("isMultiSelect") else [value]
        if not offered.issuperset(picked):
            raise NotOnCardError(f"{node['id']} offers {sorted(offered)}, not {value}")
    return value


def _walk(node: object) -> Iterator[Json]:
    """Every object of a card in reading order, without fallbacks and without the cards behind buttons."""
    if isinstance(node, list):
        for part in node:
            yield from _walk(part)
    elif isinstance(node, dict):
        yield node
        for key, part in node.items():
            if key not in ("fallback", "card", "data"):
                yield from _walk(part)


def _words(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _words(part)
    elif isinstance(node, dict) and node.get("isVisible", True):
        for key, part in node.items():
            if isinstance(part, str):
                if key in SEEN_KEYS and part:
                    yield part
            elif key not in ("fallback", "data", "msteams", "refresh", "metadata"):
                yield from _words(part)
