"""Announcements' cards: the largest still fit into Teams, and what is typed stays inert."""

from itertools import product

import pytest

from cards.announcing import post, preview
from cards.blanks import Card
from cards.message import as_attachment_content, summary_text
from sessions.announcing.model import Content
from sessions.announcing.reading import CONTACT_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from tests.cards.announcing_samples import (
    FORMS,
    MONDAYS,
    REGION,
    a_post,
    a_run,
    announcement,
    channel,
    filling,
    gone,
    listed,
    previewed,
    the_post,
)
from tests.cards.reading import fits, parts, words

MARKS = ("](", "**", "<at>", "evil.example", "{{")
HOSTILE = "[click](http://evil.example) **x** <at>a</at> # h {{DATE(2026-11-24T10:00:00Z,SHORT)}}"
EVIL = Content(title=HOSTILE, text=f"{HOSTILE}\n- l\n1. {HOSTILE}", contact=HOSTILE, show_held=True)
EVIL_CHANNELS = (channel(HOSTILE[:50], HOSTILE),)
EVIL_RUN = a_run(a_post(HOSTILE[:50], HOSTILE))


LONGEST = {
    "four-byte characters": "\U0001f6a8",
    "characters that JSON escapes": '"\\',
    "braces kept apart": "{",
    "a line each": "ab\n",
}


def long(unit: str, length: range) -> str:
    return (unit * length.stop)[: length.stop - 1]


@pytest.mark.parametrize("unit", LONGEST.values(), ids=LONGEST)
def test_the_largest_of_each_fits_into_a_card(unit: str) -> None:
    content = Content(
        title=long(unit, TITLE_LENGTH),
        text=long(unit, TEXT_LENGTH),
        contact=long(unit, CONTACT_LENGTH),
        show_held=True,
    )
    failing = a_run(
        *(a_post(f"{n}{unit * 50}", code) for n, code in product(range(12), ["404", "TooLate", "N" * 60])),
        *(a_post(f"{n}{unit * 50}", waiting=True) for n in range(12)),
        missed=9999,
    )
    of = announcement(content, MONDAYS, runs=(failing,) * 10)
    channels = [channel(f"{n}{unit * 50}", "ConversationNotFound") for n in range(40)]
    fits(the_post(content, held=9999))
    fits(previewed(of, held=9999, channels=channels, trouble="T" * 300))
    lost = [gone(f"{n}{unit * 50}") for n in range(20)]
    fits(listed([of] * 40, 36, channels=channels, gone=lost, trouble="T" * 300))
    fits(post.not_posted(of, failing, region=REGION))
    fits(preview.sure_to_delete(of, region=REGION, trouble="T" * 300))
    typed = dict.fromkeys(("title", "text", "contact", "day", "at", "how", "weekday"), unit * 8000)
    for form in FORMS:
        fits(filling(form, of, typed={**typed, "show_held": unit}, problems=["P" * 300] * 3))


def hostile_cards() -> dict[str, Card]:
    of = announcement(EVIL, MONDAYS, runs=(EVIL_RUN,))
    typed = dict.fromkeys(("title", "text", "contact", "how", "weekday"), HOSTILE)
    return {
        "post": the_post(EVIL, held=3),
        "preview": previewed(of, channels=EVIL_CHANNELS, held=3),
        "list": listed([of], channels=EVIL_CHANNELS),
        "delete": preview.sure_to_delete(of, region=REGION),
        "not posted": post.not_posted(of, EVIL_RUN, region=REGION),
        **{form: filling(form, of, typed=typed | {"show_held": HOSTILE}) for form in FORMS},
    }


HOSTILE_CARDS = hostile_cards()


@pytest.mark.parametrize("card", HOSTILE_CARDS.values(), ids=HOSTILE_CARDS)
def test_what_is_typed_stands_in_text_runs_and_inputs_only(card: Card) -> None:
    for part in parts(card):
        if part["type"] in {"TextRun", "Input.Text"}:
            assert "selectAction" not in part
            assert part["type"] != "TextRun" or "{{" not in part["text"]
            continue
        own = " ".join(str(value) for value in part.values() if isinstance(value, str))
        assert not any(mark in own for mark in MARKS), part
    assert not any(mark in summary_text(card) for mark in MARKS)
    assert as_attachment_content(card)["fallbackText"] == summary_text(card)


def test_it_is_shown_as_it_was_typed() -> None:
    assert "[click](http://evil.example) **x** <at>a</at> # h {\u2060{DATE(" in words(HOSTILE_CARDS["post"])
