"""What /healthz answers, and what the log says, when the disk is full or the courier is dead at three."""

import asyncio
import sqlite3
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.announcing.crier import Crier
from bot.delivery.courier import Courier
from tests.journeys.stage import Stage, staged
from tests.journeys.stores import ON_SQLITE, Store, file_of

FULL = "database or disk is full"


def writes(store: Store, *, work: bool) -> None:
    """Make every write fail as it does on a full disk, or work again. Reads are not touched."""
    connection = sqlite3.connect(file_of(store))
    for change in ("INSERT", "UPDATE", "DELETE"):
        fails = f"BEFORE {change} ON documents BEGIN SELECT RAISE(ABORT, '{FULL}'); END"
        connection.execute(f"DROP TRIGGER no_{change}" if work else f"CREATE TRIGGER no_{change} {fails}")
    connection.close()


async def health(stage: Stage) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"{stage.url}/healthz") as answer:
        return answer.status, await answer.json()


@ON_SQLITE
async def test_a_full_disk_is_seen_and_so_is_room_on_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.health.CHECK_EVERY", 0.0)
    assert await health(stage) == (200, {"status": "ok"})
    writes(stage.store, work=False)
    with capture_logs() as logs:
        assert await health(stage) == (503, {"status": "failing", "parts": ["store"]})
    assert {(line["event"], line.get("reason")) for line in logs if line["event"].startswith("store")} == {
        ("store_does_not_answer", f"the database could not write: {FULL}")
    }
    writes(stage.store, work=True)
    assert await health(stage) == (200, {"status": "ok"})


@ON_SQLITE
async def test_looking_does_not_write_at_every_glance(stage: Stage) -> None:
    await asyncio.gather(*(health(stage) for _ in range(5)))
    for _ in range(5):
        assert (await health(stage))[0] == 200
    connection = sqlite3.connect(file_of(stage.store))
    assert connection.execute("SELECT count(*) FROM documents WHERE kind = 'health'").fetchone() == (1,)
    connection.close()


@ON_SQLITE
async def test_why_a_turn_failed_is_in_the_log(stage: Stage) -> None:
    writes(stage.store, work=False)
    with capture_logs() as logs:
        await stage.lro.says("help")
    (line,) = [line for line in logs if line["event"] == "turn_failed"]
    assert (line["error"], line["reason"]) == ("StorageFault", f"the database could not write: {FULL}")
    writes(stage.store, work=True)


@ON_SQLITE
@pytest.mark.parametrize(("worker", "name"), [(Courier, "courier"), (Crier, "crier")])
async def test_who_has_died_is_seen_and_the_bot_still_closes_its_store(
    store: Store, monkeypatch: pytest.MonkeyPatch, worker: type[Courier | Crier], name: str
) -> None:
    async def dies(_: object) -> None:
        raise ZeroDivisionError("an overview")

    monkeypatch.setattr(worker, "run", dies)
    with capture_logs() as logs:
        async with staged(store) as stage:
            assert await health(stage) == (503, {"status": "failing", "parts": [name]})
    (line,) = [line for line in logs if line["event"] == "part_ended"]
    assert (line["part"], line["error"]) == (name, "ZeroDivisionError")
    assert "an overview" not in str(line)
    assert not file_of(store).with_name("bot.db-wal").exists(), "closed, and all folded into the one file"


async def test_who_is_stopped_with_the_bot_has_not_died(store: Store) -> None:
    with capture_logs() as logs:
        async with staged(store) as stage:
            assert (await health(stage))[0] == 200
    assert [line for line in logs if line["event"] == "part_ended"] == []
