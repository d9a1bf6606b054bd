"""The door: what is answered to bad input and to too much of it, and by when."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.journeys.stage import Stage


async def service(stage: Stage) -> str:
    """Where the sandbox's Teams answers."""
    return str((await stage.teams.deliveries())[0]["activity"]["serviceUrl"])


def activity(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """One that is let in."""
    return {
        "type": "typing",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": "http://127.0.0.1:9/",
        "from": {"id": "29:sample", "aadObjectId": "sample", "name": "Sample Person"},
        "conversation": {"id": "a:sample", "conversationType": "personal"},
        "recipient": {"id": "28:bot"},
        "channelData": {"tenant": {"id": "sample"}},
    } | changes


BAD = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a word": b'"hello"',
    "null": b"null",
    "a number": b"5",
    "not UTF-8": b'{"type": "\xff"}',
    "deep": b"[" * 60_000,
    "no type": json.dumps(activity(type=None)).encode(),
    "an empty type": json.dumps(activity(type="")).encode(),
    "no sender": json.dumps(activity(**{"from": None})).encode(),
    "a sender without id": json.dumps(activity(**{"from": {}})).encode(),
    "a sender who is a word": json.dumps(activity(**{"from": "sample"})).encode(),
    "no conversation": json.dumps(activity(conversation=None)).encode(),
    "a conversation that is a list": json.dumps(activity(conversation=[1])).encode(),
    "no service": json.dumps(activity(serviceUrl=None)).encode(),
    "a sender with half a pair": json.dumps(activity(**{"from": {"id": "\ud800"}})).encode(),
    "a conversation with half a pair": json.dumps(activity(conversation={"id": "\ud800"})).encode(),
    "no time": json.dumps(activity(timestamp="yesterday")).encode(),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
async def test_what_is_no_activity_is_told_so(
    stage: Stage, body: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    async with aiohttp.ClientSession() as session:
        headers = {"Content-Type": "application/json"}
        async with session.post(f"{stage.url}/api/messages", data=body, headers=headers) as answer:
            assert answer.status == 400
            assert await answer.text() == ""
    heard = "".join(capfd.readouterr())
    assert "Traceback" not in heard
    assert "Sample Person" not in heard


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "neverHeardOf"},
        {"type": "message", "text": "half a pair \ud800"},
        {"type": "message", "text": "help", "entities": [{"type": "mention", "mentioned": "a word"}]},
        {"type": "message", "value": [1, 2]},
        {"type": "event", "name": "whatever"},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "endOfConversation"},
        {"type": "conversationUpdate"},
        {"type": "installationUpdate", "action": "remove"},
        {"type": "conversationUpdate", "channelData": "a word"},
        {"type": "conversationUpdate", "channelData": {"team": "a word"}},
        {"type": "conversationUpdate", "channelData": {"team": {"id": 5}}},
        {"type": "invoke", "name": "task/fetch", "value": {}},
        {"type": "invoke", "name": "adaptiveCard/action", "value": "a word"},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": "a word"}},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"verb": 5, "data": []}}},
    ],
)
async def test_what_the_bot_does_not_know_is_no_fault(stage: Stage, changes: dict[str, Any]) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{stage.url}/api/messages"
        async with session.post(
            url, json=activity(**{"serviceUrl": await service(stage)} | changes)
        ) as answer:
            assert answer.status in {200, 501}
            if changes["type"] == "invoke":
                assert await answer.json() is not None


async def test_a_body_that_is_too_large(stage: Stage) -> None:
    huge = activity(text="x" * 300_000)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{stage.url}/api/messages", json=huge) as answer,
    ):
        assert answer.status == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_nothing_but_post(stage: Stage, method: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{stage.url}/api/messages") as answer,
    ):
        assert answer.status == 405


async def test_a_sign_of_life(stage: Stage) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{stage.url}/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_who_expects_replies_gets_them_in_the_answer(stage: Stage) -> None:
    asked = activity(
        type="message", text="help", deliveryMode="expectReplies", serviceUrl="http://127.0.0.1:9/"
    )
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{stage.url}/api/messages", json=asked) as answer,
    ):
        assert answer.status == 200
        (reply,) = (await answer.json())["activities"]
        assert "request a session" in json.dumps(reply).lower()


async def test_a_turn_gives_up_sending_before_teams_sends_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sends that must wait: together they take no longer than one turn may."""
    monkeypatch.setattr("bot.door.adapter.IN_TURN", 0.5)
    await stage.teams.goes_wrong(operation="send", status=502, times=None)
    await stage.lro.says("help")
    slowest = max(delivery["seconds"] for delivery in await stage.teams.deliveries())
    assert slowest < 3
    await stage.teams.goes_right()
    await stage.lro.says("help")
    await stage.lro.waits_for("request a session")


async def test_a_turn_tries_again_where_teams_says_so(stage: Stage) -> None:
    await stage.teams.goes_wrong(operation="send", person=stage.lro.id, status=429, retry_after=0.1, times=1)
    await stage.lro.says("help")
    answers = [m for m in await stage.lro.messages() if m.from_bot and "request a session" in m.words.lower()]
    assert answers


async def test_half_an_activity_is_given_up(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds a connection and needs no token: a thousand of them would hold all there are."""
    monkeypatch.setattr("bot.door.adapter.BODY_WITHIN", 0.2)
    at = urlsplit(stage.url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(b"POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Length: 100\r\n\r\n{")
    async with asyncio.timeout(5):
        assert (await reader.readline()).startswith(b"HTTP/1.1 408 ")
    writer.close()
