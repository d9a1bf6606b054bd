"""Channels that are subscribed: one record, whoever writes it at the same time."""

import asyncio

from sessions.announcing.subscriptions import GONE_FOR, GONE_KEPT
from tests.sessions.announcing.square import MINUTE, Square, a_channel, channel_id

DELETED = "ConversationNotFound"


async def names(square: Square) -> list[str]:
    return [channel.name for channel in await square.board.channels.all()]


async def test_ten_channels_subscribed_at_once_on_two_replicas(square: Square) -> None:
    channels = [a_channel(f"Channel {n}") for n in range(10)]
    new = await asyncio.gather(
        *(square.replicas[n % 2].board.channels.subscribe(c) for n, c in enumerate(channels))
    )
    assert all(new)
    assert sorted(await names(square)) == [f"Channel {n}" for n in range(10)]


async def test_subscribed_twice_it_is_one_by_its_new_name(small_square: Square) -> None:
    channels = small_square.board.channels
    channel = a_channel("General")
    assert await channels.subscribe(channel)
    again = channel.model_copy(update={"name": "Renamed"})
    assert not await channels.subscribe(again)
    assert await channels.all() == (again,)


async def test_unsubscribed_twice(small_square: Square) -> None:
    channels = small_square.board.channels
    await small_square.has("General", "SOC network")
    assert await channels.unsubscribe(channel_id("General"))
    assert not await channels.unsubscribe(channel_id("General"))
    assert await names(small_square) == ["SOC network"]


async def test_a_channel_that_goes_by_itself_is_remembered_until_it_is_subscribed_again(
    small_square: Square,
) -> None:
    channels = small_square.board.channels
    await small_square.has("General", "SOC network")
    assert await channels.lose({channel_id("General"): DELETED}, ["organiser-1"])
    assert not await channels.lose({channel_id("General"): DELETED}, ["organiser-1"])
    assert await names(small_square) == ["SOC network"]
    assert [(c.name, c.failure, c.gone_at) for c in await channels.gone()] == [
        ("General", DELETED, small_square.clock())
    ]
    await small_square.has("General")
    assert await channels.gone() == ()


async def test_a_channel_that_is_gone_is_shown_for_a_while_and_then_forgotten(small_square: Square) -> None:
    channels = small_square.board.channels
    await small_square.has("Other")
    await small_square.has("General")
    await channels.lose({channel_id("General"): DELETED}, ["organiser-1"])
    small_square.clock.forward(GONE_FOR)
    assert await channels.gone() == ()
    await channels.refresh(channel_id("Other"), name="Other")
    assert (await channels.record()).gone == (), "with what is asked of the others every hour"


async def test_of_channels_that_are_gone_so_many_are_remembered(small_square: Square) -> None:
    channels = small_square.board.channels
    for number in range(GONE_KEPT + 5):
        await small_square.has(f"Channel {number}")
        await channels.lose(
            {channel_id(f"Channel {number}"): DELETED}, ["organiser-1"] if number == 2 else []
        )
    kept = [c.name for c in reversed(await channels.gone())]
    assert kept == ["Channel 2", *(f"Channel {n}" for n in range(5, GONE_KEPT + 5))], "and whoever is untold"


async def test_each_organiser_is_told_once_of_a_channel_that_is_gone(square: Square) -> None:
    one, other = (replica.board.channels for replica in square.replicas)
    await square.has("General")
    assert await one.take_untold(5 * MINUTE) == ()
    await one.lose({channel_id("General"): DELETED}, ["organiser-1", "organiser-2"])
    taken = await asyncio.gather(one.take_untold(5 * MINUTE), other.take_untold(5 * MINUTE))
    assert sorted(map(len, taken)) == [0, 1], "one replica has it to itself"
    await one.told("organiser-1", {channel_id("General")})
    assert await other.take_untold(5 * MINUTE) == ()
    square.clock.forward(5 * MINUTE)
    (again,) = await other.take_untold(5 * MINUTE)
    assert again.untold == ("organiser-2",), "who could not be told is tried again"
    await other.told("organiser-2", {channel_id("General")})
    square.clock.forward(5 * MINUTE)
    assert await one.take_untold(5 * MINUTE) == ()


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
