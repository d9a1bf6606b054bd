"""The SDK's models, and its own code for what is too rare to be worth a plan."""

from functools import cache
from typing import Any

from botframework.connector import models
from msrest import Deserializer, Serializer
from msrest.serialization import Model

KNOWN: dict[str, type] = {name: kind for name, kind in vars(models).items() if isinstance(kind, type)}
"""By the names that models use of each other: those of the Bot Framework and those of Teams."""


def is_regular(model: type[Model]) -> bool:
    """Each attribute has a key of its own, and a type by name; nothing is read-only, required or polymorphic.

    All but one of the SDK's models are.
    """
    attributes = model._attribute_map.values()  # noqa: SLF001 (msrest's contract)
    keys = {about["key"] for about in attributes}
    return (
        len(keys) == len(attributes)
        and not any("." in key or not key for key in keys)
        and all(isinstance(about["type"], str) for about in attributes)
        and not model._validation  # noqa: SLF001 (likewise)
        and "_subtype_map" not in vars(model)
    )


def read_by_sdk(data: Any, kind: str) -> Any:  # noqa: ANN401 (JSON in, anything out)
    """A value of one of msrest's types. Raises ValueError and a few others."""
    return _deserializer().deserialize_data(data, kind)  # type: ignore[no-untyped-call] # msrest gives it no types


def body_by_sdk(model: Model) -> Any:  # noqa: ANN401 (JSON)
    """What the SDK would send. Raises ValueError and a few others."""
    return Serializer(KNOWN).body(model, type(model).__name__)  # type: ignore[no-untyped-call] # likewise


@cache
def _deserializer() -> Deserializer:
    return Deserializer(KNOWN)  # type: ignore[no-untyped-call] # likewise
