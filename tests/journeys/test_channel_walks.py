"""Walks in a channel's thread: one each, whoever else is there, and nothing said aloud not meant for all."""

import json
import random
import secrets

import pytest

from sandbox.seen import SeenMessage
from tests.journeys.stage import reference_in, slots_in
from tests.journeys.walker import INPUTS, QUESTIONS, Town, Walker

pytestmark = pytest.mark.asyncio(loop_scope="module")
OURS_ONLY = "Village shops are being leaned on by a group from outside the county."
PHONE = "07700 900456"


def channel(town: Town) -> str:
    return town.stage.teams.channel("Support sessions")


def joins(walker: Walker, other: Walker) -> Walker:
    """Somebody else, in the same thread."""
    return Walker(walker.player, to=other.to, channel=other.channel)


async def tick(walker: Walker, name: str = "") -> SeenMessage:
    """What has become of this person's last card in the thread."""
    ticks = [
        m for m in await walker.heard() if f"Your request is in, {name or walker.player.name}" in m.words
    ]
    return ticks[-1]


async def test_words_after_a_mention_answer_every_question(town: Town) -> None:
    lro = town.somebody()
    await lro.begins(channel(town))
    for words in ("yes", PHONE, "yes", OURS_ONLY, "tomorrow all day"):
        await lro.says(words)
    await lro.is_asked("check")
    await lro.says("submit")
    told = await lro.last()
    assert "Your request is in" in told.words
    assert "in your chat with me" in told.words
    card = await town.stage.card_of(town.stage.advisers[0], reference_in(told))
    assert OURS_ONLY in card.words
    assert PHONE in card.words


async def test_cards_in_a_channel_answer_every_question(town: Town) -> None:
    lro = town.somebody()
    await lro.begins(channel(town))
    inputs = INPUTS | {"contact": {"telephone": PHONE}, "overview": {"overview": OURS_ONLY}}
    for step, given in inputs.items():
        await lro.is_asked(step)
        await lro.presses("Next", given)
    await lro.presses("Submit")
    assert "Your request is in" in (await lro.last()).words


async def test_the_bot_never_says_overview_or_contact_details_in_the_channel(town: Town) -> None:
    lro = town.somebody()
    await lro.begins(channel(town))
    await lro.presses("Next", {"name": "Sam Sample"})
    await lro.presses("Next", {"email": "private.sample@home.example", "telephone": "0770 9"})
    await lro.is_asked("contact")
    await lro.presses("Next", {"telephone": PHONE})
    await lro.presses("Next", {"force": "Dorset"})
    await lro.presses("Next", {"overview": OURS_ONLY + "x" * 2_000})
    await lro.is_asked("overview")
    await lro.presses("Next", {"overview": OURS_ONLY})
    await lro.presses("Back")
    await lro.is_asked("overview")
    await lro.presses("Next")
    await lro.presses("Next", INPUTS["availability"])
    for words in (
        "change overview",
        "back",
        "change contact",
        "back",
        "help",
        "hello",
        "carry on",
        "my requests",
    ):
        await lro.says(words)
    await lro.presses("Submit")
    reference = reference_in(await tick(lro, "Sam Sample"))
    await lro.says("my requests")
    said = [c for c in await town.stage.teams.calls() if (c["conversation"] or "").startswith(channel(town))]
    aloud = [json.dumps(call["activity"], ensure_ascii=False) for call in said if call["activity"]]
    assert any("Is this right?" in text for text in aloud), "all that was ever said, edited since or not"
    for kept in ("shops are being leaned on", PHONE, "7700900456", "private.sample@home.example"):
        assert not any(kept in text for text in aloud), kept
    card = await town.stage.card_of(town.stage.advisers[0], reference)
    for given in (OURS_ONLY, PHONE, "private.sample@home.example", "Dorset", "Sam Sample"):
        assert given in card.words


async def test_contact_details_that_are_wrong_are_not_said_after_them_in_the_channel(town: Town) -> None:
    lro = town.somebody()
    await lro.begins(channel(town))
    await lro.says("yes")
    assert "everyone in this channel can read messages" in (await lro.is_asked("contact")).words
    await lro.says("foo@home 0770 9")
    card = await lro.is_asked("contact")
    assert "one email address and one telephone number" in card.words
    for kept in ("foo@home", "0770 9"):
        assert kept not in json.dumps(card.raw)


async def test_what_is_known_is_kept_where_the_channels_card_does_not_show_it(town: Town) -> None:
    lro = town.somebody()
    await lro.begins(channel(town))
    for step, given in INPUTS.items():
        await lro.is_asked(step)
        await lro.presses("Next", given)
    await lro.presses("Submit")
    await lro.begins()
    await lro.presses("Next")
    card = await lro.is_asked("contact")
    assert not card.inputs["telephone"].get("value")
    await lro.presses("Next")
    await lro.is_asked("force")


async def test_two_people_walk_in_one_thread_side_by_side(town: Town) -> None:
    first, second = town.somebody(), town.somebody()
    await first.begins(channel(town))
    second = joins(second, first)
    await second.begins()
    for step in INPUTS:
        for walker, telephone in ((first, "01392 111111"), (second, "01392 222222")):
            await walker.is_asked(step)
            given = {"telephone": telephone} if step == "contact" else INPUTS[step]
            if step == "overview":
                given = {"overview": f"The overview of {walker.player.name}."}
            await walker.presses("Next", given)
    references = {}
    for walker in (second, first):
        summary = await walker.is_asked("check")
        assert walker.player.name in summary.words
        await walker.presses("Submit")
        references[walker.player.name] = reference_in(await tick(walker))
    for walker, telephone in ((first, "01392 111111"), (second, "01392 222222")):
        card = await town.stage.card_of(town.stage.advisers[0], references[walker.player.name])
        assert walker.player.name in card.words
        assert f"The overview of {walker.player.name}." in card.words
        assert telephone in card.words


async def test_another_person_cannot_press_the_buttons(town: Town) -> None:
    lro, other = town.somebody(), town.somebody()
    card = await lro.begins(channel(town))
    other = joins(other, lro)
    for title in ("Next", "Cancel"):
        await other.player.presses(card, title, {"name": "Not Me"} if title == "Next" else None)
        assert "Only the person who started this request can answer it." in (await lro.last()).words
        assert lro.player.name in (await lro.is_asked("name")).words
    await other.begins()
    await other.player.presses(card, "Cancel")
    assert "Only the person who started this request" in (await lro.last()).words
    await lro.is_asked("name")
    await other.is_asked("name")


async def test_another_person_cannot_submit_a_summary(town: Town) -> None:
    lro, other = town.somebody(), town.somebody()
    await lro.begins(channel(town))
    for given in INPUTS.values():
        await lro.presses("Next", given)
    await other.player.presses(await lro.card(), "Submit")
    assert "Only the person who started this request" in (await lro.last()).words
    await lro.presses("Submit")
    await tick(lro)


async def test_words_of_another_person_in_the_thread_are_nobodys_answer(town: Town) -> None:
    lro, other = town.somebody(), town.somebody()
    await lro.begins(channel(town))
    other = joins(other, lro)
    await other.player.says("Planted Name", other.to)
    await lro.is_asked("name")
    await lro.says("yes")
    assert any(m.words == f"✓ Name: \n{lro.player.name}" for m in await lro.heard())


async def test_words_without_a_mention_are_not_heard(town: Town) -> None:
    lro = town.somebody()
    await lro.begins(channel(town))
    await lro.player.says("Sam Sample", lro.to, mention=False)
    await lro.is_asked("name")


async def test_a_mention_and_nothing_else_asks_for_an_answer(town: Town) -> None:
    lro = town.somebody()
    await lro.begins(channel(town))
    await lro.says(" ")
    assert "Please write your name." in (await lro.is_asked("name")).words


async def test_the_booking_is_told_in_private(town: Town) -> None:
    lro = town.somebody()
    await lro.begins(town.stage.teams.channel("General"))
    for given in INPUTS.values():
        await lro.presses("Next", given)
    await lro.presses("Submit")
    reference = reference_in(await lro.last())
    adviser = town.stage.advisers[0]
    card = await town.stage.card_of(adviser, reference)
    await adviser.presses(card, "Book this time", {"slot": slots_in(card)[0]})
    await lro.player.waits_for("Your session is booked")
    await lro.player.waits_for("✓ A session is arranged", chat=lro.channel)
    assert not any("booked" in m.words for m in await lro.heard())
    assert (await lro.last()).words == (
        f"✓ A session is arranged, {lro.player.name}. The details are in your chat with me."
    )


async def test_a_walk_in_the_channel_and_one_in_the_chat_are_two(town: Town) -> None:
    in_channel = town.somebody()
    in_chat = Walker(in_channel.player)
    await in_channel.begins(channel(town))
    await in_chat.gets_to("overview")
    await in_channel.is_asked("name")
    await in_chat.says("cancel")
    await in_channel.says("yes")
    await in_channel.is_asked("contact")


async def test_twenty_interleaved_walks_in_one_thread_never_mix(town: Town) -> None:
    seed = secrets.randbits(32)
    print(f"seed {seed}")  # noqa: T201 (to play it again)
    dice = random.Random(seed)  # noqa: S311 (a story, not a secret)
    leader = town.somebody()
    await leader.begins(town.stage.teams.channel("General"))
    walkers = [leader, *[joins(town.somebody(), leader) for _ in range(19)]]
    for walker in walkers[1:]:
        await walker.begins()
    left = {walker.player.id: list(QUESTIONS) for walker in walkers}
    while going := [walker for walker in walkers if left[walker.player.id]]:
        walker = dice.choice(going)
        step = left[walker.player.id].pop(0)
        card = await walker.sees(step)
        if step == "check":
            await walker.player.presses(card, "Submit")
        elif step in {"availability", "force"} or dice.random() < 0.5:
            await walker.player.presses(card, "Next", answer(walker, step))
        else:
            await walker.player.says(" ".join(answer(walker, step).values()), walker.to)
    for walker in walkers:
        assert await walker.live_cards() == []
        await finds_only_theirs(town, walker, walkers)


def answer(walker: Walker, step: str) -> dict[str, str]:
    number = lro_number(walker)
    return {
        "name": {"name": f"Walker Number {number:03d}"},
        "contact": {"email": f"walker{number:03d}@dorset.police.uk", "telephone": f"01392 {number:06d}"},
        "overview": {"overview": f"This is what number {number:03d} would like advice on."},
    }.get(step, INPUTS[step])


async def finds_only_theirs(town: Town, walker: Walker, walkers: list[Walker]) -> None:
    number = lro_number(walker)
    card = await town.stage.advisers[0].waits_for(f"This is what number {number:03d} would")
    for mine in (
        f"Walker Number {number:03d}",
        f"walker{number:03d}@dorset.police.uk",
        f"01392 {number:06d}",
    ):
        assert mine in card.words
    for other in walkers:
        if other is not walker:
            assert f"{lro_number(other):03d}@" not in card.words
            assert f"Number {lro_number(other):03d}" not in card.words


def lro_number(walker: Walker) -> int:
    return int(walker.player.name.split()[-1])
