"""What organisers advertise sessions with: the kit, as files behind links, and the figures of its success."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from microsoft_teams.cards import AdaptiveCard

from bot.activities.incoming import Incoming
from bot.kit import NAMES, Piece, piece
from bot.kit.links import ask_address, chat_link, clean_ref
from bot.links import KitLinks
from bot.talk.commands import Command
from bot.talk.organising import Answer, Press
from cards import advertising as cards
from cards import notes
from cards.payloads import MakeKit, Payload
from dialogs.recent import Recent
from sessions.announcing.counting import Counting
from sessions.announcing.tally import NO_SOURCE, quarter_before, quarter_of
from sessions.ports import Clock
from sessions.region import Region

PIECES_KEPT = 64
"""Some 50 KB each."""
TAKEN = frozenset({NO_SOURCE, "announcement"})
"""Sources that mean something else in the figures."""


@dataclass(frozen=True, slots=True)
class Advertising:
    region: Region
    counting: Counting
    links: KitLinks
    bot_id: str
    is_reachable: bool
    """Whether what is printed leads here."""
    now: Clock
    _made: Recent[tuple[str, str], Piece] = field(default_factory=lambda: Recent(PIECES_KEPT))

    @property
    def commands(self) -> Mapping[Command, Answer]:
        return {Command.ADVERTISE: self.advertise, Command.FIGURES: self.figures}

    @property
    def presses(self) -> Mapping[type[Payload], Press]:
        return {MakeKit: self.make_kit}

    async def advertise(self, _: Incoming) -> AdaptiveCard:
        """The kit of the places we know, each piece with a source of its own."""
        return self._kit("")

    async def make_kit(self, _: Incoming, pressed: MakeKit) -> AdaptiveCard:
        """A kit whose pieces all have the source that was typed; or what is wrong with that."""
        ref = clean_ref("-".join(pressed.ref.lower().split()))
        usable = ref is not None and ref not in TAKEN
        return self._kit(ref or "") if usable else self._kit("", wrong=pressed.ref)

    async def figures(self, _: Incoming) -> AdaptiveCard:
        """Of this quarter and the last."""
        quarter = quarter_of(self.now(), self.region)
        before = quarter_before(quarter)
        return cards.figures(await self.counting.figures(quarter), await self.counting.figures(before))

    async def made(self, name: str, ref: str) -> Piece:
        """A file of a kit, drawn beside the event loop, once. Raises KeyError, and ValueError as `piece`."""
        made = self._made.get((ref, name))
        if made is None:
            made = await asyncio.to_thread(
                piece, name, self.region, self.links.browser_url, self.bot_id, ref or None
            )
            self._made.put((ref, name), made)
        return made

    def chat(self, ref: str | None) -> str:
        """Where a printed link leads; one that carries what is no source leads there all the same."""
        return chat_link(self.bot_id, clean_ref(ref))

    def _kit(self, ref: str, *, wrong: str | None = None) -> AdaptiveCard:
        if not self.is_reachable:
            return notes.note(cards.UNREACHABLE)
        folder, until = self.links.folder(ref, self.now())
        files = {name: f"{folder}/{name}" for name in NAMES}
        address = ask_address(self.links.browser_url, ref or None)
        return cards.kit(address, files, ref=ref, until=until, region=self.region, wrong=wrong)
