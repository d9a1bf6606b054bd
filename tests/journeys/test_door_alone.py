"""The bot as an operator starts it: on loopback only without an app id, and nobody named in its output."""

import asyncio
import json
import os
import sys
from pathlib import Path

from sandbox.server import running_sandbox
from sandbox.world import World
from tests.journeys.process import ROOT, bot_process
from tests.journeys.stage import OVERVIEW, RDT, reference_in, slots_in

NOTE = "Could you do Thursday instead, please?"


async def start(folder: Path, **settings: str) -> tuple[int, str]:
    """app.py to its end, and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "app.py"),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PORT": "0", **settings},
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
    code, said = await start(tmp_path, STORE="sqlite:///bot.db")
    assert code != 0
    assert "The bot could not start" in said
    assert "Traceback" not in said


async def test_a_whole_story_and_not_a_word_of_it_in_the_log(tmp_path: Path) -> None:
    """Promise 6, at the most talkative setting, with trouble on the way."""
    world = World.sample(advisers=2, lros=2)
    organiser = next(p for p in world.people if p.role == "organiser")
    async with bot_process(
        tmp_path / "bot.db", RDT_TEAM_ID=RDT, LOG_LEVEL="DEBUG", ORGANISERS=organiser.aad_object_id
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
