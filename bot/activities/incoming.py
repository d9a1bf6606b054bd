"""An activity as Teams sends it, read once into what the bot goes by."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from sessions.people import Person, Reach


@dataclass(frozen=True, slots=True)
class Incoming:
    """Who says something, where, and how to reach them."""

    person: Person
    reach: Reach
    private: bool
    """A one-to-one chat; False in a channel or group, where others read along."""
    team_id: str
    text: str
    """The words, without the mention of the bot."""
    channel_id: str = ""
    """Of the channel, whichever of its threads it is said in; empty outside a channel."""
    channel_name: str = ""
    """Where Teams says it, which with most activities it does not."""
    key: str = ""
    """The activity's own, in all conversations: sent again it has the same one."""


@dataclass(frozen=True, slots=True)
class Change:
    """A membership event: something happened in a team, or to the bot's place in a team or a chat."""

    team_id: str
    """Empty in a chat."""
    reach: Reach
    """As of whoever made the change; its tenant is empty where Teams did not say it."""
    left: frozenset[str]
    """Ids, of both kinds, of those who were removed."""
    joined: frozenset[str]
    """Likewise, of those who were added."""
    said_at: datetime | None
    """When Teams says that it happened."""
    is_out: bool
    """The bot was removed, or the team deleted. An upgrade is told as a removal, and is none."""
    deleted_channel: str


def read_change(activity: Activity) -> Change:
    """Raises ValueError as `read_incoming` does; what else is amiss counts as not said."""
    incoming = read_incoming(activity)
    left = _ids(activity.members_removed)
    event = _channel_data(activity).get("eventType")
    removed = activity.action == "remove" or (bool(left) and incoming.reach.bot_id in left)
    return Change(
        team_id=incoming.team_id,
        reach=incoming.reach,
        left=left,
        joined=_ids(activity.members_added),
        said_at=_in_utc(activity.timestamp),
        is_out=removed or event in ("teamDeleted", "teamHardDeleted"),
        deleted_channel=incoming.channel_id if event == "channelDeleted" else "",
    )


def _ids(accounts: Iterable[ChannelAccount | None] | None) -> frozenset[str]:
    return frozenset(
        i for account in accounts or () if account for i in (account.id, account.aad_object_id) if i
    )


def _in_utc(moment: object) -> datetime | None:
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_incoming(activity: Activity) -> Incoming:
    """Raises ValueError if the activity names no sender, conversation or service."""
    sender, conversation = activity.from_property, activity.conversation
    if not (sender and sender.id and conversation and conversation.id and activity.service_url):
        raise ValueError("an activity without sender, conversation or service")
    team_id, channel_id = _named(activity, "team", "id"), _named(activity, "channel", "id")
    private = _is_personal(conversation, told_of_team=bool(team_id or channel_id))
    return Incoming(
        person=Person(id=sender.aad_object_id or sender.id, name=sender.name or ""),
        reach=Reach(
            service_url=activity.service_url,
            tenant_id=tenant_of(activity),
            bot_id=(activity.recipient and activity.recipient.id) or "",
            teams_id=sender.id,
            conversation_id=conversation.id if private else None,
        ),
        private=private,
        team_id=team_id,
        text=_words(activity),
        channel_id=channel_id,
        channel_name=_named(activity, "channel", "name"),
        key=f"{conversation.id} {activity.id}",
    )


def _is_personal(conversation: ConversationAccount, *, told_of_team: bool) -> bool:
    """Teams says what kind each conversation is; Microsoft's Agents Playground does not say it of a chat.

    What is of no kind must not look as if others read along.
    """
    if conversation.conversation_type:
        return bool(conversation.conversation_type == "personal")
    return not (conversation.is_group or told_of_team)


def tenant_of(activity: Activity) -> str:
    """`conversation.tenant_id` is always None in this SDK; Teams puts it in the channel data too."""
    return _named(activity, "tenant", "id")


def _named(activity: Activity, part: str, key: str) -> str:
    """A value of the channel data."""
    found = _channel_data(activity).get(part)
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, str) else ""


def _channel_data(activity: Activity) -> dict[str, object]:
    return activity.channel_data if isinstance(activity.channel_data, dict) else {}


def _words(activity: Activity) -> str:
    """Teams sends text as HTML-escaped words with the mention of the bot as `<at>…</at>` among them."""
    text = activity.text or ""
    bot = activity.recipient.id if activity.recipient else None
    for entity in activity.entities or []:
        about = entity.additional_properties or {}
        mentioned = about.get("mentioned")
        if entity.type == "mention" and isinstance(mentioned, dict) and mentioned.get("id") == bot:
            text = text.replace(str(about.get("text") or ""), " ", 1)
    return html.unescape(text).replace("\N{NO-BREAK SPACE}", " ").strip()
