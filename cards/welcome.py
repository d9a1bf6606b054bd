"""The first things the bot says, and what it says when asked for help: to each what they can do."""

from collections.abc import Sequence

from microsoft_teams.cards import Action, AdaptiveCard, CardElement, RichTextBlock, TextRun

from cards import texts
from cards.parts import card, press, said, title
from cards.payloads import SayCommand, ShowMine, StartWalk
from sessions.region import Region

_START = press("Request a session", StartWalk(), style="positive")
_START_TOO = press("Request a session", StartWalk())
_MINE = press("My requests", ShowMine())
_QUEUE = press("Who is waiting", SayCommand(command="queue"))
_ORGANISING = [
    _QUEUE,
    press("New announcement", SayCommand(command="announce")),
    press("Announcements", SayCommand(command="announcements")),
    press("Advertise", SayCommand(command="advertise")),
    press("Figures", SayCommand(command="figures")),
]

Commands = Sequence[tuple[str, str]]
"""What can be said, and what comes of it."""
REQUEST = ("request a session", "five short questions, then an adviser picks a time")
MINE = ("my requests", "how yours stand, and to withdraw one")
QUEUE = ("queue", "who is waiting, the longest first")
ORGANISING: Commands = (
    ("announce", "a new announcement: look at it, then send or plan it"),
    ("announcements", "all there are, and what became of them"),
    ("advertise", "link, QR code, poster and texts to hand out"),
    ("figures", "where requests came from, and sessions held"),
)
IN_CHANNELS: Commands = (
    ("announce here", "announcements are posted there from then on"),
    ("stop announcing here", "none are posted there any more"),
)
HOW = "Press a button, or write one of these:"
MENTION = "In a channel, mention me and write one of these:"
ALL_ELSE = "Everything else I do for organisers is in your own chat with me: say help there."

FOR_ADVISERS = (
    "Choose a time and press Book this time. The others then see that it is yours.",
    "If none works for you, ask the LRO for others: they get your note, and you get their new times here.",
    "If it is not for a session, say where it belongs: the request is closed, and the LRO reads it from you.",
)
FOR_ORGANISERS = (
    "You are an organiser: you advertise the sessions and post announcements, and you hear from me when "
    "somebody cannot be told something."
)
FOR_HELP = 'Say "help" for what else I understand.'


def personal(region: Region, *, organiser: bool = False, adviser: bool = False) -> AdaptiveCard:
    """To somebody who opens a chat with the bot, or greets it there."""
    if organiser or adviser:
        return _for_roles(region, organiser=organiser, adviser=adviser)
    return card(
        [
            title("Hello"),
            said(texts.welcome(region)),
            said(texts.FIVE_QUESTIONS),
            said(texts.ask_not_task(region), subtle=True),
        ],
        [_START, _MINE],
        summary="Hello. I arrange informal support sessions.",
    )


def channel(region: Region) -> AdaptiveCard:
    """To a channel in which somebody greets the bot."""
    return card(
        [
            title("Support sessions"),
            said(texts.welcome(region)),
            said("Press the button, or open a chat with me if you would rather not ask here."),
            said(texts.ask_not_task(region), subtle=True),
        ],
        [_START],
        summary="Informal support sessions can be requested here.",
    )


def help_(region: Region, *, organiser: bool = False, adviser: bool = False) -> AdaptiveCard:
    """To somebody who said "help" in their own chat."""
    body: list[CardElement] = [
        title("Help"),
        said(texts.welcome(region)),
        said(HOW),
        *_lines([REQUEST, MINE]),
        *_lines([QUEUE] if organiser or adviser else []),
        *_lines(ORGANISING if organiser else []),
        *([said(MENTION), *_lines(IN_CHANNELS)] if organiser else []),
        _ask_a_person(region),
    ]
    buttons: list[Action] = [_START, _MINE, *([_QUEUE] if adviser else [])]
    return card(body, [*_ORGANISING, _START_TOO] if organiser else buttons, summary="Help")


def help_in_channel(region: Region, *, organiser: bool = False) -> AdaptiveCard:
    """To somebody who said "help" where others read along."""
    body: list[CardElement] = [
        title("Help"),
        said(texts.welcome(region)),
        said(MENTION),
        *_lines([REQUEST, *(IN_CHANNELS if organiser else ())]),
        *([said(ALL_ELSE)] if organiser else []),
        _ask_a_person(region),
    ]
    return card(body, [_START], summary="Help")


def help_in_walk(region: Region) -> AdaptiveCard:
    """In the middle of a walk: how to move about in it."""
    body = [
        title("Help"),
        said("Answer in the card below, or simply write your answer as a message."),
        said('You can also say "back", "cancel" or "start again". What you have given so far is kept.'),
        _ask_a_person(region),
    ]
    return card(body, summary="Help")


def _for_roles(region: Region, *, organiser: bool, adviser: bool) -> AdaptiveCard:
    here = f"You are on the list of advisers of the {region.team}, so new requests come to you here."
    body: list[CardElement] = [
        title("Hello"),
        *(said(sentence) for sentence in ((here, *FOR_ADVISERS) if adviser else ())),
        *([said(FOR_ORGANISERS)] if organiser else []),
        said(FOR_HELP, subtle=True),
    ]
    summary = "New requests for support sessions will come to you here." if adviser else "Hello."
    return card(body, _ORGANISING if organiser else [_QUEUE], summary=summary)


def _lines(commands: Commands) -> list[CardElement]:
    return [
        RichTextBlock(
            inlines=[TextRun(text=words, weight="Bolder"), TextRun(text=f": {what}")], spacing="Small"
        )
        for words, what in commands
    ]


def _ask_a_person(region: Region) -> RichTextBlock:
    return said(f"To ask a person: {region.contact_email}", subtle=True)
