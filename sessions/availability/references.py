"""Words that speak of days said before: "the other days", "each day", "both days"."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sessions.availability.days import every_day
from sessions.availability.items import DayItem, Item, Mark
from sessions.availability.kinds import Kind
from sessions.availability.limits import Limits
from sessions.availability.segments import NEGATIONS


class References:
    """Goes through the statements of one text and remembers the days named."""

    def __init__(self, limits: Limits) -> None:
        self.everything = every_day(limits)
        self.named: set[date] = set()
        self.any_named = False

    def resolved(self, statements: Iterable[list[Item]]) -> list[list[Item]]:
        """The statements with days, or nothing, in place of such words; a Mark if they refer to nothing."""
        return [self._statement(items) for items in statements]

    def _statement(self, items: list[Item]) -> list[Item]:
        plain: list[Item] = []
        takes = False
        for at, item in enumerate(items):
            if isinstance(item, DayItem) and item.days.dates != self.everything.dates:
                self.named |= set(item.days.dates)
                self.any_named = True
            takes = takes or (isinstance(item, Mark) and item.kind in NEGATIONS)
            if isinstance(item, Mark) and item.kind is Kind.OTHER_DAYS:
                plain.append(self._others(item, items[at + 1 : at + 2]))
            elif isinstance(item, Mark) and item.kind in {Kind.EACH_DAY, Kind.BOTH_DAYS}:
                plain += self._each(item, takes=takes)
            else:
                plain.append(item)
        return plain

    def _others(self, item: Mark, following: list[Item]) -> Item:
        but = any(isinstance(mark, Mark) and mark.kind in {Kind.BUT, Kind.EXCEPT} for mark in following)
        if not self.any_named and not but:
            return replace(item, kind=Kind.VAGUE)
        left = tuple(day for day in self.everything.dates if day not in self.named)
        return DayItem(replace(self.everything, dates=left), item.start, item.end, others=True)

    def _each(self, item: Mark, *, takes: bool) -> list[Item]:
        """ "Mon and Tue, 9-12 each day": of those. "Except 12-1 each day": of every day there is."""
        if self.any_named and not takes:
            return []
        if item.kind is Kind.BOTH_DAYS and not self.any_named:
            return [replace(item, kind=Kind.VAGUE)]
        return [DayItem(self.everything, item.start, item.end)]
