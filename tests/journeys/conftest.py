"""A stage for each story, or a town for a file of them, on each backend: each is told on every one."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.journeys.beside import another_bot
from tests.journeys.stage import Stage, staged
from tests.journeys.stores import BACKENDS, NewStore, Store, on_cosmos, on_file
from tests.journeys.walker import Town, Towns


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


@pytest.fixture
async def other(stage: Stage) -> AsyncIterator[str]:
    """A second replica's door."""
    async with another_bot(stage) as (url, _):
        yield f"{url}/api/messages"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(new_store: NewStore) -> Towns:
    """For stories that share one bot, each with an LRO of its own; they share an event loop too."""
    async with staged(new_store(), lros=80) as stage:
        yield Town(stage)
