"""What networks and a busy service do to a copy: it waits, or it ends and is started again."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage import open_documents
from storage.documents import Documents, StorageFault
from storage.ledger import Outcome
from tests.cosmos.proxy import Fault, Proxy, proxied
from tests.cosmos.stand_in import account
from tests.storage.backends import HandClock
from tests.storage.copies import FILLED, KEY, content, copied, fill

COPIED, ALREADY_THERE = Outcome.COPIED, Outcome.ALREADY_THERE


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is tried as often, but at once."""
    monkeypatch.setattr("storage.copying.WAITS_S", (0,) * 6)
    monkeypatch.setattr("tests.cosmos.proxy.DELAY_S", 0.1)


PASSING = [fault for fault in Fault if fault not in {Fault.NO_CONTAINER, Fault.LATE}]
"""LATE is a matter of patience with one operation, and has its stories in test_cosmos_faults.py."""


@asynccontextmanager
async def troubled(endpoint: str, container: str, clock: HandClock) -> AsyncIterator[tuple[Proxy, Documents]]:
    async with proxied(endpoint) as proxy:
        store = await open_documents("cosmos", cosmos=account(proxy.endpoint, container), clock=clock)
        proxy.take()
        yield proxy, store
        await store.close()


class TestTroubleOnTheWay:
    async def test_of_every_sort_leaves_each_document_there_once(
        self, here: Documents, cosmos_endpoint: str, tmp_path: Path, clock: HandClock
    ) -> None:
        seed = random.randrange(1_000_000)  # noqa: S311 (no secret)
        print(f"seed {seed}")  # noqa: T201 (pytest shows it when the test fails)
        await fill(here, clock)
        async with troubled(cosmos_endpoint, tmp_path.name, clock) as (proxy, there):
            faults = [fault for fault in PASSING for _ in range(6)]
            random.Random(seed).shuffle(faults)  # noqa: S311 (no secret)
            proxy.faults.extend(faults)
            outcomes = await copied(here, there, clock)
            assert not proxy.faults
            assert outcomes.total() == outcomes[COPIED] + outcomes[ALREADY_THERE] == FILLED
            assert proxy.made() == FILLED
            assert await content(there) == await content(here)

    async def test_is_waited_out_while_there_are_too_few_request_units(
        self, here: Documents, cosmos_endpoint: str, tmp_path: Path, clock: HandClock
    ) -> None:
        await here.create(KEY, {})
        async with troubled(cosmos_endpoint, tmp_path.name, clock) as (proxy, there):
            proxy.faults.extend([Fault.THROTTLED] * 25)  # an operation gives up after ten
            assert await copied(here, there, clock) == {COPIED: 1}
            assert not proxy.faults

    async def test_is_waited_out_while_reading_too(
        self, here: Documents, cosmos_endpoint: str, tmp_path: Path, clock: HandClock
    ) -> None:
        async with troubled(cosmos_endpoint, tmp_path.name, clock) as (proxy, there):
            await there.create(KEY, {})
            proxy.faults.extend([Fault.THROTTLED] * 25)
            assert await copied(there, here, clock) == {COPIED: 1}
            assert not proxy.faults

    async def test_that_does_not_end_ends_the_copy_which_may_be_started_again(
        self, here: Documents, cosmos_endpoint: str, tmp_path: Path, clock: HandClock
    ) -> None:
        await fill(here, clock)
        async with troubled(cosmos_endpoint, tmp_path.name, clock) as (proxy, there):
            proxy.faults.extend([Fault.THROTTLED] * 5_000)
            with pytest.raises(StorageFault, match="status 429"):
                await copied(here, there, clock)
            proxy.faults.clear()
            outcomes = await copied(here, there, clock)
            assert outcomes.total() == outcomes[COPIED] + outcomes[ALREADY_THERE] == FILLED
