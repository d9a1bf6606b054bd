"""HTTP/1.1 at the least cost there is in Python, so that what is measured is the bot and not the load."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

import httptools


class Call(NamedTuple):
    """What somebody asks of a stand-in."""

    method: str
    path: str
    """With its query, as on the wire."""
    body: bytes


Answer = Callable[[Call], tuple[int, bytes]]
"""A status and a JSON body."""


class Served(asyncio.Protocol):
    """One connection to a stand-in. Requests on it are answered in order."""

    def __init__(self, answer: Answer, *, opened: Callable[[], None] = lambda: None) -> None:
        self._answer = answer
        self._opened = opened
        self._parser = httptools.HttpRequestParser(self)
        self._path = ""
        self._body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a stand-in speaks over a stream")
        self._transport = transport
        self._opened()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def close(self) -> None:
        self._transport.close()

    # -- what httptools calls ------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        self._path, self._body = "", []

    def on_url(self, url: bytes) -> None:
        self._path += url.decode("ascii")

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        method = self._parser.get_method().decode("ascii")
        status, body = self._answer(Call(method, self._path, b"".join(self._body)))
        head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode("ascii") + body)


class Caller(asyncio.Protocol):
    """One connection to a bot, with one request at a time."""

    def __init__(self) -> None:
        self._parser: httptools.HttpResponseParser | None = None
        self._body: list[bytes] = []
        self._waiting: asyncio.Future[tuple[int, bytes]] | None = None

    @classmethod
    async def connected(cls, host: str, port: int) -> "Caller":
        """Raises OSError."""
        _, caller = await asyncio.get_running_loop().create_connection(cls, host, port)
        return caller

    async def post(self, path: str, headers: bytes, body: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer. `headers`: whole lines, each with its CRLF.

        Raises OSError if the bot has hung up.
        """
        if self._transport.is_closing():
            raise ConnectionResetError("the bot has hung up")
        loop = asyncio.get_running_loop()
        self._waiting = loop.create_future()
        self._parser, self._body = httptools.HttpResponseParser(self), []
        length = len(body)
        head = b"POST %b HTTP/1.1\r\nHost: localhost\r\n%bContent-Length: %d\r\n\r\n"
        self._transport.write(head % (path.encode("ascii"), headers, length) + body)
        return await self._waiting

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a bot is spoken to over a stream")
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if self._parser is not None:
            self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError("the bot hung up"))

    # -- what httptools calls ------------------------------------------------------------------------------

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if self._parser is not None and self._waiting is not None and not self._waiting.done():
            self._waiting.set_result((self._parser.get_status_code(), b"".join(self._body)))
