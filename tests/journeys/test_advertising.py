"""`advertise` and `figures`: from the organiser's card to the poster, to an LRO's request, to the figures."""

import threading
from urllib.parse import urlsplit

import aiohttp
import pypdfium2
import pytest

import bot.talk.advertising
from app import COURIER
from bot.kit import NAMES, Piece, piece
from bot.kit.links import ask_address
from bot.settings import Settings
from cards import advertising as cards
from sandbox.client import Player
from sandbox.seen import SeenMessage
from sessions.region import Region
from tests.bot.kit.printed import picture, scanned
from tests.journeys.beside import another_bot, until
from tests.journeys.stage import Stage, staged
from tests.journeys.stores import ON_SQLITE, Store
from tests.journeys.test_calendar_links import booked, link_on

PNG, POSTER, LETTER = "support-session-qr.png", "support-session-poster.pdf", "support-session-letter.eml"
BUTTONS = {name: label for files in cards.FILES.values() for label, name in files.items()}
ONLY = "Only organisers can do that."


def web_of(stage: Stage) -> str:
    """As the bot calls it where nothing is set."""
    return stage.url.replace("127.0.0.1", "localhost")


async def kit_of(organiser: Player) -> SeenMessage:
    await organiser.says("advertise")
    return await organiser.waits_for(lambda m: "Make this kit" in m.buttons)


async def newest(person: Player) -> SeenMessage | None:
    return next(reversed(await person.messages()), None)


async def fetched(url: str, link: str) -> tuple[int, dict[str, str], bytes]:
    """What stands behind a link of a card, asked of the bot at `url`."""
    async with aiohttp.ClientSession() as session, session.get(url + urlsplit(link).path) as answer:
        return answer.status, dict(answer.headers), await answer.read()


async def file(stage: Stage, card: SeenMessage, name: str) -> bytes:
    status, _, body = await fetched(stage.url, link_on(card, BUTTONS[name]))
    assert status == 200
    return body


async def figure(organiser: Player, source: str) -> list[str]:
    """This quarter's and the last one's, from the organiser's card."""
    before = await newest(organiser)
    await organiser.says("figures")
    card = await organiser.waits_for(lambda m: "Sessions held" in m.words, after=before)
    words = card.words.splitlines()
    row = words.index(source)
    return words[row + 1 : row + 3]


async def test_the_whole_story_of_a_qr_code(stage: Stage) -> None:
    """Fetched, printed, scanned, opened, sent, walked, submitted, counted, read."""
    card = await kit_of(stage.organiser)
    ((printed, level),) = scanned(picture(await file(stage, card, PNG)))
    assert (printed, level) == (ask_address(web_of(stage), "qr-code"), "Q")
    opened = await stage.lro.follows(printed)
    await stage.lro.says(opened.text, opened.chat)
    for words, answer in (
        ("yes", "How can we reach you?"),
        ("07700 900123", "Which force are you in?"),
        ("yes", "What would you like support with?"),
        ("Advice on a group that moves into village shops.", "When are you free?"),
        ("tomorrow all day", "Submit"),
    ):
        await stage.lro.says(words)
        await stage.lro.waits_for(answer)
    await stage.lro.says("submit")
    await stage.lro.waits_for("Your request is in")

    async def counted() -> bool:
        return (await stage.app[COURIER].counting.figures()).requested == 1

    await until(counted)
    assert await figure(stage.organiser, "QR code") == ["1", "0"]
    assert await figure(stage.organiser, "All requests") == ["1", "0"]


async def test_a_session_held_is_in_the_figures_and_moves_on_with_the_quarter(stage: Stage) -> None:
    await booked(stage)
    stage.time_passes(days=2)

    async def held() -> bool:
        return (await stage.app[COURIER].counting.figures()).held == 1

    await until(held)
    assert await figure(stage.organiser, "Sessions held") == ["1", "0"]
    assert await figure(stage.organiser, cards.SOURCES["direct"]) == ["1", "0"]
    stage.clock.passes(days=60)
    assert await figure(stage.organiser, "Sessions held") == ["0", "1"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("name", "kind", "disposition", "begins"),
    [
        (PNG, "image/png", "inline", b"\x89PNG"),
        ("support-session-qr.svg", "image/svg+xml", "inline", b"<?xml"),
        (POSTER, "application/pdf", "inline", b"%PDF-"),
        ("support-session-microsite.txt", "text/plain; charset=utf-8", "inline", b""),
        ("support-session-microsite.html", "text/html; charset=utf-8", "attachment", b"<section"),
        (LETTER, "message/rfc822", "attachment", b"Subject:"),
        ("support-session-links.txt", "text/plain; charset=utf-8", "inline", b"qr-code:"),
    ],
)
async def test_each_file_is_served_as_what_it_is(
    stage: Stage, name: str, kind: str, disposition: str, begins: bytes
) -> None:
    link = link_on(await kit_of(stage.organiser), BUTTONS[name])
    status, headers, body = await fetched(stage.url, link)
    assert status == 200
    assert body.startswith(begins)
    assert headers["Content-Type"] == kind
    assert headers["Content-Disposition"] == f'{disposition}; filename="{name}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"


async def test_a_kit_for_a_place_of_their_own(stage: Stage) -> None:
    card = await kit_of(stage.organiser)
    await stage.organiser.presses(card, "Make this kit", {"ref": " Dorset  Intranet "})
    own = await stage.organiser.waits_for("The kit for dorset-intranet")
    address = ask_address(web_of(stage), "dorset-intranet")
    assert address in own.words.splitlines()
    assert scanned(picture(await file(stage, own, PNG))) == [(address, "Q")]
    for name in NAMES:
        body = await file(stage, own, name)
        if name.endswith((".txt", ".html", ".svg")):
            assert b"ref=dorset-intranet" in body
            assert b"ref=microsite" not in body
    poster = pypdfium2.PdfDocument(await file(stage, own, POSTER))
    text = poster[0].get_textpage().get_text_range()
    poster.close()
    assert address in "".join(text.split())


@ON_SQLITE
@pytest.mark.parametrize(
    "typed", ["", "   ", "news!", "x" * 33, "b\N{LATIN SMALL LETTER E WITH ACUTE}", "a/b"]
)
async def test_a_place_that_is_none(stage: Stage, typed: str) -> None:
    card = await kit_of(stage.organiser)
    await stage.organiser.presses(card, "Make this kit", {"ref": typed})
    again = await stage.organiser.waits_for(cards.REF_WRONG)
    assert "Make this kit" in again.buttons
    assert again.inputs["ref"].get("value", "") == typed, "kept, to be mended"


async def test_a_forged_link_opens_nothing(stage: Stage) -> None:
    card = await kit_of(stage.organiser)
    token = urlsplit(link_on(card, BUTTONS[PNG])).path.split("/")[2]
    body, signature = token.rsplit(".", 1)
    calendar = urlsplit(link_on(await booked(stage), "Add to calendar")).path
    calendar_token = calendar.removeprefix("/calendar/").removesuffix(".ics")
    for path in (
        f"/kit/{body}.{signature[:-3]}AAA/{PNG}",
        f"/kit/{body}x.{signature}/{PNG}",
        f"/kit/{signature}/{PNG}",
        f"/kit/x/{PNG}",
        f"/kit/./{PNG}",
        f"/kit/{token}{token}/{PNG}",
        f"/kit/%00/{PNG}",
        f"/kit/{calendar_token}/{PNG}",
        f"/kit/{token}/support-session.png",
        f"/kit/{token}/..%2F..%2Fapp.py",
        f"/kit/{token}/",
        f"/kit/{token}",
        f"/calendar/{token}.ics",
    ):
        status, _, said = await fetched(stage.url, f"http://x{path}")
        assert status == 404, path
        assert b"PNG" not in said
    assert (await fetched(stage.url, calendar))[0] == 200, "the links themselves are good"
    assert (await fetched(stage.url, link_on(card, BUTTONS[PNG])))[0] == 200


async def test_links_of_a_kit_expire_when_the_card_says(stage: Stage) -> None:
    card = await kit_of(stage.organiser)
    assert "The buttons work until Monday 30 November 2026 at 09:30 (GMT)." in card.words
    link = link_on(card, BUTTONS[PNG])
    stage.clock.passes(days=6, hours=23, minutes=59)
    assert (await fetched(stage.url, link))[0] == 200
    stage.clock.passes(minutes=1)
    assert (await fetched(stage.url, link))[0] == 404


async def test_any_replica_serves_it(stage: Stage) -> None:
    link = link_on(await kit_of(stage.organiser), BUTTONS[PNG])
    async with another_bot(stage) as (url, _):
        assert (await fetched(url, link))[0] == 200


async def test_only_organisers_are_given_it(stage: Stage) -> None:
    card = await kit_of(stage.organiser)
    forged = card.button("Make this kit").action
    for person in (stage.lro, stage.advisers[0]):
        for words in ("advertise", "figures"):
            before = await newest(person)
            await person.says(words)
            await person.waits_for(ONLY, after=before)
        before = (await person.messages())[-1]
        await person.sends(before, forged, {"ref": "mine"})
        await person.waits_for(ONLY, after=before)
        assert all("/kit/" not in str(m.raw) for m in await person.messages())


async def test_in_the_middle_of_a_walk_it_is_no_answer(stage: Stage) -> None:
    organiser = stage.organiser
    await organiser.says("request a session")
    await organiser.waits_for("What is your name?")
    await organiser.says("figures")
    await organiser.waits_for("Sessions held")
    await organiser.says("yes")
    await organiser.waits_for("How can we reach you?")


async def test_files_are_drawn_once_and_beside_the_event_loop(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, str | None]] = []

    def draws(name: str, region: Region, browser_url: str, bot_id: str, ref: str | None = None) -> Piece:
        assert threading.current_thread() is not threading.main_thread()
        drawn.append((name, ref))
        return piece(name, region, browser_url, bot_id, ref)

    monkeypatch.setattr(bot.talk.advertising, "piece", draws)
    card = await kit_of(stage.organiser)
    first = await file(stage, card, PNG)
    await stage.organiser.presses(card, "Make this kit", {"ref": "newsletter"})
    own = await stage.organiser.waits_for("The kit for newsletter")
    second = await file(stage, own, PNG)
    assert second != first
    assert [await file(stage, which, PNG) for which in (card, own)] == [first, second]
    assert drawn == [(PNG, None), (PNG, "newsletter")]


async def test_a_link_too_long_to_print_is_said_so(store: Store) -> None:
    async with staged(store, public_url=f"http://localhost/{'x' * 2_000}") as stage:
        card = await kit_of(stage.organiser)
        path = urlsplit(link_on(card, BUTTONS[PNG])).path.removeprefix(f"/{'x' * 2_000}")
        status, headers, said = await fetched(stage.url, path)
        assert status == 500
        assert said.startswith(b"This cannot be made: ")
        assert headers["Content-Type"].startswith("text/plain")


async def test_without_an_address_there_is_no_kit_and_the_card_says_what_to_set(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "is_reachable", False)
    async with staged(store) as stage:
        await stage.organiser.says("advertise")
        told = await stage.organiser.waits_for("PUBLIC_URL")
        assert told.buttons == []
