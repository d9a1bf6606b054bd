"""Starting the sandbox: from the command line, before the bot is up, and with a bot that moves."""

import asyncio
import sys
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from sandbox.server import Manners, running_sandbox
from sandbox.world import World
from tests.sandbox.fake_bot import FakeBot, until

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROOT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9/api/messages"


async def command(*options: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sandbox", "--bot", NOWHERE, *options),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_the_command_prints_its_address_and_a_taken_port_is_one_clear_sentence() -> None:
    first = await command("--port", "0")
    assert first.stdout is not None
    try:
        async with asyncio.timeout(15):
            ready = (await first.stdout.readline()).decode().strip()
        url = ready.removeprefix("Sandbox ready: ")
        assert url.startswith("http://127.0.0.1:")
        async with aiohttp.ClientSession() as session, session.get(url) as page:
            assert "nothing leaves this machine" in await page.text()

        port = url.rpartition(":")[2]
        second = await command("--port", port)
        out, err = await second.communicate()
        assert (second.returncode, out) == (1, b"")
        assert err.decode().strip().startswith(f"Port {port} cannot be used")
        assert len(err.decode().strip().splitlines()) == 1
    finally:
        first.terminate()
        await first.communicate()


async def test_a_world_file_that_is_not_there_is_one_clear_sentence() -> None:
    process = await command("--world", "nowhere.json")
    _, err = await process.communicate()
    assert process.returncode == 1
    assert err.decode().startswith("The world file nowhere.json cannot be used")
    assert b"Traceback" not in err


async def test_the_bot_hears_of_its_teams_once_it_is_up(bot: FakeBot) -> None:
    async with running_sandbox(World.load(), bot_url=NOWHERE, install=False) as sandbox:
        installing = asyncio.create_task(sandbox.client.installs())
        await sandbox.client.moves_bot(bot.url)
        await installing
        teams = {a["channelData"]["team"]["name"] for a in bot.heard if "team" in a["channelData"]}
        assert teams == {"Regional LRO Network", "Regional Disruption Team"}


async def test_a_bot_that_is_away_is_told_to_the_person_and_found_again_elsewhere(bot: FakeBot) -> None:
    async with running_sandbox(World.load(), bot_url=bot.url) as sandbox:
        lro = sandbox.client.people("LRO")[0]
        await sandbox.client.moves_bot(NOWHERE)
        await lro.says("anybody?")
        await lro.is_told("the bot cannot be reached")
        await sandbox.client.moves_bot(bot.url)
        await lro.says("and now?")
        assert [activity["text"] for activity in bot.messages()] == ["and now?"]


async def test_a_large_roster_comes_in_pages_of_what_was_asked(bot: FakeBot) -> None:
    async with running_sandbox(World.sample(advisers=119), bot_url=bot.url) as sandbox:
        path = "/v3/conversations/19:rdt-team@thread.tacv2/pagedmembers?pageSize=50"
        first = await bot.calls("GET", path)
        second = await bot.calls("GET", f"{path}&continuationToken={first['continuationToken']}")
        third = await bot.calls("GET", f"{path}&continuationToken={second['continuationToken']}")
        ids = [member["id"] for page in (first, second, third) for member in page["members"]]
        assert "continuationToken" not in third
        assert len(ids) == len(set(ids)) == 120
        assert len(sandbox.client.people("adviser")) == 119


async def test_old_messages_are_forgotten_and_the_newest_kept(bot: FakeBot) -> None:
    async with running_sandbox(World.load(), bot_url=bot.url, manners=Manners(history=3)) as sandbox:
        lro = sandbox.client.people("LRO")[0]
        for word in ("one", "two", "three", "four"):
            await lro.says(word)
        assert [message.text for message in await lro.messages()] == ["two", "three", "four"]


async def test_a_page_that_leaves_is_no_longer_told(bot: FakeBot) -> None:
    async with running_sandbox(World.load(), bot_url=bot.url) as sandbox:
        feed = sandbox.play.state.feed
        listening = feed.listeners
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(sandbox.url + "/sandbox/api/changes"):
                await until(lambda: feed.listeners == listening + 1)
            await until(lambda: feed.listeners == listening)


async def test_a_body_that_makes_no_sense_is_refused(bot: FakeBot) -> None:
    async with running_sandbox(World.load(), bot_url=bot.url) as sandbox, aiohttp.ClientSession() as session:
        for path in ("/v3/conversations", "/sandbox/api/say"):
            for body in (b"[]", b"{", b"\xff"):
                async with session.post(sandbox.url + path, data=body) as response:
                    assert response.status == web.HTTPBadRequest.status_code
