"""When people are free: read from a card's choices or from a phrase, kept as windows in UTC."""

from sessions.availability.choices import DayOffer, Part, choice_id, days_to_offer, windows_of_choices
from sessions.availability.limits import clip
from sessions.availability.reading import Understood, read_availability

__all__ = [
    "DayOffer",
    "Part",
    "Understood",
    "choice_id",
    "clip",
    "days_to_offer",
    "read_availability",
    "windows_of_choices",
]
