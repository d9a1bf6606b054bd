"""What the samples say: medians over the rounds, and ratios of what was measured in the same round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.peers.rounds import Sample

WALK = "this-walk"
LIMIT = "promises-waterfall"
"""What any bot could do at most that keeps this one's promises."""
JUDGED_AT = 16
"""The concurrency at which the goals were set."""


@dataclass(frozen=True)
class Goal:
    """That this bot's walk is so many times as fast as a peer."""

    told: str
    peer: str
    at_least: float


GOALS = (
    Goal("botbuilder-python's waterfall", "sdk-waterfall", 15),
    Goal("the Microsoft 365 Agents SDK's waterfall", "agents-waterfall", 3),
    Goal("botbuilder-js's waterfall", "js-waterfall", 2.5),
    Goal("bare aiohttp's echo", "bare-echo", 0.4),
)
TAIL = 3.0
"""At concurrency 64 the p99 is to be less than so many times the p50."""


def typical(samples: Sequence[Sample], system: str, concurrency: int) -> Sample:
    """Each figure's median over the rounds. Raises StatisticsError where nothing was measured."""
    own = [each for each in samples if (each.system, each.concurrency) == (system, concurrency)]

    def middle(figure: Callable[[Sample], float]) -> float:
        return median(figure(each) for each in own)

    return Sample(
        system=system,
        round=-1,
        concurrency=concurrency,
        rate=middle(lambda each: each.rate),
        p50=middle(lambda each: each.p50),
        p99=middle(lambda each: each.p99),
        cpu=middle(lambda each: each.cpu),
        memory=int(middle(lambda each: each.memory)),
    )


def times_as_fast(samples: Sequence[Sample], peer: str, concurrency: int, *, who: str = WALK) -> float:
    """The turns a second of `who` by the peer's, of each round, and of these ratios the median."""
    rates = {(each.system, each.round): each.rate for each in samples if each.concurrency == concurrency}
    rounds = {number for system, number in rates if system == who}
    return median(rates[who, number] / rates[peer, number] for number in rounds)


def tail(samples: Sequence[Sample], concurrency: int) -> float:
    """The walk's p99 by its p50, of each round, and of these ratios the median."""
    own = [each for each in samples if (each.system, each.concurrency) == (WALK, concurrency)]
    return median(each.p99 / each.p50 for each in own)
