"""Going the rounds: how often is looked, and until when what was sent is tried to be written down."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.delivery.rounds import AT_ONCE, LOOK_EVERY, Rounds
from tests.bot.sending.paces import played

BEGAN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def now() -> datetime:
    return BEGAN + timedelta(seconds=asyncio.get_running_loop().time())


@dataclass
class Work:
    """Of which nothing can be taken."""

    next_at: datetime | None = None
    found: Sequence[str] = ()
    looks: list[datetime] = field(default_factory=list)
    name: str = "courier"
    lease: timedelta = LEASE

    async def due(self, most: int) -> Sequence[str]:
        self.looks.append(now())
        return self.found[:most]

    async def next_due(self) -> datetime | None:
        return self.next_at

    async def take(self, record: str) -> bool:
        assert record in self.found
        return False


async def goes_for(work: Work, seconds: float) -> None:
    rounds = asyncio.create_task(Rounds(work, now).run())
    await asyncio.sleep(seconds)
    rounds.cancel()
    await asyncio.wait({rounds})


def test_what_is_due_and_cannot_be_read_does_not_make_us_spin() -> None:
    """The store leaves it out of what is due, and yet something is."""

    async def story() -> None:
        work = Work(next_at=BEGAN - LEASE)
        await goes_for(work, 300)
        assert len(work.looks) <= 20
        assert work.looks[-1] - work.looks[-2] == LOOK_EVERY, "nor does it make us blind"

    played(story())


def test_what_is_due_and_cannot_be_taken_does_not_make_us_spin() -> None:
    async def story() -> None:
        work = Work(next_at=BEGAN - LEASE, found=["a request"])
        await goes_for(work, 300)
        assert len(work.looks) <= 20

    played(story())


def test_once_nothing_is_left_due_what_falls_due_next_is_not_late() -> None:
    """What could not be read was mended, or expired."""

    async def story() -> None:
        work = Work(next_at=BEGAN - LEASE)
        rounds = Rounds(work, now)
        going = asyncio.create_task(rounds.run())
        await asyncio.sleep(100)
        work.next_at = now() + timedelta(seconds=2)
        rounds.ring()
        await asyncio.sleep(2.5)
        assert work.next_at in work.looks
        going.cancel()
        await asyncio.wait({going})

    played(story())


def test_writing_down_is_tried_to_the_end_of_the_lease_and_waits_no_longer() -> None:
    """The second outcome waits for the first one's writing: both have the one lease."""

    async def story() -> None:
        tries: list[float] = []

        async def write(_: Mapping[str, str]) -> None:
            tries.append(asyncio.get_running_loop().time())
            raise OSError("the store is away")

        rounds = Rounds(Work(), now)
        sends = {"one": partial(asyncio.sleep, 35, "sent"), "other": partial(asyncio.sleep, 36, "sent")}
        rounds.send("a request", sends, write, now() + LEASE)
        await asyncio.sleep(57)
        assert rounds.free == AT_ONCE - 2, "they are in hand while there is hope"
        await asyncio.sleep(3)
        assert rounds.free == AT_ONCE
        assert max(tries) > 57

    played(story())


def test_what_was_sent_and_finds_its_lease_at_an_end_is_written_down_all_the_same() -> None:
    """The machine slept: unless somebody else has it by now, it is not sent again."""

    async def story() -> None:
        written: list[Mapping[str, str]] = []

        async def write(outcomes: Mapping[str, str]) -> None:
            written.append(outcomes)

        rounds = Rounds(Work(), now)
        rounds.send("a request", {"one": partial(asyncio.sleep, 90, "sent")}, write, now() + LEASE)
        await asyncio.sleep(91)
        assert written == [{"one": "sent"}]

    played(story())
