"""Whether the bot can do its work: for whoever watches over it, and may start it again."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import structlog

from bot.log import about
from sessions.ports import Clock
from storage.documents import Documents, Key

CHECK_EVERY = 10.0
"""Seconds for which an answer of the store holds: what asks more often costs no writes."""
PATIENCE = 5.0
"""Seconds for which the store may take to answer."""
FORGET_AFTER = timedelta(minutes=1)

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Health:
    documents: Documents
    now: Clock
    _store_answers: bool = True
    _look_again_at: float = 0.0
    """By the event loop's clock."""
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _watched: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)

    async def failing(self) -> list[str]:
        """The parts that do not do their work: of "store" (to be written and read) and what is watched."""
        async with self._looking:
            if asyncio.get_running_loop().time() >= self._look_again_at:
                self._store_answers = await self._try_store()
                self._look_again_at = asyncio.get_running_loop().time() + CHECK_EVERY
        ended = [part for part, task in self._watched.items() if task.done()]
        return ended if self._store_answers else ["store", *ended]

    def watch(self, part: str, task: "asyncio.Task[None]") -> None:
        """A part that is to run for as long as the bot does."""
        self._watched[part] = task
        task.add_done_callback(self._ended)

    def look_away(self) -> None:
        """The bot is being stopped, and what is watched with it."""
        for task in self._watched.values():
            task.remove_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        (part,) = [part for part, watched in self._watched.items() if watched is task]
        fault = None if task.cancelled() else task.exception()
        _log.critical("part_ended", part=part, **about(fault or asyncio.CancelledError()))

    async def _try_store(self) -> bool:
        key = Key("health", uuid4().hex, "written")
        try:
            async with asyncio.timeout(PATIENCE):
                await self.documents.create(key, {}, expires_at=self.now() + FORGET_AFTER)
                await self.documents.read(key)
        except Exception as fault:  # noqa: BLE001 (whatever the store raises, the answer is the same)
            _log.error("store_does_not_answer", **about(fault))
            return False
        return True
