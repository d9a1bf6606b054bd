"""What the SDK makes of it, and whether two things are the same in every part."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from botframework.connector import models
from msrest import Deserializer, Serializer
from msrest.serialization import Model

MODELS: dict[str, Any] = {name: kind for name, kind in vars(models).items() if isinstance(kind, type)}
"""As the SDK's own client takes them."""


class Refused:
    """It raised something, whatever it was."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refused)

    def __hash__(self) -> int:
        return 0


def outcome(act: Callable[[], object]) -> object:
    try:
        return act()
    except Exception:  # noqa: BLE001 (the SDK raises a dozen kinds)
        return Refused()


def sdk_reads(kind: str, data: object) -> object:
    return Deserializer(MODELS)(kind, data)  # type: ignore[no-untyped-call] # msrest's


def sdk_writes(model: Model) -> object:
    """JSON, as its client puts it into a request."""
    return Serializer(MODELS).body(model, type(model).__name__)  # type: ignore[no-untyped-call] # msrest's


def same(ours: object, theirs: object) -> bool:
    """Equal, of the same types all the way down; 1, 1.0 and True are three things, and so are two zones."""
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, Model):
        return ours == theirs and same(vars(ours), vars(theirs))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, datetime) and isinstance(theirs, datetime):
        return ours == theirs and ours.utcoffset() == theirs.utcoffset()
    return bool(ours == theirs) or (ours != ours and theirs != theirs)  # noqa: PLR0124 (NaN is not itself)
