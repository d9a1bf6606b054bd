"""One turn of a person at a time, by order of arrival."""

import asyncio

from bot.door.turns import InOrder


async def test_first_come_first_served_and_nothing_is_held_for_the_idle() -> None:
    order, served = InOrder(), []

    async def turn(number: int) -> None:
        async with order.turn_of("a chat"):
            await asyncio.sleep(0.002 * (9 - number))  # the first is the slowest
            served.append(number)

    await asyncio.gather(*(turn(n) for n in range(9)))
    assert served == sorted(served)
    assert not vars(order)["_locks"]
    assert not vars(order)["_waiting"]


async def test_turns_of_different_people_do_not_wait_for_each_other() -> None:
    order = InOrder()
    async with order.turn_of("a chat"), order.turn_of("another"):
        pass
