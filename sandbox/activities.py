"""What people say and press, as the activities Teams posts to a bot, in the shape Teams gives them."""

import html
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.state import Chat, Json, Message, State
from sandbox.world import Person

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
        entities = [client_info()]
        if message.mentions_bot:
            mention = f"<at>{self._world.bot.name}</at>"
            text = f"{mention} {text}"
            markup = f'<span itemtype="http://schema.skype.com/Mention" itemid="0">{mention}</span> {markup}'
            mentioned = {"id": self._world.bot.id, "name": self._world.bot.name}
            entities.append({"type": "mention", "mentioned": mentioned, "text": mention})
        return self.drawn_up(person, chat, message.thread, "message", message.id) | {
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
        activity = self.drawn_up(person, chat, card.thread, "message", self._state.next_id())
        return activity | {"replyToId": card.id, "entities": [client_info()]} | body

    def execute(self, person: Person, chat: Chat, card: Message, action: Json) -> Json:
        """Action.Execute: an invoke, to be answered in its HTTP response."""
        activity = self.drawn_up(person, chat, card.thread, "invoke", "f:" + self._state.next_id())
        return activity | {
            "name": "adaptiveCard/action",
            "value": {"action": action, "trigger": "manual"},
            "replyToId": card.id,
            "entities": [client_info()],
        }

    def drawn_up(self, person: Person, chat: Chat, thread: str | None, kind: str, activity_id: str) -> Json:
        """What all kinds of activity have in common."""
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


def client_info() -> Json:
    where = {"locale": LOCALE, "country": "GB", "platform": "Web", "timezone": ZONE}
    return where | {"type": "clientInfo"}
