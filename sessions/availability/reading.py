"""Availability by phrase: what a person wrote, read by a grammar that leaves no word out of account."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from sessions.availability.grammar import items_of
from sessions.availability.limits import Limits
from sessions.availability.politeness import without_politeness
from sessions.availability.references import References
from sessions.availability.sentences import sentences_of
from sessions.availability.statements import StatementReader
from sessions.availability.sums import Sum
from sessions.availability.tokens import tokens_of
from sessions.availability.wording import plainly
from sessions.region import Region
from sessions.window import Window


class Understood(BaseModel):
    """What a text says of when somebody is free.

    `windows` are in UTC, sorted, merged and within the limits. `not_understood` are pieces of the text, as
    they were written, that could not be read or that lie outside the limits; they give no windows.
    """

    model_config = ConfigDict(frozen=True)

    windows: tuple[Window, ...]
    not_understood: tuple[str, ...]


def read_availability(text: str, *, now: datetime, region: Region) -> Understood:
    """Read what a person wrote of the days ahead. `now` is aware. Any text gives an answer."""
    return read_within(text, Limits(now=now, region=region))


def read_within(text: str, limits: Limits) -> Understood:
    """As `read_availability`, within those limits."""
    sentences = list(sentences_of(plainly(without_politeness(tokens_of(text)))))
    said = References(limits).resolved(items_of(tokens, limits) for tokens in sentences)
    statements = [
        StatementReader(items, tokens[0].start, tokens[-1].end, limits).read()
        for items, tokens in zip(said, sentences, strict=True)
    ]
    total = Sum(statements, limits)
    windows, named = total.windows(), _named(text, total.failed())
    if not windows and not named:
        named = _named(text, [(0, len(text))])
    return Understood(windows=windows, not_understood=named)


def _named(text: str, places: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """The pieces at those places, each once, without what only wraps them."""
    pieces = (text[start:end].strip(" \t\r\n,;:.!?-–—•*") for start, end in places)  # noqa: RUF001 (a pasted dash)
    return tuple(dict.fromkeys(piece for piece in pieces if piece))
