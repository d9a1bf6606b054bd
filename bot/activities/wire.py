"""JSON by orjson; by the standard library, which the SDK uses, where orjson is stricter."""

import json
from collections.abc import Iterable

import orjson

EXACT = 2.0**63
"""From here on orjson may have rounded a whole number to a float."""


def decode(body: bytes) -> object:
    """Any JSON in UTF-8, as `json` reads it. Raises ValueError."""
    try:
        found: object = orjson.loads(body)
        if not _is_rounded((found,)):
            return found
    except orjson.JSONDecodeError:
        pass  # or only half a surrogate pair, or NaN
    except RecursionError as deep:
        raise ValueError("too deep") from deep
    try:
        return json.loads(body.decode())
    except RecursionError as deep:
        raise ValueError("too deep") from deep


def encode(value: object) -> bytes:
    """Plain JSON in UTF-8. Raises TypeError for what is none."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value).encode()


def _is_rounded(values: Iterable[object]) -> bool:
    for value in values:
        kind = type(value)
        if kind is str:
            continue
        if kind is dict:
            if _is_rounded(value.values()):  # type: ignore[attr-defined] # mypy does not follow `kind`
                return True
        elif kind is list:
            if _is_rounded(value):  # type: ignore[arg-type] # likewise
                return True
        elif kind is float and not -EXACT < value < EXACT:  # type: ignore[operator] # likewise
            return True
    return False
