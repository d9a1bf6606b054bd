"""People at a bot, so many at the same time, for so long; and how long each waited for an answer."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson

from bench.load.scripts import SCRIPTS, Person, Script, WrongAnswer
from bench.load.teams import Json, Teams
from bench.load.wire import Caller

_people = itertools.count(int(time.time()) % 10**6 * 10**6)
"""Nobody is met twice, whatever a bot may remember from an earlier run."""


@dataclass(frozen=True, slots=True)
class Result:
    turns: int
    seconds: float
    p50: float
    """Milliseconds from the activity to the answer to it, as is `p99`. The bot has replied by then."""
    p99: float
    errors: int
    sends: int
    """Messages that the connector took meanwhile; `edits`: changes to one."""
    edits: int
    answered: int
    """Turns with those that were under way when the time was up: what the bot's costs meanwhile were for."""
    wrong: str = ""
    """The first error."""

    @property
    def rate(self) -> float:
        """Turns a second."""
        return self.turns / self.seconds


class Crowd:
    """People who play one script over and over, each time as somebody new.

    `urls`: a bot's /api/messages, or those of its replicas: each turn of a conversation is another's.
    """

    def __init__(self, teams: Teams, script: str, *urls: str, turns_most: int | None = None) -> None:
        self._teams = teams
        self._script: Script = SCRIPTS[script]
        self._addresses = [urlsplit(url) for url in urls]
        self._headers = f"Content-Type: application/json\r\nAuthorization: Bearer {teams.token()}\r\n".encode(
            "ascii"
        )
        self._left = turns_most
        self._latencies: list[float] = []
        self._errors = 0
        self._wrong = ""
        self._stopping = False

    async def play(self, concurrency: int, seconds: float) -> Result:
        """Conversations begun are not played to their end.

        Raises OSError if the bot cannot be reached, or hangs up.
        """
        lines = [
            [await Caller.connected(to.hostname or "", to.port or 80) for to in self._addresses]
            for _ in range(concurrency)
        ]
        sends, edits, began = self._teams.sends, self._teams.edits, time.perf_counter()
        people = [asyncio.create_task(self._somebody(itertools.cycle(line))) for line in lines]
        try:
            await asyncio.wait(people, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
            lasted = time.perf_counter() - began
            done = sorted(self._latencies)
            self._stopping = True
            await asyncio.gather(*people)
        finally:
            for somebody in people:
                somebody.cancel()
            await asyncio.gather(*people, return_exceptions=True)
            for caller in itertools.chain(*lines):
                caller.close()
        return Result(
            turns=len(done),
            seconds=lasted,
            p50=_quantile(done, 0.5),
            p99=_quantile(done, 0.99),
            errors=self._errors,
            sends=self._teams.sends - sends,
            edits=self._teams.edits - edits,
            answered=len(self._latencies),
            wrong=self._wrong,
        )

    async def _somebody(self, callers: Iterator[Caller]) -> None:
        while not self._stopping:
            person = Person(next(_people), self._teams.url)
            self._teams.watched.add(person.chat)
            try:
                await self._converse(callers, person)
            except (WrongAnswer, LookupError) as wrong:
                self._errors += 1
                self._wrong = self._wrong or f"{type(wrong).__name__}: {wrong}"
            finally:
                self._teams.watched.discard(person.chat)
                self._teams.said.pop(person.chat, None)

    async def _converse(self, callers: Iterator[Caller], person: Person) -> None:
        """Raises WrongAnswer."""
        script = self._script(person)
        activity = next(script)
        while not self._stopping:
            answer = await self._turn(next(callers), person, activity)
            try:
                activity = script.send(answer)
            except StopIteration:
                return

    async def _turn(self, caller: Caller, person: Person, activity: Json) -> Json:
        if self._left is not None:
            self._left -= 1
            self._stopping = self._stopping or self._left <= 0
        body = orjson.dumps(activity)
        asked = time.perf_counter()
        status, _ = await caller.post(self._addresses[0].path, self._headers, body)
        self._latencies.append((time.perf_counter() - asked) * 1000)
        if status not in {200, 201, 202}:
            raise WrongAnswer(f"the bot answered {status}")
        return self._teams.take(person.chat)


def _quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")
