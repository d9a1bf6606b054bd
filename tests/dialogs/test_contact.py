"""Contact details in a line of words: which word is for which input."""

import pytest

from dialogs.contact import contact_said
from sessions.draft import read_email, read_telephone
from sessions.region import south_west

REGION = south_west()
MAIL, NUMBER = "sam@dorset.police.uk", "+447700900123"


@pytest.mark.parametrize(
    ("typed", "email", "telephone"),
    [
        ("sam@dorset.police.uk 07700 900123", MAIL, NUMBER),
        ("07700 900123, sam@dorset.police.uk", MAIL, NUMBER),
        ("sam@dorset.police.uk; 07700900123", MAIL, NUMBER),
        ("<sam@dorset.police.uk>", MAIL, None),
        ("sam@dorset.police.uk please", MAIL, None),
        ("07700 900123", None, NUMBER),
        ("Mobile: 07700 900123", None, NUMBER),
        ("Mail sam@dorset.police.uk. Ring 07700 900123", MAIL, NUMBER),
    ],
)
def test_what_is_typed_in_one_line(typed: str, email: str | None, telephone: str | None) -> None:
    said = contact_said(typed)
    assert (read_email(said["email"]) if "email" in said else None) == email
    assert (read_telephone(said["telephone"], REGION) if "telephone" in said else None) == telephone


@pytest.mark.parametrize("typed", ["", "the same as ever", "a@b.uk c@d.uk"])
def test_words_for_no_input_or_for_one_of_two(typed: str) -> None:
    assert contact_said(typed) == {}


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("sam@ 07700 900123", {"email": "sam@", "telephone": "07700 900123"}),
        ("sam@dorset.police.uk 12345", {"email": MAIL, "telephone": "12345"}),
    ],
)
def test_what_will_not_do_is_told_from_what_will(typed: str, pieces: dict[str, str]) -> None:
    assert contact_said(typed) == pieces
