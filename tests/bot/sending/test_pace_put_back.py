"""What cannot leave soon is put back, and comes again at a time of its own."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.sending.failures import NotYet
from bot.sending.pace import APART, LONGEST_WAIT, NOTICES_LEAST
from tests.bot.sending.paces import LATENCY, RATE, Teams, chats, keeps_limits, played


async def with_full_chat() -> Teams:
    """60 notices went to a chat, evenly, in the first 12 s: it takes more after 30 s."""
    teams = Teams()
    for each in range(60):
        await teams.notice("a:chat", after=0.2 if each else 0.0)
    return teams


def test_a_conversation_that_stays_full_is_put_off_for_as_long() -> None:
    async def story() -> None:
        teams = await with_full_chat()
        assert teams.times()[-1] < 30 - LONGEST_WAIT
        began = teams.clock()
        with pytest.raises(NotYet) as put_off:
            await teams.notice("a:chat")
        assert teams.clock() == began, "nobody waits for what cannot be soon"
        assert put_off.value.wait
        free = teams.clock() + put_off.value.wait.total_seconds()
        assert free == pytest.approx(30, abs=0.1)
        await asyncio.sleep(put_off.value.wait.total_seconds())
        await teams.notice("a:chat")
        keeps_limits(teams)

    played(story())


def test_whoever_is_put_back_has_a_time_of_their_own_to_come_again() -> None:
    """Or all would come at once, for the few who then find room, and the rest be put back again and again."""

    async def story() -> None:
        teams = await with_full_chat()

        async def comes_again() -> None:
            with pytest.raises(NotYet) as put_back:
                teams.pace.expect_room("a:chat")
            await teams.notice("a:chat", after=put_back.value.wait.total_seconds())

        again = [asyncio.create_task(comes_again()) for _ in range(40)]
        await asyncio.sleep(0)
        teams.pace.expect_room("a:quiet chat")
        await asyncio.gather(*again)
        times = teams.times("a:chat")[60:]
        assert times[-1] - times[0] == pytest.approx(39 * APART)
        keeps_limits(teams)

    played(story())


def test_who_joins_a_line_comes_no_sooner_than_there_is_room() -> None:
    """Answers wait for nothing, so that those who were told a time may find the room taken."""

    async def story() -> None:
        teams = Teams()
        for full in range(2):
            await asyncio.sleep(15 * full)
            for each in range(60):
                await teams.answer("a:chat", after=0.0 if each else 0.2)
            with pytest.raises(NotYet) as put_back:
                teams.pace.expect_room("a:chat")
            assert put_back.value.wait > timedelta(seconds=20)

    played(story())


def test_lines_that_are_over_are_forgotten() -> None:
    async def story() -> None:
        teams = Teams(rate=100_000)
        for part in range(20):
            full = chats(5, of=f"part {part}, chat")
            await asyncio.gather(*(teams.answer(to) for to in full * 60))
            for to in full:
                with pytest.raises(NotYet):
                    teams.pace.expect_room(to)
            await asyncio.sleep(40)
        assert len(teams.pace._lines) == 5  # noqa: SLF001 (nothing else tells how much is remembered)

    played(story())


def test_those_who_waited_in_vain_come_again_one_by_one() -> None:
    async def story() -> None:
        teams, told = Teams(), list[float]()

        async def send() -> None:
            try:
                await teams.notice("a:chat")
            except NotYet as put_back:
                told.append(teams.clock() + put_back.wait.total_seconds())

        await asyncio.gather(*(send() for _ in range(100)))
        assert len(told) > 40
        assert [after - before for before, after in pairwise(told)] == pytest.approx(
            [APART] * (len(told) - 1)
        )

    played(story())


def test_whose_turn_does_not_come_gives_up_their_place_and_comes_again() -> None:
    """However suddenly everybody begins to talk, nothing is in hand for longer than a courier's patience."""

    async def story() -> None:
        teams, waits, told = Teams(), list[float](), set[timedelta | None]()

        async def talk() -> None:
            while True:
                for each in range(40):
                    await teams.answer(f"talk {each}")

        async def send(chat: str) -> None:
            while True:
                taken = teams.clock()
                try:
                    return await teams.notice(chat)
                except NotYet as put_back:
                    told.add(put_back.wait)
                finally:
                    waits.append(teams.clock() - taken)

        line = chats(4 * RATE)[-1]
        await asyncio.gather(*(teams.answer(line) for _ in range(60)))
        for _ in range(100):  # who will not come, for what they had to say is history
            with pytest.raises(NotYet):
                teams.pace.expect_room(line)
        await asyncio.sleep(40)
        began = teams.clock()
        sending = [asyncio.create_task(send(chat)) for chat in chats(4 * RATE)]
        await asyncio.sleep(0)
        _talking = [asyncio.create_task(talk()) for _ in range(8)]
        await asyncio.wait(sending)
        assert len(waits) > len(sending)
        assert max(waits) <= LONGEST_WAIT + LATENCY
        assert told == {timedelta(0)}
        assert len(teams.times("chat 0")) == 1
        assert teams.clock() - began < 4 * RATE / (RATE * NOTICES_LEAST) * 1.1

    played(story())
