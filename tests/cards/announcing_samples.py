"""Sample announcements, and their cards in every state, for the stories about cards."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from microsoft_teams.cards import AdaptiveCard

from cards.announcing import forms, listing, post, preview, texts
from cards.announcing.payloads import Form
from sessions.announcing.changes import begin
from sessions.announcing.model import Announcement, Channel, Content, GoneChannel, Post, Run, State
from sessions.announcing.reading import Problem
from sessions.announcing.rules import How, Plan, next_run, once, repeat
from sessions.notices import Posted
from sessions.people import Person, Reach
from sessions.region import south_west

REGION = south_west()
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
"""A Sunday evening."""
ORGANISER = Person(id="organiser-1", name="Sample Organiser")
CHAT = (
    "https://teams.microsoft.com/l/chat/0/0?users=28:bot&message=Request%20a%20session%20%28announcement%29"
)
DEFAULT = texts.default_content(REGION)
REACH = Reach(service_url="https://teams.example", tenant_id="t", bot_id="28:bot", teams_id="19:team")
MONDAYS = repeat(How.WEEKLY, 0, time(9), start=date(2026, 11, 16), region=REGION)
TUESDAYS = repeat(How.FIRST, 1, time(10), start=date(2026, 11, 16), region=REGION)
ONE_DAY = once(date(2026, 11, 26), time(14, 30), REGION)
NOT_POSTED = ("ConversationNotFound", "BotNotInConversationRoster", "MessageWritesBlocked", "TooLate")


def channel(name: str, failure: str = "") -> Channel:
    return Channel(
        id=f"19:{name}@thread.tacv2",
        team_id="19:team",
        name=name,
        reach=REACH,
        failure=failure,
    )


def gone(name: str, failure: str = "ConversationNotFound") -> GoneChannel:
    return GoneChannel(id=f"19:{name}@thread.tacv2", name=name, reach=REACH, gone_at=NOW, failure=failure)


CHANNELS = (channel("General"), channel("SOC working group"))


def announcement(content: Content = DEFAULT, plan: Plan | None = None, **more: object) -> Announcement:
    """A draft, or one that is planned."""
    new = begin("a1b2c3d4e5f60718", ORGANISER, content, NOW)
    planned = {"plan": plan, "state": State.SCHEDULED, "next_run_at": next_run(plan, NOW)} if plan else {}
    return new.model_copy(update={"revision": 3, **planned, **more})


def a_post(name: str, failure: str = "", *, waiting: bool = False) -> Post:
    sent = Posted(conversation_id="19:thread", activity_id="1", service_url="https://teams.example")
    return Post(
        id=f"press {name}",
        channel_id=f"19:{name}@thread.tacv2",
        channel=name,
        due_at=NOW if waiting else None,
        posted=None if failure or waiting else sent,
        failure=failure,
    )


def a_run(*posts: Post, **more: object) -> Run:
    at = NOW - timedelta(days=6, hours=11)
    return Run.model_validate({"at": at, "begun_at": at, "posts": posts, **more})


POSTED = a_run(a_post("General"), a_post("SOC working group"))
FAILED = a_run(a_post("General", "ConversationNotFound"), a_post("SOC working group"))
MANY_FAILED = a_run(*(a_post(f"Channel {n}", code) for n, code in enumerate(NOT_POSTED * 3)))
GOING_OUT = a_run(a_post("General"), a_post("SOC working group", waiting=True))
SKIPPED = a_run(skipped=True, missed=2)

FORMS: tuple[Form, ...] = ("edit", "once", "repeat")
RUNS = {
    "posted": POSTED,
    "failed": FAILED,
    "many-failed": MANY_FAILED,
    "going-out": GOING_OUT,
    "skipped": SKIPPED,
}


def the_post(content: Content = DEFAULT, held: int | None = None, chat: str = CHAT) -> AdaptiveCard:
    return post.post(content, region=REGION, held=held, chat=chat)


def previewed(of: Announcement, **more: object) -> AdaptiveCard:
    known = {"region": REGION, "channels": CHANNELS, "held": None, "chat": CHAT}
    return preview.preview(of, **{**known, **more})  # type: ignore[arg-type] # as a story needs it


def filling(kind: Form, of: Announcement | None = None, **more: object) -> AdaptiveCard:
    return forms.form(kind, of or announcement(), region=REGION, now=NOW, **more)  # type: ignore[arg-type] # as above


def listed(announcements: list[Announcement], skip: int = 0, **more: object) -> AdaptiveCard:
    known = {"skip": skip, "channels": CHANNELS, "gone": (), "region": REGION}
    return listing.listing(announcements, **{**known, **more})  # type: ignore[arg-type] # as above


def assorted() -> list[Announcement]:
    return [
        announcement(plan=MONDAYS, runs=(POSTED,)),
        announcement(plan=TUESDAYS, runs=(FAILED,), state=State.PAUSED, next_run_at=None),
        announcement(plan=ONE_DAY),
        announcement(),
        announcement(runs=(GOING_OUT,), state=State.DONE),
    ]


def every_announcing_card() -> Mapping[str, AdaptiveCard]:
    """By a name that can be a file's."""
    wrong = {"title": "", "text": "Too short", "contact": "", "show_held": "true"}
    problems = [texts.problem_sentence(p) for p in (Problem.TITLE_MISSING, Problem.TEXT_SHORT)]
    with_held = DEFAULT.model_copy(update={"show_held": True})
    return {
        "announcing-post": post.post(DEFAULT, region=REGION, held=None, chat=CHAT),
        "announcing-post-held": post.post(with_held, region=REGION, held=12, chat=CHAT),
        "announcing-post-no-link": post.post(with_held, region=REGION, held=0, chat=""),
        "announcing-preview": previewed(announcement()),
        "announcing-preview-planned": previewed(announcement(plan=MONDAYS, runs=(POSTED,)), done="Saved."),
        "announcing-preview-paused": previewed(
            announcement(plan=MONDAYS, state=State.PAUSED, next_run_at=None), trouble=texts.CHANGED
        ),
        "announcing-preview-no-channels": previewed(announcement(), channels=(), trouble="Not sent."),
        **{
            f"announcing-preview-{name}": previewed(announcement(state=State.DONE, runs=(run,)))
            for name, run in RUNS.items()
        },
        "announcing-edit": filling("edit"),
        "announcing-edit-wrong": filling("edit", typed=wrong, problems=problems),
        "announcing-once": filling("once", announcement(plan=MONDAYS)),
        "announcing-once-again": filling("once", announcement(plan=ONE_DAY)),
        "announcing-repeat": filling("repeat"),
        "announcing-repeat-again": filling("repeat", announcement(plan=TUESDAYS)),
        "announcing-delete": preview.sure_to_delete(announcement(plan=MONDAYS), region=REGION),
        "announcing-list": listed(
            assorted(), channels=(channel("General", "ConversationNotFound"), CHANNELS[1])
        ),
        "announcing-list-second": listed(assorted() * 8, skip=4, done=texts.DELETED),
        "announcing-list-lost": listed(assorted(), channels=(), gone=(gone("SOC working group"),)),
        "announcing-list-none": listed([], channels=()),
        "announcing-not-posted": post.not_posted(
            announcement(plan=MONDAYS, runs=(FAILED,)), FAILED, region=REGION
        ),
    }
