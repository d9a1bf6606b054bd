"""Subscribed channels: renamed, deleted, restored; the bot put out of their team, or the team deleted."""

from datetime import timedelta

import pytest

from tests.journeys.beside import until
from tests.journeys.comings import NOWHERE, an_hour_passes, hear, subscribe, subscribed, subscriptions
from tests.journeys.stage import NETWORK, RDT, SUPPORT, Stage


async def test_a_channel_has_its_new_name(stage: Stage) -> None:
    await subscribe(stage, NETWORK, SUPPORT)
    await stage.teams.renames_channel(SUPPORT, "Advice")
    assert await subscribed(stage) == {SUPPORT: "Advice"}
    seen = await stage.teams.membership_events()
    await stage.teams.renames_channel(SUPPORT, "Sound advice")
    await stage.teams.delivers_again(seen[-2:])
    assert await subscribed(stage) == {SUPPORT: "Sound advice"}, "the event of before has come late"


async def test_a_deleted_channel_is_subscribed_no_more_and_the_others_are(stage: Stage) -> None:
    other = await stage.teams.creates_channel(NETWORK, "News")
    await subscribe(stage, NETWORK, SUPPORT, other, NETWORK)
    await subscribe(stage, RDT, RDT)
    await stage.teams.deletes_channel(SUPPORT)
    assert await subscribed(stage) == {other: "News", NETWORK: "as it was", RDT: "as it was"}
    await stage.teams.restores_channel(SUPPORT)
    assert SUPPORT not in await subscribed(stage), "whoever wants it says so again"


async def test_of_a_channel_that_is_back_the_deletion_comes_late(stage: Stage) -> None:
    await stage.teams.deletes_channel(SUPPORT)
    deletion = (await stage.teams.membership_events())[-2:]
    await stage.teams.restores_channel(SUPPORT)
    await subscribe(stage, NETWORK, SUPPORT)
    await stage.teams.delivers_again(deletion)
    assert SUPPORT in await subscribed(stage)


@pytest.mark.parametrize("how", ["bot removed", "team deleted", "deleted for good"])
async def test_a_removed_bot_unsubscribes_by_itself(stage: Stage, how: str) -> None:
    await subscribe(stage, NETWORK, SUPPORT, NETWORK)
    await subscribe(stage, RDT, RDT)
    if how == "bot removed":
        await stage.teams.removes_bot(NETWORK)
    else:
        await stage.teams.deletes_team(NETWORK, for_good=how == "deleted for good")
    assert set(await subscribed(stage)) == {RDT}


async def test_a_removal_that_comes_late_unsubscribes_nothing(stage: Stage) -> None:
    seen = len(await stage.teams.membership_events())
    await stage.teams.removes_bot(NETWORK)
    removal = (await stage.teams.membership_events())[seen:]
    await stage.teams.adds_bot(NETWORK)
    await subscribe(stage, NETWORK, SUPPORT)
    await stage.teams.delivers_again(removal)
    assert SUPPORT in await subscribed(stage)


@pytest.mark.parametrize("how", ["bot removed", "team deleted", "channel deleted", "renamed"])
async def test_what_happened_while_the_bot_was_down_is_found_within_the_hour(stage: Stage, how: str) -> None:
    await subscribe(stage, NETWORK, SUPPORT)
    await stage.teams.moves_bot(NOWHERE)
    if how == "bot removed":
        await stage.teams.removes_bot(NETWORK)
    elif how == "team deleted":
        await stage.teams.deletes_team(NETWORK)
    elif how == "channel deleted":
        await stage.teams.deletes_channel(SUPPORT)
    else:
        await stage.teams.renames_channel(SUPPORT, "Advice")
    await stage.teams.moves_bot(hear(stage))
    an_hour_passes(stage)
    expected = {SUPPORT: "Advice"} if how == "renamed" else {}

    async def is_known() -> bool:
        return await subscribed(stage) == expected

    await until(is_known)


async def test_an_archived_team_stays_subscribed(stage: Stage) -> None:
    await subscribe(stage, NETWORK, SUPPORT)
    await stage.teams.archives(NETWORK)
    an_hour_passes(stage)
    await stage.teams.renames_team(NETWORK, "Network of old")
    assert await subscribed(stage) == {SUPPORT: "Support sessions"}


async def test_where_teams_does_not_answer_nothing_is_unsubscribed(stage: Stage) -> None:
    await subscribe(stage, NETWORK, SUPPORT, NETWORK)
    for operation in ("team", "members"):
        await stage.teams.goes_wrong(operation=operation, status=503, times=None)
    await stage.teams.deletes_channel(SUPPORT)
    await stage.teams.leaves(stage.lro, NETWORK)
    assert set(await subscribed(stage)) == {SUPPORT, NETWORK}
    await stage.teams.goes_right()
    an_hour_passes(stage)

    async def is_known() -> bool:
        return set(await subscribed(stage)) == {NETWORK}

    await until(is_known)


async def test_a_channel_that_teams_does_not_list_is_asked_about_by_itself(stage: Stage) -> None:
    """A shared or a private one: Teams lists the standard ones alone."""
    await subscribe(stage, RDT, SUPPORT)
    await stage.teams.renames_team(RDT, "Disruption")
    assert set(await subscribed(stage)) == {SUPPORT}
    await stage.teams.deletes_channel(SUPPORT)
    await stage.teams.renames_team(RDT, "Regional Disruption")
    assert await subscribed(stage) == {}


async def test_a_channel_is_reached_by_the_service_that_is_the_teams_today(stage: Stage) -> None:
    await subscribe(stage, NETWORK, SUPPORT)
    (channel,) = await subscriptions(stage).all()
    old = channel.reach.model_copy(update={"service_url": "http://127.0.0.1:9/"})
    await subscriptions(stage).refresh(SUPPORT, reach=old)
    await stage.teams.installs()
    (again,) = await subscriptions(stage).all()
    assert again.reach == channel.reach


async def test_teams_without_a_subscribed_channel_cost_nothing(stage: Stage) -> None:
    await subscribe(stage, RDT, RDT)
    before = len(await stage.teams.calls())
    await stage.teams.renames_channel(SUPPORT, "Advice")
    await stage.teams.removes_bot(NETWORK)
    assert await stage.teams.calls(after=before) == []


async def test_all_are_asked_about_once_an_hour(stage: Stage) -> None:
    await subscribe(stage, NETWORK, SUPPORT)
    an_hour_passes(stage)

    async def asked() -> int:
        return len([c for c in await stage.teams.calls() if c["operation"] == "team"])

    async def once() -> bool:
        return await asked() == 1

    await until(once)
    for _ in range(3):
        an_hour_passes(stage, minutes=timedelta(minutes=19).total_seconds() / 60)
    await stage.organiser.says("hello")
    assert await asked() == 1


async def test_a_channel_is_told_nothing_when_the_bot_is_put_into_its_team(stage: Stage) -> None:
    """It would be read by people who did not ask; `announce here` answers whoever does."""
    await stage.teams.removes_bot(NETWORK)
    await stage.teams.adds_bot(NETWORK)
    for channel in (NETWORK, SUPPORT):
        assert await stage.lro.messages(channel) == []
