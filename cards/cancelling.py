"""*Cancel*, on every card of a walk."""

from microsoft_teams.cards import Action

from cards import texts
from cards.parts import press, said, unfold
from cards.payloads import Ticket


def cancel(ticket: Ticket, *, given: bool) -> Action:
    """Where something has been given it asks first, on the card itself: no turn is spent on that."""
    if not given:
        return press("Cancel", ticket.steer("cancel"))
    sure = press("Yes, cancel it", ticket.steer("cancel"), style="destructive")
    return unfold("Cancel", [said(texts.CANCEL_SURE)], sure)
