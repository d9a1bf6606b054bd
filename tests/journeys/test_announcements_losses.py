"""Announcements that lose a channel, a day or their author: somebody who can mend it is told, once."""

import asyncio
from functools import partial

import pytest

from app import CRIER
from bot.announcing.crier import Crier
from tests.journeys.announcers import (
    answer_to,
    every_monday,
    is_postponed,
    is_settled,
    settles,
    subscribes,
    writes,
)
from tests.journeys.beside import another_bot, until
from tests.journeys.comings import subscribed
from tests.journeys.stage import NETWORK, SUPPORT, Stage, running_bot, staged
from tests.journeys.stores import Store

LOST = "Announcements are no longer posted in Support sessions: "
NOT_POSTED = "An announcement could not be posted everywhere"


async def number_told(stage: Stage, words: str) -> int:
    return len([m for m in await stage.organiser.messages() if words in m.words])


async def waits_for_its_next_try(stage: Stage) -> None:
    """A post that Teams did not take at first."""
    await stage.teams.goes_wrong(operation="create", status=503, retry_after=40)
    await stage.organiser.presses(await writes(stage), "Yes, post it")
    await until(partial(is_postponed, stage))
    await stage.teams.goes_right()


@pytest.mark.parametrize(
    ("how", "reason"), [("channel", "the channel was deleted"), ("bot", "I am no longer in that team")]
)
async def test_an_organiser_hears_once_that_a_channel_is_gone_and_the_list_says_so(
    stage: Stage, how: str, reason: str
) -> None:
    await subscribes(stage)
    if how == "channel":
        await stage.teams.deletes_channel(SUPPORT)
    else:
        await stage.teams.removes_bot(NETWORK)
    told = await stage.organiser.waits_for(LOST)
    assert reason in told.words
    assert 'say "announce here"' in told.words
    assert await subscribed(stage) == {}
    stage.time_passes(hours=2)
    await answer_to(stage.organiser, "announcements")
    assert await number_told(stage, LOST) == 1


async def test_the_list_says_for_weeks_which_channel_is_gone_and_why(stage: Stage) -> None:
    await subscribes(stage)
    await every_monday(stage)
    await stage.teams.deletes_channel(SUPPORT)
    await stage.organiser.waits_for(LOST)
    stage.time_passes(days=7)
    await until(partial(is_settled, stage))
    listed = await answer_to(stage.organiser, "announcements")
    assert (
        "No longer in Support sessions: the channel was deleted "
        "(since Monday 23 November 2026 at 09:30 (GMT) or before)." in listed.words
    )
    assert await number_told(stage, LOST) == 1


async def test_a_post_that_waits_for_a_channel_when_it_goes_has_failed(stage: Stage) -> None:
    await subscribes(stage)
    await waits_for_its_next_try(stage)
    await stage.teams.deletes_channel(SUPPORT)
    assert await subscribed(stage) == {}
    stage.time_passes(minutes=1)
    told = await stage.organiser.waits_for(NOT_POSTED)
    assert "In Support sessions: the channel was deleted." in told.words


async def test_a_post_given_up_after_a_day_down_is_told_to_its_author(stage: Stage) -> None:
    await subscribes(stage)
    await waits_for_its_next_try(stage)
    stage.time_passes(hours=25)
    told = await stage.organiser.waits_for(NOT_POSTED)
    assert "In Support sessions: it could not be posted within a day." in told.words
    stage.time_passes(hours=1)
    assert await number_told(stage, NOT_POSTED) == 1


async def test_where_the_author_is_no_organiser_any_more_those_who_are_hear_of_it(store: Store) -> None:
    async with staged(store) as stage:
        await subscribes(stage)
        await every_monday(stage)
        await stage.stops()
        successor = stage.lro
        async with running_bot(stage.store, stage.clock, successor.aad_object_id) as (url, app):
            await stage.teams.moves_bot(f"{url}/api/messages")
            await stage.teams.goes_wrong(operation="create", status=403, code="Novelty", times=1)
            stage.clock.passes(days=7)
            app[CRIER].ring()
            told = await successor.waits_for(NOT_POSTED)
            assert "Teams refused it (Novelty)" in told.words
            assert await number_told(stage, NOT_POSTED) == 0


async def test_the_author_hears_of_it_though_the_crier_died_before_it_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribes(stage)

    async def dies(*_: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(Crier, "_tell", dies)
    await stage.teams.goes_wrong(operation="create", status=404, code="ConversationNotFound")
    await stage.organiser.presses(await writes(stage), "Yes, post it")
    await settles(stage)
    await stage.stops()
    monkeypatch.undo()
    assert await number_told(stage, NOT_POSTED) == 0
    async with another_bot(stage) as (url, app):
        await stage.teams.moves_bot(f"{url}/api/messages")
        stage.clock.passes(seconds=app[CRIER].lease.total_seconds())
        app[CRIER].ring()
        await stage.organiser.waits_for(NOT_POSTED)
