"""The SDK's adapter: who may talk to the bot, sends retried in a turn, what a failed turn says."""

import contextlib
import traceback
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import structlog
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity, ActivityTypes, ResourceResponse
from jwt import PyJWTError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_before_delay

from bot.backoff import backoff
from bot.failures import TryLater, read_failure
from bot.handler import SupportBot
from bot.settings import Settings
from cards import texts
from sessions.ports import Clock

IN_TURN = 9
"""Seconds for which a turn retries a send; past 15 Teams sends the activity again."""

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class SdkConfiguration:
    """The settings under the names the SDK looks for."""

    def __init__(self, settings: Settings) -> None:
        self.APP_TYPE = (
            settings.app_type if settings.app_id else "MultiTenant"
        )  # the SDK's "no authentication"
        self.APP_ID = settings.app_id
        self.APP_PASSWORD = settings.app_password.get_secret_value()
        self.APP_TENANTID = settings.app_tenant_id


def authentication(settings: Settings) -> ConfigurationBotFrameworkAuthentication:
    """Checks tokens where MicrosoftAppId is set; lets everybody in where it is not (loopback only)."""
    return ConfigurationBotFrameworkAuthentication(SdkConfiguration(settings))


class TeamsAdapter(CloudAdapter):
    def __init__(self, auth: ConfigurationBotFrameworkAuthentication, now: Clock) -> None:
        super().__init__(auth)
        self._now = now
        self.on_turn_error = _on_turn_error

    async def answer(self, request: web.Request, bot: SupportBot) -> web.Response:
        """POST /api/messages: 400 for what is no activity, 401 for a token that does not hold."""
        try:
            activity = Activity().deserialize(await request.json())
        except Exception:  # noqa: BLE001 (msrest and json raise a dozen kinds, all meaning this)
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        if not activity.type:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            invoked = await self.process_activity(
                request.headers.get("Authorization", ""), activity, bot.on_turn
            )
        except (PermissionError, PyJWTError):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        if invoked is None:
            return web.Response(status=HTTPStatus.OK)
        return web.json_response(invoked.body, status=invoked.status)

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        """One by one, each retried where Teams says to slow down."""
        sent: list[ResourceResponse] = []
        for activity in activities:
            sent += await self._patiently(super().send_activities, context, [activity])
        return sent

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse | None:
        return await self._patiently(super().update_activity, context, activity)

    async def _patiently(self, send: Callable[..., Awaitable[T]], *args: object) -> T:
        """Raises bot.failures.SendFailed; a wait that the turn has no time for is not begun."""

        async def attempt() -> T:
            try:
                return await send(*args)
            except Exception as raised:
                raise read_failure(raised, self._now()) from raised

        tries = AsyncRetrying(
            retry=retry_if_exception_type(TryLater),
            stop=stop_before_delay(IN_TURN),
            wait=_wait,
            reraise=True,
        )
        return await tries(attempt)


def _wait(state: RetryCallState) -> float:
    raised = state.outcome.exception() if state.outcome else None
    told = raised.wait if isinstance(raised, TryLater) else None
    return backoff(state.attempt_number, told).total_seconds()


async def _on_turn_error(context: TurnContext, fault: Exception) -> None:
    """Nothing of the turn was kept: say so, and log what kind of fault it was and nothing that was said."""
    _log.error("turn_failed", error=type(fault).__name__, at=_where(fault))
    if context.activity.type == ActivityTypes.message:
        with contextlib.suppress(Exception):  # where sending is what failed, there is nobody left to tell
            await context.send_activity(texts.WENT_WRONG)


def _where(fault: BaseException) -> str:
    """Module, line and function of our code nearest to the fault: a traceback would quote data."""
    frames = [
        frame for frame in traceback.extract_tb(fault.__traceback__) if "site-packages" not in frame.filename
    ]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno} {frames[-1].name}" if frames else ""
