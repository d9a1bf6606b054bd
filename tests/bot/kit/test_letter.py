"""The letter is a mail that any mail program reads, with the code in it."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from bot.kit.letter import letter
from sessions.region import south_west
from tests.bot.kit.printed import ADDRESS, HOSTILE, picture, saying, scanned

REGION = south_west()


def opened(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return text


def test_outlook_opens_it_as_a_draft_to_nobody_yet() -> None:
    mail = opened(letter(REGION, ADDRESS))
    assert mail["X-Unsent"] == "1"
    assert mail["To"] == ""
    assert mail["From"] is None
    assert mail["Subject"] == REGION.says.letter.subject


def test_it_can_be_read_without_pictures_and_without_html() -> None:
    mail = opened(letter(REGION, ADDRESS))
    assert mail.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        text = body(mail, kind)
        for said in (*REGION.says.letter.paragraphs, ADDRESS, REGION.contact_email):
            assert said in text


def test_the_code_is_in_the_letter_and_leads_where_the_link_does() -> None:
    mail = opened(letter(REGION, ADDRESS))
    related = mail.get_body(("related",))
    assert related is not None
    html, image = related.iter_parts()
    assert image["Content-ID"] == "<qr@support-sessions>"
    assert image.get_content_disposition() == "inline"
    assert 'src="cid:qr@support-sessions"' in html.get_content()
    assert scanned(picture(image.get_content())) == [(ADDRESS, "Q")]


@pytest.mark.parametrize(
    "paragraph", [REGION.says.letter.paragraphs[0], "D\N{LATIN SMALL LETTER W WITH CIRCUMFLEX}r"]
)
def test_it_is_sent_as_mail_is_sent(paragraph: str) -> None:
    other = saying(letter=REGION.advert.letter.model_copy(update={"paragraphs": (paragraph,)}))
    raw = letter(other, ADDRESS)
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert paragraph in body(opened(raw), "plain")


def test_hostile_text_stays_text() -> None:
    says = REGION.advert.letter
    other = saying(letter=says.model_copy(update={"paragraphs": (HOSTILE,), "greeting": HOSTILE}))
    mail = opened(letter(other, ADDRESS))
    assert body(mail, "plain").count(HOSTILE) == 2
    assert "<script" not in body(mail, "html")
    assert body(mail, "html").count("&lt;script&gt;alert(&#x27;&quot;&amp;amp;&#x27;)&lt;/script&gt;") == 2
