"""The organisers' cards: the kit's files are all there, and the figures add up."""

from bot.kit import NAMES
from bot.kit.links import ask_address, clean_ref
from cards import advertising
from cards.message import summary_text
from cards.payloads import REF_MOST, MakeKit
from sessions.announcing.tally import Figures, quarter_before
from tests.cards.reading import of_type, press, words
from tests.cards.samples import KIT_FILES, every_card, figures_card, kit_card


def rows(this: Figures, last: Figures) -> list[list[str]]:
    """The table, as read."""
    (table,) = of_type(advertising.figures(this, last), "Table")
    return [
        ["".join(run["text"] for run in cell["items"][0]["inlines"]) for cell in row["cells"]]
        for row in table["rows"]
    ]


def test_every_file_of_the_kit_has_a_button_and_no_other() -> None:
    urls = [p["url"] for p in of_type(kit_card(), "Action.OpenUrl") if p["title"] != "Try the link"]
    assert sorted(urls) == sorted(KIT_FILES.values())
    assert sorted(url.rpartition("/")[2] for url in urls) == sorted(NAMES)


def test_the_link_stands_there_to_be_copied() -> None:
    address = ask_address("https://bot.example", "newsletter")
    assert address in words(kit_card(ref="newsletter")).splitlines()


def test_another_place_is_sent_as_it_was_typed() -> None:
    assert press(kit_card(), "Make this kit", ref="Force Newsletter") == MakeKit(ref="Force Newsletter")


def test_as_many_characters_as_the_card_says() -> None:
    assert clean_ref("x" * REF_MOST)
    assert clean_ref("x" * (REF_MOST + 1)) is None
    assert f" {REF_MOST} " in advertising.REF_WRONG


def test_the_figures_by_source_the_most_first() -> None:
    this = Figures(quarter="2026-Q4", requests={"direct": 2, "newsletter": 5}, held=3, no_shows=1)
    last = Figures(quarter="2026-Q3", requests={"microsite": 9}, held=8)
    assert rows(this, last) == [
        ["Requests, by where they came from", "Oct-Dec 2026", "Jul-Sep 2026"],
        ["newsletter", "5", "0"],
        ["Straight to the bot", "2", "0"],
        ["Public microsite", "0", "9"],
        ["Announcements in Teams", "0", "0"],
        ["Mail to the Directors of Intelligence", "0", "0"],
        ["QR code", "0", "0"],
        ["Working group: the poster", "0", "0"],
        ["All requests", "7", "9"],
        ["Sessions held", "3", "8"],
        ["Sessions that did not take place", "1", "0"],
    ]


def test_sources_that_somebody_made_up_do_not_fill_the_card() -> None:
    """Anybody can write a `ref` into a link; what is not shown is still counted."""
    many = {f"made-up-{n:02}": 100 - n for n in range(60)}
    this = Figures(quarter="2026-Q4", requests=many, held=0)
    last = Figures(quarter="2026-Q3", requests={"made-up-59": 4}, held=0)
    table = rows(this, last)
    assert len(table) == advertising.SOURCES_MOST + 4
    for column, figures in ((1, this), (2, last)):
        assert sum(int(row[column]) for row in table[1:-2]) == figures.requested
    assert table[-3][0] == "Others"


def test_the_quarter_before() -> None:
    quarters = ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [quarter_before(quarter) for quarter in quarters[1:]] == quarters[:-1]


def test_these_cards_are_among_those_that_are_looked_at() -> None:
    """By the rules that hold for every card, and as pictures."""
    assert {"organiser-kit", "organiser-kit-wrong", "organiser-figures"} <= every_card().keys()
    assert summary_text(figures_card()) == "Figures of October to December 2026"
