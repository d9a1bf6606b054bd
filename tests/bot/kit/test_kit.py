"""The whole kit: every piece is there, and tells where it was seen."""

import pypdfium2
import pytest

from bot.kit import LINKS, NAMES, kit, piece
from sessions.region import south_west
from tests.bot.kit.printed import picture, scanned

REGION = south_west()
WEB = "https://sessions.example.police.uk"
BOT = "3f2a1b0c-0000-4000-8000-000000000001"


def test_every_piece_is_a_file_of_its_kind() -> None:
    made = kit(REGION, WEB, BOT)
    assert tuple(made) == NAMES
    begins = {
        "image/png": b"\x89PNG\r\n",
        "image/svg+xml": b"<?xml",
        "text/plain": b"",
        "text/html": b"<section",
        "message/rfc822": b"Subject: ",
        "application/pdf": b"%PDF-",
    }
    for name, each in made.items():
        assert each.body.startswith(begins[each.media_type]), name


def test_each_piece_has_a_source_of_its_own() -> None:
    made = kit(REGION, WEB, BOT)
    assert scanned(picture(made["support-session-qr.png"].body)) == [(f"{WEB}/ask?ref=qr-code", "Q")]
    for name, source in {
        "support-session-microsite.txt": "microsite",
        "support-session-microsite.html": "microsite",
        "support-session-letter.eml": "directors",
    }.items():
        body = made[name].body.replace(b"=3D", b"=")  # in the letter, quoted-printable
        assert f"{WEB}/ask?ref={source}".encode() in body, name
    poster = pypdfium2.PdfDocument(made["support-session-poster.pdf"].body)
    text = poster[0].get_textpage().get_text_range()
    poster.close()
    assert f"{WEB}/ask?ref=working-group" in "".join(text.split())


def test_one_source_for_all_where_the_organiser_gives_one() -> None:
    for name in ("support-session-microsite.txt", LINKS):
        body = piece(name, REGION, WEB, BOT, "newsletter").body.decode()
        assert f"{WEB}/ask?ref=newsletter" in body
        assert "ref=microsite" not in body


def test_the_links_go_to_the_web_and_straight_into_teams() -> None:
    body = piece(LINKS, REGION, WEB, BOT).body.decode()
    for source in ("microsite", "directors", "working-group", "qr-code"):
        assert f"{WEB}/ask?ref={source}\n" in body
        assert f"28:{BOT}&message=Request%20a%20session%20%28{source}%29\n" in body


def test_without_a_registered_bot_there_is_no_link_into_teams() -> None:
    assert "teams.microsoft.com" not in piece(LINKS, REGION, WEB, "").body.decode()


def test_what_is_no_source_and_no_piece_is_refused() -> None:
    with pytest.raises(ValueError, match="is no source"):
        kit(REGION, WEB, BOT, "News Letter")
    with pytest.raises(KeyError):
        piece("other.exe", REGION, WEB, BOT)
