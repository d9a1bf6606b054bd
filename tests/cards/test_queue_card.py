"""The card of who is waiting: what stands in a row, how many rows, and what is never on it."""

from datetime import UTC, datetime, timedelta

import pytest

from cards.queue import ROWS_MOST, show_queue
from sessions.queue import Queue, Waiting
from sessions.request import State
from tests.cards.announcing_samples import NOW
from tests.cards.queue_samples import REGION, hours, queue_of, shown, waiting
from tests.cards.reading import fits, of_type, words
from tests.cards.samples import every_card


def only(one: Waiting, *, names: bool = False) -> list[str]:
    """The lines of a queue of one, from its row on."""
    return words(shown(Queue(waiting=(one,), coming=()), names=names)).splitlines()[3:]


def says(queue: Queue) -> list[str]:
    return words(shown(queue)).splitlines()


def test_a_row_says_who_since_when_and_whose_turn_it_is() -> None:
    one = waiting(reference="SW-7K3-M2QX", force="Dorset", since=NOW - timedelta(days=2, hours=3))
    assert only(one) == [
        "SW-7K3-M2QX · Dorset",
        "2 days",
        "Since Friday 20 November, 17:00 (GMT)",
        "An adviser's turn. First time offered: Tuesday 24 November, 09:00 (GMT)",
        "No session is booked for the days to come.",
    ]


def test_where_other_times_are_wanted_none_is_offered() -> None:
    lines = only(waiting(state=State.WAITING_FOR_TIMES))
    assert "The LRO's turn, to give other times." in lines
    assert not any("First time" in line for line in lines)


def test_where_no_time_is_left_it_says_so() -> None:
    lines = only(waiting(availability=(hours(-5, 4),)))
    assert "No time is left that can be booked. The LRO will be asked for others." in lines


def test_names_are_for_advisers() -> None:
    assert "Kim Sample" in only(waiting(name="Kim Sample"), names=True)
    assert not any("Kim" in line for line in only(waiting(name="Kim Sample")))


def test_times_are_in_the_zone_of_their_day() -> None:
    """Asked for in summer time, looked at on the Sunday on which the clocks went back, offered in winter."""
    now = datetime(2026, 10, 25, 12, tzinfo=UTC)
    one = waiting(
        since=datetime(2026, 10, 24, 11, tzinfo=UTC),
        availability=(hours((now - NOW) / timedelta(hours=1) + 21),),
    )
    queue = Queue(waiting=(one,), coming=())
    lines = words(show_queue(queue, names=False, region=REGION, now=now)).splitlines()
    assert lines[4:7] == [
        "1 day",
        "Since Saturday 24 October, 12:00 (BST)",
        "An adviser's turn. First time offered: Monday 26 October, 09:00 (GMT)",
    ]


def test_days_are_told_by_the_calendar_of_the_region() -> None:
    """Since the evening of the first, read early on the third; in UTC it is the second yet."""
    one = waiting(since=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    now = datetime(2026, 7, 2, 23, 15, tzinfo=UTC)
    card = show_queue(Queue(waiting=(one,), coming=()), names=False, region=REGION, now=now)
    assert "2 days\nSince Wednesday 1 July, 23:30 (BST)" in words(card)


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        ([State.OPEN], "1 request waits for an adviser."),
        ([State.OPEN] * 2, "2 requests wait for an adviser."),
        ([State.WAITING_FOR_TIMES], "1 request waits for other times from the LRO."),
        (
            [State.OPEN, State.WAITING_FOR_TIMES, State.OPEN],
            "3 requests wait: 2 for an adviser, 1 for other times from the LRO.",
        ),
    ],
)
def test_the_totals(turns: list[State], said: str) -> None:
    everybody = tuple(waiting(number, state=state) for number, state in enumerate(turns))
    assert says(Queue(waiting=everybody, coming=()))[1] == said


def test_the_totals_by_force() -> None:
    forces = ["Wiltshire"] * 3 + ["Devon and Cornwall"]
    everybody = tuple(waiting(number, force=force) for number, force in enumerate(forces))
    line = says(Queue(waiting=everybody, coming=()))[2]
    assert line == "Wiltshire\N{NO-BREAK SPACE}3, Devon and Cornwall\N{NO-BREAK SPACE}1"


@pytest.mark.parametrize(
    ("coming", "said"),
    [
        (0, "No session is booked for the days to come."),
        (1, "1 session is booked: Tuesday 24 November, 10:00 to 11:00 (GMT)."),
        (3, "3 sessions are booked. The next: Tuesday 24 November, 10:00 to 11:00 (GMT)."),
    ],
)
def test_sessions_to_come(coming: int, said: str) -> None:
    assert says(queue_of(2, coming))[-1] == said


def test_an_empty_queue_is_good_news() -> None:
    assert says(queue_of(0, 0)) == [
        "Who is waiting",
        "Nobody is waiting. Whoever asks for a session next will be shown here.",
        "No session is booked for the days to come.",
    ]
    assert shown(queue_of(0)).fallback_text == "Nobody is waiting"


def test_of_forty_as_many_are_shown_as_a_phone_scrolls_and_the_others_counted() -> None:
    queue = queue_of(40)
    lines = says(queue)
    assert [line.split()[0] for line in lines if line.startswith("SW-")] == [
        each.reference for each in queue.waiting[:ROWS_MOST]
    ]
    assert "And 30 more, who have not waited as long." in lines
    assert shown(queue).fallback_text == "40 requests wait"


def test_as_many_as_there_are_rows_leave_none_out() -> None:
    assert not any("more" in line for line in says(queue_of(ROWS_MOST)))
    assert "And 1 more, who have not waited as long." in says(queue_of(ROWS_MOST + 1))


def test_what_was_not_read_to_the_end_is_not_given_out_as_all() -> None:
    lines = says(Queue(waiting=queue_of(5).waiting, coming=(hours(38, 1),), is_whole=False))
    assert lines[1].startswith("At least 5 requests wait: ")
    assert lines[-1].startswith("At least 1 session is booked: ")


@pytest.mark.parametrize("letter", ["\U0001f6a8", '"', "\u20ac", "{"])
def test_the_largest_there_can_be_fits(letter: str) -> None:
    row = waiting(force="Devon and Cornwall", name=letter * 100, since=NOW - timedelta(days=30))
    fits(shown(Queue(waiting=(row,) * 5_000, coming=(hours(38, 1),) * 5_000), names=True))


def test_nothing_on_it_can_be_pressed_or_filled_in() -> None:
    kinds = {part["type"] for part in of_type(shown(queue_of(40), names=True), "TextBlock", "Input.Text")}
    assert kinds == {"TextBlock"}, "its title"
    assert of_type(shown(queue_of(40)), "Action.Submit", "Action.Execute", "Action.OpenUrl") == []


def test_it_is_among_those_that_are_looked_at() -> None:
    """By the rules that hold for every card, and as pictures."""
    assert {"queue-none", "queue-three-for-an-adviser", "queue-forty"} <= every_card().keys()
