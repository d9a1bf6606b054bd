"""Asked for in a channel: go on in private, or here; and what the thread shows of it."""

import asyncio
import json

import pytest
from botbuilder.core import TurnContext

from bot.door import turns
from dialogs.posting import say_all
from sandbox.client import Player
from sandbox.seen import SeenMessage
from tests.journeys.beside import messages_of, request_of, until
from tests.journeys.stage import OVERVIEW, Stage, reference_in, slots_in
from tests.journeys.walker import INPUTS, QUESTIONS, Walker, requests_of


def channel(stage: Stage) -> str:
    return stage.teams.channel("Support sessions")


async def in_thread(stage: Stage, thread: SeenMessage) -> list[SeenMessage]:
    """What the bot shows there."""
    messages = await stage.lro.messages(channel(stage))
    return [m for m in messages if m.from_bot and m.conversation == thread.conversation]


async def asks(stage: Stage, lro: Player) -> tuple[SeenMessage, SeenMessage]:
    """A new thread in which somebody asks for a session, and the card that asks them where."""
    thread = await lro.says("request a session", channel(stage))
    (choice,) = await in_thread(stage, thread)
    return thread, choice


async def goes_private(stage: Stage, lro: Player) -> SeenMessage:
    """Begun in a channel, carried on in private; the thread."""
    thread, choice = await asks(stage, lro)
    await lro.presses(choice, "Continue privately")
    await lro.waits_for(QUESTIONS["name"])
    return thread


async def test_in_private_is_the_first_choice(stage: Stage) -> None:
    _, choice = await asks(stage, stage.lro)
    assert choice.buttons == ["Continue privately", "Answer here"]
    assert stage.lro.name in choice.words


async def test_in_private_the_thread_keeps_one_neutral_line(stage: Stage) -> None:
    lro = stage.lro
    thread = await goes_private(stage, lro)
    walker = Walker(lro)
    for step, given in INPUTS.items():
        await walker.is_asked(step)
        await walker.presses("Next", given)
    await walker.presses("Submit")
    reference = reference_in(await lro.waits_for("Your request is in"))
    card = await stage.card_of(stage.advisers[0], reference)
    await stage.advisers[0].presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await lro.waits_for("Your session is booked")
    assert [m.words for m in await in_thread(stage, thread)] == [
        f"{lro.name} is carrying on in a private chat with me."
    ]
    aloud = [c for c in await stage.teams.calls() if (c["conversation"] or "").startswith(channel(stage))]
    assert not any(OVERVIEW in json.dumps(call["activity"]) for call in aloud)


async def test_somebody_the_bot_never_wrote_to_gets_a_chat(stage: Stage) -> None:
    stranger = stage.teams.people("LRO")[2]
    await goes_private(stage, stranger)
    assert (await stranger.messages())[-1].buttons == ["Next", "Cancel"]


async def test_pressed_twice_it_is_one_walk(stage: Stage) -> None:
    lro = stage.lro
    _, choice = await asks(stage, lro)
    await asyncio.gather(*(lro.presses(choice, "Continue privately") for _ in range(2)))
    assert len(await Walker(lro).live_cards()) == 1


async def test_delivered_again_it_is_begun_once(stage: Stage) -> None:
    lro = stage.lro
    _, choice = await asks(stage, lro)
    pressed = await lro.presses(choice, "Continue privately")
    said = len(await lro.messages())
    await stage.teams.resends(pressed.activity_id)
    assert len(await lro.messages()) == said


async def test_cut_off_before_the_thread_was_told_it_is_begun_once_all_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lro = stage.lro
    thread, choice = await asks(stage, lro)

    async def dies_in_the_channel(context: TurnContext) -> None:
        if context.activity.conversation.id == thread.conversation:
            raise asyncio.CancelledError
        await say_all(context)

    with monkeypatch.context() as patch:
        patch.setattr(turns, "say_all", dies_in_the_channel)
        pressed = await lro.presses(choice, "Continue privately")
    said = len(await lro.messages())
    await stage.teams.resends(pressed.activity_id)
    assert len(await lro.messages()) == said
    assert "carrying on in a private chat" in (await lro.sees_now(choice)).words


async def test_a_walk_left_half_way_in_private_is_offered_again(stage: Stage) -> None:
    lro = stage.lro
    await Walker(lro).gets_to("overview")
    _, choice = await asks(stage, lro)
    await lro.presses(choice, "Continue privately")
    await lro.waits_for("Carry on where you left off?")


async def test_three_press_the_same_button_within_a_second(stage: Stage) -> None:
    """Each gets a card of their own to choose by, whichever way they then go."""
    lros = stage.teams.people("LRO")[:3]
    await lros[0].says("hello", channel(stage))
    hello = (await lros[0].messages(channel(stage)))[-1]
    await stage.teams.clicks_at_once((lro, hello, "Request a session") for lro in lros)
    for lro in lros:
        (choice,) = [m for m in await in_thread(stage, hello) if lro.name in m.words]
        await lro.presses(choice, "Continue privately")
        card = await lro.waits_for(QUESTIONS["name"])
        assert card.inputs["name"]["value"] == lro.name


async def test_somebody_elses_choice_is_not_theirs(stage: Stage) -> None:
    lro, other = stage.lro, stage.other_lro
    thread, choice = await asks(stage, lro)
    for title in ("Answer here", "Continue privately"):
        await other.presses(choice, title)
        own = (await in_thread(stage, thread))[-1]
        assert other.name in own.words
        assert own.buttons == ["Continue privately", "Answer here"]
    assert (await lro.sees_now(choice)).buttons == ["Continue privately", "Answer here"]


@pytest.mark.parametrize("standing", ["blocks_bot", "removes_app", "becomes_guest"])
async def test_somebody_whose_chat_cannot_be_opened_is_told_and_can_answer_here(
    stage: Stage, standing: str
) -> None:
    lro = stage.lro
    await getattr(lro, standing)()
    thread, choice = await asks(stage, lro)
    await lro.presses(choice, "Continue privately")
    (told,) = await in_thread(stage, thread)
    assert "I cannot write to you in private" in told.words
    assert told.buttons == ["Try again", "Answer here"]
    await lro.presses(told, "Answer here")
    walker = Walker(lro, to=thread, channel=channel(stage))
    walker.theirs = {(await in_thread(stage, thread))[-1].button("Next").action["data"]["walk"]}
    for step, given in INPUTS.items():
        await walker.is_asked(step)
        await walker.presses("Next", given)
    await walker.presses("Submit")
    assert "Your request is in" in (await walker.last()).words


async def test_once_they_have_unblocked_it_trying_again_works(stage: Stage) -> None:
    lro = stage.lro
    await lro.blocks_bot()
    thread, choice = await asks(stage, lro)
    await lro.presses(choice, "Continue privately")
    (told,) = await in_thread(stage, thread)
    await lro.unblocks_bot()
    await lro.presses(told, "Try again")
    await lro.waits_for(QUESTIONS["name"])
    assert "carrying on in a private chat" in (await lro.sees_now(choice)).words


async def test_when_teams_is_slow_to_open_a_chat_they_are_asked_to_try_again(stage: Stage) -> None:
    lro = stage.lro
    thread, choice = await asks(stage, lro)
    await stage.teams.goes_wrong(conversation=lro.chat, operation="send", status=429, retry_after=60, times=9)
    await lro.presses(choice, "Continue privately")
    (told,) = await in_thread(stage, thread)
    assert "just now" in told.words
    await stage.teams.goes_right()
    await lro.presses(told, "Try again")
    await lro.waits_for(QUESTIONS["name"])


async def test_a_chat_that_is_no_more_is_opened_anew(stage: Stage) -> None:
    lro = stage.lro
    await lro.says("hello")
    _, choice = await asks(stage, lro)
    gone = {"operation": "send", "status": 404, "code": "ConversationNotFound", "times": 1}
    await stage.teams.goes_wrong(conversation=lro.chat, **gone)
    await lro.presses(choice, "Continue privately")
    await lro.waits_for(QUESTIONS["name"])


async def test_where_the_summary_was_not_known_the_tick_is_posted(stage: Stage) -> None:
    """Its message is told by the press of a button; a client that names none leaves it to the courier."""
    lro = stage.lro
    walker = Walker(lro)
    await walker.begins(channel(stage))
    for given in INPUTS.values():
        await walker.presses("Next", given)
    summary = await walker.is_asked("check")
    await stage.teams.goes_wrong(operation="edit", status=404, times=2)
    await walker.presses("Submit")
    await lro.waits_for(
        lambda m: m.id > summary.id and "✓ Your request is in" in m.words, chat=channel(stage)
    )


async def test_a_tick_that_cannot_be_given_is_nobodys_trouble(stage: Stage) -> None:
    lro, adviser = stage.lro, stage.advisers[0]
    walker = Walker(lro)
    await walker.begins(channel(stage))
    for given in INPUTS.values():
        await walker.presses("Next", given)
    await walker.presses("Submit")
    (reference,) = await requests_of(lro)
    card = await stage.card_of(adviser, reference)

    async def all_told() -> bool:
        return all(n.due_at is None for n in messages_of(await request_of(stage, lro, reference)))

    await until(all_told)  # the tick too: the walk has used up what may be sent to the thread in two seconds
    await stage.teams.goes_wrong(
        conversation=walker.to.conversation if walker.to else "", status=403, code="MessageWritesBlocked"
    )
    await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await lro.waits_for("Your session is booked")

    async def settled() -> bool:
        notices = messages_of(await request_of(stage, lro, reference))
        return any(n.failure for n in notices) and all(n.due_at is None for n in notices)

    async with asyncio.timeout(5):
        while not await settled():  # noqa: ASYNC110 (the courier's doing)
            await asyncio.sleep(0.01)
    assert not any("could not" in m.words for m in await stage.organiser.messages())


async def test_a_button_of_a_version_no_longer_known_gets_a_fresh_card(stage: Stage) -> None:
    lro = stage.lro
    await lro.says("hello", channel(stage))
    hello = (await lro.messages(channel(stage)))[-1]
    await lro.sends(hello, {"type": "Action.Submit", "data": {"act": "begin", "v": 0}})
    fresh = (await lro.messages(channel(stage)))[-1]
    assert "That button no longer works." in fresh.words
    await lro.presses(fresh, "Request a session")
    assert "Continue privately" in (await lro.messages(channel(stage)))[-1].buttons


async def test_a_choice_forged_in_ones_own_chat_hangs_nothing(stage: Stage) -> None:
    lro = stage.lro
    await lro.says("hello")
    hello = (await lro.messages())[-1]
    data = {"act": "where", "who": lro.aad_object_id, "where": "private"}
    await lro.sends(hello, {"type": "Action.Submit", "data": data})
    await lro.waits_for(QUESTIONS["name"])


@pytest.mark.parametrize("way", ["Continue privately", "Answer here"])
async def test_where_they_came_from_comes_along_into_the_request(stage: Stage, way: str) -> None:
    lro = stage.lro
    thread = await lro.says("Request a session (microsite)", channel(stage))
    (choice,) = await in_thread(stage, thread)
    await lro.presses(choice, way)
    walker = Walker(lro) if way == "Continue privately" else Walker(lro, to=thread, channel=channel(stage))
    if walker.to:
        walker.theirs = {(await in_thread(stage, thread))[-1].button("Next").action["data"]["walk"]}
    for given in INPUTS.values():
        await walker.presses("Next", given)
    await walker.presses("Submit")
    (reference,) = await requests_of(lro)
    assert (await request_of(stage, lro, reference)).source == "microsite"
