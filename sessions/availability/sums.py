"""All statements of a text taken together: what they offer, less what they take away or leave in doubt."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from sessions.availability.clock import Hull
from sessions.availability.days import every_day
from sessions.availability.groups import Group
from sessions.availability.items import DayItem
from sessions.availability.limits import Limits, without
from sessions.availability.resolving import ByDate, Resolver
from sessions.availability.statements import Statement
from sessions.availability.times import narrowed
from sessions.window import Window, merge

Place = tuple[int, int]


@dataclass
class Offer:
    """A group with its windows on each date, and the pieces of it that gave none."""

    group: Group
    statement: int
    by_date: ByDate
    outside: list[Place] = field(default_factory=list)
    failed: bool = False

    @property
    def general(self) -> bool:
        return all(day.days.general for day in self.group.days)


class Sum:
    """Adds up the statements once; `windows` and `failed` tell the outcome."""

    def __init__(self, statements: list[Statement], limits: Limits) -> None:
        self.statements = statements
        self.limits = limits
        self.resolver = Resolver(limits)
        _attach_times_said_apart(statements)
        self.offers = [
            self._offer(group, number) for number, s in enumerate(statements) for group in s.offers
        ]
        self.by_statement: dict[int, list[Offer]] = defaultdict(list)
        for offer in self.offers:
            self.by_statement[offer.statement].append(offer)
        self._spoil()
        self._narrow_the_general()
        self._take_away()

    def windows(self) -> tuple[Window, ...]:
        return merge(w for o in self.offers if not o.failed for free in o.by_date.values() for w in free)

    def failed(self) -> list[Place]:
        """What gave no windows, in the order of the text."""
        places: list[Place] = []
        any_offer = any(offer.by_date and not offer.failed for offer in self.offers)
        for number, statement in enumerate(self.statements):
            offers = self.by_statement[number]
            gives = any(offer.by_date and not offer.failed for offer in offers)
            if not gives and (offers or statement.failed or statement.spoilt or not any_offer):
                places.append((statement.start, statement.end))
                continue
            places += statement.failed
            for offer in offers:
                whole = offer.failed or not offer.by_date
                places += [(offer.group.start, offer.group.end)] if whole else offer.outside
        return _outermost(places)

    def _offer(self, group: Group, number: int) -> Offer:
        if not group.days:
            group.days = [DayItem(every_day(self.limits), group.start, group.end)]
            offer = self._resolved(group, number)
            offer.failed = not group.clear or not any(time.each for time in group.times)
            return offer
        return self._resolved(group, number)

    def _resolved(self, group: Group, number: int) -> Offer:
        hulls = self.resolver.hulls(group.times)
        by_date: ByDate = {}
        outside: list[Place] = []
        for day in group.days:
            found = self.resolver.windows(day.days, hulls)
            if not found:
                outside.append((day.start, day.end))
            for on, free in found.items():
                by_date[on] = merge(by_date.get(on, ()) + free)
        outside += [
            (time.start, time.end)
            for time in group.times
            if not any(self.resolver.part_of(on, time.hull) for on in by_date)
        ]
        return Offer(group, number, by_date, outside, failed=not group.clear)

    def _spoil(self) -> None:
        """What cannot be read takes what it may concern with it."""
        alone = [s for s in self.statements if s.spoilt and not s.offers and not s.doubtful]
        everything = any(statement.restricts for statement in alone)
        for offer in self.offers:
            if everything or self.statements[offer.statement].spoilt:
                offer.failed = True
        doubtful = {
            (number, on)
            for number, s in enumerate(self.statements)
            for day in s.doubtful
            for on in day.days.dates
        }
        elsewhere = {on for number, on in doubtful if self.statements[number].spoilt}
        anywhere = {on for _, on in doubtful}
        for offer in self.offers:
            for on in anywhere if offer.general else elsewhere:
                offer.by_date.pop(on, None)

    def _narrow_the_general(self) -> None:
        """ "Any day, Wed after 2": less of Wednesday than "any day" gives. Meant if "only", else in doubt."""
        general: dict[date, list[Offer]] = defaultdict(list)
        for offer in self.offers:
            if offer.general and not offer.failed:
                for on in offer.by_date:
                    general[on].append(offer)
        for offer in self.offers:
            if offer.general or offer.failed:
                continue
            narrowed = False
            for on, free in self._on_every_day_named(offer).items():
                wider = [g for g in general.get(on, []) if _is_less(free, g.by_date.get(on, ()))]
                for other in wider:
                    other.by_date.pop(on)
                if wider:
                    narrowed = True
                    general[on] = [g for g in general[on] if on in g.by_date]
                    offer.by_date[on] = free
            offer.failed = narrowed and not offer.group.only

    def _on_every_day_named(self, offer: Offer) -> ByDate:
        """The offer's windows on every day that bears one of its names, not only on the first such day."""
        hulls = self.resolver.hulls(offer.group.times)
        found = dict(offer.by_date)
        for day in offer.group.days:
            found |= self.resolver.windows(replace(day.days, first=False), hulls)
        return found

    def _take_away(self) -> None:
        seen = set()
        for number, statement in enumerate(self.statements):
            for group in statement.takes:
                days = group.days or self._days_before(number, group)
                taken = self.resolver.taken(days, group.times)
                said = (tuple(taken.items()), group.clear)
                if said in seen:
                    continue
                seen.add(said)
                earlier = self._with_hours_of_their_own(number, group)
                was = [dict(o.by_date) for o in earlier]
                for offer in self.offers:
                    if not group.clear:
                        offer.failed = True
                    self._less(offer, taken, said_at=group.start)
                if was != [o.by_date for o in earlier]:
                    statement.failed.append((group.start, group.end))

    def _days_before(self, number: int, group: Group) -> list[DayItem]:
        """Hours taken away of no day: of those the statement spoke of before, else of every day."""
        before = [o.group for o in self.by_statement[number] if o.group.start < group.start]
        days = [day for other in before for day in other.days]
        return days or [DayItem(every_day(self.limits), group.start, group.end)]

    def _with_hours_of_their_own(self, number: int, group: Group) -> list[Offer]:
        """Offers that hours taken away of no day may not concern: "Wed 9-4, Thu 9-4 except 12-1"."""
        before = [o for o in self.by_statement[number] if o.group.start < group.start]
        timed = any(o.group.times for o in before)
        return before[:-1] if timed and not group.days else []

    def _less(self, offer: Offer, taken: dict[date, tuple[Hull, ...]], *, said_at: int) -> None:
        for on, hulls in taken.items():
            free = offer.by_date.get(on)
            if not free:
                continue
            holes = [w for hull in hulls for w in self.resolver.blocked(on, hull)]
            left = self.limits.clip(without(free, holes))
            if left == free:
                continue
            if offer.group.start > said_at and not offer.general:
                offer.failed = True
            offer.by_date[on] = left
            if not left:
                del offer.by_date[on]


def _is_less(free: tuple[Window, ...], wider: tuple[Window, ...]) -> bool:
    return free != wider and all(any(w.contains(f) for w in wider) for f in free)


def _attach_times_said_apart(statements: list[Statement]) -> None:
    """ "Tuesday to Thursday. Mornings only.": a statement of times alone belongs to the days before it."""
    header: Group | None = None
    lone_days = 0
    earlier: list[Group] = []
    for number, statement in enumerate(statements):
        earlier += statements[number - 1].offers if number else []
        times_alone = len(statement.offers) == 1 and not statement.offers[0].days and not statement.failed
        if not times_alone:
            days_alone = len(statement.offers) == 1 and not statement.offers[0].times and not statement.failed
            lone_days = lone_days + 1 if days_alone else 0
            header = statement.offers[0] if days_alone else None
            continue
        said = statement.offers[0]
        if header is not None and lone_days == 1:
            header.times += said.times
            statement.offers = []
        elif earlier and said.only:
            _narrow(earlier, said)
            statement.offers = []
        elif earlier or not said.of_each_day:
            said.clear = False
            if lone_days > 1 and header is not None:
                header.clear = False


def _narrow(groups: list[Group], said: Group) -> None:
    for group in groups:
        group.times = narrowed(group.times, said.times)
        group.clear = group.clear and bool(group.times)


def _outermost(places: list[Place]) -> list[Place]:
    """Sorted, without those that lie inside another."""
    kept: list[Place] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept
