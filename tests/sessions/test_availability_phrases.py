"""Reading phrases: what holds for every text, and for phrases composed of pieces whose meaning is known."""

import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.availability import clip, read_availability
from sessions.availability.phrases import WEEKDAYS
from sessions.availability.tokens import tokens_of
from sessions.region import south_west
from sessions.window import Window, merge

REGION = south_west()
SATURDAY = datetime(2026, 11, 21, 12, tzinfo=REGION.tz)
MONDAY = date(2026, 11, 23)

AUTUMN = datetime(2026, 10, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 210 * 24 * 60).map(lambda minutes: AUTUMN + timedelta(minutes=minutes))
WORDS = st.sampled_from(
    [
        "mon",
        "tues",
        "wed",
        "thu",
        "friday",
        "sat",
        "next",
        "this",
        "week",
        "tomorrow",
        "10",
        "12",
        "2pm",
        "10-12",
        "1400-1600",
        "9",
        "to",
        "5",
        "and",
        "or",
        ",",
        ";",
        "but",
        "not",
        "except",
        "free",
        "can't",
        "morning",
        "afternoons",
        "after",
        "before",
        "until",
        "any",
        "all",
        "day",
        "lunchtime",
        "24/11",
        "25th",
        "nov",
        "-",
        "(",
        ")",
        ".",
        "?",
        "\n",
        "busy",
        "only",
        "weekdays",
        "whenever",
        "around",
        "ish",
        "half",
        "past",
        "quarter",
        "the",
        "usual",
        "if",
        "nor",
        "either",
        "+",
        "&",
        "/",
        ":",
        "am",
        "pm",
        "hrs",
        "3",
        "in",
        "days",
        "n/a",
    ]
)
MASHED = st.lists(WORDS, max_size=25).map(" ".join)
ANYTHING = st.one_of(st.text(max_size=120), MASHED)

# What can be said of a day, and the hours it stands for.
SAID = {
    "": (9, 17), "all day": (9, 17), "morning": (9, 12), "am": (9, 12), "afternoon": (12, 17), "pm": (12, 17),
    "lunchtime": (12, 14), "10-12": (10, 12), "2-4pm": (14, 16), "at 3pm": (15, 16), "after 2": (14, 17),
    "before 11": (9, 11), "1400-1600hrs": (14, 16), "between 10 and 12": (10, 12), "from 1 until 3": (13, 15),
    "10am onwards": (10, 17), "half past two to half past three": (14.5, 15.5), "noon til 2": (12, 14),
    "8am-10am": (9, 10), "any time": (9, 17), "15:30": (15.5, 16.5),
}  # fmt: skip
TIMES = st.sampled_from(sorted(SAID))
CLEAR_TIMES = st.sampled_from(sorted(set(SAID) - {""}))
DAYS = st.integers(0, 4)
NAMES = st.sampled_from([0, 3])
JOINTS = st.sampled_from([", ", "; ", " or ", " and ", "\n", " & ", ". "])


def name(day: int, letters: int) -> str:
    full = WEEKDAYS[day].title()
    return full[:letters] if letters else full


def hours(day: int, said: str) -> Window:
    start, end = SAID[said]
    midnight = datetime.combine(MONDAY + timedelta(days=day), datetime.min.time(), REGION.tz)
    return Window(start=midnight + timedelta(hours=start), end=midnight + timedelta(hours=end))


def read(text: str) -> tuple[tuple[Window, ...], tuple[str, ...]]:
    understood = read_availability(text, now=SATURDAY, region=REGION)
    return understood.windows, understood.not_understood


@given(ANYTHING, MOMENTS)
def test_any_text_has_an_answer_within_the_limits(text: str, now: datetime) -> None:
    understood = read_availability(text, now=now, region=REGION)
    assert understood.windows == clip(understood.windows, now=now, region=REGION)
    assert all(piece in text for piece in understood.not_understood)
    if text.strip(" \t\r\n,;:.!?-*") and not understood.windows and any(c.isalnum() for c in text):
        assert understood.not_understood


@given(ANYTHING)
def test_every_character_but_space_is_in_some_token(text: str) -> None:
    covered: set[int] = set()
    for token in tokens_of(text):
        covered.update(range(token.start, token.end))
    assert all(text[at].isspace() or text[at] in "\u200b\ufeff" for at in set(range(len(text))) - covered)


@given(st.lists(st.tuples(DAYS, CLEAR_TIMES, NAMES), min_size=1, max_size=5), JOINTS)
def test_days_each_with_its_time_mean_all_of_them(parts: list[tuple[int, str, int]], joint: str) -> None:
    text = joint.join(f"{name(day, letters)} {said}" for day, said, letters in parts)
    assert read(text) == (merge(hours(day, said) for day, said, _ in parts), ())


@given(st.lists(DAYS, min_size=2, max_size=4, unique=True), CLEAR_TIMES, NAMES, st.booleans())
def test_a_time_is_shared_by_the_days_listed_with_it(
    days: list[int], said: str, letters: int, before: bool
) -> None:
    names = [name(day, letters) for day in days]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    text = f"{said} {listed}" if before else f"{listed} {said}"
    assert read(text) == (merge(hours(day, said) for day in days), ())


@given(st.integers(0, 3), st.integers(1, 4), TIMES, st.sampled_from(["-", " - ", " to ", " through ", "–"]))  # noqa: RUF001 (a pasted dash)
def test_a_range_of_days_is_each_of_them(start: int, more: int, said: str, dash: str) -> None:
    end = min(start + more, 4)
    text = f"{name(start, 3)}{dash}{name(end, 3)} {said}"
    assert read(text) == (merge(hours(day, said) for day in range(start, end + 1)), ())


@given(
    TIMES,
    st.lists(DAYS, min_size=1, max_size=3, unique=True),
    st.sampled_from(["but not", "except", "excluding", "apart from", "not", ", not", "bar", "- not", "(not"]),
)
def test_days_taken_away_are_never_offered(said: str, days: list[int], words: str) -> None:
    text = f"weekdays {said} {words} {' or '.join(name(day, 0) for day in days)}"
    assert read(text) == (merge(hours(day, said) for day in range(5) if day not in days), ())


@given(
    CLEAR_TIMES,
    DAYS,
    st.sampled_from(["fnord", "around", "the usual", "ish", "with Sgt Sample", "fortnightly"]),
)
def test_an_unknown_word_in_a_clause_takes_the_clause_with_it_and_no_other(
    said: str, day: int, odd: str
) -> None:
    other = (day + 1) % 5
    clause = f"{name(day, 0)} {odd} {said}"
    assert read(f"{name(other, 0)} 10-12; {clause}") == ((hours(other, "10-12"),), (clause,))


@given(
    st.lists(st.integers(0, 3), min_size=2, max_size=4, unique=True),
    st.sampled_from([", ", " and ", " or ", "/", " & "]),
    st.sampled_from(["on nights", "working", "fnord cover", "shift 2-10", "in interviews", "meetings"]),
    TIMES,
)
def test_what_cannot_be_read_before_a_list_of_days_speaks_of_every_day_of_it(
    days: list[int], joint: str, odd: str, said: str
) -> None:
    windows, named = read(f"{odd} {joint.join(name(day, 3) for day in days)} {said}; {name(4, 3)} {said}")
    assert windows == (hours(4, said),)
    assert named


@given(
    st.sampled_from(["any time", "whenever", "all day Mon-Fri", "Mon to Fri any time"]),
    st.sampled_from(["10-12", "mornings", "lunchtime", "afternoons", "2-4pm", "am", "1400-1600hrs"]),
)
def test_hours_straight_after_any_time_but_are_never_offered(whole: str, said: str) -> None:
    windows, named = read(f"{whole} but {said}")
    key = {"mornings": "morning", "afternoons": "afternoon"}.get(said, said)
    assert not [w for w in windows for day in range(5) if w.overlaps(hours(day, key))]
    assert windows or named


@given(CLEAR_TIMES, DAYS)
def test_when_an_exclusion_cannot_be_read_what_it_may_concern_is_not_offered(said: str, day: int) -> None:
    text = f"{name(day, 0)} {said} but not if I am in custody"
    assert read(text) == ((), (text,))


@given(
    CLEAR_TIMES,
    DAYS,
    st.sampled_from([" or ", ", otherwise ", ", else ", "; ", "\n", ". "]),
    st.sampled_from(["whatever suits the rota", "ask my DI", "the usual slot", "after the ops meeting"]),
)
def test_an_alternative_that_cannot_be_read_takes_nothing_away(
    said: str, day: int, joint: str, odd: str
) -> None:
    assert read(f"{name(day, 0)} {said}{joint}{odd}") == ((hours(day, said),), (odd,))


@given(DAYS, st.integers(1, 7), st.sampled_from(["left out", "doubled", "swapped"]))
def test_a_day_misspelt_by_one_letter_is_that_day_or_none(day: int, at: int, slip: str) -> None:
    day_name = name(day, 0)
    at = min(at, len(day_name) - 2)
    middle = {"left out": "", "doubled": day_name[at] * 2, "swapped": day_name[at + 1] + day_name[at]}[slip]
    misspelt = day_name[:at] + middle + day_name[at + (2 if slip == "swapped" else 1) :]
    assert read(f"{misspelt} 10-12") in {((hours(day, "10-12"),), ()), ((), (f"{misspelt} 10-12",))}
    assert read(f"{misspelt} 10-12")[0] or slip != "swapped"


@given(
    st.lists(st.tuples(DAYS, CLEAR_TIMES, NAMES), min_size=1, max_size=3),
    st.sampled_from(["", "Hi all, ", "Morning both,\n", "Hello,\n", "Good afternoon. "]),
    st.sampled_from(
        ["", "\nThanks", ". Cheers, Sgt Sample", "\nKind regards\nSam Sample", ", thanks in advance"]
    ),
)
def test_greetings_and_thanks_change_nothing(
    parts: list[tuple[int, str, int]], greeting: str, thanks: str
) -> None:
    text = "; ".join(f"{name(day, letters)} {said}" for day, said, letters in parts)
    assert read(f"{greeting}{text}{thanks}") == read(text)


@given(
    st.lists(st.tuples(DAYS, CLEAR_TIMES), min_size=2, max_size=4, unique_by=lambda part: part[0]),
    st.sampled_from(["except 12-1", "but not 12-1", "not 12-1", "apart from between 12 and 1"]),
    st.booleans(),
)
def test_hours_not_free_after_several_clauses_are_never_offered_and_named_if_it_matters(
    parts: list[tuple[int, str]], words: str, everywhere: bool
) -> None:
    text = ", ".join(f"{name(day, 0)} {said}" for day, said in parts)
    windows, named = read(f"{text} {words}{' each day' if everywhere else ''}")
    midday = [Window(start=w.start, end=w.end) for w in (hours(day, "noon til 2") for day in range(5))]
    taken = [Window(start=w.start, end=w.start + timedelta(hours=1)) for w in midday]
    assert not [w for w in windows for hole in taken if w.overlaps(hole)]
    matters = any(hours(day, said).overlaps(hole) for day, said in parts[:-1] for hole in taken)
    assert bool(named) >= (matters and not everywhere)


@pytest.mark.parametrize(
    "piece",
    [
        "Tue ",
        "1. Tue",
        "so ",
        "Mon 9-5, before 3, ",
        "10-12, ",
        "1/",
        "not Tue ",
        "any day, Wed after 2, ",
        "24-26 Nov,",
        "a.m.",
        "- ",
        "((",
        "\n",
    ],
)
def test_long_hostile_text_is_answered_in_reasonable_time(piece: str) -> None:
    started = time.perf_counter()
    read((piece * 8000)[:8000])
    assert time.perf_counter() - started < 5


def test_a_clock_without_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, 10)  # noqa: DTZ001 (the mistake itself)
    with pytest.raises(ValueError, match="aware"):
        read_availability("Tuesday", now=naive, region=REGION)


def test_the_command_reads_a_phrase_a_line_and_prints_a_line_of_json_each() -> None:
    command = [sys.executable, "-m", "sessions.availability", "--now", "2026-03-25T10:00"]
    phrases = "Thu 9-11\nMonday afternoon or the usual\n\nTuesday – 2pm\n"  # noqa: RUF001 (a pasted dash)
    done = subprocess.run(command, input=phrases.encode(), capture_output=True, check=True)  # noqa: S603 (our own module)
    assert [json.loads(line) for line in done.stdout.decode().splitlines()] == [
        {
            "windows": [{"start": "2026-03-26T09:00+00:00", "end": "2026-03-26T11:00+00:00"}],
            "not_understood": [],
        },
        {
            "windows": [{"start": "2026-03-30T12:00+01:00", "end": "2026-03-30T17:00+01:00"}],
            "not_understood": ["the usual"],
        },
        {"windows": [], "not_understood": []},
        {
            "windows": [{"start": "2026-03-31T14:00+01:00", "end": "2026-03-31T15:00+01:00"}],
            "not_understood": [],
        },
    ]


def test_the_reader_stands_on_its_own() -> None:
    code = "import sys, sessions.availability; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603 (our own interpreter)
    assert not [module for module in done.stdout.split() if module.startswith(("recognizers", "botbuilder"))]
