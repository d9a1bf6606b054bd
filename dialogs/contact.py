"""Contact details in a message: what is right is kept, what is wrong is named."""

import re
from collections.abc import Mapping

from dialogs.walk import Attempt
from sessions.draft import Problem, Unusable, read_email, read_telephone
from sessions.region import Region

EMAIL, TELEPHONE = "email", "telephone"


def contact_said(text: str) -> dict[str, str]:
    """The piece for each input; empty if there is none, or more than one could be meant."""
    words = re.split(r"[\s,;]+", text.strip())
    mails = [word.strip("<>().:") for word in words if "@" in word]
    rest = " ".join(word for word in words if "@" not in word)
    if len(mails) > 1:
        return {}
    pieces = {EMAIL: mails[0] if mails else "", TELEPHONE: rest if re.search(r"\d", rest) else ""}
    return {place: piece for place, piece in pieces.items() if piece}


def contact_in_words(
    pieces: Mapping[str, str], before: Mapping[str, str], problem: Problem, region: Region
) -> Attempt:
    """What will not do of the pieces, named, and what is given by now, by input; `before`: what was there.

    Words that will not do never take the place of an answer that will. `problem`: where it lies, if not here.
    """
    typed, wrong = dict(before), dict[str, Problem]()
    for place, piece in pieces.items():
        found = _problem(place, piece, region)
        if found is None or _problem(place, before[place], region):
            typed[place] = piece
        if found:
            wrong[piece] = found
    named = Problem.CONTACT_UNCLEAR if len(wrong) > 1 else next(iter(wrong.values()), problem)
    return Attempt(problem=named, typed=typed, not_understood=tuple(wrong))


def _problem(place: str, text: str, region: Region) -> Problem | None:
    try:
        _ = read_email(text) if place == EMAIL else read_telephone(text, region)
    except Unusable as refused:
        return refused.problem
    return None
