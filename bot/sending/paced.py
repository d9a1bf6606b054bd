"""The connector that notices and posts leave by: each waits until Teams' limits allow it."""

from dataclasses import dataclass

from botbuilder.schema import Activity

from bot.sending.connector import Connector
from bot.sending.pace import Pace
from sessions.people import Reach


@dataclass
class Paced(Connector):
    """Raises NotYet too, where Teams' limits leave no room soon. What is read waits for nothing."""

    pace: Pace

    async def post(self, service_url: str, conversation_id: str, activity: Activity) -> str:
        async with self.pace.notice(conversation_id):
            return await super().post(service_url, conversation_id, activity)

    async def edit(
        self, service_url: str, conversation_id: str, activity_id: str, activity: Activity
    ) -> None:
        async with self.pace.notice(conversation_id):
            await super().edit(service_url, conversation_id, activity_id, activity)

    async def open_chat(self, reach: Reach) -> str:
        async with self.pace.notice(reach.teams_id):
            return await super().open_chat(reach)

    async def post_thread(self, reach: Reach, channel_id: str, activity: Activity) -> tuple[str, str]:
        async with self.pace.notice(channel_id):
            return await super().post_thread(reach, channel_id, activity)
