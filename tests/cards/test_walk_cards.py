"""The cards of a walk: what is asked, what stands in the inputs, what each button sends."""

import json

import pytest

from cards import thread, walk
from cards.blanks import Card
from cards.message import as_attachment_content
from cards.payloads import AnswerField, ShowMine, StartWalk
from cards.questions import Question, question
from sessions.draft import Draft, Field, Problem
from tests.cards.reading import choices, fits, inputs, of_type, press, titles, words
from tests.cards.samples import DRAFT, LRO, NOW, OVERVIEW, REGION, TICKET, TIMES, asking, request

KNOWN = Draft(name="Sam Sample", email="sam.sample@dorset.police.uk")
each_field = pytest.mark.parametrize("field", list(Field))


def test_the_first_question_says_what_this_is_and_what_not_to_write() -> None:
    said = words(asking(Field.NAME, draft=KNOWN, first=True))
    assert "Step 1 of 5" in said
    assert "informal advice" in said
    assert "not training" in said
    assert "no intelligence and no names of subjects" in said


@each_field
def test_what_is_put_back_is_cut_to_what_the_input_takes(field: Field) -> None:
    """A client may send more than its input would have taken."""
    typed = dict.fromkeys(("name", "email", "telephone", "overview", "times"), "m" * 60_000)
    shown = asking(field, typed=typed, problem=Problem.OVERVIEW_LONG)
    fits(shown)
    for each in of_type(shown, "Input.Text"):
        assert len(each["value"]) == each["maxLength"]


def test_later_questions_do_not_repeat_it() -> None:
    assert "informal advice" not in words(asking(Field.CONTACT))


def test_where_the_region_has_a_page_for_formal_tasking_the_terms_link_to_it() -> None:
    region = REGION.model_validate(REGION.model_dump() | {"formal_tasking": "https://rocu.example/tasking"})
    q = Question(ticket=TICKET, field=Field.NAME, draft=KNOWN, first=True)
    assert "[formal tasking request](https://rocu.example/tasking)" in words(
        question(q, region=region, now=NOW)
    )


def test_the_first_question_cannot_go_back() -> None:
    assert titles(asking(Field.NAME, first=True)) == ["Next", "Cancel"]
    assert titles(asking(Field.CONTACT)) == ["Next", "Back", "Cancel"]


@each_field
def test_a_change_from_the_summary_leads_back_to_it(field: Field) -> None:
    shown = asking(field, changing=True)
    assert titles(shown) == ["Save", "Back to summary", "Cancel"]
    assert press(shown, "Back to summary") == TICKET.steer("back")


@each_field
def test_every_question_can_be_cancelled_and_answered(field: Field) -> None:
    shown = asking(field)
    assert press(shown, "Cancel") == TICKET.steer("cancel")
    answer = press(shown, "Next")
    assert isinstance(answer, AnswerField)
    assert (answer.walk, answer.asked, answer.field) == (TICKET.walk, TICKET.asked, field)


def test_what_is_known_only_has_to_be_confirmed() -> None:
    assert inputs(asking(Field.NAME)) == {"name": "Sam Sample"}
    contact = {"email": "sam.sample@dorset.police.uk", "telephone": "07700 900123"}
    assert inputs(asking(Field.CONTACT)) == contact
    assert inputs(asking(Field.FORCE)) == {"force": "Dorset"}
    assert inputs(asking(Field.OVERVIEW)) == {"overview": OVERVIEW}
    answer = press(asking(Field.CONTACT), "Next")
    assert answer == TICKET.answer(Field.CONTACT).model_copy(update=contact)


def test_all_forces_of_the_region_are_offered() -> None:
    offered = [value for _, value in choices(asking(Field.FORCE, draft=KNOWN), "force")]
    assert offered == [force.name for force in REGION.forces]
    assert inputs(asking(Field.FORCE, draft=KNOWN)) == {"force": ""}


def test_an_answer_that_cannot_be_used_is_put_back_beside_what_to_do() -> None:
    shown = asking(
        Field.CONTACT, problem=Problem.EMAIL_WRONG, typed={"email": "sam(at)dorset", "telephone": "1"}
    )
    assert inputs(shown) == {"email": "sam(at)dorset", "telephone": "1"}
    assert "Please check the email address" in words(shown)


def test_an_overview_too_long_is_told_by_how_much() -> None:
    shown = asking(Field.OVERVIEW, problem=Problem.OVERVIEW_LONG, typed={"overview": "x" * 2345})
    assert "please shorten it to 2,000 characters. It has 2,345 now." in words(shown)
    assert inputs(shown) == {"overview": "x" * 2345}


def test_in_a_channel_the_card_says_whose_it_is() -> None:
    assert "Step 3 of 5, for Sam Sample" in words(asking(Field.FORCE, private=False))
    assert "Sam Sample" not in words(asking(Field.FORCE))


def test_in_a_channel_neither_telephone_nor_overview_is_put_into_the_card() -> None:
    typed = {"email": "sam.home@mail.example", "telephone": "07700 900123", "overview": OVERVIEW}
    for how in ({}, {"typed": typed}):
        assert inputs(asking(Field.OVERVIEW, private=False, **how)) == {"overview": ""}
        assert inputs(asking(Field.CONTACT, private=False, **how))["telephone"] == ""
    assert inputs(asking(Field.CONTACT, private=False, typed=typed))["email"] == ""
    assert inputs(asking(Field.CONTACT, private=False))["email"] == "sam.sample@dorset.police.uk"


@pytest.mark.parametrize(
    "email",
    ["sam.home@mail.example", "07700 900123 sam@dorset.police.uk", "sam@home.example,a@dorset.police.uk"],
)
def test_no_card_of_a_walk_in_a_channel_shows_more_than_the_choice_of_where_says(email: str) -> None:
    """The overview never, no telephone number, and of email addresses only a force's own."""
    assert "never show the overview or your telephone number" in words(thread.where(LRO))
    draft = DRAFT.model_copy(update={"email": "sam.home@mail.example"})
    typed = {"email": email, "telephone": "07700 900123", "overview": OVERVIEW}
    shown: list[Card] = [walk.summary(TICKET, draft, region=REGION, private=False)]
    shown += [walk.answered(field, draft, region=REGION, private=False) for field in Field]
    for field in Field:
        shown += [asking(field, draft=draft, private=False, changing=changing) for changing in (True, False)]
        shown += [asking(field, typed=typed, problem=problem, private=False) for problem in Problem]
        shown += [walk.halfway(TICKET, draft, field, given=True, region=REGION, private=False)]
    for each in shown:
        everything = json.dumps(as_attachment_content(each))
        for hidden in (*OVERVIEW.split("\n"), "900123", "mail.example", "home.example"):
            assert not hidden or hidden not in everything


def test_in_a_channel_the_overview_is_asked_for_in_the_card() -> None:
    assert "everyone in this channel can read messages" in words(asking(Field.OVERVIEW, private=False))
    assert "channel" not in words(asking(Field.OVERVIEW))


def test_what_was_understood_can_be_used_as_it_is() -> None:
    shown = asking(
        Field.AVAILABILITY,
        problem=Problem.TIMES_PARTLY,
        typed={"times": "Tuesday morning and the usual"},
        not_understood=("the usual",),
        understood=TIMES[:1],
    )
    assert 'I did not understand "the usual".' in words(shown)
    assert "Tuesday 24 November, 09:00 to 12:00 (GMT)" in words(shown)
    assert inputs(shown)["times"] == "Tuesday morning and the usual"
    assert press(shown, "Use these times") == TICKET.steer("use these times")


def test_only_one_button_is_the_obvious_one() -> None:
    for shown in (asking(Field.AVAILABILITY), asking(Field.AVAILABILITY, understood=TIMES)):
        styles = [button.get("style") for button in of_type(shown, "Action.Submit")]
        assert styles.count("positive") == 1
        assert styles[0] == "positive"


@each_field
def test_an_answered_question_has_nothing_left_to_press(field: Field) -> None:
    shown = walk.answered(field, DRAFT, region=REGION, private=True)
    assert titles(shown) == []
    assert inputs(shown) == {}


def test_an_answered_question_reads_as_its_answer() -> None:
    def read(field: Field, *, private: bool = True) -> str:
        return words(walk.answered(field, DRAFT, region=REGION, private=private))

    assert read(Field.FORCE) == "✓ Force: Dorset"
    assert "07700 900123" in read(Field.CONTACT)
    assert "Wednesday 25 November, 10:00 to 11:30 (GMT)" in read(Field.AVAILABILITY)
    assert read(Field.CONTACT, private=False) == "✓ Contact: given"
    assert read(Field.OVERVIEW, private=False) == "✓ Overview: given"


def test_the_summary_shows_everything_and_each_field_can_be_changed() -> None:
    shown = walk.summary(TICKET, DRAFT, region=REGION, private=True)
    for expected in (
        "Sam Sample",
        "07700 900123",
        "Dorset",
        "catalytic",
        "24 November, 09:00 to 12:00 (GMT)",
    ):
        assert expected in words(shown)
    changes = [a["data"] for a in of_type(shown, "Action.Submit") if a["title"] == "Change"]
    assert [change["field"] for change in changes] == [field.value for field in Field]
    assert press(shown, "Submit") == TICKET.steer("submit")
    assert press(shown, "Yes, cancel it") == TICKET.steer("cancel")


def test_each_change_button_says_to_a_screen_reader_what_it_changes() -> None:
    shown = walk.summary(TICKET, DRAFT, region=REGION, private=True)
    tips = [a["tooltip"] for a in of_type(shown, "Action.Submit") if a["title"] == "Change"]
    assert tips == ["Change: Name", "Change: Contact", "Change: Force", "Change: Overview", "Change: When"]


def test_in_a_channel_the_summary_shows_neither_overview_nor_contact() -> None:
    said = words(walk.summary(TICKET, DRAFT, region=REGION, private=False))
    assert "catalytic" not in said
    assert "07700" not in said
    assert "dorset.police.uk" not in said


def test_a_submitted_request_has_its_reference_and_the_day_by_which_one_hears() -> None:
    shown = walk.submitted(request(submitted_at=NOW), region=REGION, now=NOW)
    assert "SW-7K3F" in words(shown)
    assert "by the end of Tuesday 24 November" in words(shown)
    assert press(shown, "My requests") == ShowMine()
    assert LRO.id not in words(shown)


def test_a_walk_left_half_way_shows_how_far_one_got() -> None:
    shown = walk.halfway(TICKET, KNOWN, Field.CONTACT, given=False, region=REGION, private=True)
    assert "You had got as far as: How can we reach you?" in words(shown)
    assert "Name: Sam Sample" in words(shown)
    assert "Contact" not in words(shown)
    assert press(shown, "Carry on") == TICKET.steer("carry on")
    assert press(shown, "Start again") == TICKET.steer("start again")
    assert press(shown, "Cancel") == TICKET.steer("cancel")


def test_a_closed_card_has_one_line() -> None:
    assert words(walk.closed("cancelled")) == "Cancelled. Nothing was sent."
    for reason in ("replaced", "times cancelled", "times expired", "submitted"):
        assert titles(walk.closed(reason)) == []


def test_on_a_card_that_came_to_nothing_one_can_start_again() -> None:
    for reason in ("cancelled", "expired"):
        assert press(walk.closed(reason), "Request a session") == StartWalk()
        assert titles(walk.closed(reason, again=False)) == []


@each_field
def test_where_something_was_given_cancel_asks_first(field: Field) -> None:
    shown = asking(field, given=True)
    assert "Throw this away? Nothing has been sent." in words(shown)
    assert press(shown, "Yes, cancel it") == TICKET.steer("cancel")
    assert [
        a["type"] for a in of_type(shown, "Action.ShowCard", "Action.Submit") if a["title"] == "Cancel"
    ] == ["Action.ShowCard"]


def test_other_times_are_asked_for_by_the_reference_and_without_the_terms() -> None:
    for how in ({"first": True}, {"changing": True}, {"private": False, "first": True}):
        shown = asking(Field.AVAILABILITY, draft=Draft(), reference="SW-7K3F", **how)
        assert "Other times for your request SW-7K3F" in words(shown)
        assert "informal advice" not in words(shown)
        assert "Step" not in words(shown)
        assert isinstance(press(shown, "Send these times"), AnswerField)
    understood = asking(Field.AVAILABILITY, reference="SW-7K3F", understood=TIMES)
    assert titles(understood)[:2] == ["Use these times", "Next"]
