"""Tell a crowd: no faster than Teams takes it, and whoever's turn does not come is told later."""

from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery.faces import Drawing, Faces
from bot.delivery.patience import after_failure
from sandbox.client import Player
from sessions.notices import Notice, NoticeKind
from sessions.outbox import Outcome
from sessions.request import Request
from tests.journeys.beside import LEASE, about, all_settled, notice_to, request_of, until
from tests.journeys.stage import staged
from tests.journeys.stores import Store

CROWD = 30
"""Advisers for whom there are more calls, a chat to open and a card each, than Teams takes in a second."""


async def test_a_crowd_is_told_within_what_teams_allows(store: Store) -> None:
    """Nobody by way of a 429: it is known beforehand what Teams takes, and kept to."""
    async with staged(store, advisers=CROWD) as stage:
        await stage.teams.limits_rates()
        reference = await stage.has_asked(stage.lro)
        await until(lambda: all_settled(stage, stage.lro, reference))
        for adviser in stage.advisers:
            assert len(await about(adviser, reference)) == 1
        calls = await stage.teams.calls()
        assert len(calls) > 2 * CROWD
        assert not [call for call in calls if call["status"] == 429]


def noted(judge: Callable[..., Outcome], judged: list[Outcome]) -> Callable[..., Outcome]:
    def judges(*failure: Any) -> Outcome:  # noqa: ANN401 (as the judge takes it)
        judged.append(judge(*failure))
        return judged[-1]

    return judges


async def test_whose_turn_does_not_come_is_put_back_and_told_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That was no attempt: nobody hears of delays, and nothing is logged as a failure."""
    monkeypatch.setattr("bot.sending.pace.LONGEST_WAIT", 0.05)
    monkeypatch.setattr("bot.delivery.patience.LATE_AFTER", 1)
    put_back: list[Outcome] = []
    async with staged(store, advisers=8, sends_per_second=8) as stage:
        monkeypatch.setattr("bot.delivery.courier.after_failure", noted(after_failure, put_back))
        with capture_logs() as logs:
            reference = await stage.has_asked(stage.lro)
            await until(lambda: all_settled(stage, stage.lro, reference))
        assert put_back
        assert [line for line in logs if line["event"] == "notice_not_sent"] == []
        for adviser in stage.advisers:
            assert len(await about(adviser, reference)) == 1
        request = await request_of(stage, stage.lro, reference)
        assert {n.kind for n in request.notices} & {NoticeKind.LATE, NoticeKind.UNDELIVERED} == set()


async def test_for_a_chat_that_is_full_nothing_is_drawn(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the chat takes in an hour is said: a card waits for its time, and costs nothing until then."""
    monkeypatch.setattr("bot.sending.pace.THREAD_RATES", ((1, 3_600.0),))
    drawn: set[tuple[str, str]] = set()
    finds = Faces.find

    async def noted_find(faces: Faces, request: Request, notice: Notice) -> Drawing:
        if notice.kind is NoticeKind.ADVISER_CARD:
            drawn.add((request.reference, notice.to))
        return await finds(faces, request, notice)

    monkeypatch.setattr(Faces, "find", noted_find)
    async with staged(store, advisers=1) as stage:
        (adviser,) = stage.advisers
        await adviser.says("help")
        await adviser.waits_for("To ask a person")

        async def is_put_back(lro: Player, reference: str, to: Player) -> bool:
            notice = await notice_to(stage, lro, reference, to)
            due_at = notice.due_at if notice and not notice.attempts else None
            return due_at is not None and due_at > stage.clock() + LEASE

        first = await stage.has_asked(stage.lro)
        await until(lambda: is_put_back(stage.lro, first, adviser))
        await stage.organiser.waits_for(lambda m: first in m.words)
        second = await stage.has_asked(stage.other_lro)
        await until(lambda: is_put_back(stage.other_lro, second, stage.organiser))
        assert drawn == {(first, stage.organiser.aad_object_id)}
        assert await about(adviser, first) == []
