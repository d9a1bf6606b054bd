"""Announcements' cards: what they say and offer, how large they get, and what is typed stays inert."""

from typing import Any

import pytest

from cards.announcing import preview, texts
from cards.announcing.listing import ON_A_CARD
from cards.announcing.payloads import (
    Delete,
    Edit,
    ListThem,
    OpenForm,
    Outdated,
    Pause,
    PlanOnce,
    PlanRepeat,
    Resume,
    SendNow,
    Show,
    is_announcing,
    parse_announcing,
)
from cards.payloads import StartWalk
from sessions.announcing.model import GIVEN_UP_LATE, UNSUBSCRIBED, State
from sessions.announcing.reading import Problem
from sessions.region import Region
from tests.cards.announcing_samples import (
    CHAT,
    FAILED,
    FORMS,
    GOING_OUT,
    MANY_FAILED,
    MONDAYS,
    NOW,
    POSTED,
    REGION,
    SKIPPED,
    a_post,
    a_run,
    announcement,
    assorted,
    channel,
    filling,
    listed,
    previewed,
    the_post,
)
from tests.cards.reading import choices, inputs, of_type, parts, press, titles, words

MOMENT = "Monday 16 November 2026 at 09:00 (GMT)"
IDS: dict[str, Any] = {"id": "a1b2c3d4e5f60718", "revision": 3}
PREVIEW = [
    "Request a session",
    "Ask in a private chat",
    "Send now",
    "Yes, post it",
    "Edit",
    "Send later",
    "Repeat",
]


def region(**offer: int) -> Region:
    return REGION.model_copy(update={"offer": REGION.offer.model_copy(update=offer)})


def test_the_post_has_a_button_and_a_link() -> None:
    assert titles(the_post()) == ["Request a session", "Ask in a private chat"]
    assert press(the_post(), "Request a session") == StartWalk(ref="announcement")
    assert [action["url"] for action in of_type(the_post(), "Action.OpenUrl")] == [CHAT]
    assert titles(the_post(chat="")) == ["Request a session"], "no link where the bot has no id"


@pytest.mark.parametrize(
    ("held", "line"),
    [
        (0, "No session has been held yet this quarter."),
        (1, "1 session has been held so far this quarter."),
        (1200, "1,200 sessions have been held so far this quarter."),
    ],
)
def test_how_many_were_held(held: int, line: str) -> None:
    assert line in words(the_post(held=held))
    assert "quarter" not in words(the_post())


@pytest.mark.parametrize(
    ("hours", "line"),
    [
        (0, "The same day, in working hours"),
        (1, "As soon as 1 hour after you ask, in working hours"),
        (2, "As soon as 2 hours after you ask, in working hours"),
    ],
)
def test_the_lead_time(hours: int, line: str) -> None:
    assert texts.lead_time(region(lead_hours=hours)) == line


def test_the_preview_is_the_post_whose_buttons_do_nothing() -> None:
    shown = previewed(announcement(), held=7)
    assert words(the_post(held=7)) in words(shown)
    off = [action for action in parts(shown) if action.get("isEnabled") is False]
    assert [action["title"] for action in off] == ["Request a session", "Ask in a private chat"]


@pytest.mark.parametrize(
    ("state", "more"),
    [
        (State.DRAFT, []),
        (State.SCHEDULED, ["Pause"]),
        (State.PAUSED, ["Resume"]),
        (State.DONE, []),
    ],
)
def test_what_can_be_done_in_each_state(state: State, more: list[str]) -> None:
    of = announcement(plan=MONDAYS, state=state)
    assert titles(previewed(of)) == [*PREVIEW, *more, "All announcements"]
    assert titles(listed([of])) == [*more, "Show", "Edit", "Delete"]


@pytest.mark.parametrize(
    ("names", "question"),
    [
        ((), "No channel was subscribed when this was shown. Post it now in those that are by now?"),
        (("General",), "Post it now? Everybody in General will see it at once."),
        (("A", "B"), "Post it in 2 channels now? Everybody in A and B will see it at once."),
        (
            ("A", "B", "C", "D"),
            "Post it in 4 channels now? Everybody in A, B and 2 more will see it at once.",
        ),
    ],
)
def test_before_it_stands_in_whole_channels_it_is_asked(names: tuple[str, ...], question: str) -> None:
    shown = previewed(announcement(), channels=tuple(map(channel, names)))
    (unfolds,) = of_type(shown, "Action.ShowCard")
    assert unfolds["title"] == "Send now"
    assert question in words(shown)
    (inside,) = unfolds["card"]["actions"]
    assert inside["title"] == "Yes, post it"


def test_each_button_carries_ids_and_the_revision_alone() -> None:
    of = announcement(plan=MONDAYS)
    shown, many = previewed(of), listed([of])
    assert press(shown, "Yes, post it") == SendNow(**IDS)
    assert press(shown, "Edit") == OpenForm(**IDS, form="edit")
    assert press(shown, "Send later") == OpenForm(**IDS, form="once")
    assert press(shown, "Repeat") == OpenForm(**IDS, form="repeat")
    assert press(shown, "Pause") == Pause(**IDS)
    assert press(shown, "All announcements") == ListThem()
    assert press(many, "Pause") == Pause(**IDS, listed=True)
    assert press(many, "Delete") == Delete(**IDS)
    sure = preview.sure_to_delete(of, region=REGION)
    assert press(sure, "Yes, delete it") == Delete(**IDS, sure=True)
    assert press(sure, "No, keep it") == Show(**IDS)
    paused = listed([announcement(plan=MONDAYS, state=State.PAUSED)])
    assert press(paused, "Resume") == Resume(**IDS, listed=True)


def test_forms_bring_back_what_is_filled_in() -> None:
    filled = {"title": "A", "text": "B", "contact": "C", "show_held": "true"}
    assert press(filling("edit"), "Save", **filled) == Edit(**IDS, **filled)
    once = press(filling("once"), "Plan it", day="2026-11-26", at="14:30")
    assert once == PlanOnce(**IDS, day="2026-11-26", at="14:30")
    repeat = press(filling("repeat"), "Plan it", how="last", weekday="4")
    assert repeat == PlanRepeat(**IDS, how="last", weekday="4", at="09:00")
    for form in FORMS:
        assert press(filling(form), "Back") == Show(**IDS)


def test_a_form_shows_what_is_wrong_and_keeps_what_was_typed() -> None:
    typed = {"how": "hourly", "weekday": "9", "at": "noonish"}
    shown = filling("repeat", typed=typed, problems=["Please choose how often."])
    assert words(shown).startswith("Repeat it\nPlease choose how often.")
    assert inputs(shown) == {"how": "", "weekday": "", "at": "noonish"}, "a choice there is not stays empty"


def test_the_plain_choices() -> None:
    shown = filling("repeat")
    assert ("Every week", "every") in choices(shown, "how")
    assert ("The last in the month", "last") in choices(shown, "how")
    assert [title for title, _ in choices(shown, "weekday")][::6] == ["Monday", "Sunday"]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({}, Outdated()),
        (None, Outdated()),
        ([1], Outdated()),
        ({"id": 5}, Outdated()),
        ({"id": "x" * 500}, Outdated(id="x" * 128)),
        ({"id": "a", "revision": "new"}, Outdated(id="a")),
        ({"id": "a", "revision": -1}, Outdated(id="a")),
    ],
)
def test_a_button_that_is_not_known_is_outdated(sent: object, read: Outdated) -> None:
    assert parse_announcing("announcement pause", sent) == read  # type: ignore[arg-type] # as a client might


def test_later_versions_may_add_to_a_button() -> None:
    sent = {**IDS, "colour": "blue", "listed": None}
    assert parse_announcing("announcement pause", sent) == Pause(**IDS)
    assert parse_announcing("announcement shout", sent) == Outdated(id=IDS["id"])
    assert is_announcing("announcement shout")
    assert not is_announcing("book")


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_has_a_short_sentence(problem: Problem) -> None:
    assert texts.problem_sentence(problem).endswith(".")
    assert len(texts.problem_sentence(problem)) < 140


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (POSTED, f"{MOMENT}: posted in General and SOC working group."),
        (
            FAILED,
            f"{MOMENT}: posted in SOC working group; not posted in General: the channel was deleted.",
        ),
        (
            GOING_OUT,
            f"{MOMENT}: posted in General; still being posted in SOC working group.",
        ),
        (
            SKIPPED,
            f"{MOMENT}: skipped, because it could not be posted within a day. 2 before it were skipped too.",
        ),
        (a_run(), f"{MOMENT}: no channel was subscribed."),
        (
            a_run(a_post("General"), missed=1),
            f"{MOMENT}: posted in General. 1 before it was skipped.",
        ),
    ],
)
def test_the_last_run_in_words(run: object, line: str) -> None:
    assert texts.last_time(announcement(runs=(run,)), REGION) == [f"Last time, {line}"]
    assert texts.last_time(announcement(), REGION) == []


@pytest.mark.parametrize("code", ["404", GIVEN_UP_LATE, UNSUBSCRIBED, "Paused", "", "Novelty"])
def test_every_reason_is_in_words(code: str) -> None:
    assert len(texts.reason(code).split()) > 2


def test_many_failures_are_counted() -> None:
    told = texts.failures(MANY_FAILED)
    assert len(told) == 4
    assert told[-1] == "And in 9 more."
    (last,) = texts.last_time(announcement(runs=(MANY_FAILED,)), REGION)
    assert last.endswith("I am no longer in that team; nor, for other reasons, in 6 more.")
    assert texts.listed(f"C{n}" for n in range(9)) == "C0, C1 and 7 more"
    assert texts.listed(["One", "Two"]) == "One and Two"
    assert texts.listed(["x" * 60]) == "x" * 40 + "…"


def test_the_list_shows_a_few_and_turns_to_the_others() -> None:
    forty = assorted() * 8
    assert ON_A_CARD == 4
    assert titles(listed(forty))[-1] == "Older"
    assert press(listed(forty), "Older") == ListThem(skip=4)
    assert press(listed(forty, 4), "Newer") == ListThem(skip=0)
    last = listed(forty, 36)
    assert "37 to 40 of 40, newest first" in words(last)
    assert titles(last)[-1] == "Newer"
    assert words(listed(forty, 9999)) == words(last), "what has become shorter is shown to its end"
    assert "Older" not in titles(listed(forty[:4]))


def test_the_earliest_day_is_today() -> None:
    (day,) = of_type(filling("once"), "Input.Date")
    assert day["min"] == NOW.date().isoformat()
