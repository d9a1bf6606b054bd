"""SQLite and the processes around it: one is killed, two share a file."""

import asyncio
import contextlib
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage import open_documents
from storage.documents import Key
from tests.storage.second_process import COUNTER

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def second_process(*arguments: str) -> AsyncIterator[Process]:
    """Started and ready, but it opens the store only when told to."""
    command = (sys.executable, "-m", "tests.storage.second_process", *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    try:
        assert process.stdout
        assert await process.stdout.readline() == b"ready\n"
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


def tell(process: Process, word: str) -> None:
    assert process.stdin
    process.stdin.write(f"{word}\n".encode())


async def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    seed = random.randrange(1_000_000)  # noqa: S311 (no secret)
    print(f"seed {seed}")  # noqa: T201 (pytest shows it when the test fails)
    chance = random.Random(seed)  # noqa: S311 (no secret)

    async def one_round(number: int) -> None:
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        async with second_process("acknowledge", url) as process:
            assert process.stdout
            tell(process, "go")
            said = [int(await process.stdout.readline()) for _ in range(chance.randrange(1, 60))]
            process.kill()
            rest, _ = await process.communicate()
            said += [int(line) for line in rest.splitlines(keepends=True) if line.endswith(b"\n")]

        store = await open_documents(url)
        for n in said:
            found = await store.read(Key("note", "p", str(n)))
            assert found is not None, f"document {n} was acknowledged and is lost"
            assert found.body == {"n": n}
        # At most the four that were under way are there without having been acknowledged.
        assert len(await store.in_partition("note", "p", limit=100_000)) - len(said) in range(5)
        await store.create(Key("note", "p", "after"), {})
        await store.close()

    for start in range(0, 10, 2):
        await asyncio.gather(one_round(start), one_round(start + 1))


async def test_two_processes_that_count_together_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    heard = (Counter[bytes](), Counter[bytes]())
    enough = asyncio.Event()

    async def listen(process: Process, outcomes: Counter[bytes]) -> None:
        assert process.stdout
        async for line in process.stdout:
            outcomes[line] += 1
            # Both have written, and they have been in each other's way.
            if min(h[b"added\n"] for h in heard) > 100 and sum(h[b"conflict\n"] for h in heard) > 0:
                enough.set()
        enough.set()  # it has stopped, told or not: so shall the other

    async with second_process("count", url) as one, second_process("count", url) as other:
        tell(one, "go")  # both at once, so that they also make the file at once
        tell(other, "go")
        async with asyncio.timeout(30), asyncio.TaskGroup() as listening:  # without a conflict it never ends
            listening.create_task(listen(one, heard[0]))
            listening.create_task(listen(other, heard[1]))
            await enough.wait()
            tell(one, "stop")
            tell(other, "stop")
        assert (await one.wait(), await other.wait()) == (0, 0)

    store = await open_documents(url)
    found = await store.read(COUNTER)
    assert found is not None
    assert found.body == {"n": sum(h[b"added\n"] for h in heard)}
    await store.close()
