"""Who loads a bot, and its replicas."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import pairwise

import orjson

from bench.load.drive import Crowd
from bench.load.teams import Teams
from bench.load.wire import Call, Served


def close_all(lines: list[Served]) -> None:
    for line in lines:
        line.close()


async def a_bot(stack: AsyncExitStack, teams: Teams, heard: Callable[[str], None]) -> str:
    """Says all that the script of the waterfall wants to hear. Answers its URL."""

    def answer(call: Call) -> tuple[int, bytes]:
        activity = orjson.loads(call.body)
        chat = activity["conversation"]["id"]
        heard(chat)
        text = f"transport, name, age, 33, Sample {chat.rpartition('-')[2]}"
        teams.said[chat] = "1", orjson.dumps({"text": text})
        return 200, b"{}"

    lines: list[Served] = []

    def served() -> Served:
        lines.append(Served(answer))
        return lines[-1]

    server = await asyncio.get_running_loop().create_server(served, "127.0.0.1", 0)
    stack.callback(server.close)
    stack.callback(close_all, lines)
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/messages"


async def test_each_turn_of_a_conversation_is_another_replicas() -> None:
    heard: list[tuple[str, str]] = []
    async with AsyncExitStack() as stack:
        teams = await Teams(advisers=1).open()
        stack.push_async_callback(teams.close)
        one = await a_bot(stack, teams, lambda chat: heard.append((chat, "one")))
        other = await a_bot(stack, teams, lambda chat: heard.append((chat, "other")))
        result = await Crowd(teams, "waterfall", one, other, turns_most=60).play(3, seconds=30)
    assert (result.errors, result.wrong) == (0, "")
    assert result.answered == len(heard) >= 60
    for chat in {chat for chat, _ in heard}:
        replicas = [by for of, by in heard if of == chat]
        assert all(before != after for before, after in pairwise(replicas))
