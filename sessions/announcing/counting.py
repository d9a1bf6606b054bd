"""Counting requests and sessions into the tally of their quarter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sessions.announcing.tally import NO_SOURCE, Figures, Tally, quarter_of
from sessions.ports import Clock, Store
from sessions.region import Region
from sessions.retrying import made_or_changed


@dataclass(frozen=True, slots=True)
class Counting:
    store: Store
    region: Region
    now: Clock

    async def count_request(self, reference: str, source: str, submitted_at: datetime) -> None:
        """Once for each reference, however often it is told. `source` is empty where no link brought them."""
        await self._change(submitted_at, lambda tally: tally.with_request(reference, source or NO_SOURCE))

    async def count_held(self, reference: str, ended_at: datetime) -> None:
        """A booked session whose end has passed: once for each reference, in the quarter of its end."""
        await self._change(ended_at, lambda tally: tally.with_held(reference))

    async def count_no_show(self, reference: str, ended_at: datetime) -> None:
        """A session that did not take place after all: in the same quarter, and so often."""
        await self._change(ended_at, lambda tally: tally.with_no_show(reference))

    async def figures(self, quarter: str | None = None) -> Figures:
        """Of that quarter ("2026-Q4"), or of the one that it is now."""
        return (await self._tally(quarter or quarter_of(self.now(), self.region))).figures

    async def _tally(self, quarter: str) -> Tally:
        stored = await self.store.tallies.get(quarter, quarter)
        return stored.value if stored else Tally(quarter=quarter)

    async def _change(self, moment: datetime, change: Callable[[Tally], Tally]) -> None:
        quarter = quarter_of(moment, self.region)
        await made_or_changed(self.store.tallies, quarter, quarter, Tally(quarter=quarter), change)
