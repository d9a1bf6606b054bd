"""What every backend can hold, and gives back as it was: bodies, keys and times."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from storage.documents import Body, Documents, Key
from tests.storage.backends import HandClock

KEY = Key("note", "lro-1", "K7PQ")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "Dyfnaint a Chernyw: ŵ, é, ß, 中文, \N{POLICE OFFICER}\N{ZERO WIDTH JOINER}\N{FEMALE SIGN}"},
        {"text": "line\nline\r\n\ttab\u2028separator\x00nought\"quote'\\"},
        {
            "\N{GRINNING FACE} 'key\"": [
                None,
                True,
                False,
                0,
                -1,
                2**53 - 1,
                1.5,
                "",
                [],
                {},
                [[{"deep": []}]],
            ]
        },
        {"text": "x" * 1_000_000},
        {"text": "\N{GRINNING FACE}" * 100_000, "v": 1},
    ],
    ids=["empty", "unicode", "control", "shapes", "1 MB", "astral"],
)
async def test_bodies_come_back_exactly(documents: Documents, body: Body) -> None:
    written = await documents.create(KEY, body)
    read = await documents.read(KEY)
    assert read is not None
    assert read.body == written.body == body


@pytest.mark.parametrize(
    "text",
    [
        "a/b\\c", "a?b#c", "a'b\"c", "a|b|c", "a%b_c*", "; DROP TABLE documents --", " ", "a b ",
        "\N{GRINNING FACE}", "29:1a-b_c", "19:abc@thread.tacv2;messageid=1/users/29:x", "x" * 250,
    ],
)  # fmt: skip
async def test_a_key_may_hold_any_character(documents: Documents, text: str) -> None:
    key = Key("note", text, text)
    written = await documents.create(key, {"text": text})
    assert await documents.read(key) == written
    assert await documents.in_partition("note", text) == [written]
    replaced = await documents.replace(key, written.etag, {})
    await documents.delete(key, replaced.etag)
    assert await documents.read(key) is None


async def test_keys_that_would_run_together_stay_apart(documents: Documents) -> None:
    keys = [
        Key("note", "a", "b|c"),
        Key("note", "a|b", "c"),
        Key("note", "a/b", "c"),
        Key("note", "a", "b/c"),
    ]
    for key in keys:
        await documents.create(key, {"text": str(key)})
    for key in keys:
        found = await documents.read(key)
        assert found is not None
        assert found.body == {"text": str(key)}


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, 0, 1, fold=1, tzinfo=ZoneInfo("Europe/London")),
        datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London")),
        datetime(2199, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
async def test_times_are_kept_to_the_microsecond_and_told_in_utc(
    documents: Documents, moment: datetime
) -> None:
    written = await documents.create(KEY, {}, due_at=moment)
    read = await documents.read(KEY)
    assert read == written
    assert written.due_at == moment.astimezone(UTC)
    assert written.due_at.tzinfo is UTC
    assert await documents.next_due("note") == moment.astimezone(UTC)


async def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    documents: Documents, clock: HandClock
) -> None:
    naive = clock.now.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        await documents.create(KEY, {}, due_at=naive)
    with pytest.raises(ValueError, match="zone"):
        await documents.create(KEY, {}, expires_at=naive)
    with pytest.raises(ValueError, match="zone"):
        await documents.due("note", before=naive, limit=1)
    with pytest.raises(ValueError, match="JSON"):
        await documents.create(KEY, {"n": float("nan")})
    with pytest.raises(ValueError, match="surrogates"):
        await documents.create(KEY, {"text": "half a pair: \ud83d"})
    with pytest.raises(ValueError, match="surrogates"):
        await documents.create(Key("note", "lro-1", "\ud83d"), {})
    assert await documents.in_partition("note", "lro-1") == []


async def test_what_a_reader_does_to_a_document_stays_with_the_reader(documents: Documents) -> None:
    given: Body = {"list": [1]}
    written = await documents.create(KEY, given)
    given["list"] = "spoilt"
    assert written.body == {"list": [1]}
    written.body["list"] = "spoilt"
    (listed,) = await documents.in_partition("note", "lro-1")
    listed.body.clear()
    read = await documents.read(KEY)
    assert read is not None
    assert read.body == {"list": [1]}
