"""Blanks: cards that are the same each time but for a few words. Drawn once, and filled in each time.

To draw a question of typed parts and to make JSON of it costs a tenth of its turn; to fill it in, next to
nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from microsoft_teams.cards import AdaptiveCard

from cards.parts import inert
from cards.payloads import Ticket

Json = dict[str, Any]
Given = Mapping[str | int, str | int | None]
"""By mark, what comes in its place. None: what would have it for its value is left out."""
Places = dict[str | int, "str | int | Places"]
"""By key or index, the mark that stands there, or the places further in."""


def mark(name: str) -> str:
    """Stands in a blank where something is to be filled in."""
    return f"\ue000{name}"  # for private use: nobody has it on a keyboard


def marks(name: str, count: int) -> list[str]:
    """For each of several lines one."""
    return [mark(f"{name} {number}") for number in range(count)]


def of_lines(name: str, lines: Sequence[str]) -> Given:
    """What comes in the place of those marks, in text runs."""
    return dict(zip(marks(name, len(lines)), map(inert, lines), strict=True))


TICKET = Ticket(walk=mark("walk"), asked=10**9)
"""Stands on the buttons of a blank. Both are marks: no walk asks so many questions."""


def of_ticket(ticket: Ticket) -> Given:
    """What comes in the place of TICKET."""
    return {TICKET.walk: ticket.walk, TICKET.asked: ticket.asked or None}


def as_json(card: AdaptiveCard) -> Json:
    return card.model_dump(mode="json", by_alias=True, exclude_none=True)


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A card that is ready to be sent. `content` is its JSON, most of it shared: it must not be changed."""

    content: Json

    @property
    def summary(self) -> str:
        return str(self.content["fallbackText"])


Card = AdaptiveCard | FilledIn
"""What is said to people."""


class Blank:
    """A card with marks in it, each of them the whole of a text or number."""

    def __init__(self, card: AdaptiveCard) -> None:
        self._content = as_json(card)
        self._places = _places(self._content)

    def filled_in(self, given: Given) -> FilledIn:
        """A copy. Raises KeyError for a mark of which it is not said what comes in its place."""
        return FilledIn(_filled(self._content, self._places, given))


def _places(part: Any) -> Places:  # noqa: ANN401 (JSON)
    """Where there are marks in a dict or list."""
    places: Places = {}
    for key, each in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(each, dict | list):
            if further := _places(each):
                places[key] = further
        elif each == TICKET.asked or (isinstance(each, str) and each.startswith(mark(""))):
            places[key] = each
    return places


def _filled(part: Any, places: Places, given: Given) -> Any:  # noqa: ANN401 (JSON in, JSON out)
    """A copy, which shares what has no marks."""
    copy = part.copy()
    for key, place in places.items():
        if isinstance(place, dict):
            copy[key] = _filled(part[key], place, given)
        elif given[place] is not None:
            copy[key] = given[place]
        else:
            del copy[key]
    return copy
