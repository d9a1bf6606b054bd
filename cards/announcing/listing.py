"""All announcements, newest first, a few on a card."""

from collections.abc import Sequence

from microsoft_teams.cards import Action, ActionSet, AdaptiveCard, CardElement, Container

from cards.announcing import texts
from cards.announcing.payloads import Delete, Known, ListThem, OpenForm, Pause, Resume, Show
from cards.announcing.preview import on_top
from cards.parts import card, execute, lines, said, title
from sessions.announcing.model import Announcement, Channel, GoneChannel, State
from sessions.region import Region

ON_A_CARD = 4
"""With the longest titles and the most failures there are, they stay well under 28 KB."""


def listing(
    announcements: Sequence[Announcement],
    *,
    skip: int,
    channels: Sequence[Channel],
    gone: Sequence[GoneChannel],
    region: Region,
    done: str = "",
    trouble: str = "",
) -> AdaptiveCard:
    """Those from `skip` on, with how each stands. `done` and `trouble` as on the preview."""
    skip = min(skip, max(len(announcements) - 1, 0)) // ON_A_CARD * ON_A_CARD
    shown = announcements[skip : skip + ON_A_CARD]
    body: list[CardElement] = [
        *on_top(done, trouble),
        title("Announcements"),
        *(said(line, spacing="Small") for line in texts.subscribed(channels, gone, region)),
    ]
    if not announcements:
        return card([*body, said(texts.NONE_YET)], summary="Announcements")
    body += [_one(number, announcement, region) for number, announcement in enumerate(shown, skip + 1)]
    if len(announcements) > ON_A_CARD:
        counted = f"{skip + 1} to {skip + len(shown)} of {len(announcements)}, newest first"
        body.append(said(counted, subtle=True))
    turning: list[Action] = []
    if skip:
        turning.append(execute("Newer", ListThem(skip=skip - ON_A_CARD)))
    if skip + ON_A_CARD < len(announcements):
        turning.append(execute("Older", ListThem(skip=skip + ON_A_CARD)))
    return card(body, turning, summary="Announcements")


def _one(number: int, announcement: Announcement, region: Region) -> Container:
    items: list[CardElement] = [
        said(f"{number}. {announcement.content.title}", weight="Bolder"),
        *lines([texts.standing(announcement, region), *texts.last_time(announcement, region)]),
        ActionSet(actions=_actions(number, announcement)),
    ]
    return Container(items=items, separator=True, spacing="Medium")


def _actions(number: int, announcement: Announcement) -> list[Action]:
    def button(label: str, payload: Known) -> Action:
        made = execute(label, payload)
        made.tooltip = f"{label}: number {number}"
        return made

    found = [
        button("Show", Show.on(announcement)),
        button("Edit", OpenForm.on(announcement, form="edit")),
        button("Delete", Delete.on(announcement)),
    ]
    if announcement.state is State.SCHEDULED:
        return [button("Pause", Pause.on(announcement, listed=True)), *found]
    if announcement.state is State.PAUSED:
        return [button("Resume", Resume.on(announcement, listed=True)), *found]
    return found
