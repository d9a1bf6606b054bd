"""From the SDK's models to JSON."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

import orjson
from msrest.serialization import Model, Serializer

from bot.activities.models import KNOWN, body_by_sdk, is_regular

Writer = Callable[[Any], Any]

STRICT = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS
"""What orjson would write its own way comes to `_free` instead."""


_writers: dict[type, Writer] = {}


class Field(NamedTuple):
    attribute: str
    key: str
    ready: type | None
    """Values of this type are written as they are."""
    write: Writer
    """For the others, but None, which is left out."""


def write(model: Model) -> bytes:
    """What the SDK would send, in UTF-8. Raises ValueError for what it would refuse."""
    try:
        return orjson.dumps(_writer(type(model))(model), _free, STRICT)
    except (TypeError, AttributeError, KeyError, ValueError, OverflowError):
        return _written_by_sdk(model)


def _written_by_sdk(model: Model) -> bytes:
    """Where a plan does not fit: dicts in the place of models, half a surrogate pair, huge numbers."""
    try:
        return json.dumps(body_by_sdk(model)).encode()
    except (TypeError, AttributeError, KeyError, OverflowError, RecursionError) as odd:
        raise ValueError(f"a {type(model).__name__} that cannot be written") from odd


def _writer(model: type[Model]) -> Writer:
    """Made once, at the first use."""
    return _writers.get(model) or _writers.setdefault(model, _planned(model))


def _planned(model: type[Model]) -> Writer:
    if not is_regular(model):
        raise TypeError("no plan for this one")
    fields = tuple(
        _field(attribute, about["key"], about["type"])
        for attribute, about in model._attribute_map.items()  # noqa: SLF001 (msrest's contract)
    )
    return partial(_write, fields)


def _write(fields: tuple[Field, ...], model: Model) -> dict[str, Any]:
    values = vars(model)
    written: dict[str, Any] = {}
    for attribute, key, ready, write_one in fields:
        value = values[attribute]
        if value is not None:
            written[key] = value if type(value) is ready else write_one(value)
    return written


def _field(attribute: str, key: str, kind: str) -> Field:
    if kind == "object":
        return Field(attribute, key, dict, _as_it_is)
    ready = {"str": str, "int": int, "bool": bool, "float": float}.get(kind)
    return Field(attribute, key, ready, _value_writer(kind))


def _value_writer(kind: str) -> Writer:
    """For values of one of msrest's types that are not None."""
    simple: dict[str, Writer] = {
        "str": Serializer.serialize_unicode,  # an enum's value, or else its text
        "int": int,
        "bool": bool,
        "float": float,
        "iso-8601": _moment,
        "object": _as_it_is,
    }
    if kind in simple:
        return simple[kind]
    if kind.startswith("["):
        return partial(_list, _value_writer(kind[1:-1]))
    if kind in KNOWN and issubclass(KNOWN[kind], Model):
        return _model
    raise TypeError("no plan for this one")


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 (anything)
    """Free JSON: orjson walks it, and asks `_free` for what it does not know."""
    return value


def _list(write_one: Writer, values: Any) -> list[Any]:  # noqa: ANN401 (anything)
    if type(values) is not list:
        raise TypeError("not a list")
    return [None if value is None else write_one(value) for value in values]


def _model(value: Any) -> Any:  # noqa: ANN401 (anything)
    """Of its own class, which may know more than the one the attribute asks for."""
    return _writer(type(value))(value)


def _moment(value: Any) -> str:  # noqa: ANN401 (anything)
    """In UTC, with three to six digits of a second."""
    if type(value) is not datetime or value.tzinfo is None:
        return str(Serializer.serialize_iso(value))  # type: ignore[no-untyped-call] # msrest gives it no types
    text = value.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{text[:23]}{text[23:26].rstrip('0')}Z"


def _free(value: Any) -> Any:  # noqa: ANN401 (anything)
    """As msrest writes what it meets inside free JSON: what it does not know either, by its text."""
    if isinstance(value, Model):
        return _model(value)
    known: dict[type, Writer] = {
        datetime: _moment,
        date: Serializer.serialize_date,
        time: Serializer.serialize_time,
        timedelta: Serializer.serialize_duration,
        Decimal: Serializer.serialize_decimal,
    }
    return known.get(type(value), str)(value)
