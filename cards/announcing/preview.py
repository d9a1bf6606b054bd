"""One announcement as organisers see it: as it will look, and what can be done with it."""

from collections.abc import Sequence

from microsoft_teams.cards import Action, ActionSet, AdaptiveCard, CardElement, Container

from cards.announcing import post, texts
from cards.announcing.payloads import Delete, Form, ListThem, OpenForm, Pause, Resume, SendNow, Show
from cards.parts import box, card, execute, said, title, unfold
from sessions.announcing.model import Announcement, Channel, State
from sessions.region import Region


def preview(
    announcement: Announcement,
    *,
    region: Region,
    channels: Sequence[Channel],
    held: int | None,
    chat: str,
    done: str = "",
    trouble: str = "",
) -> AdaptiveCard:
    """`done` is one sentence on top of what a press has done; `trouble`, of why it did not."""
    look = Container(
        items=[
            *post.body(announcement.content, region=region, held=held),
            ActionSet(actions=[_off(button) for button in post.buttons(chat)]),
        ],
        style="emphasis",
        show_border=True,
        rounded_corners=True,
    )
    shown: list[CardElement] = [
        *on_top(done, trouble),
        title("Announcement"),
        said(texts.standing(announcement, region), spacing="Small"),
        said(texts.goes_to(channels), spacing="Small"),
    ]
    shown += [said(line, spacing="Small", subtle=True) for line in texts.last_time(announcement, region)]
    shown += [said("This is how it will look:", subtle=True), look]
    return card(
        shown, _actions(announcement, channels), summary="An announcement, to look at before it is sent"
    )


def sure_to_delete(announcement: Announcement, *, region: Region, trouble: str = "") -> AdaptiveCard:
    """Asks once more before it is deleted."""
    shown: list[CardElement] = [
        *on_top("", trouble),
        title("Delete this announcement?"),
        said(announcement.content.title, weight="Bolder"),
        said(texts.standing(announcement, region), spacing="Small"),
        said(texts.DELETE_SURE),
    ]
    actions: list[Action] = [
        execute("Yes, delete it", Delete.on(announcement, sure=True), style="destructive"),
        execute("No, keep it", Show.on(announcement)),
    ]
    return card(shown, actions, summary="Delete an announcement?")


def on_top(done: str, trouble: str) -> list[CardElement]:
    """What a press came to."""
    if trouble:
        return [box([said(trouble, weight="Bolder")], "warning")]
    return [box([said(done, weight="Bolder")], "good")] if done else []


def _actions(announcement: Announcement, channels: Sequence[Channel]) -> list[Action]:
    """Six: Teams shows no more in a row."""

    def form(label: str, kind: Form) -> Action:
        return execute(label, OpenForm.on(announcement, form=kind))

    post_it = execute("Yes, post it", SendNow.on(announcement), style="positive")
    found: list[Action] = [
        unfold("Send now", [said(texts.sure_to_send(channels))], post_it),
        form("Edit", "edit"),
        form("Send later", "once"),
        form("Repeat", "repeat"),
    ]
    if announcement.state is State.SCHEDULED:
        found.append(execute("Pause", Pause.on(announcement)))
    if announcement.state is State.PAUSED:
        found.append(execute("Resume", Resume.on(announcement)))
    return [*found, execute("All announcements", ListThem())]


def _off(button: Action) -> Action:
    """As it looks, and yet not to be pressed."""
    return button.model_copy(update={"is_enabled": False})
