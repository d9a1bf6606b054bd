"""What the bot answers over HTTP."""

from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from bot.door.adapter import TeamsAdapter
from bot.door.handler import SupportBot
from bot.health import Health
from bot.kit import NAMES
from bot.kit.links import ASK_PATH, REF
from bot.links import Calendars
from bot.talk.advertising import Advertising
from sessions.desk import Desk
from sessions.refusals import NoSuchRequest

BODY_MOST = 256 * 1024
"""Bytes of a request; Teams' activities stay under 100 KB."""
SHOWN = frozenset({"image/png", "image/svg+xml", "application/pdf", "text/plain"})
"""What a browser may show. A letter is for a mail program, and HTML is to be pasted, not to be run here."""


@dataclass(frozen=True, slots=True)
class Web:
    """The bot's door, the printed way to it, files behind signed links, and a sign of life."""

    adapter: TeamsAdapter
    bot: SupportBot
    desk: Desk
    calendars: Calendars
    advertising: Advertising
    health: Health

    def application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_MOST)
        app.router.add_post("/api/messages", self._messages)
        app.router.add_get(ASK_PATH, self._ask)
        app.router.add_get("/calendar/{token}.ics", self._calendar)
        app.router.add_get("/kit/{token}/{name}", self._kit)
        app.router.add_get("/healthz", self._healthz)
        return app

    async def _messages(self, request: web.Request) -> web.Response:
        return await self.adapter.answer(request, self.bot)

    async def _ask(self, request: web.Request) -> web.Response:
        """On to the chat in Teams: where that is may change, the printed link does not."""
        chat = self.advertising.chat(request.query.get(REF))
        return web.Response(status=HTTPStatus.FOUND, headers={"Location": chat, "Cache-Control": "no-store"})

    async def _calendar(self, request: web.Request) -> web.Response:
        found = self.calendars.read(request.match_info["token"], self.desk.now())
        if found is None:
            return _invalid()
        try:
            booked = await self.desk.find(found.lro_id, found.reference)
        except NoSuchRequest:
            return _gone()
        if booked.booking is None or booked.booking.time.start != found.start:
            return _gone()
        # Few sessions are put into a calendar this way, and every start would wait for what writes the file.
        from bot.calendar import calendar_file  # noqa: PLC0415

        body = calendar_file(booked, self.desk.region, now=self.desk.now())
        return _file(body, f"support-session-{booked.reference}.ics", "text/calendar")

    async def _kit(self, request: web.Request) -> web.Response:
        ref = self.advertising.links.read(request.match_info["token"], self.desk.now())
        name = request.match_info["name"]
        if ref is None or name not in NAMES:
            return _invalid()
        try:
            piece = await self.advertising.made(name, ref)
        except ValueError as unprintable:
            sorry = f"This cannot be made: {unprintable}."
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR, text=sorry)
        return _file(piece.body, name, piece.media_type)

    async def _healthz(self, _: web.Request) -> web.Response:
        failing = await self.health.failing()
        if failing:
            return web.json_response(
                {"status": "failing", "parts": failing}, status=HTTPStatus.SERVICE_UNAVAILABLE
            )
        return web.json_response({"status": "ok"})


def _file(body: bytes, name: str, media_type: str) -> web.Response:
    """Kept by nobody on the way, and taken for nothing but what it is."""
    disposition = "inline" if media_type in SHOWN else "attachment"
    return web.Response(
        body=body,
        content_type=media_type,
        charset="utf-8" if media_type.startswith("text/") else None,
        headers={
            "Content-Disposition": f'{disposition}; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _invalid() -> web.Response:
    return web.Response(status=HTTPStatus.NOT_FOUND, text="This link is not valid, or no longer is.")


def _gone() -> web.Response:
    return web.Response(status=HTTPStatus.GONE, text="This session is no longer booked.")
