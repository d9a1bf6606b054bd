"""The backends that keep the contract, and the clock the stories turn by hand."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sessions.ports import Clock
from storage import open_documents
from storage.documents import Documents

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


BACKENDS: dict[str, Backend] = {"sqlite": sqlite}
