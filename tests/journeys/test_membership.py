"""Coming and going: a welcome for everybody once, whatever Teams repeats and in whatever order."""

import asyncio
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from bot.membership.returns import Returns
from bot.people.memory import People
from bot.people.rosters import Rosters
from sandbox.client import Player
from storage.documents import StorageFault
from tests.journeys.beside import another_bot, request_of, until
from tests.journeys.stage import RDT, Stage


async def test_one_welcome_though_the_events_come_again_and_in_both_orders(stage: Stage) -> None:
    """The sandbox has sent each pair twice, once the other way round; and does it all again."""
    await stage.teams.installs()
    for lro in (stage.lro, stage.other_lro):
        (welcome,) = await lro.messages()
        assert "Request a session" in welcome.buttons


async def test_one_welcome_though_two_replicas_hear_of_it_at_once(stage: Stage) -> None:
    async with another_bot(stage) as (other, _):
        stranger = stage.teams.people("LRO")[-1]
        install = (await stage.teams.deliveries())[-1]["activity"]
        assert install["type"] in {"conversationUpdate", "installationUpdate"}
        chat = {"id": stranger.chat, "conversationType": "personal"}
        sender = {"id": stranger.id, "aadObjectId": stranger.aad_object_id, "name": stranger.name}
        await stranger.says("hello")
        event = install | {"conversation": chat, "from": sender}
        async with aiohttp.ClientSession() as session:

            async def posts(url: str) -> int:
                async with session.post(url, json=event | {"id": uuid4().hex}) as answer:
                    return answer.status

            urls = [f"{stage.url}/api/messages", f"{other}/api/messages"] * 4
            assert set(await asyncio.gather(*map(posts, urls))) == {200}
        told = [m for m in await stranger.messages() if m.from_bot]
        assert len(told) == 2, "the welcome, and the answer to hello"


@pytest.mark.parametrize("asked", [(Returns, "came"), (Rosters, "is_adviser"), (People, "is_first_welcome")])
async def test_a_welcome_that_a_fault_of_the_store_kept_back_comes_with_the_next_event(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, asked: tuple[type, str]
) -> None:
    adviser = stage.advisers[0]

    async def away(*_: object) -> None:
        raise StorageFault("away")

    async def comes() -> int:
        """The welcomes they have then."""
        await adviser.removes_app()
        await adviser.adds_app()
        return sum("new requests come to you here" in m.words for m in await adviser.messages())

    with monkeypatch.context() as patch:
        patch.setattr(*asked, away)
        assert await comes() == 0
    assert [await comes(), await comes()] == [1, 1]


async def test_an_adviser_is_welcomed_as_one(stage: Stage) -> None:
    adviser = stage.advisers[0]
    await adviser.says("hello")
    welcome = (await adviser.messages())[1:]
    first = next(m for m in await adviser.messages() if m.from_bot)
    assert welcome
    assert "Request a session" not in first.buttons
    assert "new request" in first.words.lower() or "requests" in first.words.lower()


async def test_a_chat_that_is_ended_gets_no_welcome(stage: Stage) -> None:
    """Somebody the bot has never met: with anybody else there would be no second welcome anyway."""
    adviser = stage.advisers[0]
    event = _personal_event(adviser, (await stage.teams.deliveries())[-1]["activity"])
    before = len(await stage.teams.calls())
    async with aiohttp.ClientSession() as session:
        for change in (
            {"type": "installationUpdate", "action": "remove"},
            {"type": "conversationUpdate", "membersRemoved": [{"id": "28:support-bot"}]},
        ):
            async with session.post(f"{stage.url}/api/messages", json=event | change) as answer:
                assert answer.status == 200
    assert await stage.teams.calls(after=before) == []


async def test_the_bot_is_removed_from_the_team_and_comes_back(stage: Stage) -> None:
    """Removed: the roster cannot be read; what comes in meanwhile goes out when it can be again."""
    reference = await _asks_without_roster(stage)
    await stage.teams.goes_right()
    await stage.teams.installs()
    stage.time_passes(minutes=11)
    await stage.card_of(stage.advisers[0], reference)


async def test_other_teams_are_none_of_our_business(stage: Stage) -> None:
    """Who joins the LROs' network is no adviser for that."""
    calls = len(await stage.teams.calls())
    network = next(team["id"] for team in stage.teams.teams if team["id"] != RDT)
    await stage.teams.joins(stage.teams.people("LRO")[-1], network)
    assert await stage.teams.calls(after=calls) == []


@pytest.mark.parametrize("times", [1, 3])
async def test_six_messages_at_once_through_two_replicas(stage: Stage, times: int) -> None:
    """None is lost, none is answered with an error, and each answer is to one of them."""
    lro = stage.lro
    await lro.says("request a session")
    await lro.waits_for("What is your name?")
    said = next(
        d["activity"] for d in reversed(await stage.teams.deliveries()) if d["activity"]["type"] == "message"
    )
    async with another_bot(stage) as (other, _), aiohttp.ClientSession() as session:

        async def posts(number: int, url: str) -> int:
            text = f"Sample Name {'abcdef'[number]}"
            body = said | {"id": f"again-{number}", "text": text}
            statuses = []
            for _ in range(times):
                async with session.post(f"{url}/api/messages", json=body) as answer:
                    statuses.append(answer.status)
            return max(statuses)

        urls = [stage.url, other] * 3
        answers = await asyncio.gather(*(posts(n, url) for n, url in enumerate(urls)))
    assert set(answers) == {200}
    words = [m.words for m in await lro.messages() if m.from_bot]
    assert not [w for w in words if "something went wrong" in w]
    heard = [w for w in words if "How can we reach you?" in w or "Sample Name" in w or "not look" in w]
    assert heard
    calls = [
        c for c in await stage.teams.calls() if c["operation"] == "send" and c["conversation"] == lro.chat
    ]
    answered = [c for c in calls if c["status"] in {200, 201}]
    assert len(answered) == 1 + 1 + 6, "the welcome, the first question, and one answer to each of the six"


async def _asks_without_roster(stage: Stage) -> str:
    stage.time_passes(hours=25)
    await stage.teams.goes_wrong(
        operation="members", status=403, code="BotNotInConversationRoster", times=None
    )
    reference = await stage.has_asked(stage.lro)

    async def tried() -> bool:
        return (await request_of(stage, stage.lro, reference)).notices[0].attempts > 0

    await until(tried)
    return reference


def _personal_event(who: Player, template: dict[str, Any]) -> dict[str, Any]:
    return template | {
        "id": uuid4().hex,
        "from": {"id": who.id, "aadObjectId": who.aad_object_id, "name": who.name},
        "conversation": {"id": who.chat, "conversationType": "personal"},
        "channelData": {"tenant": template["channelData"]["tenant"]},
        "membersAdded": None,
    }
