"""Two processes on one database, with Teams' traffic spread over both at random. Promises 1 to 3 and 5."""

import asyncio
import random
import re
from typing import Any

import pytest

from cards import texts
from sandbox.client import Player
from sandbox.seen import SeenMessage
from sessions.request import Request
from tests.journeys.beside import until
from tests.journeys.replicas import Replicas, Walker, two_replicas
from tests.journeys.stage import slots_in
from tests.journeys.stores import Store
from tests.journeys.walker import QUESTIONS

MANY_ADVISERS, RACES = 20, 5
MANY_LROS = 50
SEVERAL = 3
BREATHS, IN_A_BREATH = 5, 6
SHORT_LEASE = "5"
"""Seconds after which what a dead process had in hand is taken by the other."""


@pytest.fixture
def chance() -> random.Random:
    seed = random.randrange(1_000_000)  # noqa: S311 (no secret)
    print(f"seed {seed}")  # noqa: T201 (pytest shows it when the test fails)
    return random.Random(seed)  # noqa: S311 (no secret)


async def test_twenty_advisers_click_at_once_and_one_gets_the_request(
    store: Store, chance: random.Random
) -> None:
    """Promise 2, on replicas."""
    async with two_replicas(store, chance, advisers=MANY_ADVISERS, lros=RACES) as replicas:
        for lro in replicas.walkers():
            await lro.walks()
            cards = await asyncio.gather(*(_card(adviser, lro.reference) for adviser in replicas.advisers))
            slot = chance.choice(sorted(set(slots_in(cards[0])).intersection(*map(slots_in, cards))))
            answers = await replicas.teams.clicks_at_once(
                (adviser, card, "Book this time", {"slot": slot})
                for adviser, card in zip(replicas.advisers, cards, strict=True)
            )
            (winner,) = [
                adviser
                for adviser, answer in zip(replicas.advisers, answers, strict=True)
                if "I can no longer make it" in answer.words
            ]
            late = [answer for answer in answers if f"Booked by {winner.name}" in answer.words]
            assert len(late) == MANY_ADVISERS - 1
            (request,) = [r for r in await replicas.stored() if r.reference == lro.reference]
            assert request.booking
            assert request.booking.adviser.id == winner.aad_object_id
        assert min(replicas.door.given.values()) > RACES, "both have had their share"


async def test_fifty_lros_walk_at_once_and_any_turn_is_on_any_replica(
    store: Store, chance: random.Random
) -> None:
    async with two_replicas(store, chance, advisers=3, lros=MANY_LROS) as replicas:
        walkers = replicas.walkers()
        await asyncio.gather(*(lro.walks() for lro in walkers))
        _each_has_their_own(walkers, await replicas.stored())
        delivered = await replicas.cards_delivered()
        assert set(delivered) == {(a.name, lro.reference) for a in replicas.advisers for lro in walkers}
        assert set(delivered.values()) == {1}
        assert min(replicas.door.given.values()) > MANY_LROS, "both have had their share"


@pytest.mark.parametrize("words", ["request a session", "submit"])
async def test_one_is_killed_in_the_middle_and_the_other_goes_on(
    store: Store, chance: random.Random, words: str
) -> None:
    """Over the message of somebody among the many, with the turns and notices that it has in hand."""
    lros = MANY_LROS // 2
    async with two_replicas(store, chance, advisers=3, lros=lros, LEASE_SECONDS=SHORT_LEASE) as replicas:
        said, last_breath = 0, chance.randrange(lros // 8, lros // 4)

        def doom(activity: dict[str, Any], in_hand: int) -> bool:
            """Where it has several others in hand: one that is nearly answered may still be."""
            nonlocal said
            is_it = activity.get("text") == words
            said += is_it
            return is_it and said >= last_breath and in_hand >= SEVERAL

        replicas.door.doom = doom
        walkers = replicas.walkers()
        await asyncio.gather(*(lro.walks() for lro in walkers))
        assert len(replicas.door.living) == 1
        assert len(replicas.door.orphans) > 1, "it had more in hand than what it was killed over"
        _each_has_their_own(walkers, await replicas.stored())
        delivered = await replicas.cards_delivered()
        assert set(delivered) == {(a.name, lro.reference) for a in replicas.advisers for lro in walkers}
        twice = [card for card, times in delivered.items() if times > 1]
        print(f"{len(twice)} of {len(delivered)} cards came twice")  # noqa: T201
        assert max(delivered.values()) <= 2


async def test_one_dies_with_the_answer_on_its_lips(store: Store, chance: random.Random) -> None:
    """The turn is saved, and nobody has heard: the other is given the message, and asks what comes next."""
    async with two_replicas(store, chance, advisers=1, lros=1) as replicas:
        (lro,) = replicas.walkers()
        await lro.gets_to("contact")
        before = len(await replicas.teams.calls())
        await replicas.teams.goes_wrong(operation="send", person=lro.player.id, delay=1.0, drop="before")
        saying = asyncio.create_task(lro.player.says(lro.telephone))
        await until(lambda: _is_answering(replicas, before))
        assert replicas.door.latest
        await replicas.door.kills(replicas.door.latest)
        await saying
        await lro.is_asked("force")
        (told,) = [m for m in await lro.player.messages() if QUESTIONS["force"] in m.words]
        await lro.player.presses(told, "Next", {"force": lro.force})
        await lro.is_asked("overview")


async def test_six_messages_of_one_person_in_a_breath(store: Store, chance: random.Random) -> None:
    """Which of them is first is the store's to say; each is taken in once and answered."""
    async with two_replicas(store, chance, advisers=1, lros=BREATHS) as replicas:
        for lro in replicas.walkers():
            await lro.gets_to("overview")
            before = {m.id for m in await lro.player.messages()}
            cases = [f"Case {n:03}: a group is moving into village shops." for n in range(IN_A_BREATH)]
            await asyncio.gather(*(lro.player.says(case) for case in cases))
            answers = [m for m in await lro.player.messages() if m.from_bot and m.id not in before]
            assert len(answers) == IN_A_BREATH, "\n---\n".join(m.words for m in answers)
            assert not [m for m in answers if texts.WENT_WRONG in m.words]
            await lro.player.says("weekdays 9 to 5")
            summary = await lro.is_asked("check")
            assert len(_cases_in(summary)) == 1
        told = await replicas.teams.deliveries()
        assert {(d["status"], d["attempts"]) for d in told} == {(200, 1)}
        assert min(replicas.door.given.values()) > BREATHS, "both have had their share"


def _each_has_their_own(walkers: list[Walker], stored: list[Request]) -> None:
    assert sorted(r.reference for r in stored) == sorted(lro.reference for lro in walkers)
    by_lro = {request.lro.id: request for request in stored}
    for lro in walkers:
        assert lro.summary
        assert _cases_in(lro.summary) == {f"Case {lro.number:03}"}
        assert set(re.findall(r"07700 900\d{3}", lro.summary.words)) == {lro.telephone}
        assert lro.force in lro.summary.words
        assert lro.player.name in lro.summary.words
        request = by_lro[lro.player.aad_object_id]
        assert request.reference == lro.reference
        assert (request.asked.overview, request.asked.force) == (lro.overview, lro.force)
        assert request.asked.contact.telephone == f"+447700900{lro.number:03}"


async def _is_answering(replicas: Replicas, after: int) -> bool:
    return any(call["operation"] == "send" for call in await replicas.teams.calls(after))


def _cases_in(message: SeenMessage) -> set[str]:
    return set(re.findall(r"Case \d{3}", message.words))


async def _card(adviser: Player, reference: str) -> SeenMessage:
    return await adviser.waits_for(
        lambda m: reference in m.words and "Book this time" in m.buttons, within=60
    )
