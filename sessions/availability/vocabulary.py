"""Looking words up: known phrases, and days misspelt by one letter."""

import re
from functools import cache

from sessions.availability.kinds import Kind, Written
from sessions.availability.phrases import (
    EASTER,
    FEASTS,
    MONTH_FORMS,
    NUMBERS,
    PARTS,
    PHRASES,
    RELATIVE,
    SHORT_WEEKDAYS,
    WEEK_OF,
    WEEKDAYS,
)


def _entries() -> dict[str, tuple[Kind, object]]:
    known: dict[str, tuple[Kind, object]] = {}
    for kind, phrases in PHRASES.items():
        known |= {phrase: (kind, phrase) for phrase in phrases.split("|") if phrase not in known}
    for number, name in enumerate(WEEKDAYS):
        for form in (name, *SHORT_WEEKDAYS[number]):
            known[form] = (Kind.WEEKDAY, number)
    known |= {form: (Kind.MONTH, number) for form, number in MONTH_FORMS.items()}
    known |= {word: (Kind.NUMBER_WORD, number) for number, word in enumerate(NUMBERS, start=1)}
    for part, forms in PARTS.items():
        known |= dict.fromkeys(forms, (Kind.PART, part))
    for ahead, forms in RELATIVE.items():
        known |= dict.fromkeys(forms, (Kind.RELATIVE, ahead))
    for feast, forms in FEASTS.items():
        known |= dict.fromkeys(forms, (Kind.DATE, Written(*feast)))
    for after, forms in EASTER.items():
        known |= dict.fromkeys(forms, (Kind.EASTER, after))
    for which, forms in WEEK_OF.items():
        known |= dict.fromkeys(forms, (Kind.WEEK_OF, which))
    return known


_KNOWN = _entries()
_FUZZY_TARGETS = (
    *WEEKDAYS, "tues", "weds", "thur", "thurs",
    "morning", "afternoon", "lunchtime", "tomorrow", "mornings", "afternoons",
)  # fmt: skip
_FUZZY_AT_LEAST = 5
_OTHER_WORDS = frozenset(
    {
        "mourning", "moaning", "mooring", "horning", "sundry", "sundae", "sunray", "friary", "friars",
        "tunes", "tubes", "trues", "duets", "thugs", "thuds", "thurso", "weeds", "welds", "wends", "thumbs",
        "tours",
    }
)  # fmt: skip
"""Words and names of their own, though one letter away from a day or a part of it."""


def phrases_pattern() -> str:
    """A pattern that matches the longest known phrase at a place."""
    longest_first = sorted((p for p in _KNOWN if p[0].isalpha()), key=len, reverse=True)
    return "|".join(re.escape(p).replace(r"\ ", r"[ \t-]{1,3}") for p in longest_first)


def known(text: str) -> tuple[Kind, object] | None:
    """What a phrase in lower case is, in spaces or hyphens; None if it is unknown."""
    return _KNOWN.get(re.sub(r"[ \t-]+", " ", text)) or _KNOWN.get(text)


@cache
def _near() -> dict[str, str]:
    """Every misspelling by one letter left out, doubled, wrong or swapped, if it can only mean one word."""
    found: dict[str, set[str]] = {}
    for target in _FUZZY_TARGETS:
        for misspelt in _slips(target):
            found.setdefault(misspelt, set()).add(target)
    return {slip: min(words) for slip, words in found.items() if _one(words) and slip not in _KNOWN}


def _one(words: set[str]) -> bool:
    """Whether they are all names of the same."""
    return len({known(word.removesuffix("s")) or known(word) for word in words}) == 1


def _slips(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in splits if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    wrong = {a + c + b[1:] for a, b in splits if b for c in letters}
    added = {a + c + b for a, b in splits for c in letters}
    return (left_out | swapped | wrong | added) - set(_FUZZY_TARGETS)


def nearest(word: str) -> str | None:
    """The weekday or part of a day that a longer word in lower case misspells by one letter; None if none."""
    if len(word) < _FUZZY_AT_LEAST or word in _OTHER_WORDS:
        return None
    return _near().get(word)
