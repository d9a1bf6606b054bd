"""The load's own connections: who hangs up is not waited for."""

import asyncio

import pytest

from bench.load.wire import Caller


async def test_a_bot_that_has_hung_up_is_asked_no_more() -> None:
    async def hangs_up(_: asyncio.StreamReader, bot: asyncio.StreamWriter) -> None:
        bot.close()

    server = await asyncio.start_server(hangs_up, "127.0.0.1", 0)
    async with server, asyncio.timeout(10):
        caller = await Caller.connected(*server.sockets[0].getsockname())
        for _ in range(2):  # while it hangs up, and after that
            with pytest.raises(ConnectionError):
                await caller.post("/api/messages", b"", b"{}")
