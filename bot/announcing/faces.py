"""The cards of announcements as they are now: what is asked of the store to draw them, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard

from bot.kit.links import chat_link
from cards.announcing import forms, listing, post, preview
from cards.announcing.payloads import Form
from sessions.announcing.board import Board
from sessions.announcing.counting import Counting
from sessions.announcing.model import Announcement, Content
from sessions.region import Region


@dataclass(frozen=True, slots=True)
class AnnouncingFaces:
    board: Board
    counting: Counting

    @property
    def region(self) -> Region:
        return self.counting.region

    async def post(self, content: Content, bot_id: str) -> AdaptiveCard:
        """What is posted in a channel; `bot_id` is the bot's account in Teams (`28:…`)."""
        held = await self._held(content)
        return post.post(content, region=self.region, held=held, chat=_chat(bot_id))

    async def preview(
        self, announcement: Announcement, bot_id: str, *, done: str = "", trouble: str = ""
    ) -> AdaptiveCard:
        return preview.preview(
            announcement,
            region=self.region,
            channels=await self.board.channels.all(),
            held=await self._held(announcement.content),
            chat=_chat(bot_id),
            done=done,
            trouble=trouble,
        )

    async def listing(self, skip: int = 0, *, done: str = "", trouble: str = "") -> AdaptiveCard:
        return listing.listing(
            await self.board.all(),
            skip=skip,
            channels=await self.board.channels.all(),
            gone=await self.board.channels.gone(),
            region=self.region,
            done=done,
            trouble=trouble,
        )

    def form(
        self,
        kind: Form,
        announcement: Announcement,
        *,
        typed: Mapping[str, str] | None = None,
        problems: Sequence[str] = (),
    ) -> AdaptiveCard:
        return forms.form(
            kind, announcement, region=self.region, now=self.board.now(), typed=typed, problems=problems
        )

    async def _held(self, content: Content) -> int | None:
        """As it is at this moment, where it is to be told."""
        return (await self.counting.figures()).held if content.show_held else None


def _chat(bot_id: str) -> str:
    return chat_link(bot_id.removeprefix("28:"), post.REF) if bot_id else ""
