"""Channels that are subscribed: one record, whoever writes it at the same time."""

import asyncio

from sessions.people import Person
from tests.sessions.announcing.square import Square, a_channel, channel_id


async def names(square: Square) -> list[str]:
    return [channel.name for channel in await square.board.channels.all()]


async def test_ten_channels_subscribed_at_once_on_two_replicas(square: Square) -> None:
    channels = [a_channel(f"Channel {n}", square.clock()) for n in range(10)]
    new = await asyncio.gather(
        *(square.replicas[n % 2].board.channels.subscribe(c) for n, c in enumerate(channels))
    )
    assert all(new)
    assert sorted(await names(square)) == [f"Channel {n}" for n in range(10)]


async def test_subscribed_twice_it_is_one_and_who_did_it_first_stays(small_square: Square) -> None:
    channels = small_square.board.channels
    channel = a_channel("General", small_square.clock())
    assert await channels.subscribe(channel)
    again = channel.model_copy(
        update={"name": "Renamed", "subscribed_by": Person(id="organiser-2", name="Other")}
    )
    assert not await channels.subscribe(again)
    (kept,) = await channels.all()
    assert kept == channel.model_copy(update={"name": "Renamed"})


async def test_unsubscribed_twice(small_square: Square) -> None:
    channels = small_square.board.channels
    await small_square.has("General", "SOC network")
    assert await channels.unsubscribe(channel_id("General"))
    assert not await channels.unsubscribe(channel_id("General"))
    assert await names(small_square) == ["SOC network"]


async def test_a_team_that_is_gone_takes_its_channels_along(small_square: Square) -> None:
    channels = small_square.board.channels
    await small_square.has("General", "SOC network")
    await channels.subscribe(a_channel("Elsewhere", small_square.clock(), team_id="team-2"))
    assert await channels.forget_team("team-1")
    assert not await channels.forget_team("team-1")
    assert await names(small_square) == ["Elsewhere"]


async def test_what_teams_says_of_a_channel_is_kept_if_it_is_subscribed(small_square: Square) -> None:
    channels = small_square.board.channels
    await small_square.has("General")
    (before,) = await channels.all()
    moved = before.reach.model_copy(update={"service_url": "https://other.example.org/"})
    await channels.refresh(channel_id("General"), name="Regional LRO Network")
    await channels.refresh(channel_id("General"), reach=moved)
    await channels.refresh(channel_id("Nowhere"), name="Nowhere")
    assert await channels.all() == (
        before.model_copy(update={"name": "Regional LRO Network", "reach": moved}),
    )


async def test_what_changes_nothing_writes_nothing(small_square: Square) -> None:
    channels = small_square.board.channels
    await channels.unsubscribe(channel_id("General"))
    await channels.note({channel_id("General"): "403"})
    assert await channels.store.channels.get("all", "all") is None
    await small_square.has("General")
    before = await channels.store.channels.get("all", "all")
    await channels.refresh(channel_id("General"), name="General")
    await channels.note({channel_id("General"): ""})
    assert await channels.store.channels.get("all", "all") == before
