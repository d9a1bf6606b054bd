"""What turns cost with few and with many requests in the store: real ones, of a bot that answers rightly."""

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import growth, stored
from bench.parts import Json, Run
from cards import texts
from cards.queue import NOBODY
from devtools.common import Trouble
from sessions.region import south_west
from sessions.request import Request, State
from storage import open_documents
from storage.moments import utc_now
from storage.repositories import RequestRepository, store_on
from storage.schema import connect
from tests.bench.runs import PNG, Instead, a_run

COUNTS = (10, 100)
LIVE = 4
WHAT = {
    "first message of a walk",
    "a press in a walk",
    "my requests",
    "queue",
    "figures",
    "courier: what is due",
    "courier: when the next is due",
}


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """With ten and with a hundred requests, everything once or twice."""
    with pytest.MonkeyPatch.context() as sizes:
        sizes.setattr(growth, "COUNTS", COUNTS)
        sizes.setattr(growth, "TIMES", 2)
        sizes.setattr(stored, "LIVE", LIVE)
        yield


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Json]:
    """The part as it is run, and what it found."""
    run = a_run(tmp_path_factory.mktemp("grown"))
    return run, json.loads(json.dumps(growth.measure(run)))


@pytest.fixture
def before(grown: tuple[Run, Json], run: Run) -> Run:
    """A run that finds the stores of the one before it."""
    for file in grown[0].folder("growth").iterdir():
        (run.folder("growth") / file.name).write_bytes(file.read_bytes())
    return run


async def requests_in(path: Path) -> tuple[list[Request], list[Request], int]:
    """What is going on, what one LRO has that is over, and how many are due."""
    documents = await open_documents(f"sqlite:///{path}")
    try:
        requests = store_on(documents).requests
        assert isinstance(requests, RequestRepository)
        live = [found.value async for found in requests.timed()]
        lro = f"00000000-dddd-4000-8000-{stored.FIRST_LRO:012}"
        over = [found.value for found in await requests.of_lro(lro)]
        return live, over, len(await requests.due(utc_now(), 50))
    finally:
        await documents.close()


def test_everything_is_measured_with_few_and_with_many(grown: tuple[Run, Json]) -> None:
    _, found = grown
    assert found["rounds"] == 1
    assert found["medians"].keys() == WHAT
    for medians in found["medians"].values():
        assert list(medians) == ["10", "100"]
        assert min(medians.values()) > 0
    assert found["sizes"].keys() == {"10", "100"}
    assert found["sizes"]["100"] > found["sizes"]["10"] > 0


@pytest.mark.parametrize("count", COUNTS)
def test_the_stores_hold_so_many_requests_and_a_few_go_on(grown: tuple[Run, Json], count: int) -> None:
    path = grown[0].folder("growth") / f"{count}.db"
    live, over, due = asyncio.run(requests_in(path))
    assert Counter(request.state for request in live) == {State.OPEN: LIVE}
    assert due == 0
    assert len(over) == stored.EACH
    assert {request.state for request in over} == {State.WITHDRAWN, State.BOOKED}
    assert rows(path, "request") == count
    assert rows(path, "person") >= (count - LIVE - 2) / stored.EACH, "with the profiles of their LROs"


def rows(path: Path, kind: str) -> int:
    connection = connect(path)
    (found,) = connection.execute("SELECT count(*) FROM documents WHERE kind = ?", (kind,)).fetchone()
    connection.close()
    return int(found)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("dies", r"does not answer any more: \w+"),
        ("answers, and says 500", r"answered wrongly: 'name\?' was expected, not 500"),
        ("is silent", r"answered wrongly: 'name\?' was expected, not 200 and None"),
        ("tells a riddle", r"answered wrongly: 'name\?' was expected, not 200 and .*riddle"),
        ("asks one question", r"answered wrongly: 'reach you\?' was expected"),
    ],
)
def test_of_a_bot_that_does_not_answer_there_is_no_figure(
    before: Run, instead: Instead, does: str, told: str
) -> None:
    with pytest.raises(Trouble, match=told):
        growth.measure(instead(before, does))


def test_who_is_refused_costs_little_and_is_no_figure(before: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """To whom it takes for no organiser the bot answers something else, and sooner."""
    monkeypatch.setattr(growth, "SETTINGS", {"ORGANISERS": ""})
    with pytest.raises(Trouble, match=r"wrongly: 'for an adviser' was expected, .*Only organisers and"):
        growth.measure(before)


@pytest.mark.parametrize("expected", growth.COMMANDS.values())
def test_what_is_expected_is_in_no_refusal_and_of_no_empty_queue(expected: str) -> None:
    region = south_west()
    for words in (NOBODY, texts.organisers_only(region), texts.organisers_and_advisers_only(region)):
        assert expected not in words


def test_whose_requests_are_not_there_is_told(before: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "FIRST_LRO", stored.FIRST_LRO + 10_000)
    with pytest.raises(Trouble, match=r"'SS-' was expected, not 200 and .*not made a request yet"):
        growth.measure(before)


def test_nobody_waits_for_ever(before: Run, instead: Instead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "PATIENCE", 0)
    with pytest.raises(Trouble, match="does not answer any more: TimeoutError"):
        growth.measure(instead(before, "is silent"))


class TestAStoreOfAnEarlierRun:
    """Told with a stand-in for the bot: with that none can be made, and whoever tries is in trouble."""

    @pytest.fixture
    def walkless(self, before: Run, instead: Instead) -> Run:
        return instead(before, "tells a riddle")

    async def test_is_taken_again(self, walkless: Run) -> None:
        path = walkless.folder("growth") / "100.db"
        there = path.read_bytes()
        assert await stored.stored(walkless, 100) == path
        assert path.read_bytes() == there

    async def test_is_made_anew_when_what_went_on_in_it_may_be_over(self, walkless: Run) -> None:
        half_a_day_ago = time.time() - 12 * 3600 - 1
        for made in walkless.folder("growth").glob("*.made"):
            os.utime(made, (half_a_day_ago, half_a_day_ago))
        with pytest.raises(Trouble, match="a riddle"):
            await stored.stored(walkless, 100)

    async def test_is_made_anew_when_it_is_not_there(self, walkless: Run) -> None:
        """Of what goes on, which still is there: so no bot is needed, and it is as old as that."""
        folder = walkless.folder("growth")
        an_hour_ago = time.time() - 3600
        os.utime(folder / "live.made", (an_hour_ago, an_hour_ago))
        (folder / "100.db").unlink()
        assert rows(await stored.stored(walkless, 100), "request") == 100
        assert (folder / "100.made").stat().st_mtime == pytest.approx(an_hour_ago, abs=1)

    async def test_what_is_made_half_is_made_anew(
        self, walkless: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object) -> None:
            raise OSError("interrupted")

        (walkless.folder("growth") / "100.db").unlink()
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(stored, "_fill", interrupted)
            with pytest.raises(OSError, match="interrupted"):
                await stored.stored(walkless, 100)
        assert rows(await stored.stored(walkless, 100), "request") == 100


async def test_a_store_with_too_few_walks_is_not_filled(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a walk takes more turns than it did."""
    monkeypatch.setattr(stored, "TURNS_OF_A_WALK", 6)
    with pytest.raises(Trouble, match="6 requests were walked, and 5 are there"):
        await stored.stored(run, 100)


def series(exponent: float, *, by: float = 1.0) -> dict[str, float]:
    return {str(count): by * count**exponent for count in (100, 10_000, 1_000_000)}


@pytest.mark.parametrize("exponent", [0.0, 0.1, 0.5, 1.0, 2.0, -0.5])
@pytest.mark.parametrize("by", [0.001, 1.0, 30.0])
def test_the_exponent_of_a_power_law_is_found(exponent: float, by: float) -> None:
    assert growth.exponent(series(exponent, by=by)) == pytest.approx(exponent, abs=1e-9)


def test_the_exponent_is_that_of_the_best_line_through_all_points() -> None:
    """By hand, in powers of ten: (1, 0), (2, 0), (4, 1) have the slope 5/14, and their ends 1/3."""
    assert growth.exponent({"10": 1.0, "100": 1.0, "10000": 10.0}) == pytest.approx(5 / 14)
    assert growth.exponent({"100": 1.0, "10000": 10.0, "1000000": 1.0}) == pytest.approx(0.0, abs=1e-9)
    assert growth.exponent({"10": 4.0, "1000": 2.0}) == pytest.approx(-0.1505, abs=1e-4)


def a_result() -> Json:
    sizes = {"100": 300_000, "10000": 30_000_000, "1000000": 3_000_000_000}
    return {"rounds": 5, "medians": {"queue": series(0.05), "figures": series(0.5)}, "sizes": sizes}


def test_each_is_told_with_its_exponent() -> None:
    rows = growth.tell(a_result()).splitlines()
    assert rows[-5].strip("| ").split(" | ") == ["100", "10,000", "1,000,000", "exponent"]
    assert rows[-3:] == [
        "| queue | 1.26 | 1.58 | 2.00 | +0.050 |",
        "| figures | 10.00 | 100.00 | 1000.00 | +0.500 |",
        "| *size of the file, MB* | 0 | 30 | 3,000 |  |",
    ]


def test_it_is_drawn(tmp_path: Path) -> None:
    growth.draw(a_result(), tmp_path / "growth.png")
    assert (tmp_path / "growth.png").read_bytes().startswith(PNG)
