"""Our reader and writer, held to the SDK's own over recorded activities, written ones, and invented ones.

Where ours differ on purpose:

- NaN and the infinities are written as null, as JSON has no such numbers; the SDK writes words.
- An enum inside free JSON (a card, a value, channel data) is written by its value, and a tuple as a list; the
  SDK writes what `str` says of them: "ActivityTypes.message", "(1, 2)".
- What is refused is refused with ValueError; the SDK raises whatever came up.
- Free JSON is not copied when it is read: it belongs to the model.
- Free JSON may be as deep as orjson reads (1,024); the SDK's recursion ends before.
"""

import json
from collections import OrderedDict, defaultdict
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import pytest
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationParameters, Entity, Mention
from msrest.serialization import Model

from bot.activities import decode, read, read_activity, write
from tests.bot.activities.record import is_parameters, read_lines
from tests.bot.activities.same import MODELS, Refused, outcome, same, sdk_reads, sdk_writes

LINES = read_lines()


def by_kind() -> dict[str, list[dict[str, Any]]]:
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in LINES:
        kinds[f"{line['source']}: {line['kind']}"].append(line["activity"])
    return kinds


def test_there_are_enough_of_them_and_of_every_kind() -> None:
    recorded = [line for line in LINES if line["source"] in ("in", "out")]
    assert len(recorded) >= 500
    kinds = {line["activity"].get("type") for line in LINES}
    assert kinds >= {
        "message", "invoke", "conversationUpdate", "installationUpdate", "messageReaction", "messageUpdate",
        "messageDelete", "typing", "event", "endOfConversation", "trace", "handoff", "suggestion", "command",
        "commandResult", "contactRelationUpdate", "deleteUserData", "invokeResponse",
    }  # fmt: skip


@pytest.mark.parametrize("activities", by_kind().values(), ids=by_kind().keys())
def test_what_is_read_and_written_is_what_the_sdk_reads_and_writes(activities: list[dict[str, Any]]) -> None:
    for activity in activities:
        model = ConversationParameters if is_parameters(activity) else Activity
        for body in bodies(activity):
            agree(model, body)


def agree(model: type[Model], body: bytes) -> None:
    ours = outcome(lambda: read(model, decode(body)))
    theirs = outcome(lambda: sdk_reads(model.__name__, json.loads(body)))
    assert same(ours, theirs), body
    if isinstance(ours, Model) and isinstance(theirs, Model):
        agree_in_writing(ours, theirs)


def bodies(activity: dict[str, Any]) -> list[bytes]:
    """As Python sends it, and as everybody else does, where it can be said in UTF-8."""
    escaped = json.dumps(activity)
    plain = outcome(lambda: json.dumps(activity, ensure_ascii=False).encode())
    return [escaped.encode(), plain] if isinstance(plain, bytes) else [escaped.encode()]


def agree_in_writing(ours: Model, theirs: Model) -> None:
    written = outcome(lambda: json.loads(write(ours)))
    expected = outcome(lambda: sdk_writes(theirs))
    assert same(written, finite(expected))
    assert same(written, finite(outcome(theirs.serialize)))
    if not isinstance(written, Refused):
        again = read(type(ours), decode(write(ours)))
        assert same(again, sdk_reads(type(ours).__name__, written))


def finite(value: object) -> object:
    """The first difference: see above."""
    text = json.dumps(value) if not isinstance(value, Refused) else ""
    return json.loads(text, parse_constant=lambda _: None) if text else value


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"5", b'"x"', b"{} {}", b"{'a': 1}", b'{"type": "\xff"}',
        b"\xef\xbb\xbf{}",
        b"[" * 60_000, b'{"a":' * 60_000, b'{"from": "x"}', b'{"timestamp": "yesterday"}', b"9" * 5_000,
        b'{"textHighlights": [{"occurrence": "three"}]}', b'{"historyDisclosed": "maybe"}',
        b'{"entities": {}}',
        '{"type": "x"}'.encode("utf-16"),
    ],
)  # fmt: skip
def test_what_is_no_activity_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (that it is one is the point)
        read_activity(body)


def test_half_a_pair_and_what_is_no_number_are_let_in_as_python_lets_them() -> None:
    body = b'{"type": "message", "text": "half \\ud800", "value": [NaN, Infinity, 1E400, -0]}'
    assert same(read_activity(body), Activity().deserialize(json.loads(body)))


def test_what_is_no_number_is_written_as_null() -> None:
    """The first difference: see above."""
    assert write(Activity(value=[float("nan"), float("-inf")])) == b'{"value":[null,null]}'


def test_two_of_the_same_key_are_one() -> None:
    assert read_activity(b'{"type": "a", "text": "b", "type": "c"}').type == "c"


def test_no_two_models_share_what_one_of_them_changes() -> None:
    first, second = read_activity(b"{}"), read_activity(b"{}")
    first.additional_properties["a"] = 1
    first.text = "changed"
    assert (second.additional_properties, second.text) == ({}, None)


def test_a_constructor_that_does_more_than_to_keep_is_called() -> None:
    """One gives a default, one forgets what it is given: as the SDK has it."""
    data = {"actionId": "x", "body": "y"}
    query = read(MODELS["O365ConnectorCardActionQuery"], data)
    assert same(query, sdk_reads("O365ConnectorCardActionQuery", data))
    first, second = read(MODELS["TeamsChannelData"], {}), read(MODELS["TeamsChannelData"], {})
    assert first.on_behalf_of == second.on_behalf_of == []
    assert first.on_behalf_of is not second.on_behalf_of


class Colour(StrEnum):
    RED = "red"


class Words(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "activity",
    [
        Activity(type=Colour.RED, text=Words("x"), name=5),
        Activity(attachments=[{"contentType": "x"}]),
        Activity(attachments=({"content_type": "x"},)),
        Activity(attachments="x"),
        Activity(attachments=[Attachment(content={1: "a", None: "b", Colour.RED: {"c"}})]),
        Activity(attachments=[Attachment(content=Attachment(name="x", content=Mention(text="y")))]),
        Activity(channel_data=ChannelAccount(id="x", role=Colour.RED)),
        Activity(value=[Words("x"), b"bytes", {1}, OrderedDict(a=1), HTTPStatus]),
        Activity(value=[2**80]),
        Activity(entities=[Mention(text="x", mentioned=ChannelAccount(id="y")), Entity(type="z"), None]),
        Activity(entities=Mention(text="x")),
        Activity(conversation={"id": "x", "isGroup": 1}),
        Activity(conversation="x"),
        Activity(history_disclosed="yes", listen_for=["a", 1, None]),
        Activity(timestamp="2026-11-23T09:30:00+01:00"),
        Activity(timestamp="yesterday"),
        Activity(timestamp=5),
    ],
)
def test_what_a_bot_may_put_into_an_activity(activity: Activity) -> None:
    """Dicts where models belong, and things that are no JSON: as the SDK has it, or as it refuses it."""
    ours = outcome(lambda: json.loads(write(activity)))
    assert same(ours, outcome(lambda: sdk_writes(activity)))


def test_an_enum_and_a_tuple_in_free_json_are_written_as_what_they_are() -> None:
    """The second difference: see above."""
    assert json.loads(write(Activity(value=[Colour.RED, (1, 2)]))) == {"value": ["red", [1, 2]]}
