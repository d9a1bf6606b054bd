"""Announcements: organisers write them in chat or channel, and the crier posts them."""

from sandbox.client import Player
from sandbox.seen import SeenMessage
from tests.journeys.stage import Stage

NETWORK = "19:lro-network@thread.tacv2"
SUPPORT = "19:lro-support@thread.tacv2"


async def subscribes(stage: Stage, channel: str = SUPPORT) -> SeenMessage:
    said = await stage.organiser.says("announce here", channel)
    return await stage.organiser.waits_for(
        lambda m: "Announcements are posted in" in m.words, after=said, chat=channel
    )


async def announces(who: Player) -> SeenMessage:
    said = await who.says("announce")
    return await who.waits_for(lambda m: "Send now" in m.buttons, after=said)


async def test_written_in_chat_and_sent_now(stage: Stage) -> None:
    await subscribes(stage)
    card = await announces(stage.organiser)
    answer = await stage.organiser.presses(card, "Send now")
    assert "It is being posted in Support sessions." in answer.words
    await stage.lro.waits_for(lambda m: "Request a session" in m.buttons, chat=SUPPORT)
