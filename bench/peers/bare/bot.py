"""The limit of this design: parse the activity, one POST to the connector, answer. No SDK, no state."""

import sys
from collections.abc import AsyncIterator

import orjson
from aiohttp import ClientSession, web

SESSION = web.AppKey("session", ClientSession)
JSON = {"Content-Type": "application/json"}


async def messages(request: web.Request) -> web.Response:
    activity = orjson.loads(await request.read())
    conversation = activity["conversation"]["id"]
    reply = {
        "type": "message",
        "text": activity["text"],
        "from": activity["recipient"],
        "recipient": activity["from"],
        "conversation": activity["conversation"],
        "replyToId": activity["id"],
    }
    url = f"{activity['serviceUrl']}v3/conversations/{conversation}/activities/{activity['id']}"
    async with request.app[SESSION].post(url, data=orjson.dumps(reply), headers=JSON) as answer:
        answer.raise_for_status()
        await answer.read()
    return web.Response()


async def session(app: web.Application) -> AsyncIterator[None]:
    async with ClientSession() as app[SESSION]:
        yield


def application() -> web.Application:
    app = web.Application()
    app.router.add_post("/api/messages", messages)
    app.cleanup_ctx.append(session)
    return app


if __name__ == "__main__":
    web.run_app(application(), host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
