"""Which message asks the present question of a walk."""

from functools import partial

from botbuilder.core import TurnContext

from cards.blanks import Card
from cards.payloads import Ticket
from dialogs.posting import edit, post, post_over
from dialogs.recent import Recent
from dialogs.said import said_in
from dialogs.walk import Walk


class Questions:
    """Posts, mends and closes the card that asks.

    A message has no id before it is sent, which is after the state is saved; to save the id too would cost a
    second write each turn. So it is kept in memory, and the press of a button brings it along. Where somebody
    types the answer to a card that another process posted, that card stays open on the screen. It is dead all
    the same, for the walk has counted on, and is closed when it is pressed.
    """

    def __init__(self) -> None:
        self._messages: Recent[tuple[str, int], str] = Recent()

    def ask(self, context: TurnContext, walk: Walk, card: Card) -> None:
        """Post the card that asks; `walk` has been counted on since the last one."""
        post(context, card, learn=partial(self._note, walk))

    def mend(self, context: TurnContext, walk: Walk, card: Card) -> None:
        """Another face for the card that asks, in its place if possible; it stays the live one."""
        post_over(context, self.message(context, walk), card, learn=partial(self._note, walk))

    def close(self, context: TurnContext, walk: Walk, card: Card) -> None:
        """What the card that asked becomes, where it is known which it is."""
        edit(context, self.message(context, walk), card)

    def message(self, context: TurnContext, walk: Walk) -> str:
        """The id of the message that asks; empty if it is not known here."""
        pressed = said_in(context).pressed
        if isinstance(pressed, Ticket) and walk.is_asked_by(pressed) and context.activity.reply_to_id:
            return str(context.activity.reply_to_id)
        return self._messages.get((walk.id, walk.asked)) or ""

    def _note(self, walk: Walk, message: str) -> None:
        self._messages.put((walk.id, walk.asked), message)
