"""Durable writes: how many a second the store takes, one by one and many at once."""

import asyncio
import statistics
import time

from bench.ours import without
from bench.parts import Json, Run
from bench.report import table
from devtools.common import Trouble
from sessions.ports import Conflict
from storage.documents import Body, Document, Key, StorageFault
from storage.moments import utc_now
from storage.sqlite import SqliteDocuments

TITLE = "Durable writes"
CONCURRENCY = (1, 16, 64)
BODY: Body = {"v": 1, "overview": "x" * 600, "questions": list(range(20)), "answers": {"force": "Dorset"}}
"""About as large as a request."""


def measure(run: Run) -> Json:
    """Raises Trouble if the store does not write, or so slowly that there is nothing to count."""
    rates: dict[int, list[float]] = {concurrency: [] for concurrency in CONCURRENCY}
    for _ in range(run.rounds):
        for concurrency, found in rates.items():
            found.append(asyncio.run(rate(run, concurrency)))
    medians = {str(concurrency): statistics.median(found) for concurrency, found in rates.items()}
    return {"rounds": run.rounds, "rates": medians}


def tell(found: Json) -> str:
    rows = [[concurrency, f"{rate:,.0f}"] for concurrency, rate in found["rates"].items()]
    told = (
        "Documents of 0.8 KB written over in SQLite, each on condition of its etag, each answered once it is "
        "on the disk (WAL, synchronous=FULL): what waits goes into one transaction. "
        f"Median of {found['rounds']}.\n\n"
    )
    return told + table(["at once", "writes a second"], rows)


async def rate(run: Run, concurrency: int) -> float:
    """Writes a second for `run.seconds`, of which the first tenth does not count."""
    store = await SqliteDocuments.open(without(run.folder("writes") / "bot.db"), clock=utc_now)
    try:
        found = await _written(store, concurrency, run.seconds)
    except (StorageFault, Conflict) as fault:
        raise Trouble(f"the store did not write: {fault}") from fault
    finally:
        await store.close()
    if not found:
        raise Trouble(f"{run.seconds:g} s are too few for a write, {concurrency} at once")
    return found


async def _written(store: SqliteDocuments, concurrency: int, seconds: float) -> float:
    documents = [await store.create(Key("request", f"{n}", "K7PQ"), BODY) for n in range(concurrency)]
    written = 0
    ends = time.perf_counter() + seconds

    async def write_over(document: Document) -> None:
        nonlocal written
        while time.perf_counter() < ends:
            document = await store.replace(document.key, document.etag, BODY)
            written += 1

    writers = [asyncio.create_task(write_over(document)) for document in documents]
    await asyncio.sleep(seconds / 10)
    before, began = written, time.perf_counter()
    for outcome in await asyncio.gather(*writers, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome
    return (written - before) / (time.perf_counter() - began)
