"""The first things the bot says, and what it says when asked for help."""

from microsoft_teams.cards import AdaptiveCard

from cards import texts
from cards.parts import card, press, said, title
from cards.payloads import ShowMine, StartWalk
from sessions.region import Region

_START = press("Request a session", StartWalk(), style="positive")
_MINE = press("My requests", ShowMine())


def personal(region: Region) -> AdaptiveCard:
    """To somebody who opens a chat with the bot."""
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
    """To a channel the bot has been added to."""
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


def help_(region: Region, *, in_walk: bool, organiser: bool = False, adviser: bool = False) -> AdaptiveCard:
    """To somebody who said "help"; in the middle of a walk it says how to move about in it."""
    if in_walk:
        body = [
            title("Help"),
            said("Answer in the card below, or simply write your answer as a message."),
            said('You can also say "back", "cancel" or "start again". What you have given so far is kept.'),
            said(f"To ask a person: {region.contact_email}", subtle=True),
        ]
        return card(body, summary="Help")
    body = [
        title("Help"),
        said(texts.welcome(region)),
        said(f"Press a button, or say {texts.PHRASES}."),
        *([said(texts.FOR_ORGANISERS)] if organiser else []),
        *([said(texts.FOR_ADVISERS)] if adviser and not organiser else []),
        said(f"To ask a person: {region.contact_email}", subtle=True),
    ]
    return card(body, [_START, _MINE], summary="Help")


def adviser(region: Region) -> AdaptiveCard:
    """To an adviser, when the bot first writes to them."""
    return card(
        [
            title("Hello"),
            said(f"You are on the list of advisers of the {region.team}, so new requests come to you here."),
            said("Choose a time and press Book this time. The others then see that it is yours."),
            said("If no time works, ask for others: the LRO gets your note and answers here."),
            said('To see at any time who is waiting, say "queue".'),
        ],
        summary="New requests for support sessions will come to you here.",
    )
