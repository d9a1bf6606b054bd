"""What people do while cards are pushed: one submits, others talk."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus

import orjson

from bench.least import least_time
from bench.limited import LATENCY, LimitedTeams
from bench.load.scripts import Person, WrongAnswer, walk
from bench.load.wire import Caller
from devtools.common import Trouble

ADVISERS = 100
OTHERS = 5
"""LROs who talk to the bot meanwhile."""
PAUSE = 1.0
"""Seconds from one turn of somebody to their next: people read, and a chat takes two messages a second."""
PATIENCE = 60.0
"""Seconds in which a turn must be answered, and in which all cards must be out."""
TURNS_LEAST = 2
"""For a median and a quantile of them."""
LAST = "Is this right?"
"""On the summary, which only who is to be pushed submits."""


class Walker:
    """Somebody new, who walks. Raises Trouble where the bot does not answer as it should."""

    def __init__(self, teams: LimitedTeams, caller: Caller, number: int) -> None:
        self._teams = teams
        self._caller = caller
        self._person = Person(number, teams.url)
        self._script = walk(self._person)
        self._next = next(self._script)
        self._headers = f"Content-Type: application/json\r\nAuthorization: Bearer {teams.token()}\r\n".encode(
            "ascii"
        )
        self.at_summary = False
        teams.watched.add(self._person.chat)

    async def goes_on(self) -> float:
        """A turn; answers how long it took, in milliseconds."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                status, _ = await self._caller.post("/api/messages", self._headers, orjson.dumps(self._next))
        except OSError as fault:
            raise Trouble(f"the bot does not answer any more: {type(fault).__name__}") from fault
        took = (time.monotonic() - began) * 1000
        if status != HTTPStatus.OK:
            raise Trouble(f"the bot answered {status}")
        try:
            answer = self._teams.take(self._person.chat)
        except LookupError as nothing:
            raise Trouble("the bot said nothing in the chat") from nothing
        try:
            with suppress(StopIteration):  # after the reference there is nothing more to say
                self._next = self._script.send(answer)
        except WrongAnswer as wrong:
            raise Trouble(f"the bot answered wrongly: {wrong}") from wrong
        self.at_summary = LAST in str(answer)
        return took


class Stage:
    """A bot at that port of this machine, and the connector it speaks to."""

    def __init__(self, teams: LimitedTeams, port: int) -> None:
        self.teams = teams
        self._port = port
        self._numbers = itertools.count(1)

    async def push(self, *, chats: int = 0) -> tuple[float, float]:
        """From the press of Submit to the answer to the last card, and the least there could be, in seconds.

        `chats`: how many are opened for it.
        """
        async with self._ready_to_submit() as walker:
            began, before = time.monotonic(), len(self.teams.taken)
            await walker.goes_on()
            await self.all_told(before)
        sent = [(taken.at - began, _is_push(taken.conversation)) for taken in self.teams.taken[before:]]
        least = least_time(ADVISERS + chats, [at for at, is_push in sent if not is_push])
        return max(at for at, is_push in sent if is_push) + LATENCY, least + LATENCY

    async def talk(self, seconds: float) -> list[float]:
        """What turns take when nothing goes out, in milliseconds."""
        async with self._talkers() as latencies:
            await asyncio.sleep(seconds)
            return _enough(latencies)

    async def talk_while_pushing(self) -> list[float]:
        """The same from when a request is submitted until the last card is out."""
        async with self._ready_to_submit() as walker, self._talkers() as latencies:
            before = len(self.teams.taken)
            await walker.goes_on()
            await self.all_told(before)
            return _enough(latencies)

    @asynccontextmanager
    async def _talkers(self) -> AsyncIterator[list[float]]:
        """People who talk, one after the other and over and over; what their turns take from now on."""
        latencies: list[float] = []
        people = [asyncio.create_task(self._talks(latencies, n * PAUSE / OTHERS)) for n in range(OTHERS)]
        await asyncio.sleep(2 * PAUSE)
        latencies.clear()
        try:
            yield latencies
        finally:
            done = [person for person in people if person.done()]
            for person in people:
                person.cancel()
            await asyncio.gather(*people, return_exceptions=True)
            for person in done:
                person.result()  # raises what went wrong

    async def _talks(self, latencies: list[float], after: float) -> None:
        await asyncio.sleep(after)
        while True:
            async with self._walker() as walker:
                while not walker.at_summary:
                    took = await walker.goes_on()
                    latencies.append(took)
                    await asyncio.sleep(max(0.0, PAUSE - took / 1000))

    @asynccontextmanager
    async def _ready_to_submit(self) -> AsyncIterator[Walker]:
        async with self._walker() as walker:
            while not walker.at_summary:
                await walker.goes_on()
                await asyncio.sleep(PAUSE)
            yield walker

    @asynccontextmanager
    async def _walker(self) -> AsyncIterator[Walker]:
        try:
            caller = await Caller.connected("127.0.0.1", self._port)
        except OSError as fault:
            raise Trouble(f"the bot cannot be reached: {fault}") from fault
        try:
            yield Walker(self.teams, caller, next(self._numbers))
        finally:
            caller.close()

    async def all_told(self, before: int) -> None:
        """Wait until each adviser has a card more than `before`.

        Raises Trouble if somebody has two, or not all have one in time.
        """
        until = time.monotonic() + PATIENCE
        while True:
            to = [taken.conversation for taken in self.teams.taken[before:]]
            told = Counter(conversation for conversation in to if _is_advisers(conversation))
            if any(cards > 1 for cards in told.values()):
                raise Trouble("an adviser was told twice")
            if len(told) == ADVISERS:
                return
            if time.monotonic() > until:
                raise Trouble(f"only {len(told)} of {ADVISERS} advisers were told in {PATIENCE:g} s")
            await asyncio.sleep(0.02)


def _enough(latencies: list[float]) -> list[float]:
    if len(latencies) < TURNS_LEAST:
        raise Trouble(f"people took {len(latencies)} turns meanwhile, too few for a figure")
    return list(latencies)


def _is_advisers(conversation: str) -> bool:
    return "adviser" in conversation


def _is_push(conversation: str) -> bool:
    """A card, or the opening of a chat for one."""
    return not conversation or _is_advisers(conversation)
