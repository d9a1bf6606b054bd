"""Contact details in a message: what is right is kept, what is wrong is named."""

import re
from collections.abc import Mapping

from dialogs.walk import Attempt
from sessions.draft import Problem, Unusable, contact_parts, read_email, read_telephone
from sessions.region import Region

EMAIL, TELEPHONE = "email", "telephone"


def contact_in_words(text: str, before: Mapping[str, str], region: Region) -> Attempt:
    """What is given by now, by input, with what was there `before`; and a problem, if some words are wrong.

    Words that will not do never take the place of an answer that will.
    """
    mails, rest = contact_parts(text)
    said = {EMAIL: mails, TELEPHONE: [rest] if re.search(r"\d", rest) else []}
    if len(mails) > 1 or not any(said.values()):
        return Attempt(problem=Problem.CONTACT_UNCLEAR, typed=dict(before), not_understood=(text,))
    typed, wrong = dict(before), dict[str, Problem]()
    for place, pieces in said.items():
        for piece in pieces:
            problem = _problem(place, piece, region)
            if problem is None or _problem(place, before[place], region):
                typed[place] = piece
            if problem:
                wrong[piece] = problem
    problems = set(wrong.values())
    problem = Problem.CONTACT_UNCLEAR if len(problems) > 1 else next(iter(problems), None)
    return Attempt(problem=problem, typed=typed, not_understood=tuple(wrong))


def _problem(place: str, text: str, region: Region) -> Problem | None:
    try:
        _ = read_email(text) if place == EMAIL else read_telephone(text, region)
    except Unusable as refused:
        return refused.problem
    return None
