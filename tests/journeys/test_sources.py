"""A printed link leads to the chat with the bot, and the request says where its LRO came from."""

from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.kit.links import ask_address
from cards.payloads import StartWalk
from sandbox.client import Player
from sandbox.seen import SeenMessage
from sandbox.world import Bot
from tests.journeys.beside import request_of
from tests.journeys.stage import OVERVIEW, Stage, reference_in
from tests.journeys.stores import ON_SQLITE

ANSWERS = (
    ("yes", "How can we reach you?"),
    ("07700 900123", "Which force are you in?"),
    ("yes", "What would you like support with?"),
    (OVERVIEW, "When are you free?"),
    ("tomorrow all day", "Submit"),
    ("submit", "Your request is in"),
)


async def goes_on(lro: Player) -> str:
    """From the first question to the end; answers the reference."""
    told = await lro.waits_for("What is your name?")
    for words, answer in ANSWERS:
        await lro.says(words)
        told = await lro.waits_for(answer)
    return reference_in(told)


async def source_of(stage: Stage, lro: Player, reference: str) -> str:
    return (await request_of(stage, lro, reference)).source


async def redirected(stage: Stage, path: str) -> tuple[int, str, str]:
    """Status, cache control and address."""
    url = stage.url + path
    async with aiohttp.ClientSession() as session, session.get(url, allow_redirects=False) as answer:
        return answer.status, answer.headers["Cache-Control"], answer.headers["Location"]


async def test_from_the_poster_to_the_request(stage: Stage) -> None:
    opened = await stage.lro.follows(ask_address(stage.url, "working-group"))
    assert opened.text == "Request a session (working-group)"
    await stage.lro.says(opened.text, opened.chat)
    reference = await goes_on(stage.lro)
    assert await source_of(stage, stage.lro, reference) == "working-group"


async def test_the_source_is_nobodys_business_but_the_figures(stage: Stage) -> None:
    """It is no field of the form: not asked, not shown in the check, not on an adviser's card."""
    await stage.lro.says("Request a session (working-group)")
    reference = await goes_on(stage.lro)
    card = await stage.card_of(stage.advisers[0], reference)
    words = [m.words for m in await stage.lro.messages() if m.sender != stage.lro.id]
    assert "working-group" not in "".join([*words, card.words])


async def test_who_simply_writes_comes_from_nowhere(stage: Stage) -> None:
    reference = await stage.asks(stage.lro)
    assert await source_of(stage, stage.lro, reference) == ""


async def test_the_source_survives_a_detour_and_starting_again(stage: Stage) -> None:
    lro = stage.lro
    await lro.says("Request a session (microsite)")
    await lro.waits_for("What is your name?")
    await lro.says("yes")
    await lro.waits_for("How can we reach you?")
    await lro.says("back")
    question = await lro.waits_for(lambda m: "What is your name?" in m.words and "Next" in m.buttons)
    await lro.says("Start again")
    await lro.waits_for("What is your name?", after=question)
    assert await source_of(stage, lro, await goes_on(lro)) == "microsite"


async def test_a_second_link_in_the_middle_of_a_walk_is_no_answer_to_its_question(stage: Stage) -> None:
    """The first link is what brought them."""
    lro = stage.lro
    await lro.says("Request a session (microsite)")
    await lro.waits_for("What is your name?")
    await lro.says("Request a session (qr-code)")
    offered = await lro.waits_for(lambda m: "Carry on" in m.buttons)
    await lro.presses(offered, "Carry on")
    assert await source_of(stage, lro, await goes_on(lro)) == "microsite"


async def test_the_next_request_has_a_source_of_its_own(stage: Stage) -> None:
    lro = stage.lro
    await lro.says("Request a session (microsite)")
    first = await goes_on(lro)
    shown = await lro.waits_for("Your request is in")
    await lro.says("request a session")
    await lro.waits_for("What is your name?", after=shown)
    second = await goes_on_after(lro, shown)
    assert [await source_of(stage, lro, r) for r in (first, second)] == ["microsite", ""]


async def goes_on_after(lro: Player, shown: SeenMessage) -> str:
    """What is known from the last time is confirmed."""
    for words, answer in (
        ("yes", "How can we reach you?"),
        ("yes", "Which force are you in?"),
        *ANSWERS[2:],
    ):
        await lro.says(words)
        shown = await lro.waits_for(answer, after=shown)
    return reference_in(shown)


@pytest.mark.parametrize(
    ("ref", "source"),
    [("announcement", "announcement"), ("", ""), ("No Such!", ""), ("<b>", "")],
    ids=["of ours", "none", "forged", "markup"],
)
async def test_a_button_says_where_it_stood(stage: Stage, ref: str, source: str) -> None:
    """As the buttons of announcements do; a forged one starts a walk like any other."""
    lro = stage.lro
    await lro.says("hello")
    welcome = await lro.waits_for(lambda m: "Request a session" in m.buttons)
    start = StartWalk(ref=ref).model_dump(mode="json")
    await lro.sends(welcome, {"type": "Action.Submit", "data": start})
    assert await source_of(stage, lro, await goes_on(lro)) == source


@ON_SQLITE
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/ask?ref=microsite", "Request a session (microsite)"),
        ("/ask", "Request a session"),
        ("/ask?ref=", "Request a session"),
        ("/ask?ref=Two%20words", "Request a session"),
        ("/ask?ref=%0D%0ASet-Cookie:%20a=b", "Request a session"),
        ("/ask?ref=" + "x" * 33, "Request a session"),
        ("/ask?ref=qr-code&ref=microsite", "Request a session (qr-code)"),
        ("/ask?utm_source=x", "Request a session"),
        ("/ask?ref=%FF", "Request a session"),
    ],
)
async def test_the_printed_link_leads_to_the_chat_whatever_stands_in_it(
    stage: Stage, path: str, words: str
) -> None:
    status, cached, address = await redirected(stage, path)
    assert (status, cached) == (302, "no-store"), "what it leads to may change, the poster does not"
    chat = urlsplit(address)
    assert (chat.scheme, chat.netloc, chat.path) == ("https", "teams.microsoft.com", "/l/chat/0/0")
    assert parse_qs(chat.query) == {"users": [Bot().id], "message": [words]}
