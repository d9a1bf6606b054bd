"""Somebody on a walk, in their own chat or in a channel's thread, and what is live after each step."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.client import Player
from sandbox.seen import Pressed, SeenMessage
from tests.journeys.stage import OVERVIEW, Stage

QUESTIONS = {
    "name": "What is your name?",
    "contact": "How can we reach you?",
    "force": "Which force are you in?",
    "overview": "What would you like support with?",
    "availability": "When are you free?",
    "check": "Is this right?",
}
ANSWERS = {
    "name": "yes",
    "contact": "07700 900123",
    "force": "yes",
    "overview": OVERVIEW,
    "availability": "tomorrow all day",
}
INPUTS: dict[str, dict[str, Any]] = {
    "name": {},
    "contact": {"telephone": "07700 900123"},
    "force": {},
    "overview": {"overview": OVERVIEW},
    "availability": {"times": "tomorrow all day"},
}


@dataclass
class Walker:
    """`to`: where to write; None is their own chat, a message is its thread in a channel."""

    player: Player
    to: SeenMessage | None = None
    channel: str | None = None
    theirs: set[str] = field(default_factory=set)
    """The ids of this person's walks, where others walk beside them."""

    async def says(self, text: str) -> None:
        """Say it; what the bot does about it in that turn has happened after this."""
        await self.player.says(text, self.to)
        await self.live_cards()

    async def begins(self, channel: str | None = None) -> SeenMessage:
        """Ask for a session: here, or in a new thread of a channel, or in the thread of `to`."""
        before = await self._walks()
        if channel:
            self.channel = channel
            self.to = await self.player.says("request a session", channel)
        else:
            await self.player.says("request a session", self.to)
        if self.to:
            await self.player.presses(await self.choice(), "Answer here")
        self.theirs |= await self._walks() - before
        return await self.card()

    async def choice(self) -> SeenMessage:
        """The card in the thread that asks this person where to answer."""
        asks = [m for m in await self.heard() if "Answer here" in m.buttons and self.player.name in m.words]
        return asks[-1]

    async def gets_to(self, step: str) -> SeenMessage:
        """From the start to that question, or to "check"; answered in words."""
        card = await self.begins()
        for now, question in QUESTIONS.items():
            assert question in card.words
            if now == step:
                break
            await self.says(ANSWERS[now])
            card = await self.card()
        return card

    async def presses(self, title: str, inputs: dict[str, Any] | None = None) -> Pressed:
        """A button of the live card."""
        pressed = await self.player.presses(await self.card(), title, inputs)
        await self.live_cards()
        return pressed

    async def card(self) -> SeenMessage:
        """The one card that can be answered."""
        (live,) = await self.live_cards()
        return live

    async def is_asked(self, step: str) -> SeenMessage:
        card = await self.card()
        assert QUESTIONS[step] in card.words, card.words
        return card

    async def sees(self, step: str) -> SeenMessage:
        """The question, once it has come to this person's client; quicker than reading the whole chat."""
        question = QUESTIONS[step]

        def is_theirs(message: SeenMessage) -> bool:
            return question in message.words and bool(self._walks_in(message) & self.theirs)

        return await self.player.waits_for(is_theirs, chat=self.channel)

    async def live_cards(self) -> list[SeenMessage]:
        """None if no walk is under way, else one: no older card keeps a button, whatever was done."""
        live = [message for message in await self.heard() if self._walks_in(message)]
        if self.channel:
            live = [message for message in live if self._walks_in(message) & self.theirs]
        assert len(live) <= 1, "\n---\n".join(message.words for message in live)
        return live

    async def heard(self) -> list[SeenMessage]:
        """What the bot has said here."""
        messages = await self.player.messages(self.channel)
        return [message for message in messages if message.from_bot and self._is_here(message)]

    async def last(self) -> SeenMessage:
        return (await self.heard())[-1]

    async def _walks(self) -> set[str]:
        found: set[str] = set()
        return found.union(*[self._walks_in(message) for message in await self.heard()])

    def _is_here(self, message: SeenMessage) -> bool:
        return self.to is None or message.conversation == self.to.conversation

    def _walks_in(self, message: SeenMessage) -> set[str]:
        actions = [message.button(title).action for title in message.buttons]
        return {str(a["data"]["walk"]) for a in actions if "walk" in (a.get("data") or {})}


@dataclass
class Town:
    """A stage with many LROs, shared by the stories of a module: each takes somebody new."""

    stage: Stage
    _met: int = 0

    def somebody(self) -> Walker:
        self._met += 1
        return Walker(self.stage.teams.people("LRO")[self._met - 1])


async def requests_of(lro: Player) -> list[str]:
    """The references they read when they ask for "my requests"."""
    await lro.says("my requests")
    mine = [m for m in await lro.messages() if m.from_bot and "My requests" in m.words][-1]
    return [word for word in mine.words.split() if word.startswith("SW-")]


Towns = AsyncIterator[Town]
