"""The letter to the Directors of Intelligence: a mail that opens as a draft, with the QR code in it."""

from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from bot.kit.qr import qr_png
from bot.kit.wording import open_chat, questions
from sessions.region import Region

PICTURE = "qr@support-sessions"
"""The picture's id. Not make_msgid's, which tells the name of the machine."""
POLICY = SMTP.clone(cte_type="7bit")
"""Lines end as mail's do, and no letter is lost on the way to a mail program."""


def letter(region: Region, address: str) -> bytes:
    """An .eml file. To whom it goes is left to the organiser: Outlook opens it as a draft (X-Unsent)."""
    mail = EmailMessage(POLICY)
    mail["Subject"] = region.says.letter.subject
    mail["To"] = ""
    mail["X-Unsent"] = "1"
    mail.set_content(_plain(region, address))
    mail.add_alternative(_html(region, address), subtype="html")
    _, html = mail.iter_parts()
    html.add_related(
        qr_png(address),
        "image",
        "png",
        cid=f"<{PICTURE}>",
        disposition="inline",
        filename="support-session-qr.png",
    )
    return mail.as_bytes()


def _plain(region: Region, address: str) -> str:
    says = region.says.letter
    chat = f"{open_chat(region)}:\n{address}"
    return "\n\n".join([f"{says.greeting},", *says.paragraphs, chat, questions(region), says.sign_off]) + "\n"


def _html(region: Region, address: str) -> str:
    says = region.says.letter
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in says.paragraphs)
    link = escape(address)
    return f"""<html lang="en-GB"><body style="font-family: Calibri, Arial, sans-serif; font-size: 11pt">
<p>{escape(says.greeting)},</p>
{paragraphs}<p><a href="{link}">{escape(open_chat(region))}</a></p>
<p><img src="cid:{PICTURE}" width="300" alt="QR code: {link}"></p>
<p>{escape(questions(region))}</p>
<p>{escape(says.sign_off)}</p>
</body></html>
"""
