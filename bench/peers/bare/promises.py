"""The limit of what this bot promises of a turn, whatever a bot is made of: `promises.py PORT`.

Bare aiohttp: the token is looked up among those met before, one document read, the answered message edited,
the next one sent, and the document durable in SQLite before the turn is answered; in two sends as many bytes
as a turn of a walk sends on the average. No SDK, no dialog, no cards, nobody else to tell.
"""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import orjson
from aiohttp import ClientSession, web

Json = dict[str, Any]

FILE = "promises.db"
"""In the folder it is started in."""
CARD, EDITED, HELD = "." * 1_900, "." * 600, "." * 2_000
"""In place of a card, of one that was answered, and of what a walk keeps."""
AS_US = {"Content-Type": "application/json", "Authorization": "Bearer sample"}


class Write(NamedTuple):
    chat: str
    body: bytes
    done: asyncio.Future[None]


class Documents:
    """Reads on the event loop; what waits to be written is one transaction, and its commit a thread's."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(FILE, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS held (chat TEXT PRIMARY KEY, body BLOB)")
        self._reader = sqlite3.connect(FILE)
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._waiting: list[Write] = []
        self._committing: asyncio.Task[None] | None = None

    def read(self, chat: str) -> Json:
        found = self._reader.execute("SELECT body FROM held WHERE chat = ?", (chat,)).fetchone()
        return dict(orjson.loads(found[0])) if found else {}

    async def write(self, chat: str, document: Json) -> None:
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(Write(chat, orjson.dumps(document), done))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit())
        await done

    async def _commit(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "REPLACE INTO held VALUES (?, ?)", [(write.chat, write.body) for write in group]
            )
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._thread, self._connection.execute, "COMMIT")
            for write in group:
                write.done.set_result(None)
        self._committing = None


SESSION = web.AppKey("session", ClientSession)
DOCUMENTS = web.AppKey("documents", Documents)
MET = web.AppKey("met", set[str])


async def messages(request: web.Request) -> web.Response:
    request.app[MET].add(request.headers["Authorization"])
    activity = orjson.loads(await request.read())
    chat = activity["conversation"]["id"]
    held = request.app[DOCUMENTS].read(chat)
    said = [*held.get("said", ()), activity["text"]]
    url = f"{activity['serviceUrl']}v3/conversations/{chat}/activities"
    if held:
        await send(request, "PUT", f"{url}/{held['sent']}", message(activity, "Answered", EDITED))
    asked = message(activity, f"Transport, name, age? So far: {', '.join(said)}", CARD)
    answer = await send(request, "POST", f"{url}/{activity['id']}", asked)
    await request.app[DOCUMENTS].write(chat, {"said": said, "sent": answer["id"], "held": HELD})
    return web.Response()


def message(activity: Json, text: str, more: str) -> Json:
    return {
        "type": "message",
        "text": text,
        "more": more,
        "from": activity["recipient"],
        "recipient": activity["from"],
        "conversation": activity["conversation"],
        "replyToId": activity["id"],
    }


async def send(request: web.Request, method: str, url: str, body: Json) -> Json:
    session = request.app[SESSION]
    async with session.request(method, url, data=orjson.dumps(body), headers=AS_US) as answer:
        answer.raise_for_status()
        return dict(orjson.loads(await answer.read()))


async def opened(app: web.Application) -> AsyncIterator[None]:
    app[DOCUMENTS], app[MET] = Documents(), set()
    async with ClientSession() as app[SESSION]:
        yield


def application() -> web.Application:
    app = web.Application()
    app.router.add_post("/api/messages", messages)
    app.cleanup_ctx.append(opened)
    return app


if __name__ == "__main__":
    web.run_app(application(), host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
