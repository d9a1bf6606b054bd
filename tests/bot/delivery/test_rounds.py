"""The rounds take no more than may leave soon: a lease runs from the taking, and so does a time-out."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.delivery.rounds import AT_ONCE, Rounds
from bot.sending.pace import ROOM_EACH, SOON
from tests.bot.sending.paces import LATENCY, RATE, Teams, chats, played

LEAST = 5.0
"""Seconds; a courier's patience is 0.6 of LEASE_SECONDS, so this is short of what most have."""


@dataclass
class Cards:
    """So many cards to send, each to a chat of its own."""

    teams: Teams
    number: int
    taken: dict[str, float] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)
    all_sent: asyncio.Event = field(default_factory=asyncio.Event)

    name = "a courier"
    lease = timedelta(minutes=1)

    def __post_init__(self) -> None:
        self.rounds = Rounds[str](self, self.now, self.teams.pace.leave_soon)

    def now(self) -> datetime:
        return datetime(2026, 3, 25, 10, tzinfo=UTC) + timedelta(seconds=self.teams.clock())

    async def due(self, most: int) -> Sequence[str]:
        return ["request"][:most] if len(self.taken) < self.number else []

    async def next_due(self) -> datetime | None:
        return None

    async def take(self, record: str) -> bool:
        mine = [c for c in chats(self.number) if c not in self.taken][: self.rounds.free]
        self.taken |= dict.fromkeys(mine, self.teams.clock())
        self.rounds.send(record, {chat: partial(self._send, chat) for chat in mine}, self._write)
        return bool(mine)

    async def _send(self, chat: str) -> str:
        await self.teams.notice(chat)
        self.waited.append(self.teams.clock() - self.taken[chat])
        if len(self.waited) == self.number:
            self.all_sent.set()
        return chat

    async def _write(self, sent: Mapping[str, str]) -> None:
        pass


async def sent_all(cards: Cards) -> None:
    going = asyncio.create_task(cards.rounds.run())
    async with asyncio.timeout(600):
        await cards.all_sent.wait()
    going.cancel()
    await asyncio.wait({going})


@pytest.mark.parametrize("rate", [2, 10, RATE])
def test_what_is_taken_leaves_soon_however_many_people_talk(rate: int) -> None:
    async def story() -> None:
        teams = Teams(rate=rate)

        async def talk() -> None:
            while True:
                for each in range(40):
                    await teams.answer(f"talk {each}")

        talking = [asyncio.create_task(talk()) for _ in range(8)]
        await asyncio.sleep(2)
        cards = Cards(teams, rate * 4)
        await sent_all(cards)
        assert max(cards.waited) < LEAST
        for each in talking:
            each.cancel()
        await asyncio.gather(*talking, return_exceptions=True)

    played(story())


def test_when_nobody_talks_no_hand_is_idle() -> None:
    async def story() -> None:
        teams = Teams()
        cards = Cards(teams, 4 * RATE)
        began = teams.clock()
        await sent_all(cards)
        assert max(teams.times()) - began < 3 * 1.05
        assert max(cards.waited) < SOON + LATENCY

    played(story())


def test_whoever_talks_is_left_their_room() -> None:
    async def story() -> None:
        teams = Teams()
        idle = teams.pace.leave_soon()
        await teams.answer("talk")
        assert idle == AT_ONCE == SOON * RATE
        assert idle - teams.pace.leave_soon() == SOON * (1 + ROOM_EACH)

    played(story())


def test_when_the_room_shrinks_below_what_is_in_hand_nothing_more_is_taken() -> None:
    async def story() -> None:
        teams = Teams()
        cards = Cards(teams, RATE)
        assert await cards.take("request")
        await asyncio.gather(*map(teams.answer, chats(RATE, "talk")))
        assert teams.pace.leave_soon() < RATE == len(cards.taken)
        assert cards.rounds.free == 0
        await cards.all_sent.wait()
        await asyncio.sleep(SOON)  # until that is written down

    played(story())
