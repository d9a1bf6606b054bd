"""Trouble on demand: answers Teams gives on a bad day, and the rates at which it asks a bot to slow down."""

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel

from sandbox.world import World

Operation = Literal["create", "send", "edit", "delete", "members", "team"]
Clock = Callable[[], float]

THREAD_RATES = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
"""Sends a bot may make to one thread: (number, seconds). Source: Teams' documented rate limits for bots."""
APP_RATE = (50, 1.0)
"""Requests a second for one app and tenant."""


class TeamsError(Exception):
    """An answer Teams gives instead of doing what was asked."""

    def __init__(self, status: int, code: str, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after

    def as_json(self) -> dict[str, object]:
        return {"error": {"code": self.code, "message": str(self)}}


class Fault(BaseModel):
    """What goes wrong, for whom, and how often. Whatever of the first three is given must match.

    `status` is answered in place of doing it (with `code`, and `retry_after` seconds as Retry-After); `delay`
    seconds pass first; `drop` closes the connection unanswered, before the thing is done or after it.
    `times` None: until cleared.
    """

    conversation: str | None = None
    person: str | None = None
    operation: Operation | None = None
    times: int | None = 1
    status: int | None = None
    code: str = "ServiceError"
    message: str = "A fault that was asked for."
    retry_after: float | None = None
    delay: float = 0.0
    drop: Literal["before", "after"] | None = None


class Faults:
    """The faults waiting to happen, oldest first."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.waiting: list[Fault] = []

    def take(self, operation: Operation, conversation: str | None, person: str | None) -> Fault | None:
        """The first fault that fits this call, counted as used. `person`: whom it is about, by either id."""
        for fault in self.waiting:
            if self._fits(fault, operation, conversation, person):
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self.waiting.remove(fault)

    def _fits(self, fault: Fault, operation: Operation, conversation: str | None, person: str | None) -> bool:
        if fault.operation not in (None, operation):
            return False
        if fault.conversation is not None and fault.conversation != conversation:
            return False
        if fault.person is None:
            return True
        meant = self._world.by_id.get(fault.person)
        if meant is None:
            return False
        return person in (meant.id, meant.aad_object_id) or conversation == self._world.chat_of(meant)


class RateLimits:
    """Answers 429 where Teams would. Off until `on` is set; `clock` gives seconds that only grow."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self.on = False
        self._clock = clock
        self._threads: dict[str, deque[float]] = {}
        self._app: deque[float] = deque(maxlen=APP_RATE[0])

    def check(self, conversation: str | None) -> None:
        """Count a send (None: to a chat not yet made). Raises TeamsError 429 if that is too much."""
        if not self.on:
            return
        now = self._clock()
        thread = self._threads.setdefault(conversation or "", deque(maxlen=THREAD_RATES[-1][0]))
        waits = [_wait(self._app, *APP_RATE, now)]
        if conversation is not None:
            waits += [_wait(thread, number, seconds, now) for number, seconds in THREAD_RATES]
        if (wait := max(waits)) > 0:
            raise TeamsError(
                429, "TooManyRequests", "Too many requests. Slow down.", retry_after=math.ceil(wait)
            )
        self._app.append(now)
        thread.append(now)


def _wait(sent: deque[float], number: int, seconds: float, now: float) -> float:
    """Seconds until one more send keeps to `number` in `seconds`; 0 if it does now."""
    if len(sent) < number:
        return 0.0
    return max(0.0, sent[-number] + seconds - now)
