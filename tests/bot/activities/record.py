"""Makes tests/data/activities.jsonl anew: `python -m tests.bot.activities.record`, from the top folder.

It plays stories of tests/journeys/ and keeps what went between the bot and the sandbox's Teams, both ways
("in" and "out"), a few of each kind and shape. Everybody in them is one of the sandbox's people.

The lines whose source is "written" stay as they are in the file. They are of kinds that the sandbox does
not make, written by hand after Microsoft's pages ("Activity schema" of the Bot Framework; of Teams "Message
reactions", "Conversation events", "Task modules", "Message extensions", "Send and receive files"), and of
what nobody should send.
"""

import asyncio
import inspect
import json
import re
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from sandbox.client import SandboxClient
from tests.journeys.stage import Stage, staged
from tests.journeys.stores import on_file

FILE = Path(__file__).parents[2] / "data" / "activities.jsonl"
STORIES = (
    "story",
    "booking",
    "from_channel",
    "channel_walks",
    "in_public",
    "rights",
    "counting",
    "calendar_links",
    "advertising",
    "announcements",
    "announcements_posting",
    "announcements_losses",
    "delivery",
    "delivery_faults",
    "membership",
    "membership_channels",
    "membership_leavers",
    "membership_newcomers",
    "membership_order",
    "membership_rdt",
    "membership_odd",
    "retention",
    "turns",
)
ALIKE_IN, ALIKE_OUT = 16, 4
"""How many of one kind and shape are kept: what people send is small, cards are not."""
LARGE = 12_000
"""Bytes, of which no second one is kept."""

Line = dict[str, Any]
Story = Callable[[Stage], Awaitable[None]]


async def record() -> None:
    lines: list[Line] = []
    alike: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number, story in enumerate(_stories()):
            async with staged(on_file(Path(folder) / f"{number}.db")) as stage:
                await story(stage)
                lines += [line for line in await _heard(stage.teams) if _is_wanted(line, alike)]
    lines += [line for line in read_lines() if line["source"] == "written"]
    FILE.write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines), "utf-8")


def read_lines() -> list[Line]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def _stories() -> Iterator[Story]:
    """Those that ask for a stage and for nothing else."""
    for name in STORIES:
        module = import_module(f"tests.journeys.test_{name}")
        for told, story in inspect.getmembers(module, inspect.iscoroutinefunction):
            if told.startswith("test_") and list(inspect.signature(story).parameters) == ["stage"]:
                yield story


async def _heard(teams: SandboxClient) -> list[Line]:
    told = [delivery["activity"] for delivery in await teams.deliveries()]
    sent = [call for call in await teams.calls() if call["activity"]]
    lines = [{"source": "in", "kind": _kind(activity), "activity": activity} for activity in told]
    lines += [
        {
            "source": "out",
            "kind": f"{call['operation']} {_kind(call['activity'])}",
            "activity": call["activity"],
        }
        for call in sent
    ]
    placed: list[Line] = json.loads(
        re.sub(r"http://(127\.0\.0\.1|localhost):[0-9]+", "https://teams.example.test", json.dumps(lines))
    )
    return placed


def is_parameters(activity: Line) -> bool:
    """What a conversation is made with, which is no activity, though it may hold one."""
    return "isGroup" in activity and "type" not in activity


def _kind(activity: Line) -> str:
    about = activity.get("channelData") or {}
    detail = activity.get("name") or activity.get("action") or about.get("eventType") or ""
    if "value" in activity and not detail:
        detail = "with a value"
    return f"{activity.get('type', 'conversation')} {detail}".strip()


def _is_wanted(line: Line, alike: Counter[str]) -> bool:
    shape = f"{line['kind']} {sorted(set(_paths(line['activity'])))}"
    alike[shape] += 1
    if line["source"] == "in":
        return alike[shape] <= ALIKE_IN
    return alike[shape] <= (1 if len(json.dumps(line)) > LARGE else ALIKE_OUT)


def _paths(value: object, path: str = "") -> Iterator[str]:
    """Where which type stands, whatever its value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, f"{path}[]")
    else:
        yield f"{path} {type(value).__name__}"


if __name__ == "__main__":
    asyncio.run(record())
