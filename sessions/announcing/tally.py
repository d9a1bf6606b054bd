"""Figures of a quarter: where requests came from, and how many sessions were held.

What is counted is kept by reference, so that counting it again changes nothing: the latest, for it is within
minutes that something is told again. Of older ones the number is kept, so that a tally stays small.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sessions.people import Frozen
from sessions.region import Region

NO_SOURCE = "direct"
"""For requests that no link brought: somebody wrote to the bot."""
_MONTHS = ("January to March", "April to June", "July to September", "October to December")


REMEMBERED = 500
"""References in a tally; what is usual in a quarter is fewer."""


class Tally(Frozen):
    """What was counted in one quarter."""

    quarter: str
    """A calendar quarter of the region's zone, such as "2026-Q4"."""
    requests: Mapping[str, str] = {}
    """The latest requests' sources, by their references."""
    held: tuple[str, ...] = ()
    """References of the latest requests whose session was held."""
    no_shows: tuple[str, ...] = ()
    """References of requests whose session, its adviser says, did not take place."""
    earlier_requests: Mapping[str, int] = {}
    """How many there were before these, by source."""
    earlier_held: int = 0
    earlier_no_shows: int = 0

    def with_request(self, reference: str, source: str) -> "Tally":
        """Itself if that request has been counted."""
        if reference in self.requests:
            return self
        requests = {**self.requests, reference: source}
        earlier = Counter(self.earlier_requests)
        while len(requests) > REMEMBERED:
            earlier[requests.pop(next(iter(requests)))] += 1
        return self.model_copy(update={"requests": requests, "earlier_requests": dict(earlier)})

    def with_held(self, reference: str) -> "Tally":
        """Itself if that session has been counted, be it as one that did not take place."""
        if reference in {*self.held, *self.no_shows}:
            return self
        held, forgotten = _latest((*self.held, reference))
        return self.model_copy(update={"held": held, "earlier_held": self.earlier_held + forgotten})

    def with_no_show(self, reference: str) -> "Tally":
        """Itself if that has been counted. What counted as held does so no more, where it is remembered."""
        if reference in self.no_shows:
            return self
        no_shows, forgotten = _latest((*self.no_shows, reference))
        return self.model_copy(
            update={
                "held": tuple(held for held in self.held if held != reference),
                "no_shows": no_shows,
                "earlier_no_shows": self.earlier_no_shows + forgotten,
            }
        )

    @property
    def figures(self) -> "Figures":
        by_source = Counter(self.earlier_requests) + Counter(self.requests.values())
        ordered = sorted(by_source.items(), key=lambda item: (-item[1], item[0]))
        return Figures(
            quarter=self.quarter,
            requests=dict(ordered),
            held=self.earlier_held + len(self.held),
            no_shows=self.earlier_no_shows + len(self.no_shows),
        )


class Figures(Frozen):
    """The numbers of one quarter."""

    quarter: str
    requests: Mapping[str, int]
    """How many came from each source, the most first."""
    held: int
    no_shows: int = 0

    @property
    def requested(self) -> int:
        """All requests, from wherever."""
        return sum(self.requests.values())


def _latest(references: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Those that a tally remembers, and how many others there are."""
    forgotten = max(0, len(references) - REMEMBERED)
    return references[forgotten:], forgotten


def quarter_of(moment: datetime, region: Region) -> str:
    """The calendar quarter, by the region's clock, in which `moment` (aware) lies: "2026-Q4"."""
    local = region.local(moment)
    return f"{local.year}-Q{(local.month + 2) // 3}"


def quarter_before(quarter: str) -> str:
    """For "2026-Q1", "2025-Q4"."""
    year, _, number = quarter.partition("-Q")
    return f"{year}-Q{int(number) - 1}" if int(number) > 1 else f"{int(year) - 1}-Q4"


def say_quarter(quarter: str) -> str:
    """For example "October to December 2026"."""
    year, _, number = quarter.partition("-Q")
    return f"{_MONTHS[int(number) - 1]} {year}"
