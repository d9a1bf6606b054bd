"""From a channel into somebody's own chat: opened where there is none yet, and the walk begun there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from botbuilder.schema import Activity, ActivityTypes, ConversationAccount

from bot.activities.incoming import Incoming
from bot.people.memory import People
from bot.sending.connector import Connector
from bot.sending.failures import Gone
from bot.sending.pace import Pace
from cards.payloads import StartWalk


@dataclass(frozen=True, slots=True)
class Privately:
    connector: Connector
    pace: Pace
    people: People
    play: Callable[[Activity], Awaitable[None]]
    """Plays a turn in another conversation than that of which Teams has told. Raises what it raises."""

    async def begin(self, incoming: Incoming, activity: Activity, start: StartWalk) -> None:
        """As if they had pressed `start` in their own chat; again for the same activity, it is done once.

        Raises bot.sending.failures.SendFailed where the chat cannot be opened or written to.
        """
        reach = await self.people.reach_of(incoming.person.id)
        if reach is not None and reach.conversation_id:
            try:
                await self.play(_in_chat(activity, reach.conversation_id, start))
            except Gone:
                pass  # the chat that is remembered is no more
            else:
                return
        with self.pace.answer(incoming.reach.teams_id):
            chat = await self.connector.open_chat(incoming.reach)
        await self.people.remember_chat(
            incoming.person, incoming.reach.model_copy(update={"conversation_id": chat})
        )
        await self.play(_in_chat(activity, chat, start))


def _in_chat(activity: Activity, chat: str, start: StartWalk) -> Activity:
    """What Teams would have told of, had they pressed it there."""
    return Activity(
        type=ActivityTypes.message,
        id=f"{activity.id} in private",
        channel_id=activity.channel_id,
        service_url=activity.service_url,
        from_property=activity.from_property,
        recipient=activity.recipient,
        conversation=ConversationAccount(id=chat, conversation_type="personal"),
        channel_data={"tenant": (activity.channel_data or {}).get("tenant")},
        locale=activity.locale,
        value=start.model_dump(mode="json"),
    )
