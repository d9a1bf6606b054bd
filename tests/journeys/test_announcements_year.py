"""A year of Mondays at nine, two bots on one database, over both clock changes: 52 posts, none doubled."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

from app import CRIER
from sessions.region import south_west
from tests.journeys.announcers import every_monday, is_settled, posts_in, subscribes, the_only
from tests.journeys.beside import another_bot, until
from tests.journeys.stage import Stage

WEDNESDAY = datetime(2026, 3, 25, 12, tzinfo=UTC)
"""The clocks go forward on the Sunday after, and back on 25 October."""


async def test_a_year_of_mondays_on_two_bots(stage: Stage) -> None:
    await subscribes(stage)
    stage.clock.moment = WEDNESDAY
    await every_monday(stage)
    moments: list[datetime] = []
    async with another_bot(stage) as (_, other):

        def both_look() -> None:
            stage.app[CRIER].ring()
            other[CRIER].ring()

        async def has(number: int) -> bool:
            return len(await posts_in(stage)) == number and await is_settled(stage)

        for number in range(1, 53):
            due = (await the_only(stage)).next_run_at
            assert due is not None
            for before in (timedelta(days=1), timedelta(seconds=1)):
                stage.clock.moment = due - before
                both_look()
            stage.clock.moment = due
            both_look()
            await until(partial(has, number))
            moments.append(stage.clock())
            stage.clock.passes(hours=1)
            both_look()
    assert len(await posts_in(stage)) == 52
    local = [south_west().local(moment) for moment in moments]
    assert {(t.weekday(), t.time()) for t in local} == {(0, time(9))}
    assert {t.tzname() for t in local} == {"GMT", "BST"}
    assert (local[0].date().isoformat(), local[-1].date().isoformat()) == ("2026-03-30", "2027-03-22")
