"""`queue`: who waits. Told to those who may know, each as much as is theirs to see, and never in public."""

import pytest

from app import DESK
from sandbox.client import Player
from sandbox.seen import SeenMessage
from tests.journeys.beside import another_bot, person
from tests.journeys.stage import OVERVIEW, RDT, SUPPORT, Stage, slots_in

REFUSED = "Only organisers and advisers can see who is waiting."
IN_PRIVATE = "Please say that in your own chat with me: the answer is for you alone."
CANNOT_TELL = "I cannot check the team's roster just now."
WAITS = "Who is waiting"


async def answer(who: Player, words: str, expected: str, chat: str | None = None) -> SeenMessage:
    """What the bot says to that. Cards of requests may come meanwhile: they are no answer."""
    said = await who.says(words, chat)
    return await who.waits_for(lambda m: m.from_bot and expected in m.words, after=said, chat=chat)


async def queue_of(who: Player, words: str = "queue") -> SeenMessage:
    return await answer(who, words, WAITS)


async def answers(who: Player, chat: str | None = None) -> list[str]:
    """All that the bot has said about the queue there."""
    return [m.words for m in await who.messages(chat) if m.from_bot and m.words.startswith(WAITS)]


async def organiser_only(stage: Stage) -> Player:
    """An organiser who is no adviser."""
    await stage.teams.leaves(stage.organiser, RDT)
    return stage.organiser


async def test_the_whole_story_of_three_who_ask(stage: Stage) -> None:
    """Asked, asked for other times, booked, called off: the card says at each moment who waits for whom."""
    adviser, organiser = stage.advisers[0], stage.organiser
    assert "Nobody is waiting." in (await queue_of(organiser)).words
    references = []
    for lro in stage.teams.people("LRO")[:3]:
        references.append(await stage.has_asked(lro))
        stage.clock.passes(hours=1)
    first, second, third = references
    words = (await queue_of(organiser, "Who is waiting?")).words
    assert "3 requests wait for an adviser." in words
    assert "Dorset\N{NO-BREAK SPACE}3" in words
    assert words.index(first) < words.index(second) < words.index(third)
    assert "Since Monday 23 November, 09:30 (GMT)" in words
    assert "3 hours" in words

    card = await stage.card_of(adviser, first)
    await adviser.presses(card, "Ask the LRO", {"note": "mornings?"})
    card = await stage.card_of(adviser, second)
    await adviser.presses(card, "Book this time", {"slot": slots_in(card)[2]})
    words = (await queue_of(adviser)).words
    assert "2 requests wait: 1 for an adviser, 1 for other times from the LRO." in words
    assert second not in words
    assert "1 session is booked: Tuesday 24 November, 10:00 to 11:00 (GMT)." in words

    lros = stage.teams.people("LRO")
    await stage.app[DESK].withdraw(person(lros[0]), first)
    await stage.app[DESK].cannot_make_it(person(lros[1]), second)
    words = (await queue_of(organiser)).words
    assert words.index(third) < words.index(second), "whose booking is off waits anew"
    assert first not in words
    assert "No session is booked" in words


@pytest.mark.parametrize("who", ["an adviser", "an organiser who advises", "an organiser"])
async def test_names_are_for_advisers_and_overviews_and_numbers_for_nobody(stage: Stage, who: str) -> None:
    reference = await stage.has_asked(stage.lro)
    people = {"an adviser": stage.advisers[0], "an organiser who advises": stage.organiser}
    reader = people.get(who) or await organiser_only(stage)
    card = await queue_of(reader)
    assert reference in card.words
    assert (stage.lro.name in str(card.raw)) is (who != "an organiser")
    for secret in (OVERVIEW[:20], stage.lro.email, stage.lro.aad_object_id, "900123"):
        assert secret not in str(card.raw)


@pytest.mark.parametrize("chat", [None, SUPPORT], ids=["in private", "in a channel"])
@pytest.mark.parametrize("who", ["its LRO", "another LRO", "a former adviser"])
async def test_to_everybody_else_it_says_what_they_can_do(stage: Stage, who: str, chat: str | None) -> None:
    reference = await stage.has_asked(stage.lro)
    former = stage.advisers[0]
    await stage.card_of(former, reference)
    await stage.teams.leaves(former, RDT)
    people = {"its LRO": stage.lro, "another LRO": stage.other_lro, "a former adviser": former}
    refusal = await answer(people[who], "queue", REFUSED, chat)
    assert 'say "my requests"' in refusal.words
    assert reference not in refusal.words
    assert await answers(people[who], chat) == []


async def test_a_stranger_to_every_team_is_told_the_same(stage: Stage) -> None:
    await stage.has_asked(stage.lro)
    stranger = stage.teams.people("LRO")[-1]
    await answer(stranger, "who is waiting", REFUSED)
    assert await answers(stranger) == []


async def test_somebody_new_on_the_roster_sees_it_at_once(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    new = stage.other_lro
    await answer(new, "queue", REFUSED)
    await stage.teams.joins(new, RDT)
    assert reference in (await queue_of(new)).words


@pytest.mark.parametrize("who", ["an adviser", "an organiser"])
async def test_in_a_channel_nobody_reads_along(stage: Stage, who: str) -> None:
    await stage.has_asked(stage.lro)
    reader = stage.advisers[0] if who == "an adviser" else await organiser_only(stage)
    await answer(reader, "queue", IN_PRIVATE, SUPPORT)
    assert await answers(reader, SUPPORT) == []


async def test_while_the_roster_cannot_be_read_nobody_is_named(stage: Stage) -> None:
    reference = await stage.has_asked(stage.lro)
    adviser = stage.advisers[0]
    await stage.card_of(adviser, reference)
    await stage.teams.goes_wrong(operation="members", status=502, times=None)
    stage.clock.passes(hours=25)
    await answer(adviser, "queue", CANNOT_TELL)
    card = await queue_of(stage.organiser)
    assert reference in card.words
    assert stage.lro.name not in str(card.raw)


async def test_said_once_and_delivered_twice_it_is_answered_once(stage: Stage) -> None:
    await stage.has_asked(stage.lro)
    organiser = stage.organiser
    said = await organiser.says("queue")
    await stage.teams.resends(said.id)
    assert len(await answers(organiser)) == 1


async def test_delivered_again_after_a_crash_it_is_answered_as_it_is_by_then(stage: Stage) -> None:
    """Another replica cannot know whether it was answered: so it is, from the queue as it stands."""
    reference = await stage.has_asked(stage.lro)
    said = await stage.organiser.says("queue")
    await stage.app[DESK].withdraw(person(stage.lro), reference)
    async with another_bot(stage) as (url, _):
        await stage.teams.moves_bot(f"{url}/api/messages")
        await stage.teams.resends(said.id)
        first, again = await answers(stage.organiser)
    assert reference in first
    assert "Nobody is waiting." in again


async def test_delivered_again_when_they_have_left_it_shows_nothing(stage: Stage) -> None:
    await stage.has_asked(stage.lro)
    leaver = stage.advisers[0]
    said = await leaver.says("queue")
    async with another_bot(stage) as (url, _):
        await stage.teams.moves_bot(f"{url}/api/messages")
        await stage.teams.leaves(leaver, RDT)
        await stage.teams.resends(said.id)
        await leaver.waits_for(REFUSED)
    assert len(await answers(leaver)) == 1


async def test_in_the_middle_of_a_walk_it_is_no_answer(stage: Stage) -> None:
    adviser = stage.advisers[0]
    await adviser.says("request a session")
    await adviser.waits_for("What is your name?")
    await queue_of(adviser, "show the queue")
    await adviser.says("yes")
    await adviser.waits_for("How can we reach you?")


async def test_help_mentions_it_to_those_who_can_say_it(stage: Stage) -> None:
    organiser = await organiser_only(stage)
    for who, mentioned in ((stage.advisers[0], True), (organiser, True), (stage.lro, False)):
        await stage.has_asked(stage.other_lro)  # so that the roster is read
        assert ("the longest first" in (await answer(who, "help", "To ask a person")).words) is mentioned, (
            who.name
        )
