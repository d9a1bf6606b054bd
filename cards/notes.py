"""Short answers that are one sentence and no question."""

from microsoft_teams.cards import AdaptiveCard

from cards import standings
from cards.parts import card, said
from sessions.people import Person
from sessions.refusals import Refused
from sessions.region import Region
from sessions.request import Request


def note(sentence: str) -> AdaptiveCard:
    """One sentence, whoever's name is in it."""
    return card([said(sentence)], summary=sentence)


def refused(refusal: Refused, *, viewer: Person, region: Region) -> AdaptiveCard:
    """Why the desk did nothing."""
    return note(standings.refusal_sentence(refusal, viewer=viewer, region=region))


def times_offered(request: Request, *, region: Region) -> AdaptiveCard:
    """What happens with the new times."""
    return note(standings.times_offered(request, region))
