"""What an LRO types, read into a draft: what can be used, what cannot, and why."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.draft import (
    Draft,
    Field,
    Problem,
    Unusable,
    plain,
    read_email,
    read_force,
    read_name,
    read_overview,
    read_telephone,
    say_telephone,
)
from sessions.region import south_west
from sessions.window import Window

REGION = south_west()
TUESDAY = Window(
    start=datetime(2026, 11, 24, 9, 0, tzinfo=UTC), end=datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
)
WHOLE = Draft(
    name="Sam Sample",
    email="sam.sample@dorset.police.uk",
    telephone="+447700900123",
    force="Dorset",
    overview="Advice on thefts, please.",
    availability=(TUESDAY,),
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Sam Sample", "Sam Sample"),
        ("  Sam \n Sample\t", "Sam Sample"),
        ("Zoë O'Neill-Ødegård", "Zoë O'Neill-Ødegård"),
        ("Li", "Li"),
        ("김민수", "김민수"),
        ("x" * 100, "x" * 100),
        ("S\u202eam\u200b", "Sam"),
    ],
)
def test_a_name_is_one_line(typed: str, read: str) -> None:
    assert read_name(typed) == read


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem.NAME_MISSING),
        (" \u200b\n", Problem.NAME_MISSING),
        ("X", Problem.NAME_MISSING),
        ("..", Problem.NAME_MISSING),
        ("\u3164\u3164", Problem.NAME_MISSING),
        ("\u2800\u2800\u2800", Problem.NAME_MISSING),
        ("\ufe0f\ufe0f", Problem.NAME_MISSING),
        ("x" * 101, Problem.NAME_LONG),
    ],
)
def test_what_is_no_name(typed: str, problem: Problem) -> None:
    with pytest.raises(Unusable) as unusable:
        read_name(typed)
    assert unusable.value.problem is problem


def test_an_email_address_needs_the_right_syntax_and_no_network() -> None:
    assert read_email(" Sam.Sample@DORSET.police.uk ") == "Sam.Sample@dorset.police.uk"


@pytest.mark.parametrize(
    "typed", ["", "sam", "sam(at)dorset", "sam@", "a b@c.uk", "x" * 300 + "@dorset.police.uk"]
)
def test_what_is_no_email_address(typed: str) -> None:
    with pytest.raises(Unusable) as unusable:
        read_email(typed)
    assert unusable.value.problem is Problem.EMAIL_WRONG


@pytest.mark.parametrize(
    ("typed", "read", "said"),
    [
        ("07700 900123", "+447700900123", "07700 900123"),
        ("+44 (0)7700 900 123", "+447700900123", "07700 900123"),
        ("01392-123456 ext 12", "+441392123456;ext=12", "01392 123456 x12"),
        ("01392 123456 x12", "+441392123456;ext=12", "01392 123456 x12"),
        ("+353 1 234 5678", "+35312345678", "+353 1 234 5678"),
        ("+49 30 12345", "+493012345", "+49 30 12345"),
        ("01632 960123", "+441632960123", "01632 960123"),
        ("0800 1111", "+448001111", "0800 1111"),
        ("016977 2345", "+44169772345", "016977 2345"),
    ],
)
def test_a_telephone_number_is_kept_as_e164_and_said_as_people_write_it(
    typed: str, read: str, said: str
) -> None:
    assert read_telephone(typed, REGION) == read
    assert say_telephone(read, REGION) == said


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "101",
        "12345",
        "ring the desk",
        "07700 9001234567",
        "0" * 300,
        "900123",
        "01392 1",
        "01392 123",
        "01392 1234",
        "01392 12345",
        "07700 90012",
        "+44 1392 123",
        "+353 1 234",
    ],
)
def test_what_cannot_be_dialled(typed: str) -> None:
    with pytest.raises(Unusable) as unusable:
        read_telephone(typed, REGION)
    assert unusable.value.problem is Problem.TELEPHONE_WRONG


def test_a_number_far_down_a_sentence_is_refused_rather_than_cut_into_another() -> None:
    with pytest.raises(Unusable):
        read_telephone("Please ring me only at work on 01392 123456", REGION)


@pytest.mark.parametrize(
    ("typed", "force"),
    [
        ("Dorset", "Dorset"),
        ("dorset police", "Dorset"),
        ("A&S", "Avon and Somerset"),
        ("Avon & Somerset Constabulary", "Avon and Somerset"),
        ("D&C", "Devon and Cornwall"),
        ("devon and", "Devon and Cornwall"),
        ("Glos", "Gloucestershire"),
        ("wilts", "Wiltshire"),
    ],
)
def test_a_force_is_known_by_its_name_a_short_form_or_how_it_begins(typed: str, force: str) -> None:
    assert read_force(typed, REGION) == force


@pytest.mark.parametrize("typed", ["", "police", "Kent", "somerset or devon", "orset"])
def test_a_force_that_is_not_one_of_the_regions(typed: str) -> None:
    with pytest.raises(Unusable) as unusable:
        read_force(typed, REGION)
    assert unusable.value.problem is Problem.FORCE_UNKNOWN


def test_what_could_be_two_forces_is_neither() -> None:
    twins = REGION.forces[0].model_copy(update={"name": "Dorchester", "also": ()})
    region = REGION.model_copy(update={"forces": (*REGION.forces, twins)})
    assert read_force("Dors", region) == "Dorset"
    with pytest.raises(Unusable):
        read_force("Dor", region)


def test_an_overview_keeps_its_lines_and_nothing_that_is_not_seen() -> None:
    assert (
        read_overview("  First line.\r\nSecond\u2028third \u202eline\u0007.\t ")
        == "First line.\nSecond\nthird line."
    )


@pytest.mark.parametrize("length", [10, 2000])
def test_an_overview_of_just_the_right_length(length: int) -> None:
    assert read_overview("x" * length) == "x" * length


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("x" * 9, Problem.OVERVIEW_SHORT),
        ("\u200b" * 50, Problem.OVERVIEW_SHORT),
        (" " * 50, Problem.OVERVIEW_SHORT),
        ("x" * 2001, Problem.OVERVIEW_LONG),
    ],
)
def test_an_overview_too_short_or_too_long(typed: str, problem: Problem) -> None:
    with pytest.raises(Unusable) as unusable:
        read_overview(typed)
    assert unusable.value.problem is problem


@given(st.text())
def test_plain_text_holds_nothing_invisible_and_is_plain_at_once(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not set(once) & set("\r\t\x00\x1b\u200b\u202e\u2066\ufeff\u2028")


@pytest.mark.parametrize("field", list(Field))
def test_a_draft_without_a_field_is_not_finished_and_says_which(field: Field) -> None:
    empty: dict[Field, dict[str, object]] = {
        Field.NAME: {"name": None},
        Field.CONTACT: {"telephone": None},
        Field.FORCE: {"force": None},
        Field.OVERVIEW: {"overview": None},
        Field.AVAILABILITY: {"availability": ()},
    }
    draft = WHOLE.model_copy(update=empty[field])
    assert WHOLE.has(field)
    assert not draft.has(field)
    with pytest.raises(ValueError, match=f"^{field.value} is missing$"):
        draft.asked()


def test_a_whole_draft_becomes_what_is_asked() -> None:
    asked = WHOLE.asked()
    assert asked.contact.name == "Sam Sample"
    assert asked.contact.telephone == "+447700900123"
    assert (asked.force, asked.overview) == ("Dorset", "Advice on thefts, please.")
    assert asked.availability == (TUESDAY,)
