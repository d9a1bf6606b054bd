"""A link opens the chat with the bot, words written already; what is sent is the person's own doing."""

import pytest

from sandbox.client import Prefilled, RefusedError
from sandbox.server import RunningSandbox
from tests.sandbox.fake_bot import FakeBot
from tests.sandbox.sample_cards import CHAT_LINK

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_deep_link_fills_the_compose_box_and_sends_nothing(
    bot: FakeBot, sandbox: RunningSandbox
) -> None:
    adviser = sandbox.client.people("adviser")[0]
    before = len(bot.heard)
    opened = await adviser.opens(CHAT_LINK)
    assert opened == Prefilled(adviser.chat, "request (microsite) & more")
    assert len(bot.heard) == before
    await adviser.says(opened.text, opened.chat)
    assert bot.messages()[-1]["text"] == "request (microsite) & more"
    assert bot.messages()[-1]["conversation"]["id"] == adviser.chat


async def test_a_link_may_have_no_words(sandbox: RunningSandbox) -> None:
    lro = sandbox.client.people("LRO")[0]
    opened = await lro.opens("https://teams.cloud.microsoft/l/chat/0/0?users=28:support-bot")
    assert opened == Prefilled(lro.chat, "")


@pytest.mark.parametrize(
    "link",
    [
        CHAT_LINK.replace("28:support-bot", "28:another-bot"),
        CHAT_LINK.replace("28:support-bot", "28:support-bot,rowan@dorset.police.uk"),
        CHAT_LINK.replace("teams.microsoft.com", "teams.microsoft.com.example"),
        CHAT_LINK.replace("/chat/", "/meeting/"),
        "https://[",
        "",
    ],
)
async def test_other_links_open_no_chat_with_the_bot(sandbox: RunningSandbox, link: str) -> None:
    lro = sandbox.client.people("LRO")[0]
    for try_it in (lro.opens, lro.follows):
        with pytest.raises(RefusedError):
            await try_it(link)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_printed_link_leads_through_the_bots_own_web(
    sandbox: RunningSandbox, printed: str, host: str
) -> None:
    await sandbox.client.moves_bot(f"{printed}/api/messages")
    lro = sandbox.client.people("LRO")[0]
    here = printed.replace("127.0.0.1", host)
    assert (await lro.follows(f"{here}/go?ref=microsite")).text == "request (microsite) & more"
    with pytest.raises(RefusedError, match="leads to no chat"):
        await lro.follows(f"{here}/page")
    with pytest.raises(RefusedError, match="opens no chat"):
        await lro.follows(f"{here}/go")
    with pytest.raises(RefusedError, match="opens no chat"):
        await lro.opens(f"{here}/go?ref=microsite")


async def test_a_web_that_is_not_the_bots_is_left_alone(sandbox: RunningSandbox, printed: str) -> None:
    with pytest.raises(RefusedError, match="opens no chat"):
        await sandbox.client.people("LRO")[0].follows(f"{printed}/go?ref=microsite")


async def test_a_bot_that_is_away_leads_nowhere(sandbox: RunningSandbox) -> None:
    await sandbox.client.moves_bot("http://127.0.0.1:9/api/messages")
    with pytest.raises(RefusedError, match="does not answer"):
        await sandbox.client.people("LRO")[0].follows("http://127.0.0.1:9/go")
