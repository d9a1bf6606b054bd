"""The corpus: phrases as people write them, and what they must be read as."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from sessions.availability import Understood, read_availability
from sessions.region import south_west
from sessions.window import Window, merge

REGION = south_west()
CORPUS = Path(__file__).parent.parent / "data" / "availability_corpus.txt"


@dataclass(frozen=True)
class Entry:
    """A phrase, when it was written, and what is to be understood of it."""

    phrase: str
    now: datetime
    windows: tuple[Window, ...]
    named: tuple[str, ...]

    def outcome(self, understood: Understood) -> str:
        """Right; missed, if what is wrong is at least owned up to; misread, if it is not."""
        if understood.windows == self.windows and understood.not_understood == self.named:
            return "right"
        return "missed" if understood.not_understood else "misread"


def entries() -> list[Entry]:
    found: list[Entry] = []
    now: datetime | None = None
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            now = datetime.fromisoformat(line.removeprefix("@ ")).replace(tzinfo=REGION.tz)
        elif line and not line.startswith("#"):
            phrase, expected = line.rsplit("=>", 1)
            windows, _, named = expected.partition("??")
            assert now is not None, "a phrase needs a moment at which it was written"
            found.append(
                Entry(
                    phrase=phrase.strip().replace("\\n", "\n"),
                    now=now,
                    windows=windows_of(windows, now),
                    named=tuple(piece.strip() for piece in named.split("|") if piece.strip()),
                )
            )
    return found


def windows_of(text: str, now: datetime) -> tuple[Window, ...]:
    """Windows as the corpus writes them: "Thu26 Fri27 10-12,14-16; Mon30 09-17"."""
    windows = []
    for group in filter(None, (part.strip() for part in text.split(";"))):
        *labels, hours = group.split()
        for label in labels:
            for stretch in hours.split(","):
                start, end = (clock(side) for side in stretch.split("-"))
                on = day(label, now)
                windows.append(Window(start=at(on, start), end=at(on, end)))
    return merge(windows)


def day(label: str, now: datetime) -> date:
    ahead = (now.date() + timedelta(days=n) for n in range(8))
    return next(d for d in ahead if f"{d:%a%d}" == label)


def clock(text: str) -> time:
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute or 0))


def at(on: date, moment: time) -> datetime:
    return datetime.combine(on, moment, REGION.tz)


def said(windows: tuple[Window, ...]) -> str:
    local = [(REGION.local(w.start), REGION.local(w.end)) for w in windows]
    return "; ".join(f"{start:%a%d %H:%M}-{end:%H:%M}" for start, end in local)


def test_the_corpus_is_read_right_and_nothing_is_misread_in_silence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcomes: dict[str, list[str]] = {"right": [], "missed": [], "misread": []}
    for entry in entries():
        got = read_availability(entry.phrase, now=entry.now, region=REGION)
        report = (
            f"{entry.now:%a %d %b} {entry.phrase!r}: expected {said(entry.windows)} {entry.named}, "
            f"got {said(got.windows)} {got.not_understood}"
        )
        outcomes[entry.outcome(got)].append(report)
    total = sum(len(reports) for reports in outcomes.values())
    right = len(outcomes["right"])
    with capsys.disabled():
        print(f"\navailability corpus: {right} of {total} phrases read right, "  # noqa: T201 (the score is to be seen)
              f"{len(outcomes['missed'])} missed, {len(outcomes['misread'])} misread in silence")  # fmt: skip
    assert not outcomes["misread"], "\n".join(outcomes["misread"])
    assert not outcomes["missed"], "\n".join(outcomes["missed"])


def test_the_corpus_is_large_and_its_phrases_are_different() -> None:
    phrases = [(entry.phrase, entry.now) for entry in entries()]
    assert len(phrases) >= 200
    assert len(set(phrases)) == len(phrases)
    assert not [phrase for phrase, _ in phrases if re.search(r"\s$", phrase)]
