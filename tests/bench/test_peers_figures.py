"""Medians over rounds, ratios within a round, and goals told as they are."""

from pathlib import Path

import pytest

from bench.parts import Json
from bench.peers.drawing import draw
from bench.peers.figures import tail, times_as_fast, typical
from bench.peers.rounds import CONCURRENCY, Sample
from bench.peers.systems import SYSTEMS, System
from bench.peers.telling import tell

PNG = b"\x89PNG\r\n"


def a_sample(system: str, number: int, rate: float, concurrency: int = 16, **figures: float) -> Sample:
    latency = {"p50": 2.0, "p99": 4.0, "cpu": 1.0} | figures
    return Sample(
        system=system, round=number, concurrency=concurrency, rate=rate, memory=100 * 2**20, **latency
    )


def found(walk: float, **rates: float) -> Json:
    """A run of one round in which everybody makes 100 turns a second who is not named with another rate."""
    samples = [
        {"system": system.key, "round": 0, "concurrency": concurrency, "memory": 100 * 2**20}
        | {"rate": rates.get(system.name, 100.0) if system.name != "this" else walk}
        | {"p50": 2.0, "p99": 4.0, "cpu": 1.0}
        for system in SYSTEMS
        for concurrency in CONCURRENCY
    ]
    systems = [
        {"name": each.name, "told": each.told, "script": each.script, "key": each.key} for each in SYSTEMS
    ]
    return {"systems": systems, "samples": samples, "unrepaired": {"turns": 336, "wrong": 112}}


def row(text: str, *words: str) -> list[str]:
    """The cells of the one row that has all these words."""
    [line] = [
        line for line in text.splitlines() if line.startswith("|") and all(word in line for word in words)
    ]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_figure_is_the_median_of_its_rounds() -> None:
    rounds = [a_sample("sdk-echo", number, rate) for number, rate in enumerate((40.0, 900.0, 50.0))]
    others = [a_sample("sdk-echo", 0, 7.0, concurrency=64), a_sample("js-echo", 0, 7.0)]
    assert typical(rounds + others, "sdk-echo", 16).rate == 50


def test_a_ratio_is_taken_within_a_round_because_the_machine_drifts_between_them() -> None:
    walk = [a_sample("this-walk", number, rate) for number, rate in enumerate((100.0, 300.0, 60.0))]
    peer = [a_sample("sdk-waterfall", number, rate) for number, rate in enumerate((10.0, 10.0, 20.0))]
    # Of the medians it would be the same by chance only: 100 by 10 here, but by round 10, 30 and 3.
    assert times_as_fast(walk + peer, "sdk-waterfall", 16) == 10
    slow = [a_sample("sdk-waterfall", number, rate) for number, rate in enumerate((100.0, 10.0, 1.0))]
    assert times_as_fast(walk + slow, "sdk-waterfall", 16) == 30


def test_the_tail_is_that_of_each_round() -> None:
    walk = [
        a_sample("this-walk", number, 1, concurrency=64, p50=p50, p99=p99)
        for number, (p50, p99) in enumerate([(1.0, 2.0), (10.0, 25.0), (2.0, 20.0)])
    ]
    assert tail(walk, 64) == 2.5


def test_a_goal_that_is_met_says_yes_and_one_that_is_not_says_no() -> None:
    told = tell(found(walk=1000, sdk=66, agents=334))
    assert row(told, "turns/s, by botbuilder-python's")[1:] == ["≥ 15x", "15.15x", "15.15x", "15.15x", "yes"]
    assert row(told, "turns/s, by the Microsoft 365")[1:] == ["≥ 3x", "2.99x", "2.99x", "2.99x", "**no**"]
    assert row(told, "turns/s, by botbuilder-js's")[-1] == "yes"
    assert row(told, "p99 by p50")[1:] == ["< 3x", "2.00x", "2.00x", "2.00x", "yes"]


def test_the_limit_of_its_promises_is_told_beside_the_goals() -> None:
    told = tell(found(walk=1000, promises=40, bare=200))
    assert row(told, "| by bare aiohttp's echo")[1:] == ["0.4x", "0.20x", "0.20x", "0.20x"]
    assert row(told, "| by botbuilder-js's")[1:] == ["2.5x", "0.40x", "0.40x", "0.40x"]


def test_every_system_is_told_at_every_concurrency() -> None:
    told = tell(found(walk=1000))
    for concurrency in CONCURRENCY:
        assert row(told, "this bot**", f"| {concurrency} |")[3:] == ["1,000", "2.0", "4.0", "1.00", "100"]
    assert told.count("botbuilder-js 4.23.3 |") == 2 * len(CONCURRENCY)


def test_it_is_said_why_a_peer_is_repaired() -> None:
    assert "of 336 turns, 16 at once, 112 got a wrong answer" in tell(found(walk=1000))


def test_it_is_drawn(tmp_path: Path) -> None:
    draw(found(walk=1000), tmp_path / "peers.png")
    assert (tmp_path / "peers.png").read_bytes().startswith(PNG)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.key)
def test_no_figure_is_told_of_whom_nobody_measured(system: System) -> None:
    """A table with a gap in it is not written."""
    result = found(walk=1000)
    result["samples"] = [each for each in result["samples"] if each["system"] != system.key]
    with pytest.raises(ValueError, match="median"):
        tell(result)
