"""A feed of every change, for the page and for the client that plays people."""

import asyncio
import contextlib
import json
from collections.abc import Iterator

BACKLOG = 20_000
"""Changes a listener may lag behind before it is cut off, so that one that hangs does not eat the memory."""


class Feed:
    """Passes every change on to whoever listens."""

    def __init__(self) -> None:
        self._version = 0
        self._listeners: set[asyncio.Queue[str | None]] = set()

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def next_version(self) -> int:
        self._version += 1
        return self._version

    def tell(self, kind: str, **change: object) -> None:
        if not self._listeners:
            return
        text = json.dumps({"kind": kind, **change})
        for listener in list(self._listeners):
            if listener.qsize() >= BACKLOG:
                self._listeners.discard(listener)
                listener.put_nowait(None)
            else:
                listener.put_nowait(text)

    @contextlib.contextmanager
    def listen(self) -> Iterator[asyncio.Queue[str | None]]:
        """A queue of changes as JSON text; None means that it is over, or that the listener is too slow."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        for listener in self._listeners:
            listener.put_nowait(None)
