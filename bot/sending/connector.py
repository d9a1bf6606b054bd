"""Sending outside a turn: the one place from which notices leave."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from botbuilder.schema import Activity, ChannelAccount, ConversationParameters

from bot.sending.clients import Clients
from bot.sending.failures import TryLater, read_failure
from sessions.people import Member, Reach
from sessions.ports import Clock

T = TypeVar("T")

PAGE = 200
"""Members asked for at once; Teams gives 50 to 500."""


@dataclass(slots=True)
class Connector:
    """Every method raises bot.sending.failures.SendFailed, and is tried once."""

    clients: Clients
    now: Clock

    async def post(self, service_url: str, conversation_id: str, activity: Activity) -> str:
        """Send a message; answers its id."""
        client = await self.clients.create(service_url)
        sent = await self._call(lambda: client.conversations.send_to_conversation(conversation_id, activity))
        return str(sent.id or "")

    async def edit(
        self, service_url: str, conversation_id: str, activity_id: str, activity: Activity
    ) -> None:
        """Put the activity in the place of a message."""
        client = await self.clients.create(service_url)
        activity.id = activity_id
        await self._call(lambda: client.conversations.update_activity(conversation_id, activity_id, activity))

    async def open_chat(self, reach: Reach) -> str:
        """The one-to-one chat with a member of a team the bot is in: the same one each time."""
        client = await self.clients.create(reach.service_url)
        wanted = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=reach.bot_id),
            members=[ChannelAccount(id=reach.teams_id)],
            tenant_id=reach.tenant_id,
            channel_data={"tenant": {"id": reach.tenant_id}},
        )
        opened = await self._call(lambda: client.conversations.create_conversation(wanted))
        if not opened.id:
            raise TryLater("NoConversation")
        return str(opened.id)

    async def post_thread(self, reach: Reach, channel_id: str, activity: Activity) -> tuple[str, str]:
        """Begin a thread in a channel of a team; answers the thread's id and the message's."""
        client = await self.clients.create(reach.service_url)
        wanted = ConversationParameters(
            is_group=True,
            bot=ChannelAccount(id=reach.bot_id),
            activity=activity,
            tenant_id=reach.tenant_id,
            channel_data={"channel": {"id": channel_id}, "tenant": {"id": reach.tenant_id}},
        )
        opened = await self._call(lambda: client.conversations.create_conversation(wanted))
        return str(opened.id or ""), str(opened.activity_id or "")

    async def channels(self, reach: Reach, team_id: str) -> dict[str, str]:
        """The names of a team's channels, by id; General comes without one, because Teams translates it.

        What is in the list and no channel is passed over: whoever misses one asks about it by itself.
        """
        client = await self.clients.create(reach.service_url)
        told = await self._call(lambda: client.conversations.get_team_channels(team_id))
        listed = told.get("conversations") if isinstance(told, dict) else None
        channels = filter(_has_id, listed if isinstance(listed, list) else ())
        return {str(channel["id"]): str(channel.get("name") or "") for channel in channels}

    async def member(self, service_url: str, roster: str, member_id: str) -> ChannelAccount:
        """Somebody in a team or a chat; `additional_properties` has what else its roster says of them."""
        client = await self.clients.create(service_url)
        return await self._call(lambda: client.conversations.get_conversation_member(roster, member_id))

    async def members(self, reach: Reach) -> list[Member]:
        """Everybody in a team. Paged members, because the plain list loses the Entra object id."""
        client = await self.clients.create(reach.service_url)
        found: list[Member] = []
        token: str | None = None
        while True:
            page = await self._call(
                partial(
                    client.conversations.get_conversation_paged_members,
                    reach.teams_id,
                    page_size=PAGE,
                    continuation_token=token,
                )
            )
            found += [_member(account) for account in page.members or []]
            token = page.continuation_token
            if not token:
                return found

    async def _call(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            return await call()
        except Exception as raised:
            raise read_failure(raised, self.now()) from raised


def _has_id(channel: object) -> bool:
    return isinstance(channel, dict) and bool(channel.get("id"))


def _member(account: ChannelAccount) -> Member:
    about = account.additional_properties or {}
    entra = account.aad_object_id or about.get("objectId") or account.id
    email = about.get("email") or about.get("userPrincipalName") or ""
    return Member(id=str(entra), teams_id=str(account.id), name=str(account.name or ""), email=str(email))
