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
    _courier_runs: bool = True

    async def failing(self) -> list[str]:
        """The parts that do not do their work, of "store" (to be written and read) and "courier"."""
        async with self._looking:
            if asyncio.get_running_loop().time() >= self._look_again_at:
                self._store_answers = await self._try_store()
                self._look_again_at = asyncio.get_running_loop().time() + CHECK_EVERY
        parts = {"store": self._store_answers, "courier": self._courier_runs}
        return [part for part, works in parts.items() if not works]

    def courier_ended(self, courier: "asyncio.Task[None]") -> None:
        """Called when its task is done, for whatever reason but that the bot is stopped."""
        self._courier_runs = False
        fault = None if courier.cancelled() else courier.exception()
        _log.critical("courier_ended", **about(fault or asyncio.CancelledError()))

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
