"""Copying a store into another: what is copied, and what is left alone."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from storage import open_documents
from storage.copying import AT_ONCE, Copy
from storage.documents import Body, Document, Documents, Key, StorageFault
from storage.ledger import Ledger, Outcome
from storage.report import findings, table
from storage.sqlite import SqliteSource
from tests.cosmos.stand_in import account
from tests.storage.backends import BACKENDS, HandClock, sqlite
from tests.storage.copies import (
    CHECKING,
    COPIED_ALL,
    FILLED,
    KEY,
    SECOND,
    content,
    copied,
    fill,
    listed,
    watched,
)

DIRECTIONS = [("sqlite", "cosmos"), ("cosmos", "sqlite"), ("sqlite", "sqlite"), ("cosmos", "cosmos")]

COPIED, ALREADY_THERE, REPLACED = Outcome.COPIED, Outcome.ALREADY_THERE, Outcome.REPLACED
DIFFERENT, ONLY_THERE = Outcome.DIFFERENT, Outcome.ONLY_THERE


class TestAllOfIt:
    @pytest.mark.usefixtures("small_pages")
    @pytest.mark.parametrize(("source", "destination"), DIRECTIONS)
    async def test_is_copied_with_its_dates_and_the_source_is_as_it_was(
        self, source: str, destination: str, request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock
    ) -> None:
        here = await BACKENDS[source](request)(tmp_path / "here", clock)
        there = await BACKENDS[destination](request)(tmp_path / "there", clock)
        await fill(here, clock)
        before = await listed(here)
        assert await copied(here, there, clock) == {COPIED: FILLED}
        assert await content(there) == await content(here)
        assert await listed(here) == before
        due = await there.due("request", before=clock.now + 5 * SECOND, limit=10)
        assert [d.key.id for d in due] == ["R1", "R2", "R4", "R5"]
        await here.close()
        await there.close()

    async def test_is_there_already_the_second_time(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await fill(here, clock)
        await copied(here, there, clock)
        after_the_first = await listed(there)
        assert await copied(here, there, clock) == {ALREADY_THERE: FILLED}
        assert await listed(there) == after_the_first, "not written again"

    async def test_does_not_include_what_has_expired(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await here.create(KEY, {}, expires_at=clock.now + SECOND)
        clock.forward(SECOND)
        assert await copied(here, there, clock) == {}
        assert await there.everything() == []

    async def test_of_an_empty_store_is_nothing(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        assert await copied(here, there, clock) == {}

    @pytest.mark.parametrize("moment", [1, COPIED_ALL, CHECKING])
    async def test_may_expire_meanwhile(
        self, moment: int, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await here.create(KEY, {}, expires_at=clock.now + SECOND)
        await here.create(Key("person", "p", "p"), {})

        async def expires() -> None:
            clock.forward(SECOND)

        assert await copied(watched(here, {moment: expires}), there, clock) == {COPIED: 1}

    async def test_goes_sixteen_at_a_time_and_a_page_at_a_time(
        self, here: Documents, clock: HandClock
    ) -> None:
        await fill(here, clock)
        crowd: Any = Crowd()
        ledger = Ledger()
        await Copy(here, crowd, ledger).run()
        ledger.close()
        assert crowd.most_at_once == AT_ONCE


@dataclass
class Crowd:
    """A destination that only counts who is there at once."""

    at_once: int = 0
    most_at_once: int = 0
    made: list[Document] = field(default_factory=list)

    async def create(
        self, key: Key, body: Body, *, due_at: datetime | None = None, expires_at: datetime | None = None
    ) -> Document:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        self.made.append(Document(key, body, "etag", due_at, expires_at))
        return self.made[-1]

    async def everything(self, *, after: Key | None = None, limit: int = 100) -> Sequence[Document]:
        return [] if after else self.made[:limit]


class TestWhatIsThereAlready:
    @pytest.mark.parametrize(
        "other",
        [
            {"body": {"n": 2}},
            {"body": {"n": True}},
            {"body": {"n": 1, "m": None}},
            {"due_at": SECOND},
            {"expires_at": SECOND},
        ],
    )
    async def test_and_is_not_the_same_is_left_alone(
        self, other: dict[str, Any], here: Documents, there: Documents, clock: HandClock
    ) -> None:
        at = {name: clock.now + step for name, step in other.items() if name != "body"}
        await here.create(KEY, {"n": 1})
        theirs = await there.create(KEY, other.get("body", {"n": 1}), **at)
        assert await copied(here, there, clock) == {DIFFERENT: 1}
        assert await there.read(KEY) == theirs

    async def test_is_replaced_where_that_was_said(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await here.create(KEY, {"n": 1}, due_at=clock.now)
        await there.create(KEY, {"n": 2}, expires_at=clock.now + SECOND)
        await there.create(Key("person", "p", "p"), {})
        await here.create(Key("person", "p", "p"), {})
        assert await copied(here, there, clock, overwrite=True) == {REPLACED: 1, ALREADY_THERE: 1}
        assert await content(there) == await content(here)

    async def test_is_the_same_though_a_database_writes_whole_numbers_otherwise(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await here.create(KEY, {"a": 1.0, "b": [2, {"c": -3.0}], "d": 1.5})
        await there.create(KEY, {"d": 1.5, "b": [2.0, {"c": -3}], "a": 1})
        assert await copied(here, there, clock) == {ALREADY_THERE: 1}

    async def test_and_not_at_the_source_is_told_and_stays(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await here.create(KEY, {})
        theirs = await there.create(Key("person", "p", "p"), {})
        assert await copied(here, there, clock, overwrite=True) == {COPIED: 1, ONLY_THERE: 1}
        assert await there.read(theirs.key) == theirs

    async def test_and_goes_before_it_is_looked_at_is_not_in_the_way(
        self, here: Documents, there: Documents, clock: HandClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await here.create(KEY, {"n": 1})
        theirs = await there.create(KEY, {"n": 2})
        read = there.read

        async def gone(key: Key) -> Document | None:
            monkeypatch.undo()
            await there.delete(key, theirs.etag)
            return await read(key)

        monkeypatch.setattr(there, "read", gone)
        assert await copied(here, there, clock) == {COPIED: 1}
        assert await content(there) == await content(here)

    async def test_but_expired_is_not_in_the_way(
        self, here: Documents, there: Documents, clock: HandClock
    ) -> None:
        await here.create(KEY, {"n": 1})
        await there.create(KEY, {"n": 2}, expires_at=clock.now)
        assert await copied(here, there, clock) == {COPIED: 1}
        assert await content(there) == await content(here)


async def test_a_number_that_cosmos_db_cannot_keep_is_told_and_the_rest_is_copied(
    here: Documents, cosmos_endpoint: str, tmp_path: Path, clock: HandClock
) -> None:
    there = await open_documents("cosmos", cosmos=account(cosmos_endpoint, tmp_path.name), clock=clock)
    await here.create(KEY, {"n": 2**53})
    await here.create(Key("person", "p", "p"), {"n": 2**53 - 1})
    assert await copied(here, there, clock) == {COPIED: 1, Outcome.NOT_TAKEN: 1}
    await there.create(KEY, {"n": 1})
    assert await copied(here, there, clock, overwrite=True) == {ALREADY_THERE: 1, Outcome.NOT_TAKEN: 1}
    await there.close()


@pytest.mark.parametrize("lost", ["due_at", "expires_at"])
async def test_a_store_that_keeps_less_than_it_was_given_is_found_out(
    lost: str, here: Documents, there: Documents, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = there.create

    async def forgetful(key: Key, body: Body, **dates: datetime | None) -> Document:
        return await create(key, body, **dates | {lost: None})

    monkeypatch.setattr(there, "create", forgetful)
    await here.create(KEY, {}, due_at=clock.now, expires_at=clock.now + SECOND)
    assert await copied(here, there, clock) == {Outcome.CHANGED_THERE: 1}


def bytes_of(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "bot.db").read_bytes(), (folder / "bot.db-wal").read_bytes()


class TestAFileThatIsOnlyRead:
    async def test_is_as_it_was_to_the_last_byte(self, tmp_path: Path, clock: HandClock) -> None:
        path = tmp_path / "here" / "bot.db"
        bot = await sqlite(path.parent, clock)
        await bot.create(KEY, {}, expires_at=clock.now + SECOND)
        await bot.create(Key("person", "p", "p"), {})
        await bot.close()
        before = path.read_bytes()
        clock.forward(SECOND)
        source = await SqliteSource.open(path, clock=clock)
        there = await sqlite(tmp_path / "there", clock)
        assert await copied(source, there, clock) == {COPIED: 1}
        await source.close()
        await there.close()
        assert path.read_bytes() == before

    async def test_is_read_with_what_a_bot_that_was_killed_left_beside_it(
        self, here: Documents, tmp_path: Path, clock: HandClock
    ) -> None:
        await fill(here, clock)  # and not closed: it is in the write-ahead log yet
        left = shutil.copytree(tmp_path / "here", tmp_path / "left", ignore=shutil.ignore_patterns("*-shm"))
        before = bytes_of(left)
        source = await SqliteSource.open(left / "bot.db", clock=clock)
        assert await content(source) == await content(here)
        await source.close()
        assert bytes_of(left) == before
        with pytest.raises(StorageFault, match="closed"):
            await source.everything()

    async def test_is_not_made(self, tmp_path: Path, clock: HandClock) -> None:
        with pytest.raises(StorageFault, match="there is no file"):
            await SqliteSource.open(tmp_path / "data" / "bot.db", clock=clock)
        assert not (tmp_path / "data").exists()

    @pytest.mark.parametrize(
        ("found", "said"),
        [(b"", "is no database of the bot's"), (b"a letter, not a database" * 99, "file is not a database")],
    )
    async def test_must_be_the_bots(self, found: bytes, said: str, tmp_path: Path, clock: HandClock) -> None:
        path = tmp_path / "other.db"
        path.write_bytes(found)
        with pytest.raises(StorageFault, match=said):
            await SqliteSource.open(path, clock=clock)
        assert path.read_bytes() == found


async def test_the_table_counts_each_kind_on_both_sides(
    here: Documents, there: Documents, clock: HandClock
) -> None:
    await fill(here, clock)
    await there.create(Key("person", "29:0", "29:0"), {"n": "other"})
    await there.create(Key("walk", "w", "w"), {})
    ledger = Ledger()
    await Copy(here, there, ledger).run()
    counts = ledger.counts(clock.now)
    assert table(counts).splitlines() == [
        "kind     source  destination  copied  already there  different  only there",
        "person       20           20      19              0          1           0",
        "request      35           35      35              0          0           0",
        "walk          0            1       0              0          0           1",
        "all          55           56      54              0          1           1",
    ]
    assert [said.partition(" at the")[0] for said in findings(counts)] == ["1 document", "1 document"]
    assert list(ledger.keys(DIFFERENT, clock.now)) == [Key("person", "29:0", "29:0")]
    assert list(ledger.keys(ONLY_THERE, clock.now)) == [Key("walk", "w", "w")]
    ledger.close()
