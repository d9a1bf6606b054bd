from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.documents import Documents
from tests.storage.backends import Backend, HandClock, sqlite
from tests.storage.copies import PAGE


@pytest.fixture
async def documents(backend: Backend, tmp_path: Path, clock: HandClock) -> AsyncIterator[Documents]:
    store = await backend(tmp_path, clock)
    yield store
    await store.close()


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few documents are several pages of a copy."""
    monkeypatch.setattr("storage.copying.PAGE", PAGE)


@pytest.fixture
async def here(tmp_path: Path, clock: HandClock, small_pages: None) -> AsyncIterator[Documents]:  # noqa: ARG001 (its effect)
    """What is copied: a file, and the bot is on it yet where the story says so."""
    store = await sqlite(tmp_path / "here", clock)
    yield store
    await store.close()


@pytest.fixture
async def there(backend: Backend, tmp_path: Path, clock: HandClock) -> AsyncIterator[Documents]:
    """Where to: each of the backends."""
    store = await backend(tmp_path / "there", clock)
    yield store
    await store.close()
