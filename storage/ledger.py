"""What a copy did with each document, and what was found when it was checked.

Kept in a temporary file of SQLite's own, which it deletes: a large store needs no more memory than a small
one. It holds keys, etags and digests, never what a document says.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from storage.documents import Document, Key
from storage.moments import microseconds


class Outcome(StrEnum):
    """A document has one; those from `DIFFERENT` on are not as they should be."""

    COPIED = "copied"
    ALREADY_THERE = "already there"
    REPLACED = "replaced"
    DIFFERENT = "different"
    NOT_TAKEN = "not taken"
    """The destination cannot hold it: a number that it would not keep exactly."""
    ONLY_THERE = "only there"
    CHANGED_HERE = "changed here"
    """At the source, while it was copied."""
    CHANGED_THERE = "changed there"
    """At the destination, by somebody else, while it was copied."""


TABLE = """
CREATE TABLE entries (
    kind TEXT NOT NULL,
    partition TEXT NOT NULL,
    id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    content BLOB NOT NULL,
    here TEXT NOT NULL,   -- its etag at the source when it was copied
    there TEXT NOT NULL,  -- and at the destination
    expires_at INTEGER,
    found_here INTEGER NOT NULL,  -- whether it was there when that was checked
    found_there INTEGER NOT NULL,
    PRIMARY KEY (kind, partition, id)
) WITHOUT ROWID
"""
NOTE = """
INSERT INTO entries VALUES
    (:kind, :partition, :id, :outcome, :content, :here, :there, :expires_at, :found_here, :found_there)
ON CONFLICT (kind, partition, id) DO UPDATE SET
    outcome = excluded.outcome,
    expires_at = excluded.expires_at,
    found_here = found_here OR excluded.found_here,
    found_there = found_there OR excluded.found_there
"""
FIND = """
SELECT outcome, content, here, there FROM entries WHERE (kind, partition, id) = (:kind, :partition, :id)
"""
LOST_THERE = """
UPDATE entries SET outcome = 'changed there'
WHERE NOT found_there AND outcome IN ('copied', 'already there', 'replaced', 'different')
"""
LOST_HERE = """
UPDATE entries SET outcome = 'changed here' WHERE NOT found_here AND outcome != 'only there'
"""
COUNTS = """
SELECT kind, outcome, count(*), sum(found_here), sum(found_there) FROM entries
WHERE ifnull(expires_at > :now, TRUE) GROUP BY kind, outcome ORDER BY kind
"""
KEYS = """
SELECT kind, partition, id FROM entries
WHERE outcome = :outcome AND ifnull(expires_at > :now, TRUE) ORDER BY kind, partition, id
"""


@dataclass(slots=True)
class Count:
    """Of one kind, or of several."""

    here: int
    there: int
    outcomes: Counter[Outcome]

    @classmethod
    def nothing(cls) -> Self:
        return cls(0, 0, Counter())

    def add(self, other: "Count") -> None:
        self.here += other.here
        self.there += other.there
        self.outcomes += other.outcomes


class Ledger:
    def __init__(self) -> None:
        self._entries = sqlite3.connect("", isolation_level=None)
        self._entries.execute("PRAGMA journal_mode = OFF")
        self._entries.execute(TABLE)

    def copied(self, document: Document, outcome: Outcome, there: str = "") -> None:
        """The source's document, and the etag of the destination's, if it has one."""
        self._note(document, outcome, here=document.etag, there=there)

    def found_there(self, document: Document) -> None:
        """When the destination was checked."""
        entry = self._find(document.key)
        outcome = entry[0] if entry else Outcome.ONLY_THERE
        if entry and outcome is not Outcome.NOT_TAKEN:
            same = outcome is Outcome.DIFFERENT or entry[1] == content_of(document)
            outcome = outcome if same and entry[3] == document.etag else Outcome.CHANGED_THERE
        self._note(document, outcome, found_there=True)

    def found_all_there(self) -> None:
        """What was not among it is gone."""
        self._entries.execute(LOST_THERE)

    def found_here(self, document: Document) -> None:
        """When the source was checked, last: a bot that still runs there explains other changes too."""
        entry = self._find(document.key)
        outcome = Outcome.CHANGED_HERE
        if entry is not None and entry[1:3] == (content_of(document), document.etag):
            outcome = entry[0]
        self._note(document, outcome, found_here=True)

    def found_all_here(self) -> None:
        self._entries.execute(LOST_HERE)

    def counts(self, now: datetime) -> dict[str, Count]:
        """By kind, of what has not expired."""
        counts: dict[str, Count] = {}
        for kind, outcome, number, here, there in self._entries.execute(COUNTS, {"now": microseconds(now)}):
            count = Count(here, there, Counter({Outcome(outcome): number}))
            counts.setdefault(kind, Count.nothing()).add(count)
        return counts

    def keys(self, outcome: Outcome, now: datetime) -> Iterator[Key]:
        for columns in self._entries.execute(KEYS, {"outcome": outcome, "now": microseconds(now)}):
            yield Key(*columns)

    def close(self) -> None:
        self._entries.close()

    def _find(self, key: Key) -> tuple[Outcome, bytes, str, str] | None:
        found = self._entries.execute(FIND, _columns(key)).fetchone()
        return found and (Outcome(found[0]), *found[1:])

    def _note(
        self,
        document: Document,
        outcome: Outcome,
        *,
        here: str = "",
        there: str = "",
        found_here: bool = False,
        found_there: bool = False,
    ) -> None:
        expires = document.expires_at
        values = {
            "outcome": outcome,
            "content": content_of(document),
            "here": here,
            "there": there,
            "expires_at": None if expires is None else microseconds(expires),
            "found_here": found_here,
            "found_there": found_there,
        }
        self._entries.execute(NOTE, _columns(document.key) | values)


def content_of(document: Document) -> bytes:
    """A digest of body and dates. Databases write whole numbers in two ways: 1.0 is 1."""
    body = json.loads(json.dumps(document.body), parse_float=_number)
    dates = [None if date is None else microseconds(date) for date in (document.due_at, document.expires_at)]
    return hashlib.sha256(json.dumps([body, dates], sort_keys=True).encode()).digest()


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _columns(key: Key) -> dict[str, object]:
    return {"kind": key.kind, "partition": key.partition, "id": key.id}
