"""Records that could not be read: each is told in the log, and not again at every look."""

import logging
import time
from collections.abc import Callable

from storage.documents import Key, StorageFault

AGAIN_AFTER_S = 3600.0
"""Seconds after which one that still cannot be read is told again."""
MOST = 1000
"""Records remembered as told. If there are more, those wait for their turn, and the log stays legible."""

log = logging.getLogger(__name__)


class Unreadable:
    """What one process has told of. `clock` answers seconds that only go forward."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[Key, float] = {}

    def tell(self, key: Key, fault: StorageFault) -> None:
        """It was left out of what was asked for."""
        now = self._clock()
        # The longest told come first: each is put at the end when it is told.
        while self._told and now - next(iter(self._told.values())) >= AGAIN_AFTER_S:
            del self._told[next(iter(self._told))]
        if key in self._told or len(self._told) >= MOST:
            return
        self._told[key] = now
        log.error("a record was left out: %s", fault)
