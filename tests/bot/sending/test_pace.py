"""The pace: as fast as Teams' limits allow and no faster; turns first."""

import asyncio
import gc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sending.pace import (
    ROOM_EACH,
    TALKING,
    TALKS_MOST,
    THREAD_RATES,
    THREADS_KEPT,
)
from tests.bot.sending.paces import RATE, Teams, chats, crowd, keeps_limits, most_within, played


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 3), st.integers(0, 200)), min_size=1, max_size=180),
    st.lists(st.sampled_from([0.0, 0.01, 0.06, 0.1]), min_size=1, max_size=9),
)
def test_whatever_is_to_be_sent_no_window_holds_more_than_teams_takes(
    arrivals: list[tuple[float, int]], ways: list[float]
) -> None:
    async def story() -> None:
        teams = Teams()
        await teams.notice("somebody, so that it is known how fast Teams is")
        teams.way = ways
        await asyncio.gather(*(teams.notice(f"chat {to}", after) for after, to in arrivals))
        assert len(teams.came) == len(arrivals) + 1, "all were sent"
        keeps_limits(teams)

    played(story())


def test_a_hundred_cards_go_out_in_the_time_the_limits_allow() -> None:
    async def story() -> None:
        teams = Teams()
        await crowd(teams, chats(100))
        assert [teams.times()[49], round(teams.times()[99], 2)] == [0.0, 1.0]
        keeps_limits(teams)

    played(story())


def test_those_that_had_to_open_a_connection_count_from_when_they_came() -> None:
    async def story() -> None:
        teams = Teams()
        await teams.notice("somebody, so that it is known how fast Teams is")
        await asyncio.sleep(1)
        teams.way = [0.06] * RATE + [0.0] * RATE
        del teams.came[:]
        await crowd(teams, chats(2 * RATE))
        keeps_limits(teams)

    played(story())


def test_slow_answers_slow_nothing_down() -> None:
    async def story() -> None:
        teams = Teams(way=(1.5,))
        await teams.notice("somebody, so that it is known how slow Teams is")
        began = teams.clock()
        await crowd(teams, chats(150))
        assert teams.times()[-1] - began - 1.5 == pytest.approx(2.0, abs=0.1)

    played(story())


def test_first_come_first_served() -> None:
    async def story() -> None:
        teams = Teams()
        await crowd(teams, chats(170))
        assert [to for _, to in teams.came] == chats(170)

    played(story())


def test_a_conversation_that_is_full_holds_up_no_other() -> None:
    async def story() -> None:
        teams = Teams()
        await crowd(teams, ["busy"] * 12 + ["quiet"])
        assert teams.times("quiet") == [0.0]
        assert len(teams.times("busy")) == 12
        keeps_limits(teams)

    played(story())


def test_threads_of_a_channel_count_as_one_conversation() -> None:
    async def story() -> None:
        teams = Teams()
        await crowd(teams, [f"19:channel@thread.tacv2;messageid={each}" for each in range(9)])
        times = teams.times()
        assert most_within(1.0, times) == 7
        assert most_within(2.0, times) == 8

    played(story())


def test_an_answer_waits_for_no_notice() -> None:
    async def story() -> None:
        teams = Teams()
        notices = asyncio.create_task(crowd(teams, chats(300)))
        await teams.answer("a:chat", after=0.5)
        assert teams.times("a:chat") == [0.5]
        await notices

    played(story())


def test_where_people_talk_their_next_answers_find_room() -> None:
    async def story() -> None:
        teams = Teams()
        talks = chats(TALKS_MOST, "talk")
        await asyncio.gather(*map(teams.answer, talks))
        notices = asyncio.create_task(crowd(teams, chats(100)))
        for _ in range(ROOM_EACH):
            await asyncio.gather(*(teams.answer(talk, after=0.2) for talk in talks))
        await notices
        assert most_within(1.0, teams.times()) <= RATE
        assert teams.times()[-1] > 2, "which takes the notices longer"

    played(story())


def test_when_the_talk_is_over_notices_have_all_the_room() -> None:
    async def story() -> None:
        teams = Teams()
        await asyncio.gather(*map(teams.answer, chats(TALKS_MOST, "talk")))
        await asyncio.sleep(TALKING)
        began = teams.clock()
        await crowd(teams, chats(RATE))
        assert teams.times()[-1] == began

    played(story())


@pytest.mark.parametrize("rate", [1, 10, RATE])
def test_however_many_people_talk_some_notices_leave(rate: int) -> None:
    async def story() -> None:
        teams = Teams(rate=rate)

        async def talk() -> None:
            for each in range(800):
                await teams.answer(f"talk {each % 40}", after=0.0)

        _talking = [asyncio.create_task(talk()) for _ in range(8)]
        await asyncio.sleep(2)
        await crowd(teams, chats(10))
        told = sorted(at for at, to in teams.came if to.startswith("chat"))
        assert told[-1] < 13
        assert most_within(1.0, told) <= max(1, rate // 10)

    played(story())


def test_a_call_that_failed_at_once_says_nothing_of_how_fast_teams_is() -> None:
    async def story() -> None:
        teams = Teams(way=(0.05,), rate=20)
        await teams.notice("somebody")

        async def in_vain() -> None:
            async with teams.pace.notice("nobody"):
                await asyncio.sleep(0.001)
                raise ConnectionError

        with pytest.raises(ConnectionError):
            await in_vain()
        await asyncio.sleep(2)
        began = teams.clock()
        await crowd(teams, chats(40))
        assert teams.times()[-1] - began == pytest.approx(1.05, abs=0.01), "none is taken for a slow one"

    played(story())


def test_who_stops_waiting_takes_nobody_s_place() -> None:
    async def story() -> None:
        teams = Teams()
        await crowd(teams, chats(RATE))
        gone = asyncio.create_task(teams.notice("gone"))
        stays = asyncio.create_task(teams.notice("stays"))
        await asyncio.sleep(0.1)
        gone.cancel()
        await stays
        assert teams.times("stays") == [pytest.approx(1.0, abs=0.01)]
        assert teams.times("gone") == []

    played(story())


def test_idle_conversations_are_forgotten() -> None:
    async def story() -> None:
        teams = Teams(rate=100_000)
        await asyncio.gather(*(teams.answer("first") for _ in range(7)))
        await asyncio.gather(*(teams.answer(to) for to in chats(THREADS_KEPT)))
        began = teams.clock()
        await teams.notice("first")
        assert teams.times("first")[-1] == began

    played(story())


def remembered() -> int:
    """Sends that are in memory, those of other stories with them."""
    gc.collect()
    return sum(type(each).__name__ == "_Send" for each in gc.get_objects())


def test_long_talk_in_one_conversation_is_not_remembered_for_ever() -> None:
    async def story() -> None:
        others = remembered()
        teams = Teams()
        for _ in range(5_000):
            with teams.pace.answer("a:chat"):
                pass
            await asyncio.sleep(1)
        assert 0 < remembered() - others <= THREAD_RATES[-1][0] + RATE

    played(story())


def test_what_no_limit_counts_any_more_is_forgotten() -> None:
    async def story() -> None:
        others = remembered()
        teams = Teams(rate=100_000)
        for _ in range(20):
            await asyncio.gather(*(teams.answer(to) for to in chats(50)))
        await asyncio.sleep(THREAD_RATES[-1][1] + 1)
        await teams.answer("chat 0")
        await teams.answer("another")
        assert remembered() - others == 2

    played(story())
