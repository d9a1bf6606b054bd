"""The backends that keep the contract, and the clock the stories turn by hand."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sessions.ports import Clock
from storage import open_documents
from storage.documents import Documents
from tests.cosmos.stand_in import account

Backend = Callable[[Path, Clock], Awaitable[Documents]]
"""Opens the store kept in that folder; opening it again finds what was there."""


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 25, 10, 0, 0, 123456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, step: timedelta) -> None:
        self.now += step


async def sqlite(folder: Path, clock: Clock) -> Documents:
    return await open_documents(f"sqlite:///{folder / 'bot.db'}", clock=clock)


def container_of(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:32]


def cosmos_at(endpoint: str) -> Backend:
    """A container for each folder, on the stand-in."""

    async def cosmos(folder: Path, clock: Clock) -> Documents:
        cosmos = account(endpoint, container_of(folder))
        return await open_documents("cosmos", cosmos=cosmos, clock=clock)

    return cosmos


BACKENDS: dict[str, Callable[[pytest.FixtureRequest], Backend]] = {
    "sqlite": lambda _: sqlite,
    "cosmos": lambda request: cosmos_at(request.getfixturevalue("cosmos_endpoint")),
}
"""By name; how each is had, of what the test run has started."""
