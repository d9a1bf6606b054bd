"""Nothing that anybody typed is rendered as markup, as a link, or as a date of the renderer's making."""

from collections.abc import Mapping

import pytest

from cards import adviser, lro, outcome, redirecting, untold, walk
from cards.blanks import Card
from cards.message import summary_text
from sessions.draft import Field, Problem
from sessions.notices import NoticeKind
from sessions.people import Person
from sessions.queue import Queue
from tests.cards.queue_samples import shown, waiting
from tests.cards.reading import of_type, parts, words
from tests.cards.samples import (
    ADVISER,
    AT,
    DRAFT,
    HOSTILE,
    LINKS,
    OTHER,
    REGION,
    TICKET,
    TIMES,
    asked_again,
    asking,
    booked,
    called_off,
    for_adviser,
    no_show,
    over,
    redirected,
    request,
    untold_card,
    withdrawn,
)

MARKS = ("](", "**", "<at>", "evil.example", "{{")
EVIL_PERSON = Person(id="evil", name=HOSTILE)
EVIL = request(overview=HOSTILE, name=HOSTILE).model_copy(update={"lro": EVIL_PERSON})
EVIL_DRAFT = DRAFT.model_copy(update={"name": HOSTILE, "overview": HOSTILE})


def cards() -> Mapping[str, Card]:
    """Each card that shows something somebody typed, or somebody's name."""
    typed = dict.fromkeys(("name", "email", "telephone", "force", "overview", "times"), HOSTILE)
    return {
        **{
            f"question {field}": asking(
                field,
                draft=EVIL_DRAFT,
                typed=typed,
                private=False,
                problem=Problem.TIMES_PARTLY,
                not_understood=(HOSTILE,),
                understood=TIMES,
            )
            for field in Field
        },
        **{f"answered {f}": walk.answered(f, EVIL_DRAFT, region=REGION, private=True) for f in Field},
        "summary": walk.summary(TICKET, EVIL_DRAFT, region=REGION, private=True),
        "halfway": walk.halfway(TICKET, EVIL_DRAFT, Field.OVERVIEW, given=True, region=REGION, private=True),
        "open": for_adviser(EVIL, say=HOSTILE),
        "booked": for_adviser(booked(EVIL)),
        "booked by another": for_adviser(booked(EVIL, by=EVIL_PERSON), OTHER),
        "off": adviser.booking_is_off(withdrawn(booked(EVIL)), **AT),
        "LRO booked": lro.booked(booked(by=EVIL_PERSON), **AT, links=LINKS),
        "times wanted": lro.times_wanted(asked_again(note=HOSTILE), **AT),
        "redirected": redirecting.redirected(redirected(note=HOSTILE, by=EVIL_PERSON), **AT),
        "redirected by another": for_adviser(redirected(by=EVIL_PERSON), OTHER),
        "no show": outcome.no_show(no_show(by=EVIL_PERSON), **AT),
        "untold of redirection": untold_card(redirected(by=EVIL_PERSON), NoticeKind.LRO_REDIRECTED, HOSTILE),
        "over": for_adviser(over(EVIL)),
        "queue": shown(Queue(waiting=(waiting(name=HOSTILE, force=HOSTILE),), coming=()), names=True),
        "untold": untold_card(booked(by=EVIL_PERSON), NoticeKind.LRO_BOOKED, HOSTILE),
        "left": untold.adviser_left(booked(EVIL, by=EVIL_PERSON), EVIL_PERSON, region=REGION),
        "mine": lro.my_requests([EVIL, booked(EVIL, by=EVIL_PERSON)], **AT, private=True),
    }


CARDS = cards()
each_card = pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)


@each_card
def test_typed_text_stands_in_text_runs_and_inputs_only(card: Card) -> None:
    for part in parts(card):
        if part["type"] in {"TextRun", "Input.Text"}:
            continue
        own = " ".join(str(value) for value in part.values() if isinstance(value, str))
        assert not any(mark in own for mark in MARKS), part
        assert "facts" not in part


@each_card
def test_no_text_run_makes_the_renderer_write_a_date(card: Card) -> None:
    assert all("{{" not in run["text"] for run in of_type(card, "TextRun"))


@each_card
def test_no_text_run_is_a_link(card: Card) -> None:
    assert all("selectAction" not in run for run in of_type(card, "TextRun"))


@pytest.mark.parametrize("name", sorted(CARDS))
def test_no_notification_quotes_it(name: str) -> None:
    assert not any(mark in summary_text(CARDS[name]) for mark in MARKS)


@pytest.mark.parametrize("name", ["summary", "open", "booked", "answered overview"])
def test_it_is_shown_as_it_was_typed(name: str) -> None:
    assert "[click](http://evil.example) **x** <at>a</at> # h" in words(CARDS[name])
    assert "- l {\u2060{DATE(" in words(CARDS[name])


def test_contact_details_are_no_links() -> None:
    shown = for_adviser(request())
    assert "sam.sample@dorset.police.uk" in words(shown)
    assert all(part["url"] in {LINKS.calendar, LINKS.meeting} for part in of_type(shown, "Action.OpenUrl"))


def test_an_adviser_who_did_not_get_it_no_longer_sees_the_overview() -> None:
    for of in (booked(), asked_again(), called_off(), withdrawn()):
        assert "catalytic" not in words(for_adviser(of, OTHER))
        assert "dorset.police.uk" not in words(for_adviser(of, OTHER))
    assert "catalytic" in words(for_adviser(booked(), ADVISER))
