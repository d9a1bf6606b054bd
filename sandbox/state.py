"""What has been said: chats, threads and messages, held in memory, and a feed of every change to them."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from sandbox.world import Channel, Person, Team, World

Json: TypeAlias = dict[str, Any]

FEED_BACKLOG = 20_000
"""Changes a listener may lag behind before it is cut off, so that one that hangs does not eat the memory."""


@dataclass
class Message:
    """One message. `views`: the card as single people see it once their invoke was answered."""

    id: str
    chat: str
    thread: str | None
    sender: str
    text: str
    text_format: str
    attachments: list[Json]
    sent: datetime
    mentions_bot: bool = False
    edited: datetime | None = None
    views: dict[str, list[Json]] = field(default_factory=dict)
    version: int = 0

    @property
    def conversation(self) -> str:
        """The conversation id as Teams has it: a channel's threads are conversations of their own."""
        return f"{self.chat};messageid={self.thread}" if self.thread else self.chat

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "chat": self.chat,
            "conversation": self.conversation,
            "thread": self.thread,
            "from": self.sender,
            "text": self.text,
            "textFormat": self.text_format,
            "attachments": self.attachments,
            "views": self.views,
            "mentionsBot": self.mentions_bot,
            "sent": self.sent.isoformat(),
            "edited": self.edited.isoformat() if self.edited else None,
            "version": self.version,
        }


@dataclass
class Chat:
    """A one-to-one chat (`person` set) or a channel with its threads (`team` and `channel` set)."""

    id: str
    person: Person | None = None
    team: Team | None = None
    channel: Channel | None = None
    messages: dict[str, Message] = field(default_factory=dict)
    threads: set[str] = field(default_factory=set)

    @property
    def kind(self) -> Literal["personal", "channel"]:
        return "personal" if self.person else "channel"


class Feed:
    """Passes every change on to whoever listens."""

    def __init__(self) -> None:
        self._version = 0
        self._listeners: set[asyncio.Queue[str | None]] = set()

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def next_version(self) -> int:
        self._version += 1
        return self._version

    def tell(self, kind: str, **change: object) -> None:
        if not self._listeners:
            return
        text = json.dumps({"kind": kind, **change})
        for listener in list(self._listeners):
            if listener.qsize() >= FEED_BACKLOG:
                self._listeners.discard(listener)
                listener.put_nowait(None)
            else:
                listener.put_nowait(text)

    @contextlib.contextmanager
    def listen(self) -> Iterator[asyncio.Queue[str | None]]:
        """A queue of changes as JSON text; None means that it is over, or that the listener is too slow."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        for listener in self._listeners:
            listener.put_nowait(None)


class State:
    """The chats of a world. `history` is the number of messages kept in a chat; older ones are forgotten."""

    def __init__(self, world: World, *, history: int = 2_000) -> None:
        self.world = world
        self.feed = Feed()
        self.teams: dict[str, dict[str, None]] = {t.id: dict.fromkeys(t.members) for t in world.teams}
        self.chats: dict[str, Chat] = {}
        self.app_for = {p.id for p in world.people if p.has_app}
        self._history = history
        self._last_id = 0
        for team in world.teams:
            for channel in team.channels:
                self.chats[channel.id] = Chat(channel.id, team=team, channel=channel)

    def next_id(self) -> str:
        """A message id as Teams makes them: milliseconds since 1970, no two the same."""
        self._last_id = max(self._last_id + 1, int(datetime.now(UTC).timestamp() * 1000))
        return str(self._last_id)

    def open_chat(self, person: Person) -> Chat:
        chat_id = self.world.chat_of(person)
        return self.chats.setdefault(chat_id, Chat(chat_id, person=person))

    def find(self, conversation: str) -> tuple[Chat, str | None] | None:
        """The chat and thread behind a conversation id, or None if there is no such conversation."""
        chat_id, _, thread = conversation.partition(";messageid=")
        chat = self.chats.get(chat_id)
        if chat is None or (thread and thread not in chat.threads):
            return None
        return chat, thread or None

    def reachable(self, person: Person) -> bool:
        """Whether the bot may message that person: a team in common, or the app in their own chat."""
        return person.id in self.app_for or any(person.id in members for members in self.teams.values())

    def post(
        self,
        chat: Chat,
        *,
        sender: str,
        text: str,
        thread: str | None = None,
        text_format: str = "plain",
        attachments: list[Json] | None = None,
        mentions_bot: bool = False,
    ) -> Message:
        """Add a message. In a channel without `thread` it begins a thread of its own."""
        message_id = self.next_id()
        if chat.kind == "channel" and thread is None:
            thread = message_id
            chat.threads.add(thread)
        message = Message(
            message_id,
            chat.id,
            thread,
            sender,
            text,
            text_format,
            attachments or [],
            datetime.now(UTC),
            mentions_bot,
        )
        chat.messages[message_id] = message
        if len(chat.messages) > self._history:
            del chat.messages[next(iter(chat.messages))]
        self.changed(message)
        return message

    def edit(self, message: Message, *, text: str, text_format: str, attachments: list[Json]) -> None:
        """Change a message for everybody; what single people saw of their own is gone."""
        message.text, message.text_format, message.attachments = text, text_format, attachments
        message.views.clear()
        message.edited = datetime.now(UTC)
        self.changed(message)

    def delete(self, message: Message) -> None:
        del self.chats[message.chat].messages[message.id]
        self.feed.tell("deleted", chat=message.chat, message=message.id)

    def show_to(self, person: Person, message: Message, card: Json) -> None:
        """The answer to that person's invoke: the card is replaced for them alone."""
        message.views[person.id] = [
            {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
        ]
        self.changed(message)

    def tell(self, person: Person, message: Message | None, chat: Chat, *, level: str, text: str) -> None:
        """A line that one person sees in a chat, under a message if one is named: an error, or a toast."""
        under = message.id if message else None
        self.feed.tell("line", chat=chat.id, person=person.id, message=under, level=level, text=text)

    def changed(self, message: Message) -> None:
        message.version = self.feed.next_version()
        self.feed.tell("message", message=message.as_json())
