"""When people are free: read from a card's choices or from a phrase, kept as windows in UTC."""

from sessions.availability.beyond import Beyond, Rule, choices_beyond, sorted_out
from sessions.availability.choices import DayOffer, Part, choice_id, days_to_offer, windows_of_choices
from sessions.availability.limits import clip
from sessions.availability.reading import Understood, read_availability

__all__ = [
    "Beyond",
    "DayOffer",
    "Part",
    "Rule",
    "Understood",
    "choice_id",
    "choices_beyond",
    "clip",
    "days_to_offer",
    "read_availability",
    "sorted_out",
    "windows_of_choices",
]
