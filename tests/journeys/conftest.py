"""A stage for each story, on each backend: what asks for a store is told on every one of them."""

from collections.abc import AsyncIterator

import pytest

from tests.journeys.stage import Stage, staged
from tests.journeys.stores import BACKENDS, NewStore, Store, on_cosmos, on_file


@pytest.fixture(scope="session", params=BACKENDS)
def new_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewStore:
    if request.param == "sqlite":
        return lambda: on_file(tmp_path_factory.mktemp("store") / "bot.db")
    endpoint = request.getfixturevalue("cosmos_endpoint")
    return lambda: on_cosmos(endpoint)


@pytest.fixture
def store(new_store: NewStore) -> Store:
    return new_store()


@pytest.fixture
async def stage(store: Store) -> AsyncIterator[Stage]:
    async with staged(store) as stage:
        yield stage
