"""The Bot Connector REST API of one service URL: each call one HTTP request, sent once."""

from collections.abc import Awaitable, Callable, Collection
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote

import aiohttp
from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationParameters,
    ConversationResourceResponse,
    PagedMembersResult,
    ResourceResponse,
)
from msrest.serialization import Model
from yarl import URL

from bot.activities import decode, read, write
from bot.sending.failures import Refusal

M = TypeVar("M", bound=Model)

TAKEN = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED})
FOUND = frozenset({HTTPStatus.OK})
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Service:
    """`url` must come from an activity whose token was checked: the bot's own token is sent there."""

    def __init__(
        self,
        url: str,
        session: aiohttp.ClientSession,
        token: Callable[[], Awaitable[str]],
        user_agent: str,
    ) -> None:
        self._base = url.rstrip("/")
        self._session = session
        self._token = token
        self._headers = {
            "Accept": "application/json",
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": user_agent,
        }
        self.conversations = Conversations(self)

    async def ask(
        self, method: str, path: str, body: bytes | None = None, fine: Collection[int] = TAKEN
    ) -> object:
        """The JSON of the answer; None where it has none. Raises Refusal, and what aiohttp raises.

        The whole answer is read. No second try, and no redirect with the bot's token in it.
        """
        token = await self._token()
        headers = self._headers | {"Authorization": f"Bearer {token}"} if token else self._headers
        async with self._session.request(
            method,
            URL(self._base + path, encoded=True),
            data=body,
            headers=headers,
            allow_redirects=False,
        ) as answer:
            told = await answer.read()
        if answer.status not in fine:
            raise Refusal(answer.status, told, answer.headers.get("Retry-After", ""))
        return _json(told)


class Conversations:
    """In the shape of the SDK's, as far as this bot has any use for them. Raises as `Service.ask`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def create_conversation(self, parameters: ConversationParameters) -> ConversationResourceResponse:
        told = await self._service.ask("POST", "/v3/conversations", write(parameters))
        return _if_said(ConversationResourceResponse, told)

    async def send_to_conversation(self, conversation_id: str, activity: Activity) -> ResourceResponse:
        told = await self._service.ask("POST", f"{_path(conversation_id)}/activities", write(activity))
        return _if_said(ResourceResponse, told)

    async def reply_to_activity(
        self, conversation_id: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        told = await self._service.ask("POST", _message(conversation_id, activity_id), write(activity))
        return _if_said(ResourceResponse, told)

    async def update_activity(
        self, conversation_id: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        told = await self._service.ask("PUT", _message(conversation_id, activity_id), write(activity))
        return _if_said(ResourceResponse, told)

    async def get_conversation_member(self, conversation_id: str, member_id: str) -> ChannelAccount:
        path = f"{_path(conversation_id)}/members/{_quoted(member_id)}"
        return read(ChannelAccount, await self._service.ask("GET", path, fine=FOUND))

    async def get_conversation_paged_members(
        self, conversation_id: str, page_size: int, continuation_token: str | None = None
    ) -> PagedMembersResult:
        path = f"{_path(conversation_id)}/pagedmembers?pageSize={page_size}"
        if continuation_token is not None:
            path += f"&continuationToken={_quoted(continuation_token)}"
        return read(PagedMembersResult, await self._service.ask("GET", path, fine=FOUND))

    async def get_team_channels(self, team_id: str) -> object:
        """The JSON of the answer. The SDK has this call for its blocking client alone."""
        return await self._service.ask("GET", f"/v3/teams/{_quoted(team_id)}/conversations", fine=FOUND)


def _path(conversation_id: str) -> str:
    return f"/v3/conversations/{_quoted(conversation_id)}"


def _message(conversation_id: str, activity_id: str) -> str:
    return f"{_path(conversation_id)}/activities/{_quoted(activity_id)}"


def _quoted(name: str) -> str:
    """Raises ValueError for none: it would be another path."""
    if not name:
        raise ValueError("an id is missing")
    return quote(name, safe="")


def _if_said(model: type[M], told: object) -> M:
    """What was taken is taken, says the status; a body that is not what it should be changes nothing."""
    try:
        return read(model, told)
    except ValueError:
        return model()


def _json(body: bytes) -> object:
    try:
        return decode(body.removeprefix(BYTE_ORDER_MARK))
    except ValueError:
        return None
