"""The post itself, as it stands in a channel, and what its author hears if it cannot be posted."""

from microsoft_teams.cards import Action, AdaptiveCard, CardElement

from cards import texts as all_texts
from cards.announcing import texts
from cards.announcing.payloads import ListThem
from cards.parts import card, execute, lines, open_url, paragraphs, press, row, said
from cards.payloads import StartWalk
from sessions.announcing.model import Announcement, Content, Run
from sessions.announcing.wording import say_moment
from sessions.region import Region

REF = "announcement"
"""Where a request comes from that is made through a post."""


def post(content: Content, *, region: Region, held: int | None, chat: str) -> AdaptiveCard:
    """What is posted in a channel. `held`: sessions this quarter, where they are to be told; `chat` is the
    link that opens a chat with the bot, or empty.
    """
    summary = f"{region.unit}: ask for a support session"
    return card(body(content, region=region, held=held), buttons(chat), summary=summary)


def body(content: Content, *, region: Region, held: int | None) -> list[CardElement]:
    """Title, text, and the facts that no edit takes away."""
    facts = [
        row("What", texts.session_is(region)),
        row("For", region.says.who_for.rstrip(".")),
        row("When", texts.lead_time(region)),
        row("Contact", content.contact),
    ]
    told = [said(texts.held(held), weight="Bolder")] if held is not None else []
    return [
        said(content.title, weight="Bolder", size="Large"),
        *lines(paragraphs(content.text)),
        *facts,
        *told,
        said(all_texts.ask_not_task(region), subtle=True),
    ]


def buttons(chat: str) -> list[Action]:
    start: Action = press("Request a session", StartWalk(ref=REF), style="positive")
    return [start, open_url("Ask in a private chat", chat)] if chat else [start]


def not_posted(announcement: Announcement, run: Run, *, region: Region) -> AdaptiveCard:
    """To its author: where that run could not be posted, for good."""
    shown: list[CardElement] = [
        said("An announcement could not be posted everywhere", weight="Bolder", size="Large"),
        said(f"{announcement.content.title}, {say_moment(run.at, region)}"),
        *lines(texts.failures(run)),
    ]
    summary = "An announcement could not be posted everywhere."
    return card(shown, [execute("All announcements", ListThem())], summary=summary)
