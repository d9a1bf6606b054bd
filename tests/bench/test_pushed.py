"""Pushing is measured only where the bot answers rightly and every adviser is told once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bench import pushed, pushing
from bench.limited import LimitedTeams, Taken
from bench.parts import Run
from bench.pushed import ADVISERS, Stage
from devtools.common import Trouble
from tests.bench.runs import Instead


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("dies", "does not answer any more: ConnectionResetError"),
        ("answers, and says 500", "the bot answered 500"),
        ("is silent", "said nothing in the chat"),
        ("tells a riddle", r"answered wrongly: .*'What is your name\?' was expected, not .*riddle"),
    ],
)
def test_what_is_no_answer_is_told(run: Run, instead: Instead, does: str, told: str) -> None:
    with pytest.raises(Trouble, match=told):
        pushing.measure(instead(run, does))


def test_a_bot_that_never_answers_is_told(
    run: Run, instead: Instead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushed, "PATIENCE", 0.2)
    with pytest.raises(Trouble, match="does not answer any more: TimeoutError"):
        pushing.measure(instead(run, "takes its time"))


async def test_too_short_a_talk_is_no_figure(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def one_turn(_: Stage, latencies: list[float], after: float) -> None:
        await asyncio.sleep(after + 0.01)  # what is said before anybody listens does not count
        latencies.append(200.0)

    monkeypatch.setattr(pushed, "PAUSE", 0.0)
    monkeypatch.setattr(pushed, "OTHERS", 1)
    monkeypatch.setattr(Stage, "_talks", one_turn)
    with pytest.raises(Trouble, match="people took 1 turns meanwhile, too few for a figure"):
        await stage.talk(0.05)


async def test_a_bot_that_cannot_be_reached_is_told(stage: Stage) -> None:
    with pytest.raises(Trouble, match="cannot be reached"):
        await stage.push()


async def test_who_is_told_twice_is_found(stage: Stage) -> None:
    stage.teams.taken += cards(ADVISERS) + cards(1)
    with pytest.raises(Trouble, match="told twice"):
        await stage.all_told(0)


async def test_whoever_is_not_told_is_not_waited_for_for_ever(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushed, "PATIENCE", 0.0)
    stage.teams.taken += cards(ADVISERS - 1)
    with pytest.raises(Trouble, match=f"only {ADVISERS - 1} of {ADVISERS} advisers were told in 0 s"):
        await stage.all_told(0)


async def test_cards_of_an_earlier_request_do_not_count(stage: Stage) -> None:
    stage.teams.taken += cards(ADVISERS) + cards(ADVISERS)
    await stage.all_told(ADVISERS)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Without a bot: nobody listens on port 1."""
    teams = await LimitedTeams(ADVISERS).open()
    yield Stage(teams, 1)
    await teams.close()


def cards(advisers: int) -> list[Taken]:
    """One to each of the first so many."""
    return [Taken(0.0, f"a:chat-29:adviser-{number}") for number in range(advisers)]
