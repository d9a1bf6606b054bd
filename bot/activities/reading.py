"""From JSON to the SDK's models."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, TypeVar

from botbuilder.schema import Activity
from msrest.serialization import Model

from bot.activities.models import KNOWN, is_regular, read_by_sdk
from bot.activities.wire import decode

M = TypeVar("M", bound=Model)
Reader = Callable[[Any], Any]

_MOMENT = re.compile(
    r"(?!0001|9999)[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
"""The dates that Python reads as msrest does; of more than six digits of a second both drop the rest."""


_readers: dict[type, Reader] = {}


class Field(NamedTuple):
    attribute: str
    ready: type | None
    """Values of this type are taken as they are."""
    read: Reader
    """For the others, but null, which is None everywhere."""


def read_activity(body: bytes) -> Activity:
    """Raises ValueError for what is no JSON object, or no activity."""
    return read(Activity, decode(body))


def read(model: type[M], data: object) -> M:
    """`data`, as `decode` gives it, belongs to the model from then on. Raises ValueError."""
    try:
        found: M = _reader(model)(data)
    except (TypeError, AttributeError, KeyError, OverflowError, RecursionError) as odd:
        raise ValueError(f"no {model.__name__}") from odd
    return found


def _reader(model: type[Model]) -> Reader:
    """Made once, at the first use."""
    return _readers.get(model) or _readers.setdefault(model, _planned(model))


def _planned(model: type[Model]) -> Reader:
    if not is_regular(model):
        return partial(read_by_sdk, kind=model.__name__)
    fields = {
        about["key"]: _field(attribute, about["type"])
        for attribute, about in model._attribute_map.items()  # noqa: SLF001 (msrest's contract)
    }
    names = [field.attribute for field in fields.values()]
    if _only_assigns(model, names):
        return partial(_read, model, fields, vars(model(**dict.fromkeys(names))), _bare)
    return partial(_read, model, fields, dict.fromkeys(names), _constructed)


def _read(
    model: type[Model],
    fields: dict[str, Field],
    blank: dict[str, object],
    make: Callable[[type[Model], dict[str, Any], dict[str, object]], Model],
    data: Any,  # noqa: ANN401 (JSON)
) -> Model:
    if type(data) is not dict:
        raise TypeError("not a JSON object")
    values = blank.copy()
    others: dict[str, object] = {}
    for key, value in data.items():
        field = fields.get(key)
        if field is None:
            others[key] = value
        elif value is not None:
            attribute, ready, read_one = field
            values[attribute] = value if type(value) is ready else read_one(value)
    return make(model, values, others)


def _bare(model: type[Model], values: dict[str, Any], others: dict[str, object]) -> Model:
    """Without the constructor, whose forty keyword arguments are most of what a model costs."""
    made = model.__new__(model)
    values["additional_properties"] = others
    made.__dict__ = values
    return made


def _constructed(model: type[Model], values: dict[str, Any], others: dict[str, object]) -> Model:
    """For the few whose constructor does more than to keep what it is given."""
    made = model(**values)
    if others:
        made.additional_properties = others
    return made


def _only_assigns(model: type[Model], names: list[str]) -> bool:
    """Whether the constructor does nothing but keep each argument under its own name."""
    given = {name: object() for name in names}
    kept, empty = vars(model(**given)), vars(model(**dict.fromkeys(names)))
    untouched = {name: value for name, value in empty.items() if name not in given}
    return kept == given | untouched and all(empty[name] is None for name in names)


def _field(attribute: str, kind: str) -> Field:
    if kind == "object":
        return Field(attribute, dict, _as_it_is)
    ready = {"str": str, "int": int, "bool": bool, "float": float}.get(kind)
    return Field(attribute, ready, _value_reader(kind))


def _value_reader(kind: str) -> Reader:
    """For values of one of msrest's types that are not null."""
    simple: dict[str, Reader] = {"str": str, "int": int, "float": float, "object": _as_it_is}
    if kind in simple:
        return simple[kind]
    if kind == "iso-8601":
        return _moment
    if kind.startswith("["):
        return partial(_list, _value_reader(kind[1:-1]))
    if kind in KNOWN and issubclass(KNOWN[kind], Model):
        return partial(_model, KNOWN[kind])
    return partial(read_by_sdk, kind=kind)


def _model(model: type[Model], data: Any) -> Any:  # noqa: ANN401 (JSON)
    """The plan is looked up late: models stand in each other."""
    return _reader(model)(data)


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 (JSON)
    return value


def _list(read_one: Reader, values: Any) -> list[Any]:  # noqa: ANN401 (JSON)
    if type(values) is not list:
        raise TypeError("not a list")
    return [None if value is None else read_one(value) for value in values]


def _moment(text: Any) -> Any:  # noqa: ANN401 (JSON)
    if type(text) is str and _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text)
    return read_by_sdk(text, "iso-8601")
