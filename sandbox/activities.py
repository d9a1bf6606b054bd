"""The activities Teams posts to a bot, in the shape Teams gives them."""

import html
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sandbox.state import Chat, Json, Message, State
from sandbox.world import Person, Team

LOCALE = "en-GB"
ZONE = "Europe/London"


class Activities:
    """Draws up activities for one world. `service_url`: where the bot finds the connector."""

    def __init__(self, state: State, service_url: str) -> None:
        self._state = state
        self._world = state.world
        self.service_url = service_url

    def message(self, person: Person, chat: Chat, message: Message) -> Json:
        """What somebody typed. With an @mention the text has its <at> tag, as it does in a channel."""
        text, markup = message.text, html.escape(message.text)
        entities = [_client_info()]
        if message.mentions_bot:
            mention = f"<at>{self._world.bot.name}</at>"
            text = f"{mention} {text}"
            markup = f'<span itemtype="http://schema.skype.com/Mention" itemid="0">{mention}</span> {markup}'
            mentioned = {"id": self._world.bot.id, "name": self._world.bot.name}
            entities.append({"type": "mention", "mentioned": mentioned, "text": mention})
        return self._from(person, chat, message.thread, "message", message.id) | {
            "text": text,
            "textFormat": "plain",
            "attachments": [{"contentType": "text/html", "content": f"<p>{markup}</p>"}],
            "entities": entities,
        }

    def submit(self, person: Person, chat: Chat, card: Message, data: object) -> Json:
        """Action.Submit: a message with a value; text only if the button is a messageBack or an imBack."""
        body: Json = {"value": data}
        if isinstance(data, dict) and isinstance(teams := data.get("msteams"), dict):
            inputs = {key: value for key, value in data.items() if key != "msteams"}
            if teams.get("type") == "imBack":
                body = {"text": teams.get("value", ""), "textFormat": "plain"}
            elif teams.get("type") == "messageBack":
                value = teams.get("value")
                merged = inputs | value if isinstance(value, dict) else value
                body = {"value": merged, "text": teams.get("text", ""), "textFormat": "plain"}
        activity = self._from(person, chat, card.thread, "message", self._state.next_id())
        return activity | {"replyToId": card.id, "entities": [_client_info()]} | body

    def execute(self, person: Person, chat: Chat, card: Message, action: Json) -> Json:
        """Action.Execute: an invoke, to be answered in its HTTP response."""
        activity = self._from(person, chat, card.thread, "invoke", "f:" + self._state.next_id())
        return activity | {
            "name": "adaptiveCard/action",
            "value": {"action": action, "trigger": "manual"},
            "replyToId": card.id,
            "entities": [_client_info()],
        }

    def bot_added_to_team(self, person: Person, team: Team) -> tuple[Json, Json]:
        """Two activities for one event: a conversationUpdate and an installationUpdate. Teams sends both."""
        members: list[Json] = [{"id": self._world.bot.id, "name": self._world.bot.name}]
        return self.members_changed(person, team, members, "added"), self._install(person, team)

    def bot_added_to_chat(self, person: Person, chat: Chat) -> tuple[Json, Json]:
        """The same pair for a person's own chat with the bot."""
        update = self._from(person, chat, None, "conversationUpdate", "f:" + self._state.next_id())
        update["membersAdded"] = [_account(person), {"id": self._world.bot.id}]
        install = self._from(person, chat, None, "installationUpdate", "f:" + self._state.next_id())
        install |= {"action": "add", "entities": [_client_info()]}
        install["channelData"] = install["channelData"] | {"source": {"name": "message"}}
        return update, install

    def members_changed(
        self, by: Person, team: Team, members: list[Json], change: Literal["added", "removed"]
    ) -> Json:
        """Somebody (or the bot) joined or left a team."""
        chat = self._state.chats[team.id]
        activity = self._from(by, chat, None, "conversationUpdate", "f:" + self._state.next_id())
        activity["membersAdded" if change == "added" else "membersRemoved"] = members
        event = "teamMemberAdded" if change == "added" else "teamMemberRemoved"
        activity["channelData"] = self._team_data(team) | {"eventType": event}
        return activity

    def account(self, person: Person) -> Json:
        return _account(person)

    def _install(self, person: Person, team: Team) -> Json:
        chat = self._state.chats[team.id]
        activity = self._from(person, chat, None, "installationUpdate", "f:" + self._state.next_id())
        selected = {"settings": {"selectedChannel": {"id": team.id}}, "channel": {"id": team.id}}
        activity |= {"action": "add", "entities": [_client_info()]}
        activity["channelData"] = self._team_data(team) | selected | {"source": {"name": "message"}}
        return activity

    def _from(self, person: Person, chat: Chat, thread: str | None, kind: str, activity_id: str) -> Json:
        now = datetime.now(UTC)
        tenant = self._world.tenant_id
        conversation: Json = {"conversationType": chat.kind, "tenantId": tenant, "id": chat.id}
        if thread:
            conversation["id"] = f"{chat.id};messageid={thread}"
        if chat.kind == "channel":
            conversation["isGroup"] = True
        return {
            "type": kind,
            "id": activity_id,
            "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "localTimestamp": now.astimezone(ZoneInfo(ZONE)).isoformat(timespec="milliseconds"),
            "localTimezone": ZONE,
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": person.id, "name": person.name, "aadObjectId": person.aad_object_id},
            "conversation": conversation,
            "recipient": {"id": self._world.bot.id, "name": self._world.bot.name},
            "channelData": self._channel_data(chat),
            "locale": LOCALE,
        }

    def _channel_data(self, chat: Chat) -> Json:
        if chat.team is None:
            return {"tenant": {"id": self._world.tenant_id}}
        ids = {"teamsChannelId": chat.id, "teamsTeamId": chat.team.id, "channel": {"id": chat.id}}
        return ids | {"team": {"id": chat.team.id}, "tenant": {"id": self._world.tenant_id}}

    def _team_data(self, team: Team) -> Json:
        about = {"aadGroupId": team.aad_group_id, "name": team.name, "id": team.id}
        return {"team": about, "tenant": {"id": self._world.tenant_id}}


def _account(person: Person) -> Json:
    return {"id": person.id, "aadObjectId": person.aad_object_id}


def _client_info() -> Json:
    where = {"locale": LOCALE, "country": "GB", "platform": "Web", "timezone": ZONE}
    return where | {"type": "clientInfo"}
