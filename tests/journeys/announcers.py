"""Organisers at work on announcements, and what stands in the channels because of it."""

from typing import Any

from app import CRIER, DESK
from sandbox.client import Player
from sandbox.seen import Pressed, SeenMessage
from sessions.announcing.board import Board
from sessions.announcing.model import Announcement, Run
from tests.journeys.beside import until
from tests.journeys.stage import SUPPORT, Stage


def board(stage: Stage) -> Board:
    return Board(stage.app[DESK].store, stage.clock)


async def the_only(stage: Stage) -> Announcement:
    (only,) = await board(stage).all()
    return only


async def answer_to(who: Player, words: str, chat: str | None = None) -> SeenMessage:
    """What the bot says to that."""
    said = await who.says(words, chat)
    return await who.waits_for(lambda m: m.from_bot, after=said, chat=chat)


async def subscribes(stage: Stage, *channels: str) -> None:
    for channel in channels or (SUPPORT,):
        answer = await answer_to(stage.organiser, "announce here", channel)
        assert "Announcements are posted in" in answer.words


async def writes(stage: Stage, chat: str | None = None) -> SeenMessage:
    """A draft, and its preview card."""
    card = await answer_to(stage.organiser, "announce", chat)
    assert "Send now" in card.buttons
    return card


async def opens(stage: Stage, card: SeenMessage, form: str) -> SeenMessage:
    await stage.organiser.presses(card, form)
    return await stage.organiser.sees_now(card)


async def fills(stage: Stage, card: SeenMessage, form: str, button: str, **inputs: Any) -> Pressed:  # noqa: ANN401 (JSON)
    """Open that form of the card, fill it in, and send it off."""
    return await stage.organiser.presses(await opens(stage, card, form), button, inputs)


async def every_monday(stage: Stage, at: str = "09:00") -> SeenMessage:
    """An announcement that is planned for every Monday; its preview card."""
    card = await writes(stage)
    inputs = {"how": "every", "weekday": "0", "at": at}
    answer = await fills(stage, card, "Repeat", "Plan it", **inputs)
    assert f"Planned: every Monday at {at}." in answer.words
    return await stage.organiser.sees_now(card)


async def posts_in(stage: Stage, channel: str = SUPPORT) -> list[SeenMessage]:
    """All posts that ever were, oldest first."""
    return [m for m in await stage.organiser.messages(channel) if "Request a session" in m.buttons]


async def number_of_posts(stage: Stage, number: int, channel: str = SUPPORT) -> bool:
    return len(await posts_in(stage, channel)) == number


async def last_run(stage: Stage) -> Run:
    run = (await the_only(stage)).last_run
    assert run is not None
    return run


async def is_settled(stage: Stage) -> bool:
    """The latest run has nothing in hand any more, and the crier nothing on its way."""
    announcement = await the_only(stage)
    return announcement.last_run is not None and not announcement.last_run.is_waiting


async def is_postponed(stage: Stage) -> bool:
    """An attempt has failed, and that it has is written down."""
    run = (await the_only(stage)).last_run
    lease = stage.clock() + stage.app[CRIER].lease
    return run is not None and any(p.failure and p.due_at not in {None, lease} for p in run.posts)


async def settles(stage: Stage) -> Run:
    await until(lambda: is_settled(stage))
    return await last_run(stage)
