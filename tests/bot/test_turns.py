"""One turn of a person at a time, in this process by order of arrival, among processes by a lease."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import turns
from bot.turns import InOrder, TurnBusy, Turns
from storage import open_documents
from storage.documents import Documents

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def replicas(tmp_path: Path, clock: Clock) -> AsyncIterator[tuple[Turns, Turns]]:
    """Two processes' worth, on one file."""
    opened: list[Documents] = [
        await open_documents(f"sqlite:///{tmp_path / 'bot.db'}", clock=clock) for _ in range(2)
    ]
    yield Turns(opened[0], clock), Turns(opened[1], clock)
    for documents in opened:
        await documents.close()


async def test_turns_of_one_key_never_overlap_on_whichever_replica(replicas: tuple[Turns, Turns]) -> None:
    inside, most = 0, 0

    async def turn(number: int) -> None:
        nonlocal inside, most
        async with replicas[number % 2].turn_of("a chat"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(turn(n) for n in range(12)))
    assert most == 1


async def test_turns_of_different_keys_do_not_wait_for_each_other(replicas: tuple[Turns, Turns]) -> None:
    async with replicas[0].turn_of("a chat"), replicas[1].turn_of("another"), replicas[0].turn_of("a third"):
        pass


async def test_a_turn_that_fails_gives_its_lease_back(replicas: tuple[Turns, Turns]) -> None:
    with pytest.raises(KeyError):
        async with replicas[0].turn_of("a chat"):
            raise KeyError
    async with replicas[1].turn_of("a chat"):
        pass


async def test_what_a_crash_left_behind_runs_out(
    replicas: tuple[Turns, Turns], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.2)
    crashed = replicas[0].turn_of("a chat")
    await crashed.__aenter__()
    with pytest.raises(TurnBusy):
        async with replicas[1].turn_of("a chat"):
            pass
    clock.now += turns.LEASE + timedelta(seconds=1)
    async with replicas[1].turn_of("a chat"):
        pass
    await crashed.__aexit__(None, None, None)


async def test_first_come_first_served_and_nothing_is_held_for_the_idle() -> None:
    order, served = InOrder(), []

    async def turn(number: int) -> None:
        async with order.turn_of("a chat"):
            await asyncio.sleep(0.002 * (9 - number))  # the first is the slowest
            served.append(number)

    await asyncio.gather(*(turn(n) for n in range(9)))
    assert served == sorted(served)
    assert not vars(order)["_locks"]
    assert not vars(order)["_waiting"]
