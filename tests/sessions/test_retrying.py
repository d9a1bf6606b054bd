"""Read, change, save: nothing that others write meanwhile is lost, and it comes to an end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from sessions import retrying
from sessions.announcing.tally import Tally
from sessions.ports import Conflict, Records, Stored
from sessions.refusals import NoTimes
from sessions.retrying import changed, made_or_changed
from tests.sessions.office import Office

QUARTER = "2026-Q4"
NEW = Tally(quarter=QUARTER)


def counts(reference: str) -> Callable[[Tally], Tally]:
    return lambda tally: tally.with_held(reference)


@dataclass
class Beside:
    """Records, of which somebody else writes one after it has been read: as often as there are `others`."""

    records: Records[Tally]
    others: list[Callable[[], Awaitable[object]]] = field(default_factory=list)
    reads: int = 0

    async def get(self, partition: str, id: str) -> Stored[Tally] | None:  # noqa: A002 (its name in every store)
        stored = await self.records.get(partition, id)
        self.reads += 1
        if self.others:
            await self.others.pop(0)()
        return stored

    async def add(self, value: Tally) -> Stored[Tally]:
        return await self.records.add(value)

    async def save(self, stored: Stored[Tally], value: Tally) -> Stored[Tally]:
        return await self.records.save(stored, value)


@pytest.fixture
def tallies(office: Office) -> Beside:
    return Beside(office.desk.store.tallies)


async def held(tallies: Beside) -> tuple[str, ...] | None:
    stored = await tallies.records.get(QUARTER, QUARTER)
    return stored.value.held if stored else None


async def test_what_is_there_is_changed(tallies: Beside) -> None:
    await tallies.add(counts("A")(NEW))
    tally = await changed(tallies, QUARTER, QUARTER, counts("B"))
    assert tally is not None
    assert tally.held == await held(tallies) == ("A", "B")


async def test_where_nothing_is_there_nothing_is_made_of_it(tallies: Beside) -> None:
    assert await changed(tallies, QUARTER, QUARTER, counts("A")) is None
    assert await held(tallies) is None


async def test_or_it_is_made_and_from_then_on_changed(tallies: Beside) -> None:
    for reference in ("A", "B"):
        await made_or_changed(tallies, QUARTER, QUARTER, NEW, counts(reference))
    assert await held(tallies) == ("A", "B")


async def test_what_comes_out_equal_is_not_written(tallies: Beside) -> None:
    tally = await made_or_changed(tallies, QUARTER, QUARTER, NEW, lambda tally: tally.model_copy())
    assert (tally, await held(tallies)) == (NEW, None)

    before = await tallies.add(counts("A")(NEW))
    for same in (
        await changed(tallies, QUARTER, QUARTER, lambda tally: tally.model_copy()),
        await made_or_changed(tallies, QUARTER, QUARTER, NEW, lambda tally: tally.model_copy()),
    ):
        assert same == before.value
    assert await tallies.get(QUARTER, QUARTER) == before


async def test_who_is_written_over_meanwhile_changes_what_the_other_left(tallies: Beside) -> None:
    await tallies.add(counts("A")(NEW))
    tallies.others = [lambda: changed(tallies.records, QUARTER, QUARTER, counts("B"))]
    await changed(tallies, QUARTER, QUARTER, counts("C"))
    assert await held(tallies) == ("A", "B", "C")


async def test_of_two_who_make_it_the_second_changes_what_the_first_made(tallies: Beside) -> None:
    tallies.others = [lambda: made_or_changed(tallies.records, QUARTER, QUARTER, NEW, counts("A"))]
    await made_or_changed(tallies, QUARTER, QUARTER, NEW, counts("B"))
    assert await held(tallies) == ("A", "B")


async def test_of_a_crowd_nobody_is_lost(tallies: Beside) -> None:
    crowd = [f"R{n}" for n in range(20)]
    await asyncio.gather(
        *(made_or_changed(tallies, QUARTER, QUARTER, NEW, counts(reference)) for reference in crowd)
    )
    assert sorted(await held(tallies) or ()) == sorted(crowd)


async def test_a_refusal_ends_it_at_once(tallies: Beside) -> None:
    before = await tallies.add(counts("A")(NEW))

    def refuse(_: Tally) -> Tally:
        raise NoTimes

    with pytest.raises(NoTimes):
        await changed(tallies, QUARTER, QUARTER, refuse)
    assert tallies.reads == 1
    assert await tallies.get(QUARTER, QUARTER) == before


async def test_whose_every_write_conflicts_gives_up_in_the_end(
    tallies: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrying, "TRIES", 3)
    await tallies.add(NEW)
    others = [counts(f"R{n}") for n in range(5)]
    tallies.others = [lambda o=other: changed(tallies.records, QUARTER, QUARTER, o) for other in others]  # type: ignore[misc]
    with pytest.raises(Conflict):
        await changed(tallies, QUARTER, QUARTER, counts("mine"))
    assert tallies.reads == 3
    assert "mine" not in (await held(tallies) or ())
