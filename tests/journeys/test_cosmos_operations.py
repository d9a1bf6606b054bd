"""What a journey costs on Azure Cosmos DB: the operations it makes, compared with the table in the docs."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cosmos.proxy import Operation, Proxy, proxied
from tests.journeys.stage import Stage, slots_in, staged
from tests.journeys.stores import on_cosmos

DOCS = Path(__file__).parents[2] / "docs" / "cosmos.md"
COLUMNS = ("read", "create", "replace", "query")
ROW = re.compile(r"^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
UNITS = {"read": 2, "create": 6, "replace": 10, "query": 3}


def table() -> dict[str, dict[str, int]]:
    """Operations by step, as the docs say."""
    rows = {row[0]: row[1:5] for row in ROW.findall(DOCS.read_text(encoding="utf-8"))}
    return {step.split(":")[0]: dict(zip(COLUMNS, map(int, row), strict=True)) for step, row in rows.items()}


def counted(operations: list[Operation]) -> dict[str, int]:
    count = Counter(operation.what for operation in operations)
    assert set(count) <= {*COLUMNS, "plan"}, "the plan of a query costs nothing"
    return {what: count[what] for what in COLUMNS}


@pytest.fixture
async def proxy(cosmos_endpoint: str) -> AsyncIterator[Proxy]:
    async with proxied(cosmos_endpoint) as proxy:
        yield proxy


@pytest.fixture
async def counted_stage(proxy: Proxy) -> AsyncIterator[Stage]:
    async with staged(on_cosmos(proxy.endpoint), advisers=2) as stage:
        yield stage


async def test_a_journey_makes_no_more_operations_than_the_docs_say(
    counted_stage: Stage, proxy: Proxy
) -> None:
    proxy.take()
    lro, (first, second) = counted_stage.lro, counted_stage.advisers
    reference = await counted_stage.asks(lro)
    card = await counted_stage.card_of(first, reference)
    await counted_stage.card_of(second, reference)
    await first.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await second.waits_for(f"Booked by {first.name}")
    made = counted(proxy.take())
    said = table()["a journey"]
    assert made["query"] > 0
    assert {what: n for what, n in made.items() if n > said[what]} == {}, made


async def test_a_turn_of_a_walk_makes_those_that_the_docs_say(counted_stage: Stage, proxy: Proxy) -> None:
    lro = counted_stage.lro
    await lro.says("request a session")
    await lro.waits_for("What is your name?")
    await lro.says("yes")
    await lro.waits_for("How can we reach you?")
    proxy.take()
    await lro.says("07700 900123")
    await lro.waits_for("Which force are you in?")
    operations = proxy.take()
    assert counted(operations) == table()["a turn of a walk"]
    state = [o.what for o in operations if o.kind == "state"]
    assert state == ["read", "replace"]
    assert {o.kind for o in operations} == {"state"}


def test_the_docs_can_add() -> None:
    for step, _, _, _, _, units in ROW.findall(DOCS.read_text(encoding="utf-8")):
        operations = table()[step.split(":")[0]]
        total = sum(n * UNITS[what] for what, n in operations.items())
        assert abs(total - int(units)) <= total / 10, step
