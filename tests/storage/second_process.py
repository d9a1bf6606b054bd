"""What another process does to a store, for tests starting one: `python -m tests.storage.second_process`."""

import asyncio
import sys
from datetime import UTC, datetime

from sessions.ports import Conflict
from storage import open_documents
from storage.documents import Documents, Key

COUNTER = Key("counter", "c", "c")


def say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def acknowledge(store: Documents) -> None:
    """Write documents 0, 1, 2, … for ever, four at once, and say each number as soon as it is written."""

    async def write_every_fourth(n: int) -> None:
        while True:
            await store.create(Key("note", "p", str(n)), {"n": n}, due_at=datetime.now(UTC))
            say(n)
            n += 4

    await asyncio.gather(*(write_every_fourth(n) for n in range(4)))


async def count(store: Documents) -> None:
    """Add one to the counter, over and over until told to stop, and say what came of each attempt."""
    told_to_stop = asyncio.create_task(asyncio.to_thread(sys.stdin.readline))
    while not told_to_stop.done():
        found = await store.read(COUNTER)
        try:
            if found is None:
                await store.create(COUNTER, {"n": 1})
            else:
                assert isinstance(found.body["n"], int)
                await store.replace(COUNTER, found.etag, {"n": found.body["n"] + 1})
            say("added")
        except Conflict:
            say("conflict")


async def main(task: str, url: str) -> None:
    say("ready")
    sys.stdin.readline()
    store = await open_documents(url)
    await {"acknowledge": acknowledge, "count": count}[task](store)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
