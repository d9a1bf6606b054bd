"""What has been said, and who is where: chats, threads, messages, teams; held in memory."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from sandbox.feed import Feed
from sandbox.teams import Standing, TeamNow
from sandbox.world import Person, World

Json: TypeAlias = dict[str, Any]


class NotPossibleError(Exception):
    """Somebody tried what Teams would not let them do; the text says what."""


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
    """A one-to-one chat (`person` set) or a channel with its threads (`team` set)."""

    id: str
    person: Person | None = None
    team: TeamNow | None = None
    messages: dict[str, Message] = field(default_factory=dict)
    threads: set[str] = field(default_factory=set)

    @property
    def kind(self) -> Literal["personal", "channel"]:
        return "personal" if self.person else "channel"


class State:
    """The teams and chats of a world. `history`: messages kept in a chat; older ones are forgotten."""

    def __init__(self, world: World, *, history: int = 2_000) -> None:
        self.world = world
        self.feed = Feed()
        self.teams = {team.id: TeamNow.as_in(team) for team in world.teams}
        self.chats: dict[str, Chat] = {}
        self.app_for = {p.id for p in world.people if p.has_app}
        self._standings: dict[str, Standing] = {}
        self._history = history
        self._last_id = 0
        for team in self.teams.values():
            for channel in team.channels:
                self.add_channel(team, channel)

    def next_id(self) -> str:
        """A message id as Teams makes them: milliseconds since 1970, no two the same."""
        self._last_id = max(self._last_id + 1, int(datetime.now(UTC).timestamp() * 1000))
        return str(self._last_id)

    def add_channel(self, team: TeamNow, channel: str) -> None:
        self.chats[channel] = Chat(channel, team=team)

    def open_chat(self, person: Person) -> Chat:
        chat_id = self.world.chat_of(person)
        return self.chats.setdefault(chat_id, Chat(chat_id, person=person))

    def find(self, conversation: str) -> tuple[Chat, str | None] | None:
        """The chat and thread behind a conversation id; None if there is none, or it was deleted."""
        chat_id, _, thread = conversation.partition(";messageid=")
        chat = self.chats.get(chat_id)
        if chat is None or (thread and thread not in chat.threads):
            return None
        if chat.team and not chat.team.holds(chat.id):
            return None
        return chat, thread or None

    def reachable(self, person: Person) -> bool:
        """Whether the bot may message that person: a team in common, or the app in their own chat."""
        shared = (team for team in self.teams.values() if team.has_bot and not team.deleted)
        return person.id in self.app_for or any(person.id in team.members for team in shared)

    def standing(self, person: Person) -> Standing:
        return self._standings.get(person.id, "free")

    def set_standing(self, person: Person, standing: Standing) -> None:
        self._standings[person.id] = standing

    def world_now(self) -> Json:
        """People and teams as they are, for the page and the client."""
        world = self.world
        people = [
            p.model_dump() | {"chat": world.chat_of(p), "standing": self.standing(p)} for p in world.people
        ]
        teams = [team.as_json() for team in self.teams.values()]
        return {"tenant": world.tenant_id, "bot": world.bot.model_dump(), "people": people, "teams": teams}

    def world_changed(self) -> None:
        self.feed.tell("world", world=self.world_now())

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
