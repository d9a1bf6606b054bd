"""Two bots, each a process of its own, on one store; Teams, with its traffic spread over both; who walks."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.settings import Settings
from sandbox.client import Player, SandboxClient
from sandbox.seen import SeenMessage
from sandbox.server import running_sandbox
from sandbox.world import World
from sessions.ports import Requests
from sessions.request import Request
from storage import open_documents
from storage.repositories import store_on
from tests.journeys.beside import until
from tests.journeys.front_door import FrontDoor, front_door
from tests.journeys.process import bot_process
from tests.journeys.stage import RDT, reference_in
from tests.journeys.stores import Store
from tests.journeys.walker import QUESTIONS

FORCES = ("Avon and Somerset", "Devon and Cornwall", "Dorset", "Gloucestershire", "Wiltshire")
REFERENCE = re.compile(r"SW-\w+-\w+")
PATIENCE = 60.0
"""Seconds that a story waits for what one process would do in less than one."""


@dataclass
class Replicas:
    teams: SandboxClient
    door: FrontDoor
    requests: Requests
    """What is stored, as any other replica finds it."""

    @property
    def advisers(self) -> list[Player]:
        return self.teams.people("adviser")

    def walkers(self) -> list["Walker"]:
        return [Walker(player, number) for number, player in enumerate(self.teams.people("LRO"), 1)]

    async def stored(self) -> list[Request]:
        """The requests of all LROs."""
        kept = [await self.requests.of_lro(lro.aad_object_id) for lro in self.teams.people("LRO")]
        return [stored.value for of_one in kept for stored in of_one]

    async def cards_delivered(self) -> Counter[tuple[str, str]]:
        """How many cards of each request each adviser has, once there is nothing left to send."""

        async def all_settled() -> bool:
            notices = [request.notices for request in await self.stored()]
            return all(len(of_one) > 1 and not any(n.due_at for n in of_one) for of_one in notices)

        await until(all_settled, within=PATIENCE)
        delivered: Counter[tuple[str, str]] = Counter()
        for adviser in self.advisers:
            for message in await adviser.messages():
                delivered.update((adviser.name, found) for found in set(REFERENCE.findall(message.words)))
        return delivered


@dataclass
class Walker:
    """An LRO whose every answer is their own. Every other one answers on cards, the rest in words."""

    player: Player
    number: int
    summary: SeenMessage | None = None
    reference: str = ""

    @property
    def telephone(self) -> str:
        return f"07700 900{self.number:03}"

    @property
    def force(self) -> str:
        return FORCES[self.number % len(FORCES)]

    @property
    def overview(self) -> str:
        return f"Case {self.number:03}: a group is moving into village shops; advice on partners, please."

    async def gets_to(self, last: str) -> SeenMessage:
        """From the start to that question, or to "check"."""
        await self.player.says("request a session")
        card = await self.is_asked("name")
        for step, following in zip(QUESTIONS, list(QUESTIONS)[1:], strict=False):
            if step == last:
                break
            await self._answers(step, card)
            card = await self.is_asked(following)
        return card

    async def walks(self) -> None:
        """From the start to a reference."""
        self.summary = await self.gets_to("check")
        if self.number % 2:
            await self.player.presses(self.summary, "Submit")
        else:
            await self.player.says("submit")
        # Should the bot have died with the answer on its lips, they are told where they stand instead.
        told = await self.player.waits_for(
            lambda m: "Your request is in" in m.words or "My requests" in m.words, within=PATIENCE
        )
        self.reference = reference_in(told)

    async def is_asked(self, step: str) -> SeenMessage:
        return await self.player.waits_for(
            lambda m: QUESTIONS[step] in m.words and bool(m.buttons), within=PATIENCE
        )

    async def _answers(self, step: str, card: SeenMessage) -> None:
        words, inputs = self._answer_to(step)
        if self.number % 2:
            await self.player.presses(card, "Next", inputs)
        else:
            await self.player.says(words)

    def _answer_to(self, step: str) -> tuple[str, dict[str, Any]]:
        match step:
            case "contact":
                return self.telephone, {"telephone": self.telephone}
            case "force":
                return self.force, {"force": self.force}
            case "overview":
                return self.overview, {"overview": self.overview}
            case "availability":
                return "weekdays 9 to 5", {"times": "weekdays 9 to 5"}
        return "yes", {}


@asynccontextmanager
async def two_replicas(
    store: Store, chance: random.Random, *, advisers: int, lros: int, **settings: str
) -> AsyncIterator[Replicas]:
    """On the real clock."""
    settings_of_store: dict[str, Any] = dict(store)
    known = Settings(_env_file=None, **settings_of_store)
    documents = await open_documents(known.store, cosmos=known.cosmos)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(documents.close)
        async with asyncio.TaskGroup() as starting:
            starts = [
                starting.create_task(
                    stack.enter_async_context(bot_process(store, RDT_TEAM_ID=RDT, **settings))
                )
                for _ in range(2)
            ]
        door = await stack.enter_async_context(front_door([start.result() for start in starts], chance))
        world = World.sample(advisers=advisers, lros=lros)
        sandbox = await stack.enter_async_context(running_sandbox(world, bot_url=door.url))
        yield Replicas(sandbox.client, door, store_on(documents).requests)
