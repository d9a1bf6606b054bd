"""Any model of the SDK, with what belongs into it and what does not, is read and written as the SDK does."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msrest.serialization import Model

from bot.activities import decode, read, write
from tests.bot.activities.same import MODELS, outcome, same, sdk_reads, sdk_writes

Strategy = st.SearchStrategy[Any]

CLASSES = [kind for kind in MODELS.values() if issubclass(kind, Model)]
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(max_size=8)
PLAIN: Strategy = st.none() | st.booleans() | NUMBERS | TEXTS
ANYTHING: Strategy = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)
ZONES: Strategy = (
    st.none() | st.just(UTC) | st.integers(-839, 839).map(lambda m: timezone(timedelta(minutes=m)))
)
DATES = st.datetimes(datetime(2, 1, 2), datetime(9998, 12, 30), timezones=ZONES).map(  # noqa: DTZ001 (any zone)
    lambda moment: moment.isoformat().replace("+00:00", "Z")
)
DEPTH = 3
"""How far models stand in models."""


def values(kind: str, depth: int) -> Strategy:
    """What belongs into an attribute of one of msrest's types."""
    if kind.startswith("["):
        return st.lists(st.none() | values(kind[1:-1], depth), max_size=3)
    if kind.startswith("{"):
        return st.dictionaries(TEXTS, st.none() | values(kind[1:-1], depth), max_size=3)
    if kind in MODELS and issubclass(MODELS[kind], Model):
        return json_of(MODELS[kind], depth - 1) if depth else st.none()
    simple: dict[str, Strategy] = {
        "str": TEXTS,
        "bool": st.booleans(),
        "int": st.integers(-(2**70), 2**70),
        "float": NUMBERS,
        "iso-8601": DATES,
    }
    return simple.get(kind, ANYTHING)


def json_of(model: type[Model], depth: int = DEPTH) -> Strategy:
    """An object for a model: most of its attributes right, some of any sort, some that are nobody's."""
    fields = {
        about["key"]: st.one_of(*[values(about["type"], depth)] * 5, ANYTHING)
        for about in model._attribute_map.values()  # noqa: SLF001 (msrest's contract)
        if isinstance(about["type"], str)  # one has a class there, by a slip
    }
    known = st.fixed_dictionaries({}, optional=fields)
    others = st.dictionaries(TEXTS, ANYTHING, max_size=2)
    return st.tuples(known, others).map(lambda both: both[1] | both[0])


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_model_is_read_and_written_as_the_sdk_does(data: st.DataObject) -> None:
    model = data.draw(st.sampled_from(CLASSES))
    body = json.dumps(data.draw(json_of(model))).encode()
    ours = outcome(lambda: read(model, decode(body)))
    theirs = outcome(lambda: sdk_reads(model.__name__, json.loads(body)))
    assert same(ours, theirs)
    if isinstance(ours, Model) and isinstance(theirs, Model):
        assert same(outcome(lambda: json.loads(write(ours))), outcome(lambda: sdk_writes(theirs)))


@settings(max_examples=300, deadline=None)
@given(json_of(MODELS["Activity"]))
def test_any_activity_is_read_and_written_as_the_sdk_does(activity: dict[str, Any]) -> None:
    body = json.dumps(activity).encode()
    ours = outcome(lambda: read(MODELS["Activity"], decode(body)))
    theirs = outcome(lambda: sdk_reads("Activity", json.loads(body)))
    assert same(ours, theirs)
    if isinstance(ours, Model) and isinstance(theirs, Model):
        assert same(outcome(lambda: json.loads(write(ours))), outcome(lambda: sdk_writes(theirs)))


@given(
    st.recursive(PLAIN | st.just(float("nan")), lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner))
)
def test_any_json_is_read_as_python_reads_it(value: object) -> None:
    body = json.dumps(value).encode()
    assert same(decode(body), json.loads(body))
