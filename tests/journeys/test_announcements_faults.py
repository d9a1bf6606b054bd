"""Announcements on Teams' bad days and the store's: what passes is tried again, what never works is told."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from structlog.testing import capture_logs

from app import CRIER
from sessions.announcing.model import State
from storage.cosmos.documents import CosmosDocuments
from storage.documents import StorageFault
from storage.sqlite import SqliteDocuments
from tests.journeys.announcers import (
    answer_to,
    every_monday,
    is_postponed,
    is_settled,
    number_of_posts,
    posts_in,
    settles,
    subscribes,
    the_only,
    writes,
)
from tests.journeys.beside import another_bot, until
from tests.journeys.stage import NETWORK, SUPPORT, Stage

FOR_GOOD = {
    (404, "ConversationNotFound"): "the channel was deleted",
    (403, "BotNotInConversationRoster"): "I am no longer in that team",
    (403, "MessageWritesBlocked"): "nobody can write there at present",
    (403, "Novelty"): "Teams refused it (Novelty)",
}


@pytest.mark.parametrize(("answer", "reason"), FOR_GOOD.items(), ids=[code for _, code in FOR_GOOD])
async def test_what_never_works_is_given_up_shown_and_told_once(
    stage: Stage, answer: tuple[int, str], reason: str
) -> None:
    await subscribes(stage, NETWORK)
    card = await writes(stage)
    status, code = answer
    await stage.teams.goes_wrong(operation="create", status=status, code=code)
    await stage.organiser.presses(card, "Yes, post it")
    told = await stage.organiser.waits_for("An announcement could not be posted everywhere")
    assert f"In General: {reason}" in told.words
    assert "Ask for a support session, Monday 23 November 2026 at 09:30 (GMT)" in told.words
    run = await settles(stage)
    assert [(post.failure, post.attempts) for post in run.posts] == [(code, 1)]
    stage.time_passes(hours=30)
    again = await answer_to(stage.organiser, "announcements")
    assert f"not posted in General: {reason}" in again.words
    mine = [m for m in await stage.organiser.messages() if "could not be posted everywhere" in m.words]
    assert len(mine) == 1
    answered = await stage.organiser.presses(told, "All announcements")
    assert f"not posted in General: {reason}" in answered.words
    assert f"The last one could not be posted in General: {reason}" in answered.words


async def test_one_channel_that_fails_holds_up_no_other(stage: Stage) -> None:
    await subscribes(stage, NETWORK, SUPPORT)
    await stage.teams.goes_wrong(operation="create", status=404, code="ConversationNotFound")
    await stage.organiser.presses(await writes(stage), "Yes, post it")
    told = await stage.organiser.waits_for("An announcement could not be posted everywhere")
    assert told.words.count("the channel was deleted") == 1
    run = await settles(stage)
    assert sorted(bool(post.posted) for post in run.posts) == [False, True]
    posted = [await posts_in(stage, channel) for channel in (NETWORK, SUPPORT)]
    assert sorted(map(len, posted)) == [0, 1]


async def test_of_two_channels_that_fail_one_after_the_other_is_told_once(stage: Stage) -> None:
    await subscribes(stage, NETWORK, SUPPORT)
    deleted = {"operation": "create", "status": 404, "code": "ConversationNotFound"}
    await stage.teams.goes_wrong(**deleted)
    await stage.teams.goes_wrong(**deleted, delay=0.4)
    await stage.organiser.presses(await writes(stage), "Yes, post it")
    await stage.organiser.waits_for(lambda m: m.words.count("the channel was deleted") == 2)
    mine = [m for m in await stage.organiser.messages() if "could not be posted everywhere" in m.words]
    assert len(mine) == 1


async def test_an_author_who_blocked_the_bot_still_finds_it_in_the_list(stage: Stage) -> None:
    await subscribes(stage, NETWORK)
    card = await writes(stage, NETWORK)
    await stage.organiser.blocks_bot()
    await stage.teams.goes_wrong(operation="create", status=403, code="Novelty", times=1)

    async def is_known() -> bool:
        return {"event": "author_not_told", "code": "ConversationBlockedByUser"}.items() <= logs[-1].items()

    with capture_logs() as logs:
        await stage.organiser.presses(card, "Yes, post it")
        run = await settles(stage)
        await until(is_known)
    assert [post.failure for post in run.posts] == ["Novelty"]
    listed = await answer_to(stage.organiser, "announcements", NETWORK)
    assert "Teams refused it (Novelty)" in listed.words


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_what_passes_is_tried_again_when_teams_says(stage: Stage, status: int) -> None:
    await subscribes(stage)
    await stage.teams.goes_wrong(operation="create", status=status, retry_after=40)
    await stage.organiser.presses(await writes(stage), "Yes, post it")
    await until(partial(is_postponed, stage))
    (post,) = (await the_only(stage)).posts
    assert post.due_at is not None
    assert timedelta(seconds=40) < post.due_at - stage.clock() <= timedelta(seconds=42)
    listed = await answer_to(stage.organiser, "announcements")
    assert "still being posted in Support sessions" in listed.words
    stage.time_passes(seconds=43)
    await settles(stage)
    assert await number_of_posts(stage, 1)
    alarmed = [m for m in await stage.organiser.messages() if "could not be posted" in m.words]
    assert alarmed == []


async def test_a_connection_that_drops_is_tried_again(stage: Stage) -> None:
    await subscribes(stage)
    await stage.teams.goes_wrong(operation="create", drop="before")
    await stage.organiser.presses(await writes(stage), "Yes, post it")
    await until(partial(is_postponed, stage))
    stage.time_passes(minutes=1)
    await settles(stage)
    assert await number_of_posts(stage, 1)


async def test_an_answer_lost_after_teams_took_it_means_a_second_post(stage: Stage) -> None:
    """At least once: Teams has nothing by which a message sent again could be known as the same."""
    await subscribes(stage)
    await stage.teams.goes_wrong(operation="create", drop="after")
    await stage.organiser.presses(await writes(stage), "Yes, post it")
    await until(partial(is_postponed, stage))
    stage.time_passes(minutes=1)
    await settles(stage)
    assert await number_of_posts(stage, 2)


async def test_tried_for_a_day_it_is_given_up_and_told(stage: Stage) -> None:
    await subscribes(stage)
    await every_monday(stage)
    await stage.teams.goes_wrong(operation="create", status=502, retry_after=2)
    stage.clock.moment = datetime(2026, 12, 1, 8, 59, 59, tzinfo=UTC)
    stage.time_passes()
    await until(partial(is_settled, stage))
    told = await stage.organiser.waits_for("An announcement could not be posted everywhere")
    assert "In Support sessions: " in told.words
    assert await posts_in(stage) == []


def failing(method: Any, times: int) -> Any:  # noqa: ANN401 (handed on as they came)
    left = iter(range(times))

    async def fails(*given: Any, **more: Any) -> object:  # noqa: ANN401 (handed on as they came)
        if next(left, None) is not None:
            raise StorageFault("away")
        return await method(*given, **more)

    return fails


@pytest.mark.parametrize("operation", ["due", "next_due", "replace"])
async def test_a_store_that_is_away_for_a_while_loses_and_doubles_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    await subscribes(stage)
    await every_monday(stage)
    for documents in (SqliteDocuments, CosmosDocuments):
        monkeypatch.setattr(documents, operation, failing(getattr(documents, operation), 3))
    stage.time_passes(days=7)
    await until(partial(number_of_posts, stage, 1))
    await settles(stage)
    stage.time_passes(hours=1)
    await answer_to(stage.organiser, "announcements")
    assert await number_of_posts(stage, 1)
    stage.time_passes(days=7)
    await until(partial(number_of_posts, stage, 2))


async def test_stopping_waits_for_what_is_under_way_and_writes_it_down(stage: Stage) -> None:
    await subscribes(stage)
    await stage.teams.goes_wrong(operation="create", delay=0.3)
    before = len(await stage.teams.calls())
    await stage.organiser.presses(await writes(stage), "Yes, post it")

    async def is_posting() -> bool:
        return any(call["operation"] == "create" for call in await stage.teams.calls(before))

    await until(is_posting)
    await stage.stops()
    async with another_bot(stage) as (_, other):
        (only,) = await other[CRIER].faces.board.all()
        assert only.state is State.DONE
        assert [bool(post.posted) for post in only.posts] == [True]
    assert await number_of_posts(stage, 1)
