"""Durable writes a second: counted as the store answers them, and of a store that does answer."""

from typing import Any

import pytest

from bench import writes
from bench.parts import Run
from devtools.common import Trouble
from sessions.ports import Conflict
from storage.documents import Document, StorageFault
from storage.sqlite import SqliteDocuments
from tests.bench.runs import a_run


def test_writes_are_counted_one_by_one_and_many_at_once(run: Run) -> None:
    found = writes.measure(a_run(run.work, seconds=0.3))
    assert found["rounds"] == 1
    assert found["rates"].keys() == {"1", "16", "64"}
    assert min(found["rates"].values()) > 0
    assert f"| 64 | {found['rates']['64']:,.0f} |" in writes.tell(found)


def test_in_no_time_nothing_is_written_and_nothing_told(run: Run) -> None:
    with pytest.raises(Trouble, match="0 s are too few for a write, 1 at once"):
        writes.measure(a_run(run.work, seconds=0))


@pytest.mark.parametrize("fault", [StorageFault("the disk is full"), Conflict("it has moved")])
def test_a_store_that_does_not_write_has_no_figure(
    run: Run, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """It takes the first writes over, one in each place, and no more."""
    written: list[Document] = []
    replace = SqliteDocuments.replace

    async def takes_one(store: SqliteDocuments, *arguments: Any, **more: Any) -> Document:  # noqa: ANN401 (replace's)
        if written:
            raise fault
        written.append(await replace(store, *arguments, **more))
        return written[-1]

    monkeypatch.setattr(SqliteDocuments, "replace", takes_one)
    with pytest.raises(Trouble, match=f"the store did not write: {fault}"):
        writes.measure(run)


def test_the_median_of_all_rounds_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    rates = iter([100.0, 1000.0, 4000.0, 90.0, 900.0, 9000.0, 300.0, 3000.0, 5000.0])

    async def rate(*_: object) -> float:
        return next(rates)

    monkeypatch.setattr(writes, "rate", rate)
    found = writes.measure(a_run(run.work, rounds=3))
    assert found == {"rounds": 3, "rates": {"1": 100.0, "16": 1000.0, "64": 5000.0}}
    assert writes.tell(found).splitlines()[-3:] == ["| 1 | 100 |", "| 16 | 1,000 |", "| 64 | 5,000 |"]
