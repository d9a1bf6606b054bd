"""What people say and press in Teams, and what the bot hears of it."""

import asyncio
from dataclasses import dataclass, field

from sandbox.activities import Activities
from sandbox.link import BotLink, Delivery
from sandbox.membership import Membership
from sandbox.state import Chat, Json, Message, NotPossibleError, State
from sandbox.world import Person

UNREACHABLE = "Unable to reach app. Please try again."
WENT_WRONG = "Something went wrong. Please try again."
CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"


BARRED = {
    "blocked": "{} has blocked the bot, and must unblock it first.",
    "removed": "{} has removed the app, and must add it again first.",
    "guest": "{} is a guest here, and has no chat with the bot.",
}


@dataclass
class Play:
    """Everything people can do in chats and channels."""

    state: State
    link: BotLink
    activities: Activities
    membership: Membership
    _running: set[asyncio.Task[Delivery]] = field(default_factory=set)

    async def say(
        self, person: Person, text: str, conversation: str | None, *, mention: bool
    ) -> tuple[Message, asyncio.Task[Delivery] | None]:
        """Post a message. Also gives its way to the bot: None in a channel without a mention."""
        if conversation in (None, self.state.world.chat_of(person)):
            self._check_free(person)
            await self.membership.open_by_writing(person)
        chat, thread = self._place(person, conversation)
        if chat.team and chat.team.archived:
            raise NotPossibleError(f"{chat.team.name} is archived: it can be read, and not written in")
        mention = mention and (chat.team is None or chat.team.has_bot)
        heard = chat.kind == "personal" or mention
        message = self.state.post(
            chat, sender=person.id, text=text, thread=thread, mentions_bot=mention and chat.kind == "channel"
        )
        if not heard:
            return message, None
        delivering = asyncio.create_task(self._tell_bot(person, chat, message))
        self._running.add(delivering)
        delivering.add_done_callback(self._running.discard)
        return message, delivering

    async def stop(self) -> None:
        """Give up what is still on its way to the bot."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def press(self, person: Person, card: Message, action: Json, inputs: Json) -> Delivery:
        """Press a card's button. `action` is the button as the card has it; inputs join its data.

        In an archived team buttons still work, and what the bot posts is refused.
        """
        chat, _ = self._place(person, card.chat)
        if chat.team and not chat.team.has_bot:
            raise NotPossibleError(f"The bot is no longer in {chat.team.name}.")
        data = action.get("data")
        merged = data | inputs if isinstance(data, dict) else (inputs or data or {})
        if action.get("type") == "Action.Execute":
            return await self._execute(person, chat, card, action, merged)
        if action.get("type") == "Action.Submit":
            return await self._submit(person, chat, card, merged)
        raise NotPossibleError("only Action.Submit and Action.Execute reach the bot")

    def find_message(self, chat_id: str, message_id: str) -> Message:
        chat = self.state.chats.get(chat_id)
        message = chat.messages.get(message_id) if chat else None
        if message is None:
            raise NotPossibleError(f"there is no message {message_id} in {chat_id}")
        return message

    async def _execute(
        self, person: Person, chat: Chat, card: Message, action: Json, data: object
    ) -> Delivery:
        sent = {"type": "Action.Execute", "verb": action.get("verb", ""), "data": data}
        sent |= {key: action[key] for key in ("id", "title") if key in action}
        delivery = await self.link.deliver(self.activities.execute(person, chat, card, sent))
        self._show_answer(person, chat, card, delivery)
        return delivery

    async def _submit(self, person: Person, chat: Chat, card: Message, data: object) -> Delivery:
        activity = self.activities.submit(person, chat, card, data)
        if shown := _shown_as_said(data):
            message = self.state.post(chat, sender=person.id, text=shown, thread=card.thread)
            activity["id"] = message.id
        delivery = await self.link.deliver(activity)
        if not delivery.accepted:
            self.state.tell(person, card, chat, level="error", text=WENT_WRONG)
        return delivery

    def _show_answer(self, person: Person, chat: Chat, card: Message, delivery: Delivery) -> None:
        """What Teams shows the one who clicked."""
        answer = delivery.answer if delivery.accepted else None
        kind = answer.get("type") if answer else None
        value = answer.get("value") if answer else None
        if kind == CARD and isinstance(value, dict):
            self.state.show_to(person, card, value)
        elif kind == MESSAGE and isinstance(value, str):
            self.state.tell(person, card, chat, level="info", text=value)
        elif kind == ERROR and isinstance(value, dict):
            self.state.tell(person, card, chat, level="error", text=str(value.get("message") or WENT_WRONG))
        else:
            self.state.tell(person, card, chat, level="error", text=UNREACHABLE)

    async def _tell_bot(self, person: Person, chat: Chat, message: Message) -> Delivery:
        delivery = await self.link.deliver(self.activities.message(person, chat, message))
        if not delivery.accepted:
            self.state.tell(person, message, chat, level="error", text=f"Not delivered: {delivery.error}.")
        return delivery

    def _place(self, person: Person, conversation: str | None) -> tuple[Chat, str | None]:
        if conversation is None:
            return self.state.open_chat(person), None
        if conversation == self.state.world.chat_of(person):
            self._check_free(person)
        found = self.state.find(conversation)
        if found is None:
            raise NotPossibleError(f"there is no conversation {conversation}")
        chat, thread = found
        if chat.person not in (None, person) or (chat.team and person.id not in chat.team.members):
            raise NotPossibleError(f"{person.name} is not in {conversation}")
        return chat, thread

    def _check_free(self, person: Person) -> None:
        if sentence := BARRED.get(self.state.standing(person)):
            raise NotPossibleError(sentence.format(person.name))


def _shown_as_said(data: object) -> str | None:
    """The words a button puts into its presser's mouth, if it is one of those that do."""
    teams = data.get("msteams") if isinstance(data, dict) else None
    if not isinstance(teams, dict):
        return None
    shown = {"imBack": teams.get("value"), "messageBack": teams.get("displayText")}.get(teams.get("type", ""))
    return str(shown) if shown else None
