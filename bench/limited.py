"""The connector as Teams is on a working day: it answers after a while, and enforces its limits by 429."""

import asyncio
import time
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import orjson

from bench.load.teams import Teams
from bench.load.wire import Call, Served
from sandbox.faults import RateLimits, TeamsError

LATENCY = 0.1
"""Seconds from a request to its answer."""
WRITES = frozenset({"POST", "PUT", "DELETE"})


class Taken(NamedTuple):
    """Something that was sent, edited or opened."""

    at: float
    """When it came, by time.monotonic(); it was answered LATENCY later."""
    conversation: str
    """Empty for a chat that was opened."""


class LimitedTeams(Teams):
    """`taken`: what kept to the limits, oldest first; `refused`: how much did not."""

    def __init__(self, advisers: int) -> None:
        super().__init__(advisers)
        self.taken: list[Taken] = []
        self.refused = 0
        self._rates = RateLimits()
        self._rates.on = True

    def answer(self, call: Call) -> tuple[int, bytes, str]:
        """A status, a JSON body, and the seconds of a Retry-After, if there are any."""
        conversation = _conversation(call)
        if conversation is not None:
            try:
                self._rates.check(conversation or None)
            except TeamsError as error:
                self.refused += 1
                return error.status, orjson.dumps(error.as_json()), f"{error.retry_after:g}"
            self.taken.append(Taken(time.monotonic(), conversation))
        return *self._answer(call), ""

    def _served(self) -> Served:
        return _SlowlyServed(self)


class _SlowlyServed(Served):
    def __init__(self, teams: LimitedTeams) -> None:
        super().__init__(lambda _: (0, b""))
        self._teams = teams

    def on_message_complete(self) -> None:
        method = self._parser.get_method().decode("ascii")
        status, body, wait = self._teams.answer(Call(method, self._path, b"".join(self._body)))
        told = f"Retry-After: {wait}\r\n" if wait else ""
        head = (
            f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\n{told}Content-Length: {len(body)}\r\n"
        )
        answer = f"{head}\r\n".encode("ascii") + body
        asyncio.get_running_loop().call_later(LATENCY, self._transport.write, answer)


def _conversation(call: Call) -> str | None:
    """Which conversation a write counts for; empty for a new one, None for what does not count."""
    match call.method, urlsplit(call.path).path.strip("/").split("/"):
        case "POST", ["v3", "conversations"]:
            return ""
        case method, ["v3", "conversations", conversation, "activities", *_] if method in WRITES:
            return unquote(conversation)
    return None
