"""Health: a store that can be written and not read, or does not answer at all, is not well."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.health import Health
from storage import open_documents
from storage.documents import Document, Documents, Key, StorageFault


@pytest.fixture
async def documents(tmp_path: Path) -> AsyncIterator[Documents]:
    store = await open_documents(f"sqlite:///{tmp_path / 'bot.db'}")
    yield store
    await store.close()


@pytest.fixture
def health(documents: Documents) -> Health:
    return Health(documents, now=lambda: datetime.now(UTC))


async def test_a_store_that_cannot_be_read(
    health: Health, documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(_: Key) -> Document | None:
        raise StorageFault("the disk is on fire")

    monkeypatch.setattr(documents, "read", read)
    assert await health.failing() == ["store"]


async def test_a_store_that_does_not_answer(
    health: Health, documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(_: Key) -> Document | None:
        never: asyncio.Future[Document | None] = asyncio.get_running_loop().create_future()
        return await never

    monkeypatch.setattr("bot.health.PATIENCE", 0.01)
    monkeypatch.setattr(documents, "read", read)
    assert await health.failing() == ["store"]


async def test_both_parts_are_named(health: Health, documents: Documents) -> None:
    async def ends() -> None:
        return

    courier = asyncio.create_task(ends())
    health.watch("courier", courier)
    await documents.close()
    await courier
    assert await health.failing() == ["store", "courier"]


async def test_a_courier_that_was_cancelled_by_something_has_ended_too(health: Health) -> None:
    async def is_cancelled() -> None:
        raise asyncio.CancelledError

    courier = asyncio.create_task(is_cancelled())
    health.watch("courier", courier)
    await asyncio.wait({courier})
    assert await health.failing() == ["courier"]
