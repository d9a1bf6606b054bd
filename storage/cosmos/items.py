"""A document as an item of the container, and back.

The partition key is kind and partition together, so that a document is found by a point read and a person's
requests by a query of one partition. An item names its latest writes (`writes`, drawn at random, newest
first): that is how a write whose answer was lost is known again, though others have written since.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from storage.documents import Body, Document, Key
from storage.moments import microseconds, moment_of

Item = dict[str, Any]

EXACT = 2**53
"""From here on Cosmos DB, whose numbers are doubles, does not tell a whole number from the next."""
LONGEST = 900
"""Bytes of an encoded text: Cosmos DB takes 1,023 in an id, 2,048 in a partition key."""
GRACE_S = 300
"""A document stays so much longer than it is kept, so that no clock that runs fast removes it early."""
TOMBSTONE_TTL_S = 60
"""Longer than a deletion is tried again."""
LONGEST_TTL_S = 2**31 - 1

REMEMBERED = 8
"""Writes that an item names: more than others make in the second in which one is tried again."""

INDEXED = ("/pk/?", "/kind/?", "/key/?", "/due/?", "/expires/?")
INDEXING_POLICY: dict[str, object] = {
    "indexingMode": "consistent",
    "automatic": True,
    "includedPaths": [{"path": path} for path in INDEXED],
    "excludedPaths": [{"path": "/*"}],
}
"""What the queries below ask for, and nothing else: each indexed path costs request units at every write."""

_ALIVE = "(NOT IS_DEFINED(c.expires) OR c.expires > @now)"
IN_PARTITION = f"SELECT TOP @limit * FROM c WHERE c.pk = @pk AND c.key > @after AND {_ALIVE} ORDER BY c.key"  # noqa: S608 (no values in it)
DUE = f"SELECT TOP @limit * FROM c WHERE c.kind = @kind AND c.due <= @before AND {_ALIVE} ORDER BY c.due"  # noqa: S608
DUE_SINCE = f"SELECT TOP @limit * FROM c WHERE c.kind = @kind AND c.due >= @since AND {_ALIVE} ORDER BY c.due"  # noqa: S608
NEXT_DUE = f"SELECT TOP 1 c.due FROM c WHERE c.kind = @kind AND IS_NUMBER(c.due) AND {_ALIVE} ORDER BY c.due"  # noqa: S608
BEYOND = f"SELECT TOP @limit * FROM c WHERE c.pk > @pk AND {_ALIVE} ORDER BY c.pk"  # noqa: S608

_PLAIN = re.compile(r"[^A-Za-z0-9-]")
_ETAG = re.compile(r"(?P<expires>-?\d*)\|(?P<writes>[0-9a-f,]+)\|(?P<etag>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies."""

    pk: str
    id: str

    @classmethod
    def of(cls, key: Key) -> Self:
        return cls(partition_key(key.kind, key.partition), encoded(key.id))


def partition_key(kind: str, partition: str) -> str:
    return f"{encoded(kind)}:{encoded(partition)}"


def encoded(text: str) -> str:
    """One to one, in characters that need no care anywhere; what would be too long by its digest.

    An id may not hold / \\ ? #, and some clients stumble over others. Nothing is ever decoded: an item has
    the texts themselves too. Raises ValueError for half a surrogate pair.
    """
    plain = _PLAIN.sub(lambda found: "".join(f"_{byte:02X}" for byte in found[0].encode()), text)
    return plain if len(plain) <= LONGEST else f"_sha256-{hashlib.sha256(text.encode()).hexdigest()}"


def new_item(
    key: Key, body: Body, *, due_at: datetime | None, expires_at: datetime | None, now: datetime
) -> Item:
    """To be written now. Raises ValueError for what cannot be kept as it is."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False)
    text.encode()  # raises for half a surrogate pair
    item = _named(key) | {"body": json.loads(text, parse_int=_exactly)}
    if due_at is not None:
        item["due"] = _exactly(microseconds(due_at))
    if expires_at is not None:
        item["expires"] = _exactly(microseconds(expires_at))
        kept_s = (item["expires"] - microseconds(now)) // 1_000_000
        item["ttl"] = min(max(kept_s, 0) + GRACE_S, LONGEST_TTL_S)
    return item


def tombstone(key: Key) -> Item:
    """What a deleted document leaves for a minute: an item without content that has expired already.

    A real deletion leaves no trace of who made it: one whose answer was lost would look like somebody else's.
    Creating the document again goes over it, as over anything that has expired.
    """
    return _named(key) | {"body": {}, "expires": 0, "ttl": TOMBSTONE_TTL_S}


def over(new: Item, earlier: Sequence[str]) -> Item:
    """The same, written over an item with those writes."""
    return new | {"writes": [new["writes"][0], *earlier][:REMEMBERED]}


def found_again(new: Item, there: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What our write made, if `there` shows that it was made.

    If others have written over it, it comes with an etag that opens nothing: who uses it has a conflict.
    """
    if there is None or new["writes"][0] not in there["writes"]:
        return None
    return there if there["writes"][0] == new["writes"][0] else new | {"_etag": ""}


def document_in(item: Mapping[str, Any]) -> Document:
    return Document(
        key=Key(item["kind"], item["partition"], item["key"]),
        body=item["body"],
        etag=f"{item.get('expires', '')}|{','.join(item['writes'])}|{item['_etag']}",
        due_at=moment_of(item["due"]) if "due" in item else None,
        expires_at=moment_of(item["expires"]) if "expires" in item else None,
    )


def has_expired(item: Mapping[str, Any], now: datetime) -> bool:
    return "expires" in item and bool(item["expires"] <= microseconds(now))


@dataclass(frozen=True, slots=True)
class Precondition:
    """What Cosmos DB must still find, and the latest writes of what it then finds."""

    etag: str
    writes: tuple[str, ...]

    @classmethod
    def of(cls, etag: str, now: datetime) -> Self | None:
        """None if that etag can be no living document's.

        An etag carries the moment its document expires: the database would go on replacing what has expired
        but is not removed yet. Nor does anything get through that is not an etag of ours, "*" least of all.
        """
        parts = _ETAG.fullmatch(etag)
        if not parts or (parts["expires"] and int(parts["expires"]) <= microseconds(now)):
            return None
        return cls(parts["etag"], tuple(parts["writes"].split(",")))


def _named(key: Key) -> Item:
    place = Place.of(key)
    return {
        "id": place.id,
        "pk": place.pk,
        "kind": key.kind,
        "partition": key.partition,
        "key": key.id,
        "writes": [uuid4().hex[:12]],
    }


def _exactly(number: int | str) -> int:
    if abs(whole := int(number)) >= EXACT:
        raise ValueError("a whole number of 2**53 or more cannot be kept exactly")
    return whole
