"""One of the sandbox's people, played over HTTP: they speak, press, and wait for what they should see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sandbox import cards
from sandbox.http_api import HttpApi, RefusedError
from sandbox.mirror import Mirror
from sandbox.seen import Pressed, SeenMessage
from sandbox.state import Json
from sandbox.teams import Standing

What: TypeAlias = str | Callable[[SeenMessage], bool]


@dataclass(frozen=True)
class Prefilled:
    """A chat that a link has opened: `says(text, chat)` sends what stands in its compose box."""

    chat: str
    text: str


class Player:
    """One person. Everything they do returns once the bot has answered over HTTP."""

    def __init__(self, api: HttpApi, mirror: Mirror, person: Json) -> None:
        self._api = api
        self._mirror = mirror
        self.id: str = person["id"]
        self.aad_object_id: str = person["aad_object_id"]
        self.name: str = person["name"]
        self.email: str = person["email"]
        self.role: str = person["role"]
        self.chat: str = person["chat"]

    async def says(
        self, text: str, to: str | SeenMessage | None = None, *, mention: bool = True
    ) -> SeenMessage:
        """Write: in their own chat, in a channel by id (a new thread), or in the thread of a message."""
        conversation = to.conversation if isinstance(to, SeenMessage) else to
        body = {"person": self.id, "text": text, "conversation": conversation, "mention": mention}
        answer = await self._api.post("/say", body)
        return SeenMessage(answer["message"], self.id)

    async def presses(self, message: SeenMessage, title: str, inputs: Json | None = None) -> Pressed:
        """Press a button of a card as this message shows it, with `inputs` filled in over the card's values.

        Raises NotOnCardError if there is no such button or the inputs would not be let through.
        """
        button = message.button(title)
        return await self.sends(message, button.action, cards.filled_in(button, inputs or {}))

    async def sends(self, message: SeenMessage, action: Json, inputs: Json | None = None) -> Pressed:
        """Send any action in the name of a card, as a forged client could: nothing is checked."""
        body = {"person": self.id, "chat": message.chat, "message": message.id, "action": action}
        answer = await self._api.post("/press", body | {"inputs": inputs or {}})
        return Pressed(answer["delivery"])

    async def opens(self, link: str) -> Prefilled:
        """A deep link to a chat with the bot: what stands in the compose box, to be sent with `says`.

        Raises RefusedError if the link opens no such chat.
        """
        return await self._opens(link, web=False)

    async def follows(self, url: str) -> Prefilled:
        """A link to the bot's own web that redirects to such a deep link, as one that was printed does.

        Raises RefusedError if it leads to no chat with the bot.
        """
        return await self._opens(url, web=True)

    async def blocks_bot(self) -> None:
        """The bot is not told; it finds out when it writes."""
        await self._stands("blocked")

    async def unblocks_bot(self) -> None:
        await self._stands("free")

    async def removes_app(self) -> None:
        """From their own chat with the bot; they stay in their teams."""
        await self._stands("removed")

    async def adds_app(self) -> None:
        """After `removes_app`."""
        await self._stands("free")

    async def becomes_guest(self) -> None:
        """Of another organisation: in their teams as before, without the app in a chat of their own."""
        await self._stands("guest")

    async def waits_for(
        self, what: What, *, within: float = 5.0, after: SeenMessage | None = None, chat: str | None = None
    ) -> SeenMessage:
        """The newest message with those words, or of which `what` is true, now or within `within` seconds.

        Raises TimeoutError that tells what was there instead. With `after` only messages that came or changed
        since that one count. `chat`: a channel's id; without it their own chat.
        """
        place = chat or self.chat
        version = after.version if after else 0

        def fits(raw: Json) -> bool:
            seen = SeenMessage(raw, self.id)
            matches = what in seen.words if isinstance(what, str) else what(seen)
            return seen.version > version and matches

        try:
            return SeenMessage(await self._mirror.wait_for(place, fits, within), self.id)
        except TimeoutError:
            heard = "\n---\n".join(message.words for message in (await self.messages(chat))[-4:])
            wanted = f"'{what}'" if isinstance(what, str) else "what was waited for"
            raise TimeoutError(
                f"{self.name} did not see {wanted} within {within:g} s. Last:\n{heard}"
            ) from None

    async def messages(self, chat: str | None = None) -> list[SeenMessage]:
        """All messages in their own chat or in a channel, oldest first, as they stand now."""
        answer = await self._api.get("/messages", {"chat": chat or self.chat})
        return [SeenMessage(raw, self.id) for raw in answer["messages"]]

    async def sees_now(self, message: SeenMessage) -> SeenMessage:
        """The same message as it stands now. Raises LookupError if it was deleted."""
        for current in await self.messages(message.chat):
            if current.id == message.id:
                return current
        raise LookupError(f"message {message.id} is gone")

    async def is_told(self, text: str) -> None:
        """Wait for an error or a toast with that text. Raises TimeoutError."""
        await self._mirror.wait_for_line(self.id, text, within=5.0)

    def lines(self) -> list[str]:
        """The errors and toasts this person was shown, oldest first."""
        return [line["text"] for line in self._mirror.lines if line["person"] == self.id]

    async def _stands(self, standing: Standing) -> None:
        await self._api.post("/standing", {"person": self.id, "standing": standing})

    async def _opens(self, url: str, *, web: bool) -> Prefilled:
        opened = await self._api.post("/open", {"person": self.id, "url": url, "web": web})
        if "chat" not in opened:
            raise RefusedError(f"{url} leads to no chat with the bot")
        return Prefilled(opened["chat"], opened["text"])
