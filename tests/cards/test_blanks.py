"""What is drawn once and filled in for many: nothing of one person's card gets into another's."""

from copy import deepcopy

import pytest

from cards import questions, walk
from cards.blanks import TICKET, Blank, mark, of_ticket
from cards.message import as_attachment_content, summary_text
from cards.parts import card, press, said, text_input
from cards.payloads import Ticket
from sessions.draft import Draft, Field, Problem
from tests.cards import reading
from tests.cards.samples import DRAFT, REGION, asking, every_card
from tests.cards.samples import TICKET as SAMPLE

BLANK = Blank(
    card(
        [said("As it is"), said(mark("heading")), text_input("name", "Your name", mark("name"), most=10)],
        [press("Cancel", TICKET.steer("cancel"))],
        summary="A question",
    )
)
WALK = of_ticket(Ticket(walk="w1", asked=2))


def test_marks_are_filled_in_wherever_they_stand() -> None:
    filled = BLANK.filled_in({**WALK, mark("heading"): "Hello", mark("name"): "Sam"})
    assert summary_text(filled) == "A question"
    assert reading.words(filled) == "As it is\nHello\nYour name"
    assert reading.inputs(filled) == {"name": "Sam"}
    assert reading.press(filled, "Cancel") == Ticket(walk="w1", asked=2).steer("cancel")


def test_what_is_given_nothing_is_left_out() -> None:
    filled = BLANK.filled_in({**WALK, mark("heading"): "Hello", mark("name"): None})
    (name,) = reading.of_type(filled, "Input.Text")
    assert "value" not in name


def test_one_copy_knows_nothing_of_another() -> None:
    one = BLANK.filled_in({**WALK, mark("heading"): "Hello", mark("name"): "Sam"})
    before = deepcopy(one.content)
    BLANK.filled_in({**of_ticket(Ticket(walk="w2", asked=7)), mark("heading"): "Bye", mark("name"): None})
    assert one.content == before


def test_who_writes_a_mark_gets_it_back_as_written() -> None:
    shown = asking(Field.AVAILABILITY, typed={"times": mark("walk")}, problem=Problem.TIMES_UNCLEAR)
    assert reading.inputs(shown)["times"] == mark("walk")
    assert reading.inputs(asking(Field.NAME, typed={"name": mark("walk")})) == {"name": mark("walk")}


@pytest.mark.parametrize("name", every_card())
def test_no_mark_is_left(name: str) -> None:
    content = str(as_attachment_content(every_card()[name]))
    assert mark("") not in content
    assert str(TICKET.asked) not in content


@pytest.mark.parametrize("field", list(Field))
def test_a_question_is_drawn_once_for_all(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    first = asking(field, draft=Draft())
    monkeypatch.delattr(questions, "_drawn")
    again = asking(field, draft=DRAFT.model_copy(update={"availability": ()}), ticket=Ticket(walk="another"))
    assert reading.titles(again) == reading.titles(first)
    assert reading.press(again, "Cancel") == Ticket(walk="another").steer("cancel")
    assert reading.press(first, "Cancel") == SAMPLE.steer("cancel")


def test_the_check_is_drawn_once_for_as_many_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    first = walk.summary(SAMPLE, DRAFT, region=REGION, private=True)
    before = deepcopy(first.content)
    monkeypatch.delattr(walk, "with_button")
    others = DRAFT.model_copy(update={"name": "Robin {{DATE(x)}}", "force": "Gloucestershire"})
    again = walk.summary(Ticket(walk="another"), others, region=REGION, private=True)
    as_first = reading.words(first).replace("Dorset", "Gloucestershire")
    assert reading.words(again) == as_first.replace("Sam Sample", "Robin {\u2060{DATE(x)}}")
    assert reading.press(again, "Submit") == Ticket(walk="another").steer("submit")
    assert first.content == before


@pytest.mark.parametrize("field", list(Field))
def test_an_answer_is_drawn_once_for_as_many_lines(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    first = walk.answered(field, DRAFT, region=REGION, private=True)
    before = deepcopy(first.content)
    monkeypatch.delattr(walk, "fact")
    others = Draft.model_validate(DRAFT.model_dump() | {"name": "Robin", "force": "Gloucestershire"})
    walk.answered(field, others, region=REGION, private=True)
    assert first.content == before
    assert walk.answered(field, DRAFT, region=REGION, private=True) == first
