"""Stands between the client and the stand-in: counts what is asked, and does to it what networks do."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import urlsplit

from aiohttp import ClientSession, DummyCookieJar, web
from yarl import URL

Meanwhile = Callable[[], Awaitable[object]]

DELAY_S = 2.0
NOT_PASSED_ON = frozenset({"host", "content-length", "transfer-encoding", "connection"})


class Fault(Enum):
    THROTTLED = auto()
    """429, and when to come back."""
    RETRY_WITH = auto()
    """449: another write of the same item was just under way."""
    NO_CONTAINER = auto()
    """404, but not of an item."""
    UNAVAILABLE = auto()
    """503, and nothing was done."""
    UNAVAILABLE_AFTERWARDS = auto()
    """503, although it was done."""
    DROPPED_BEFORE = auto()
    DROPPED_AFTER = auto()
    SLOW = auto()
    LATE = auto()
    """Done at once, answered after everybody has stopped waiting."""


ANSWERS = {
    Fault.THROTTLED: (429, {"x-ms-retry-after-ms": "20"}),
    Fault.RETRY_WITH: (449, {}),
    Fault.NO_CONTAINER: (404, {"x-ms-substatus": "1003"}),
    Fault.UNAVAILABLE: (503, {}),
    Fault.DROPPED_BEFORE: (503, {}),  # which nobody gets
}


@dataclass(frozen=True)
class Operation:
    """`what` is read, create, replace, delete, query, or plan (of a query across partitions)."""

    what: str
    kind: str
    """Of the documents, where the request says it: a query across partitions does not."""
    status: int
    """What the stand-in answered; 0 if it was not asked."""


@dataclass
class Proxy:
    """Operations on documents are counted and may go wrong; others (accounts, containers) pass through."""

    endpoint: str
    seen: list[Operation] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    """What happens to the next operations, one each."""
    meanwhile: Meanwhile | None = None
    """Done by somebody else once, with the next fault, before anything is tried again."""

    def take(self) -> list[Operation]:
        seen, self.seen[:] = list(self.seen), []
        return seen

    def counted(self) -> Counter[tuple[str, str]]:
        """How many of each operation on each kind since the last time."""
        return Counter((operation.what, operation.kind) for operation in self.take())

    def made(self) -> int:
        """How many writes the stand-in made since the last time."""
        writes = [o for o in self.take() if o.what in {"create", "replace"}]
        return sum(200 <= operation.status < 300 for operation in writes)


@asynccontextmanager
async def proxied(endpoint: str) -> AsyncIterator[Proxy]:
    """A proxy before that endpoint, on a port of the OS's choice."""
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        proxy = Proxy("")
        app = web.Application(client_max_size=4 * 2**20)
        app.router.add_route("*", "/{path:.*}", _Handler(proxy, endpoint, session).handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            proxy.endpoint = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield proxy
        finally:
            await runner.cleanup()


@dataclass
class _Handler:
    proxy: Proxy
    target: str
    session: ClientSession

    async def handle(self, request: web.Request) -> web.StreamResponse:
        what = _what(request)
        if what is None:
            return await self._passed_on(request)
        fault = self.proxy.faults.popleft() if self.proxy.faults else None
        if fault in ANSWERS:
            answer = _answer(*ANSWERS[fault])
            self._saw(request, what, 0)
        else:
            answer = await self._passed_on(request)
            self._saw(request, what, answer.status)
        if fault and self.proxy.meanwhile:
            meanwhile, self.proxy.meanwhile = self.proxy.meanwhile, None
            await meanwhile()
        if fault in {Fault.DROPPED_BEFORE, Fault.DROPPED_AFTER}:
            assert request.transport
            request.transport.abort()
        if fault in {Fault.SLOW, Fault.LATE}:
            await asyncio.sleep(DELAY_S)
        return _answer(503, {}) if fault is Fault.UNAVAILABLE_AFTERWARDS else answer

    def _saw(self, request: web.Request, what: str, status: int) -> None:
        self.proxy.seen.append(Operation(what, _kind(request), status))

    async def _passed_on(self, request: web.Request) -> web.Response:
        url = URL(self.target + request.raw_path, encoded=True)
        headers = {n: v for n, v in request.headers.items() if n.lower() not in NOT_PASSED_ON}
        body = await request.read()
        async with self.session.request(request.method, url, headers=headers, data=body) as answer:
            passed = {n: v for n, v in answer.headers.items() if n.lower() not in NOT_PASSED_ON}
            return web.Response(status=answer.status, headers=passed, body=await answer.read())


def _what(request: web.Request) -> str | None:
    match (urlsplit(request.raw_path).path.strip("/").split("/"), request.method):
        case [[_, _, _, _, "docs"], "POST"]:
            if "x-ms-cosmos-is-query-plan-request" in request.headers:
                return "plan"
            is_query = "query+json" in request.headers.get("Content-Type", "")
            return "query" if is_query else "create"
        case [[_, _, _, _, "docs", _], method]:
            return {"GET": "read", "PUT": "replace", "DELETE": "delete"}[method]
    return None


def _kind(request: web.Request) -> str:
    partition_key = request.headers.get("x-ms-documentdb-partitionkey", "")
    return partition_key.removeprefix('["').partition(":")[0]


def _answer(status: int, headers: dict[str, str]) -> web.Response:
    return web.json_response(
        {"code": "Fault", "message": "quotes what was sent"}, status=status, headers=headers
    )
