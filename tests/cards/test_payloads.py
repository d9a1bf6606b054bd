"""What a button sends back is parsed once, at the door, into what we know; anything else is refused."""

from typing import Any

import pytest

from cards.payloads import (
    DAYS_MOST,
    AnswerField,
    AskForTimes,
    Book,
    CannotMakeIt,
    MakeKit,
    NotOurs,
    OfferTimes,
    Release,
    ShowMine,
    StartWalk,
    Steer,
    Withdraw,
    parse_executed,
    parse_pressed,
)
from sessions.draft import Field

Sent = dict[str, Any]
IDS = {"reference": "SW-7K3F", "lro": "lro-1"}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"act": "start"}, StartWalk()),
        ({"act": "start", "ref": "announcement"}, StartWalk(ref="announcement")),
        ({"act": "mine"}, ShowMine()),
        ({"act": "kit"}, MakeKit()),
        ({"act": "kit", "ref": "Force News"}, MakeKit(ref="Force News")),
        ({"act": "steer", "walk": "w", "to": "back"}, Steer(walk="w", to="back")),
        (
            {"act": "steer", "walk": "w", "to": "change", "field": "force"},
            Steer(walk="w", to="change", field=Field.FORCE),
        ),
        (
            {"act": "answer", "walk": "w", "field": "name", "name": "Sam"},
            AnswerField(walk="w", field=Field.NAME, name="Sam"),
        ),
        (
            {"act": "times", "reference": "SW-7K3F", "times": "Tue"},
            OfferTimes(reference="SW-7K3F", times="Tue"),
        ),
    ],
)
def test_each_submit_button_is_read_as_its_model(sent: dict[str, Any], read: object) -> None:
    assert parse_pressed(sent) == read


@pytest.mark.parametrize(
    ("verb", "more", "read"),
    [
        ("book", {"slot": "2026-11-24T10:00+00:00"}, Book(**IDS, slot="2026-11-24T10:00+00:00")),
        ("book", {}, Book(**IDS)),
        ("ask for times", {"note": "Any morning?"}, AskForTimes(**IDS, note="Any morning?")),
        ("release", {}, Release(**IDS)),
        ("cannot make it", {}, CannotMakeIt(**IDS)),
        ("withdraw", {"sure": "yes"}, Withdraw(**IDS, sure="yes")),
    ],
)
def test_each_execute_button_is_read_as_its_model(verb: str, more: dict[str, Any], read: object) -> None:
    assert parse_executed(verb, {**IDS, **more}) == read


def test_the_verb_decides_and_not_what_the_data_claims() -> None:
    assert parse_executed("release", {**IDS, "verb": "book", "slot": "x"}) == Release(**IDS)


def test_chosen_days_are_gathered_in_order_and_days_not_chosen_left_out() -> None:
    answer = parse_pressed(
        {
            "act": "answer",
            "walk": "w",
            "field": "availability",
            "day-2026-11-26": "2026-11-26/all-day",
            "day-2026-11-24": "2026-11-24/morning",
            "day-2026-11-25": "-",
            "day-2026-11-27": "",
        }
    )
    assert isinstance(answer, AnswerField)
    assert answer.days == ("2026-11-24/morning", "2026-11-26/all-day")


def test_days_cannot_be_given_but_through_their_inputs_nor_without_end() -> None:
    forged: Sent = {"act": "times", "reference": "r", "days": ["x"] * 99}
    assert parse_pressed(forged) == OfferTimes(reference="r")
    many: Sent = {"act": "times", "reference": "r"} | {f"day-{n:03}": "x" for n in range(99)}
    answer = parse_pressed(many)
    assert isinstance(answer, OfferTimes)
    assert len(answer.days) == DAYS_MOST


def test_inputs_left_empty_may_arrive_as_null_or_not_at_all() -> None:
    sent: Sent = {"act": "answer", "walk": "w", "field": "contact", "email": None, "telephone": None}
    assert parse_pressed(sent) == AnswerField(walk="w", field=Field.CONTACT)
    assert parse_executed("book", {**IDS, "slot": None}) == Book(**IDS)


def test_what_clients_add_is_overlooked() -> None:
    assert parse_pressed({"act": "mine", "msteams": {"type": "task/submit"}, "x": 1}) == ShowMine()


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "start",
        ["start"],
        {},
        {"act": "launch"},
        {"act": "steer", "walk": "w", "to": "somewhere"},
        {"act": "steer", "walk": "", "to": "back"},
        {"act": "steer", "walk": "w" * 129, "to": "back"},
        {"act": "answer", "walk": "w", "field": "rank"},
        {"act": "answer", "walk": "w", "field": "name", "name": {"text": "Sam"}},
        {"act": "answer", "walk": "w", "field": "overview", "overview": "x" * 8001},
        {"act": "times", "reference": "r", "day-2026-11-24": "x" * 129},
    ],
)
def test_a_submit_of_no_button_of_ours_is_refused(sent: Any) -> None:  # noqa: ANN401 (whatever comes in)
    with pytest.raises(NotOurs):
        parse_pressed(sent)


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("book", None),
        ("book", []),
        ("book", {"reference": "r"}),
        ("book", {**IDS, "slot": "x" * 41}),
        ("withdraw", {**IDS, "sure": "maybe"}),
        ("delete", IDS),
        ("", IDS),
        ("ask for times", {**IDS, "note": "x" * 8001}),
    ],
)
def test_an_execute_of_no_button_of_ours_is_refused(verb: str, data: Any) -> None:  # noqa: ANN401 (as above)
    with pytest.raises(NotOurs):
        parse_executed(verb, data)


def test_a_refusal_quotes_nothing_of_what_was_sent() -> None:
    with pytest.raises(NotOurs) as refused:
        parse_pressed({"act": "answer", "walk": "w", "field": "overview", "overview": ["a secret"]})
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_an_overview_far_too_long_still_arrives_so_that_it_can_be_told_so() -> None:
    answer = parse_pressed({"act": "answer", "walk": "w", "field": "overview", "overview": "x" * 8000})
    assert isinstance(answer, AnswerField)
    assert len(answer.overview) == 8000
