"""What a walk says of itself."""

from datetime import UTC, datetime

from dialogs.walk import Purpose, Walk
from sessions.draft import Draft, Field
from sessions.people import Person

KNOWN = Draft(name="Sample LRO", email="sam@dorset.police.uk")


def walk(draft: Draft) -> Walk:
    """As one is read that was begun before it was kept whether something had been given."""
    fresh = Walk(
        id="w",
        purpose=Purpose.REQUEST,
        reference="SW-AAA-AAAA",
        lro=Person(id="lro", name="Sample LRO"),
        private=True,
        draft=draft,
        at=Field.AVAILABILITY,
        touched_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    return Walk.model_validate(fresh.model_dump(exclude={"given"}))


def test_what_was_known_beforehand_is_no_loss() -> None:
    assert not walk(KNOWN).has_given


def test_what_nobody_knew_beforehand_was_given() -> None:
    assert walk(KNOWN.model_copy(update={"overview": "A group is moving into village shops."})).has_given
