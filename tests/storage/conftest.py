from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.documents import Documents
from tests.storage.backends import BACKENDS, Backend, HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    return BACKENDS[request.param](request)


@pytest.fixture
async def documents(backend: Backend, tmp_path: Path, clock: HandClock) -> AsyncIterator[Documents]:
    store = await backend(tmp_path, clock)
    yield store
    await store.close()
