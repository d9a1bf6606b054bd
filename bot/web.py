"""What the bot answers over HTTP."""

from http import HTTPStatus

from aiohttp import web

from bot.adapter import TeamsAdapter
from bot.calendar import calendar_file
from bot.handler import SupportBot
from bot.health import Health
from bot.kit.links import ASK_PATH, REF, chat_link, clean_ref
from bot.links import Calendars
from sessions.desk import Desk
from sessions.refusals import NoSuchRequest

BODY_MOST = 256 * 1024
"""Bytes of a request; Teams' activities stay under 100 KB."""


def routes(
    adapter: TeamsAdapter, bot: SupportBot, desk: Desk, calendars: Calendars, health: Health, *, bot_id: str
) -> web.Application:
    """The bot's door, the way to it that is printed, a calendar file behind a signed link, a sign of life."""

    async def messages(request: web.Request) -> web.Response:
        return await adapter.answer(request, bot)

    async def ask(request: web.Request) -> web.Response:
        """On to the chat in Teams. What else may stand in a printed link leads there all the same."""
        chat = chat_link(bot_id, clean_ref(request.query.get(REF)))
        return web.Response(status=HTTPStatus.FOUND, headers={"Location": chat, "Cache-Control": "no-store"})

    async def calendar(request: web.Request) -> web.Response:
        found = calendars.read(request.match_info["token"], desk.now())
        if found is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, text="This link is not valid, or no longer is.")
        try:
            booked = await desk.find(found.lro_id, found.reference)
        except NoSuchRequest:
            return _gone()
        if booked.booking is None or booked.booking.time.start != found.start:
            return _gone()
        return web.Response(
            body=calendar_file(booked, desk.region, now=desk.now()),
            content_type="text/calendar",
            charset="utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="support-session-{booked.reference}.ics"',
                "Cache-Control": "private, no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    async def healthz(_: web.Request) -> web.Response:
        failing = await health.failing()
        if failing:
            return web.json_response(
                {"status": "failing", "parts": failing}, status=HTTPStatus.SERVICE_UNAVAILABLE
            )
        return web.json_response({"status": "ok"})

    app = web.Application(client_max_size=BODY_MOST)
    app.router.add_post("/api/messages", messages)
    app.router.add_get(ASK_PATH, ask)
    app.router.add_get("/calendar/{token}.ics", calendar)
    app.router.add_get("/healthz", healthz)
    return app


def _gone() -> web.Response:
    return web.Response(status=HTTPStatus.GONE, text="This session is no longer booked.")
