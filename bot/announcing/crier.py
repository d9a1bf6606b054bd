"""The crier: posts the announcements that are due in the channels that are subscribed.

A run begins once (`sessions.announcing.posting`), and each of its posts is taken by one crier at a time. Yet
a post stands in a channel twice if Teams took it and we do not know, or could not write it down: in the same
moments in which the courier delivers a notice twice.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog
from microsoft_teams.cards import AdaptiveCard
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from bot.announcing.faces import AnnouncingFaces
from bot.delivery.rounds import Rounds
from bot.delivery.telling import Telling
from bot.people.memory import People
from bot.sending.backoff import backoff
from bot.sending.connector import Connector
from bot.sending.failures import SendFailed, TryLater
from cards.announcing.post import not_posted
from dialogs.posting import card_activity
from sessions.announcing.model import Announcement, Run
from sessions.announcing.posting import Hand, Outcome, Posting
from sessions.notices import Posted
from sessions.people import Reach

TOLD_TRIES = 3
"""Tries, within some seconds, to tell somebody what could not be posted; the list shows it in any case."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Crier:
    posting: Posting
    faces: AnnouncingFaces
    connector: Connector
    people: People
    telling: Telling
    organisers: tuple[str, ...]
    """Entra ids: who hears of what failed where its author is no organiser any more."""
    rounds: Rounds[Announcement] = field(init=False)

    def __post_init__(self) -> None:
        self.rounds = Rounds(self, self.posting.now)

    @property
    def name(self) -> str:
        return "crier"

    @property
    def lease(self) -> timedelta:
        return self.posting.lease

    def ring(self) -> None:
        """Something may be due."""
        self.rounds.ring()

    async def run(self) -> None:
        """Post for ever; cancel it to stop. What is under way is given a moment to be written down."""
        await self.rounds.run()

    async def due(self, most: int) -> Sequence[Announcement]:
        return await self.posting.due(most)

    async def next_due(self) -> datetime | None:
        return await self.posting.next_due()

    async def take(self, record: Announcement) -> bool:
        """Begin its run, if one is due, then take the posts and send them in the background."""
        mine = self.rounds.in_hand(record.id)
        until = self.posting.now() + self.lease
        latest, hands = await self.posting.take(record.id, self.rounds.free, besides=mine)
        if latest is None:
            return True
        if hands:
            sends = {hand.post.id: partial(self._send, latest, hand) for hand in hands}
            self.rounds.send(record.id, sends, partial(self._write, latest), until)
        if any(run.tell_at for run in latest.runs):
            await self._take_untold(latest, mine)
        return latest != record

    async def _take_untold(self, latest: Announcement, mine: Collection[str]) -> None:
        """Whoever it is that takes a run whose last post has ended tells of those that failed."""
        until = self.posting.now() + self.lease
        runs = await self.posting.take_untold(latest.id, self.rounds.free, besides=mine)
        if runs:
            tellings = {run.key: partial(self._tell, latest, run) for run in runs}
            self.rounds.send(latest.id, tellings, partial(self._write_told, latest), until)

    async def _send(self, announcement: Announcement, hand: Hand) -> Outcome:
        """One attempt, well inside the lease."""
        try:
            async with self._attempt():
                return Outcome(post=hand.post, posted=await self._post(announcement, hand))
        except SendFailed as raised:
            failure = raised
        except TimeoutError:
            failure = TryLater("TimeoutError")
        _log.warning(
            "not_posted", announcement=announcement.id, code=failure.code, attempts=hand.post.attempts
        )
        if not isinstance(failure, TryLater):
            return Outcome(post=hand.post, failure=failure.code)
        again_at = self.posting.now() + backoff(hand.post.attempts, failure.wait)
        return Outcome(post=hand.post, again_at=again_at, failure=failure.code)

    def _attempt(self) -> asyncio.Timeout:
        """For as long as one may take."""
        return asyncio.timeout(self.lease.total_seconds() * 0.6)

    async def _post(self, announcement: Announcement, hand: Hand) -> Posted:
        """Raises SendFailed."""
        reach = hand.channel.reach
        card = await self.faces.post(announcement.content, reach.bot_id)
        thread, message = await self.connector.post_thread(reach, hand.channel.id, card_activity(card))
        return Posted(conversation_id=thread, activity_id=message, service_url=reach.service_url)

    async def _write(self, announcement: Announcement, outcomes: Mapping[str, Outcome]) -> None:
        await self.posting.record(announcement.id, list(outcomes.values()))

    async def _write_told(self, announcement: Announcement, runs: Mapping[str, Run]) -> None:
        await self.posting.told(announcement.id, [run.key for run in runs.values()])

    async def _tell(self, announcement: Announcement, run: Run) -> Run:
        """The author, or all organisers where the author is none any more. One attempt, as with a post; whom
        it does not reach can read it in the list.
        """
        author = announcement.author.id
        reach = await self.people.reach_of(author)
        if reach is None:
            return run
        card = not_posted(announcement, run, region=self.faces.region)
        to = (author,) if author in self.organisers else self.organisers
        try:
            async with self._attempt():
                await asyncio.gather(*(self._say(announcement, organiser, card, reach) for organiser in to))
        except TimeoutError:
            _log.warning("author_not_told", announcement=announcement.id, code="TimeoutError")
        return run

    async def _say(
        self, announcement: Announcement, organiser: str, card: AdaptiveCard, reach: Reach
    ) -> None:
        tries = AsyncRetrying(
            retry=retry_if_exception_type(TryLater),
            stop=stop_after_attempt(TOLD_TRIES),
            wait=wait_random_exponential(multiplier=0.5, max=2),
            reraise=True,
        )
        try:
            await tries(self.telling.say, organiser, card, reach)
        except SendFailed as failure:
            _log.warning("author_not_told", announcement=announcement.id, code=failure.code)
