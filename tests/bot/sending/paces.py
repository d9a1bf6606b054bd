"""Time that is the loop's, and made up; and a Teams to which notices and answers leave at a pace."""

import asyncio
import selectors
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any

from bot.sending.pace import THREAD_RATES, Pace

RATE = 50
LATENCY = 0.1


class Waiting(selectors.DefaultSelector):
    """Nothing comes from outside, so that a wait is over as soon as it begins."""

    now = 0.0

    def select(self, timeout: float | None = None) -> Any:  # noqa: ANN401 (as its base)
        if timeout is None:
            raise AssertionError("all wait, and nothing will ever happen")
        self.now += timeout
        return super().select(0)


class MadeUpTime(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._waiting = Waiting()
        super().__init__(self._waiting)

    def time(self) -> float:
        return self._waiting.now


def played(story: Coroutine[Any, Any, None]) -> None:
    loop = MadeUpTime()
    try:
        loop.run_until_complete(story)
    finally:
        left = asyncio.all_tasks(loop)  # people who would talk for ever
        for each in left:
            each.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left))
        loop.close()


class Teams:
    """Takes everything, and notes when it came. `way`: seconds for which each send is on its way there."""

    def __init__(self, way: Sequence[float] = (0.0,), rate: int = RATE) -> None:
        self.clock = asyncio.get_running_loop().time
        self.pace = Pace(rate, clock=self.clock)
        self.way = way
        self.came: list[tuple[float, str]] = []

    async def notice(self, conversation: str, after: float = 0.0) -> None:
        await asyncio.sleep(after)
        async with self.pace.notice(conversation):
            await self._send(conversation)

    async def answer(self, conversation: str, after: float = 0.0) -> None:
        await asyncio.sleep(after)
        with self.pace.answer(conversation):
            await self._send(conversation)

    async def _send(self, conversation: str) -> None:
        await asyncio.sleep(self.way[len(self.came) % len(self.way)])
        self.came.append((self.clock(), conversation))
        await asyncio.sleep(LATENCY)

    def times(self, conversation: str = "") -> list[float]:
        return sorted(at for at, to in self.came if conversation in ("", to))


def most_within(seconds: float, times: Sequence[float]) -> int:
    """In whichever window of that length there are most; it does not hold its end."""
    return max((sum(at <= each < at + seconds for each in times) for at in times), default=0)


def keeps_limits(teams: Teams, rate: int = RATE) -> None:
    assert most_within(1.0, teams.times()) <= rate
    conversations = {to for _, to in teams.came}
    for number, seconds in THREAD_RATES:
        assert all(most_within(seconds, teams.times(to)) <= number for to in conversations)


async def crowd(teams: Teams, conversations: Iterable[str]) -> None:
    await asyncio.gather(*(teams.notice(to) for to in conversations))


def chats(number: int, of: str = "chat") -> list[str]:
    return [f"{of} {each}" for each in range(number)]
