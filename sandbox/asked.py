"""One request of the bot, taken apart."""

import json
from dataclasses import dataclass
from typing import TypeAlias

from aiohttp import web

from sandbox.faults import TeamsError
from sandbox.state import Json

SIZE_LIMIT = 100 * 1024
"""Bytes of a bot's message as UTF-16; Teams answers 413 beyond about that."""

Answer: TypeAlias = tuple[int, Json | list[Json] | None]


@dataclass
class Asked:
    """`conversation` is a team's id in requests about a team; `person` is the member named, by either id."""

    request: web.Request
    body: Json
    conversation: str | None
    activity_id: str | None
    person: str | None


async def take_apart(request: web.Request) -> Asked:
    """Read what is asked. Raises TeamsError 400 if the body is no JSON object."""
    body: object = {}
    if request.can_read_body:
        try:
            body = await request.json()
        except ValueError as error:
            raise TeamsError(400, "BadSyntax", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise TeamsError(400, "BadSyntax", "The body is not a JSON object.")
    where = request.match_info
    first = next(iter(body.get("members") or [{}]))
    return Asked(
        request,
        body,
        where.get("conversation", where.get("team")),
        where.get("activity"),
        where.get("member", first.get("id")),
    )


def checked_size(activity: Json) -> Json:
    """The activity, if Teams would take one so big. Raises TeamsError 413."""
    text = json.dumps(activity, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode("utf-16-le", "surrogatepass")) > SIZE_LIMIT:
        raise TeamsError(413, "MessageSizeTooBig", "Message size too large.")
    return activity
