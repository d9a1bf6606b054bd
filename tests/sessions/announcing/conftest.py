"""A square for each story, on every backend."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sessions.announcing.square import Square, opened
from tests.storage.backends import Backend, HandClock, sqlite


@pytest.fixture
async def square(backend: Backend, tmp_path: Path, clock: HandClock) -> AsyncIterator[Square]:
    """Where two replicas race, on every backend."""
    async with opened(backend, tmp_path, clock) as square:
        yield square


@pytest.fixture
async def small_square(tmp_path: Path, clock: HandClock) -> AsyncIterator[Square]:
    """Where the story is of one replica, and any store will do."""
    async with opened(sqlite, tmp_path, clock) as square:
        yield square
