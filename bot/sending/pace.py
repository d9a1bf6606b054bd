"""How fast notices may leave: Teams' limits for a bot, kept before a send instead of learnt by a 429.

Source: Microsoft, "Optimize your bot with rate limiting in Teams". Sends, edits and chats that are opened are
counted; what is read (rosters, channels) counts in Teams too, but is rare. An answer in a turn never waits
for a notice: it is counted, and while people talk to the bot some room is left for what it says next. All
tenants share one count, which is stricter than Teams is, and no slower for the advisers, who are all in one.
Each replica keeps its own pace: where two push at once, it is Teams' 429, and the retry after it, that keeps
the limit.
"""

import asyncio
import heapq
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Reversible
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import takewhile

from bot.sending.failures import NotYet

SECOND = 1.0
"""The span of the app's limit, which is 50 a second in one tenant: `bot.settings`."""
THREAD_RATES = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
"""The same in one chat or channel, whatever the thread in it."""
SLACK = 0.005
"""Seconds added to each span: clocks and timers are not finer."""
ON_ITS_WAY = 0.1
"""Seconds, at the most, by which a send may reach Teams later than others do: it had to open a connection."""
TALKING = 5.0
"""For so many seconds after an answer, more of them is to be expected in the same conversation."""
TALKS_MOST = 5
"""Conversations, at the most, for which room is left."""
ROOM_EACH = 3
"""Sends of a second that are left to each of them: a turn takes one to three."""
NOTICES_LEAST = 0.1
"""The share of the app's rate that notices may use, however many people talk."""
LONGEST_WAIT = 10.0
"""Seconds; a notice that cannot leave sooner is put back, for a lease runs while it waits."""
APART = 0.5
"""Seconds between those that are put back to one conversation: it takes 60 in 30 s, and 1,800 in 1 h."""
THREADS_KEPT = 2_000
"""Conversations remembered, the latest: at full speed those of 40 s, so only the hour's limit may be lost."""
FORGOTTEN = 0.001
"""Of how fast the fastest call was, by each that is slower: Teams may be slow from now on."""


@dataclass(slots=True, eq=False)
class _Send:
    """One send, from the moment it may leave. When Teams counted it lies between that and its answer."""

    began: float
    is_notice: bool
    ended: float | None = None


@dataclass(slots=True)
class Pace:
    """`rate`: sends a second. `clock` gives seconds that only grow."""

    rate: int
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _app: deque[_Send] = field(default_factory=deque)
    _threads: OrderedDict[str, deque[_Send]] = field(default_factory=OrderedDict)
    _lines: dict[str, float] = field(default_factory=dict)
    """When the next that is put back is to come again, by conversation: the turns before are given away."""
    _talks: OrderedDict[str, float] = field(default_factory=OrderedDict)
    """When the bot last answered, by conversation, in that order."""
    _fastest: float = 0.0
    """Seconds that the fastest call took; 0 before there was any."""
    _door: asyncio.Lock = field(default_factory=asyncio.Lock)
    """First come, first served."""

    @asynccontextmanager
    async def notice(self, conversation: str) -> AsyncIterator[None]:
        """Wait until one may leave to that conversation; send it inside.

        Raises NotYet where the conversation is full for some time, or everybody's turn comes before.
        """
        with self._under_way(await self._let_out_soon(_thread(conversation))):
            yield

    def expect_room(self, conversation: str) -> None:
        """Raises NotYet where a notice to that conversation would be put back: it need not be drawn."""
        self._soon(_thread(conversation))

    @contextmanager
    def answer(self, conversation: str) -> Iterator[None]:
        """An answer in a turn is sent inside: it is counted, and waits for nothing."""
        thread = _thread(conversation)
        self._talks[thread] = self.clock()
        self._talks.move_to_end(thread)
        while len(self._talks) > TALKS_MOST:
            self._talks.popitem(last=False)
        with self._under_way(self._count(thread, is_notice=False)):
            yield

    async def _let_out_soon(self, thread: str) -> _Send:
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                while (send := await self._let_out(thread)) is None:
                    await self.sleep(self._soon(thread))  # outside the door: other conversations go on
        except TimeoutError:
            raise self._put_back(thread) from None
        return send

    def _soon(self, thread: str) -> float:
        """Seconds until there may be room in it. Raises NotYet where they are too many."""
        wait = self._thread_wait(thread)
        if wait > LONGEST_WAIT:
            raise self._put_back(thread)
        return wait

    def _put_back(self, thread: str) -> NotYet:
        """With a time of its own to come again: all at once, they would find room for a few each time.

        At once, where the conversation has room: then it is the app whose turn does not come.
        """
        now, wait = self.clock(), self._thread_wait(thread)
        if not wait:
            return NotYet(timedelta(0))
        self._lines = {other: until for other, until in self._lines.items() if until > now}
        turn = max(now + wait, self._lines.get(thread, 0.0))
        self._lines[thread] = turn + APART
        return NotYet(timedelta(seconds=turn - now))

    async def _let_out(self, thread: str) -> _Send | None:
        """None where the app may send and the conversation may not."""
        async with self._door:
            while (wait := self._app_wait()) > 0:
                await self.sleep(wait)
            return None if self._thread_wait(thread) > 0 else self._count(thread, is_notice=True)

    def _count(self, thread: str, *, is_notice: bool) -> _Send:
        send = _Send(self.clock(), is_notice)
        self._recent().append(send)
        sent = self._threads.setdefault(thread, deque(maxlen=THREAD_RATES[-1][0]))
        sent.append(send)
        self._threads.move_to_end(thread)
        since = self._since(THREAD_RATES[-1][1])
        while sent[0].began <= since:
            sent.popleft()
        while len(self._threads) > THREADS_KEPT or next(iter(self._threads.values()))[-1].began <= since:
            self._threads.popitem(last=False)
        return send

    @contextmanager
    def _under_way(self, send: _Send) -> Iterator[None]:
        try:
            yield
            took = self.clock() - send.began  # of those that Teams took
            slower = self._fastest + (took - self._fastest) * FORGOTTEN
            self._fastest = min(took, slower) if self._fastest else took
        finally:
            send.ended = self.clock()

    def _app_wait(self) -> float:
        """Seconds until a notice may leave, as far as is known now."""
        recent = self._recent()
        left_to_turns = ROOM_EACH * self._talking()
        if len(recent) < self.rate - left_to_turns:
            return 0.0
        notices = [send for send in recent if send.is_notice]
        least = math.ceil(self.rate * NOTICES_LEAST)
        return min(self._wait(recent, self.rate - left_to_turns, SECOND), self._wait(notices, least, SECOND))

    def _thread_wait(self, thread: str) -> float:
        sent = self._threads.get(thread, ())
        return max(self._wait(sent, number, seconds) for number, seconds in THREAD_RATES)

    def _wait(self, sent: Reversible[_Send], number: int, seconds: float) -> float:
        """Seconds until one more keeps to `number` in `seconds`; 0 if it does now. `sent`: as they began."""
        number = max(number, 1)
        since = self._since(seconds)
        may_count = list(takewhile(lambda send: send.began > since, reversed(sent)))
        if len(may_count) < number:
            return 0.0
        oldest = heapq.nlargest(number, map(self._counted_at, may_count))[-1]
        return max(0.0, oldest + seconds + SLACK - self.clock())

    def _counted_at(self, send: _Send) -> float:
        """When Teams counted it, at the latest: what it took longer than the fastest was its way there."""
        took = (self.clock() if send.ended is None else send.ended) - send.began
        return send.began + min(max(took - self._fastest, 0.0), ON_ITS_WAY)

    def _recent(self) -> deque[_Send]:
        """Those that may count still; the others are forgotten."""
        since = self._since(SECOND)
        while self._app and self._app[0].began <= since:
            self._app.popleft()
        return self._app

    def _since(self, seconds: float) -> float:
        """What began then, or before, counts no more in a span of so many seconds."""
        return self.clock() - seconds - SLACK - ON_ITS_WAY

    def _talking(self) -> int:
        since = self.clock() - TALKING
        return sum(1 for at in self._talks.values() if at > since)


def _thread(conversation: str) -> str:
    """The chat or channel: Teams counts a channel's threads as one."""
    return conversation.partition(";messageid=")[0]
