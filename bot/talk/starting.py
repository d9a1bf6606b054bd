"""How a walk starts: at once in somebody's own chat; from a channel in private, or in its thread."""

from dataclasses import dataclass

from botbuilder.core import TurnContext
from microsoft_teams.cards import AdaptiveCard

from bot.activities.incoming import Incoming
from bot.people.introductions import Introductions
from bot.sending.failures import SendFailed, TryLater
from bot.talk.privately import Privately
from cards import texts, thread
from cards.payloads import ChooseWhere, StartWalk
from dialogs.posting import post, post_over
from dialogs.walking import Walking


@dataclass(frozen=True, slots=True)
class Starting:
    """`source` is where the LRO came from, as the link or button that brought them says."""

    walking: Walking
    introductions: Introductions
    privately: Privately

    async def press(self, context: TurnContext, incoming: Incoming, source: str) -> None:
        """*Request a session*, perhaps pressed twice: who is at the first question is just asked it."""
        walk = await self.walking.current(context)
        if walk is not None and walk.is_first and not self.walking.was_left(walk):
            await self.walking.ask_again(context)
        else:
            await self.request(context, incoming, source)

    async def request(self, context: TurnContext, incoming: Incoming, source: str) -> None:
        """What was left half-way is offered first."""
        walk = await self.walking.current(context)
        if walk is not None:
            await self.walking.offer_halfway(context, walk)
        elif incoming.private:
            await self._begin(context, incoming, source)
        else:
            post(context, thread.where(incoming.person, source))

    async def choose(
        self, context: TurnContext, incoming: Incoming, chosen: ChooseWhere, source: str
    ) -> None:
        """In private or here; to somebody else than the card asks, a card of their own."""
        person, asked_by = incoming.person, context.activity.reply_to_id or ""
        if incoming.private:  # no card of ours asks that there
            await self.press(context, incoming, source)
        elif chosen.who != person.id:
            post(context, thread.where(person, source))
        elif chosen.where == "private":
            post_over(context, asked_by, await self._go_private(context, incoming, source))
        else:
            post_over(context, asked_by, thread.chosen(person, "here"))
            if await self.walking.current(context) is None:
                await self._begin(context, incoming, source)
            else:
                await self.walking.ask_again(context)

    async def _go_private(self, context: TurnContext, incoming: Incoming, source: str) -> AdaptiveCard:
        """Begin there; answers the line for the thread, or what can be done about it where that failed."""
        try:
            await self.privately.begin(incoming, context.activity, StartWalk(ref=source))
        except TryLater:
            return thread.where(incoming.person, source, problem=texts.CHAT_NOT_NOW)
        except SendFailed:
            return thread.where(incoming.person, source, problem=texts.CHAT_NOT_OPENED)
        return thread.chosen(incoming.person, "private")

    async def _begin(self, context: TurnContext, incoming: Incoming, source: str) -> None:
        known = await self.introductions.known_of(
            incoming, incoming.team_id or context.activity.conversation.id
        )
        await self.walking.begin_request(
            context, incoming.person, known, private=incoming.private, source=source
        )
