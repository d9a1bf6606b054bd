"""The bot as an operator starts it: on loopback only without an app id, and nobody named in its output."""

import asyncio
import json
import os
import shutil
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from sandbox.server import running_sandbox
from sandbox.world import World
from sessions.region import PROFILES
from tests.journeys.process import ROOT, bot_process
from tests.journeys.stage import OVERVIEW, RDT, reference_in, slots_in
from tests.journeys.stores import Store, on_file

NOTE = "Could you do Thursday instead, please?"


async def start(folder: Path, **settings: str) -> tuple[int, str]:
    """app.py to its end, and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "app.py"),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PORT": "0", "MicrosoftAppId": "", **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode or 0, said.decode()


async def test_without_an_app_id_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    code, said = await start(tmp_path, HOST="0.0.0.0", MicrosoftAppPassword="hush")  # noqa: S104 (refused)
    assert code != 0
    assert said.startswith("settings: HOST is 0.0.0.0, but without MicrosoftAppId")
    assert len(said.strip().splitlines()) == 1
    assert "hush" not in said


async def test_a_store_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("no database at all, and long enough to be seen as none " * 9)
    code, said = await start(tmp_path, STORE=f"sqlite:///{tmp_path / 'bot.db'}")
    assert code != 0
    assert "The bot could not start: cannot open the database" in said
    assert "The bot listens on" not in said, "whoever waits for that line would take it for ready"
    assert "Traceback" not in said


async def test_a_region_profile_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('unit = "x"\nsesion = 5\n')
    code, said = await start(tmp_path, REGION_FILE=str(tmp_path / "other.toml"))
    assert code != 0
    assert f"The bot could not start: the region profile {tmp_path / 'other.toml'}: " in said
    assert "sesion is not a key of a profile" in said
    assert "The bot listens on" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("host", "reason"), [("192.0.2.1", "address"), ("2001:db8::1", "address"), ("not a host", "")]
)
async def test_an_address_that_is_not_this_machines_is_told_so(
    tmp_path: Path, host: str, reason: str
) -> None:
    app = {"MicrosoftAppId": "x", "MicrosoftAppTenantId": "x", "MicrosoftAppPassword": "hush"}
    code, said = await start(tmp_path, HOST=host, STORE=f"sqlite:///{tmp_path / 'bot.db'}", **app)
    assert code != 0
    assert said.startswith(f"The bot cannot listen on {host}, port 0 (")
    assert reason in said.lower()
    assert len(said.strip().splitlines()) == 1


async def test_a_port_that_is_taken_is_told_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = await start(tmp_path, PORT=port)
    assert code != 0
    assert said.startswith(f"The bot cannot listen on 127.0.0.1, port {port} (Address already in use)")


def has_ipv6_loopback() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6_loopback(), reason="this machine has no IPv6")
async def test_loopback_of_ipv6(tmp_path: Path) -> None:
    async with bot_process(on_file(tmp_path / "bot.db"), HOST="::1") as bot:
        assert bot.url.startswith("http://[::1]:")
        health = bot.url.replace("/api/messages", "/healthz")
        async with aiohttp.ClientSession() as session, session.get(health) as answer:
            assert answer.status == 200


async def test_started_from_another_folder_it_finds_what_is_beside_it(tmp_path: Path) -> None:
    """The .env file, the store and the profile: none depends on where the operator happens to stand."""
    house, elsewhere = tmp_path / "house", tmp_path / "elsewhere"
    elsewhere.mkdir()
    for room in ("sessions", "storage", "cards", "dialogs", "bot"):
        shutil.copytree(ROOT / room, house / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", house)
    shutil.copy(PROFILES / "south-west.toml", house / "north.toml")
    (house / ".env").write_text("PORT=0\nREGION_FILE=north.toml\n")
    (elsewhere / ".env").write_text("PORT=wrong\n")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(house / "app.py"),
        cwd=elsewhere,
        env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout
        said = [(await asyncio.wait_for(process.stdout.readline(), 30)).decode() for _ in range(2)]
    finally:
        process.terminate()
        await process.communicate()
    assert said[1].startswith("The bot listens on http://127.0.0.1:")
    assert ":3978/" not in said[1], "PORT is in the .env file of the house"
    assert (house / "data" / "bot.db").is_file()
    assert [f.name for f in elsewhere.iterdir()] == [".env"]


async def test_a_whole_story_and_not_a_word_of_it_in_the_log(store: Store) -> None:
    """Promise 6, at the most talkative setting, with trouble on the way."""
    world = World.sample(advisers=2, lros=2)
    organiser = next(p for p in world.people if p.role == "organiser")
    async with bot_process(
        store, RDT_TEAM_ID=RDT, LOG_LEVEL="DEBUG", ORGANISERS=organiser.aad_object_id
    ) as bot:
        async with running_sandbox(world, bot_url=bot.url) as sandbox:
            teams = sandbox.client
            lro, (first, second) = teams.people("LRO")[0], teams.people("adviser")
            await teams.goes_wrong(operation="send", person=second.id, status=403, code="BotDisabledByAdmin")
            await teams.goes_wrong(operation="members", person=lro.id, status=500)
            await lro.says("request a session")
            await lro.waits_for("What is your name?")
            for words, answer in (
                (lro.name, "How can we reach you?"),
                (f"{lro.email} 07700 900123", "Which force are you in?"),
                ("Dorset", "What would you like support with?"),
                (OVERVIEW, "When are you free?"),
                ("weekdays 9 to 5", "Submit"),
            ):
                await lro.says(words)
                await lro.waits_for(answer)
            await lro.says("submit")
            reference = reference_in(await lro.waits_for("Your request is in"))
            card = await first.waits_for(lambda m: "Book this time" in m.buttons)
            await first.presses(card, "Ask the LRO", {"note": NOTE})
            await lro.waits_for(NOTE)
            await lro.says("weekdays 9 to 5")
            await lro.says("yes")
            card = await first.waits_for(lambda m: "Book this time" in m.buttons, after=card)
            await first.presses(card, "Book this time", {"slot": slots_in(card)[0]})
            booked = await lro.waits_for(lambda m: "I can't make it" in m.buttons)
            await lro.sends(booked, {"type": "Action.Execute", "verb": OVERVIEW, "data": {"lro": lro.name}})
            await teams.people("organiser")[0].waits_for(second.name)
            await teams.goes_wrong(operation="send", person=lro.id, status=403, code=OVERVIEW)
            await lro.says("help")
        await bot.is_killed()
    said = "".join(bot.output)
    logged = [line for line in bot.output if line.startswith("{")]
    assert logged, "something was logged: the trouble"
    assert all(json.loads(line)["level"] for line in logged)
    assert reference in said, "by reference, which is nobody's name"
    for secret in (lro.name, lro.email, "900123", OVERVIEW, "village shops", NOTE, "Thursday", first.name):
        assert secret not in said
    assert "Traceback" not in said
    assert "no token is checked" in said
    assert [
        line for line in bot.output if not line.startswith(("{", "MicrosoftAppId is not", "The bot"))
    ] == []
