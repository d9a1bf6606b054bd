"""What is stored stays stored, whatever becomes of the turn that stored it: nobody is told otherwise."""

import asyncio
from typing import Any

import pytest

from bot.door.state import StateStorage
from sandbox.seen import SeenMessage
from sessions.desk import Desk
from sessions.request import Request, State
from storage.documents import StorageFault
from tests.journeys.beside import request_of, until
from tests.journeys.stage import OVERVIEW, Stage
from tests.journeys.walker import INPUTS, QUESTIONS, Walker, requests_of

CANCELLED = "Nothing was sent"
ALREADY = "This had been sent already"


async def heard(stage: Stage) -> list[str]:
    return [message.words for message in await stage.lro.messages() if message.from_bot]


async def unheard(
    stage: Stage, card: SeenMessage, title: str = "Submit", inputs: dict[str, str] | None = None
) -> None:
    """Pressed, and its answer refused by Teams."""
    await stage.teams.goes_wrong(person=stage.lro.id, operation="send", status=400)
    await stage.lro.presses(card, title, inputs)


@pytest.mark.parametrize("title", ["Yes, cancel it", "Change"])
async def test_a_request_whose_answer_was_lost_is_neither_cancelled_nor_changed(
    stage: Stage, title: str
) -> None:
    lro = stage.lro
    summary = await stage.walks_to_summary(lro)
    await unheard(stage, summary)
    await lro.presses(await lro.sees_now(summary), title)
    assert any(ALREADY in words for words in await heard(stage))
    assert not any(CANCELLED in words for words in await heard(stage))
    await lro.waits_for("Your request is in")
    assert len(await requests_of(lro)) == 1


async def test_submitted_again_it_is_told_as_if_it_were_the_first_time(stage: Stage) -> None:
    lro = stage.lro
    summary = await stage.walks_to_summary(lro)
    await unheard(stage, summary)
    await lro.presses(await lro.sees_now(summary), "Submit")
    await lro.waits_for("Your request is in")
    assert not any(ALREADY in words for words in await heard(stage))


async def test_stored_though_the_state_could_not_be_saved(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lro = stage.lro
    summary = await stage.walks_to_summary(lro)

    async def fails(*_: object) -> None:
        raise StorageFault("away")

    with monkeypatch.context() as patch:
        patch.setattr(StateStorage, "write_body", fails)
        await lro.presses(summary, "Submit")
    await lro.presses(await lro.sees_now(summary), "Yes, cancel it")
    assert any(ALREADY in words for words in await heard(stage))
    assert len(await requests_of(lro)) == 1


@pytest.mark.parametrize("when", ["stored", "not yet"])
async def test_submitted_on_one_replica_and_cancelled_on_the_other(
    stage: Stage, other: str, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Told as what it is, whichever was first: the one that was stored is not cancelled."""
    lro, submit = stage.lro, Desk.submit
    summary = await stage.walks_to_summary(lro)
    there, go = asyncio.Event(), asyncio.Event()

    async def slow(*given: Any, **more: Any) -> Request:  # noqa: ANN401 (handed on as they came)
        done = await submit(*given, **more) if when == "stored" else None
        there.set()
        await go.wait()
        return done or await submit(*given, **more)

    monkeypatch.setattr(Desk, "submit", slow)
    pressing = asyncio.create_task(lro.presses(summary, "Submit"))
    await there.wait()
    await stage.teams.moves_bot(other)
    await lro.says("cancel")
    go.set()
    await pressing
    assert len(await requests_of(lro)) == 1
    assert any("Your request is in" in words for words in await heard(stage))


@pytest.mark.parametrize("times", ["Wednesday all day", "today"])
async def test_times_whose_answer_was_lost_are_not_cancelled(stage: Stage, times: str) -> None:
    """Nor where they begin at once, and a minute later less of them is left than was sent."""
    lro, adviser = stage.lro, stage.advisers[0]
    reference = await stage.asks(lro)
    await adviser.presses(await stage.card_of(adviser, reference), "Ask the LRO")
    ask = await lro.waits_for(lambda m: reference in m.words and "Send these times" in m.buttons)
    await lro.presses(ask, "Send these times", {"times": times})
    check = await lro.waits_for(lambda m: "Use these times" in m.buttons)
    stage.clock.passes(minutes=1)
    await unheard(stage, check, "Use these times")
    stage.clock.passes(minutes=1)
    await lro.presses(await lro.sees_now(check), "Yes, cancel it")
    assert (await request_of(stage, lro, reference)).state is State.OPEN
    assert any(ALREADY in words for words in await heard(stage))


async def test_a_question_that_was_refused_leaves_the_card_before_it_as_it_was(stage: Stage) -> None:
    lro = Walker(stage.lro)
    card = await lro.gets_to("overview")
    await unheard(stage, card, "Next", {"overview": OVERVIEW})
    assert (await lro.card()).id == card.id
    await lro.presses("Next", {"overview": OVERVIEW})
    await lro.is_asked("availability")


async def test_a_question_that_came_though_it_was_taken_for_lost_is_asked_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lro = Walker(stage.lro)
    card = await lro.gets_to("contact")
    monkeypatch.setattr("bot.door.adapter.IN_TURN", 0.3)
    await stage.teams.goes_wrong(person=lro.player.id, operation="send", delay=0.6)
    await lro.player.presses(card, "Next", INPUTS["contact"])
    ahead = await lro.player.waits_for(QUESTIONS["force"])
    monkeypatch.undo()
    await lro.player.presses(ahead, "Next")
    (again,) = [m for m in await lro.heard() if QUESTIONS["contact"] in m.words]
    assert again.id > ahead.id, "below, where they are looking"
    await lro.player.presses(again, "Next", INPUTS["contact"])
    await lro.player.waits_for(lambda m: QUESTIONS["force"] in m.words and m.id > again.id)


async def test_of_two_cards_that_ask_the_same_either_can_be_answered(stage: Stage, other: str) -> None:
    """The first replica is slow to say what it saved: its card lands below that of the second."""
    lro = Walker(stage.lro)
    card = await lro.gets_to("force")
    await stage.teams.goes_wrong(person=lro.player.id, operation="send", delay=1.0)
    slow = asyncio.create_task(lro.player.presses(card, "Next"))

    async def is_sending() -> bool:
        return any(c["operation"] == "send" and not c["status"] for c in await stage.teams.calls())

    await until(is_sending)
    await stage.teams.moves_bot(other)
    await stage.teams.resends((await stage.teams.deliveries())[-1]["activity"]["id"])
    await slow
    asking = [m for m in await lro.heard() if QUESTIONS["overview"] in m.words]
    assert len(asking) == 2
    await lro.player.presses(asking[-1], "Next", {"overview": OVERVIEW})
    await lro.player.waits_for(QUESTIONS["availability"])


async def test_a_telephone_number_given_after_a_pause_waits_in_its_input(stage: Stage) -> None:
    lro = Walker(stage.lro)
    await lro.gets_to("contact")
    stage.clock.passes(hours=5)
    await lro.player.says("07700 900777")
    await lro.player.presses(await lro.player.waits_for("Carry on where you left off?"), "Carry on")
    assert "900777" in (await lro.card()).inputs["telephone"]["value"]
