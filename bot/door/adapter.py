"""The SDK's adapter: what comes in over HTTP, sends retried in a turn, what a failed turn says."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from http import HTTPStatus
from typing import TypeVar

import structlog
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity, ActivityTypes, ResourceResponse
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from bot.activities import encode, read_activity
from bot.door.authentication import Authentication
from bot.door.handler import SupportBot
from bot.door.tokens import KeysUnavailable
from bot.log import about
from bot.sending.backoff import backoff
from bot.sending.failures import TryLater, read_failure
from bot.sending.pace import Pace
from cards import texts
from sessions.ports import Clock
from sessions.retrying import retried

IN_TURN = 9.0
"""Seconds that a turn may spend sending, all in all; past 15 Teams sends the activity again."""
BODY_WITHIN = 10.0
"""Seconds for an activity to arrive whole: whoever has sent half of one holds a connection, token or not."""
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
"""By the event loop's clock; set by the first send of what Teams has told of, wherever that leads."""

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class TeamsAdapter(CloudAdapter):
    def __init__(self, auth: Authentication, now: Clock, pace: Pace) -> None:
        super().__init__(auth)
        self._now = now
        self._pace = pace
        self.on_turn_error = _on_turn_error

    async def answer(self, request: web.Request, bot: SupportBot) -> web.Response:
        """POST /api/messages: 400 for what is no activity, 401 for a token that does not hold, 408 for what
        does not come.

        503 where the same activity may go through when Teams sends it again.
        """
        _deadline.set(None)
        activity = await _activity_in(request)
        if isinstance(activity, HTTPStatus):
            return web.Response(status=activity)
        try:
            invoked = await self.process_activity(
                request.headers.get("Authorization", ""), activity, bot.on_turn
            )
            body = None if invoked is None else encode(invoked.body)
        except PermissionError as refused:
            _log.warning("not_let_in", why=str(refused))
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        except KeysUnavailable as fault:
            _log.error("not_now", error=type(fault).__name__)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception as fault:  # noqa: BLE001 (the web server would log a traceback, which quotes data)
            _log.error("not_answered", **about(fault))
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        if invoked is None:
            return web.Response(status=HTTPStatus.OK)
        return web.Response(
            body=body,
            status=invoked.status,
            content_type="application/json",
            charset="utf-8",
        )

    async def play_elsewhere(
        self, activity: Activity, turn: Callable[[TurnContext], Awaitable[None]]
    ) -> None:
        """A turn in another conversation than the one Teams has just told of. Raises what the turn raises."""
        raised: list[Exception] = []

        async def played(context: TurnContext) -> None:
            try:
                await turn(context)
            except Exception as fault:  # noqa: BLE001 (the pipeline would swallow it; it is raised again below)
                raised.append(fault)

        auth = self.bot_framework_authentication
        identity = self.create_claims_identity(auth.app_id)
        await self.process_proactive(identity, activity, auth.get_originating_audience(), played)
        if raised:
            raise raised[0]

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        """One by one, each retried where Teams says to slow down."""
        sent: list[ResourceResponse] = []
        for activity in activities:
            leaves = activity.type != ActivityTypes.invoke_response
            send = self._counted(super().send_activities) if leaves else super().send_activities
            sent += await self._patiently(context, send, [activity])
        return sent

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse | None:
        return await self._patiently(context, self._counted(super().update_activity), activity)

    def _counted(self, send: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        """Notices leave room for it; it waits for none."""

        async def counted(context: TurnContext, what: object) -> T:
            with self._pace.answer(context.activity.conversation.id):
                return await send(context, what)

        return counted

    async def _patiently(self, context: TurnContext, send: Callable[..., Awaitable[T]], what: object) -> T:
        """Raises bot.sending.failures.SendFailed. A wait for which the turn has no time is not begun."""
        clock = asyncio.get_running_loop().time
        if (deadline := _deadline.get()) is None:
            _deadline.set(deadline := clock() + IN_TURN)

        async def attempt() -> T:
            try:
                async with asyncio.timeout_at(deadline):
                    return await send(context, what)
            except Exception as raised:
                raise read_failure(raised, self._now()) from raised

        def slowing_down() -> AsyncRetrying:
            return AsyncRetrying(
                retry=retry_if_exception_type(TryLater),
                stop=lambda state: clock() + state.upcoming_sleep > deadline,
                wait=_wait,
                reraise=True,
            )

        return await retried(attempt, on=TryLater, by=slowing_down)


async def _activity_in(request: web.Request) -> Activity | HTTPStatus:
    """What to answer where it does not come, is none, or does not say who, where and by which service."""
    try:
        async with asyncio.timeout(BODY_WITHIN):
            body = await request.read()
        activity = read_activity(body)
    except TimeoutError:
        return HTTPStatus.REQUEST_TIMEOUT
    except (ValueError, web.RequestPayloadError):
        return HTTPStatus.BAD_REQUEST
    sender, conversation = activity.from_property, activity.conversation
    named = (activity.type, sender and sender.id, conversation and conversation.id, activity.service_url)
    usable = all(isinstance(name, str) and name and name.isprintable() for name in named)
    return activity if usable else HTTPStatus.BAD_REQUEST


def _wait(state: RetryCallState) -> float:
    raised = state.outcome.exception() if state.outcome else None
    told = raised.wait if isinstance(raised, TryLater) else None
    return backoff(state.attempt_number, told).total_seconds()


async def _on_turn_error(context: TurnContext, fault: Exception) -> None:
    """Nothing of the turn was kept: say so, and log what kind of fault it was and nothing that was said."""
    _log.error("turn_failed", **about(fault))
    if context.activity.type == ActivityTypes.message:
        with contextlib.suppress(Exception):  # where sending is what failed, there is nobody left to tell
            await context.send_activity(texts.WENT_WRONG)
