"""What a deed or the clock makes of an announcement. Every moment is aware and in UTC."""

from collections.abc import Iterable
from datetime import datetime

from sessions.announcing.model import (
    PAUSED,
    TOO_LATE,
    Announcement,
    Channel,
    Content,
    Deed,
    Entry,
    Post,
    Run,
    State,
)
from sessions.announcing.refusals import NoChannels, NoTimeLeft, NotScheduled
from sessions.announcing.rules import Plan, next_run, runs_until
from sessions.people import Person

RUNS_KEPT = 10
HISTORY_KEPT = 20


def begin(announcement_id: str, author: Person, content: Content, now: datetime) -> Announcement:
    return Announcement(
        id=announcement_id,
        author=author,
        content=content,
        state=State.DRAFT,
        created_at=now,
        history=(Entry(at=now, by=author, deed=Deed.DRAFT),),
    )


def edited(announcement: Announcement, by: Person, content: Content, now: datetime) -> Announcement:
    """Saying something else, from the next post on."""
    if content == announcement.content:
        return announcement
    return _after(announcement, Deed.EDIT, by, now, content=content)


def planned(announcement: Announcement, by: Person, plan: Plan, now: datetime) -> Announcement:
    """Scheduled, also if it was paused. Raises NoTimeLeft."""
    if plan == announcement.plan and _is_planned(announcement, plan, now):
        return announcement  # pressed twice
    return _after(
        announcement,
        Deed.PLAN,
        by,
        now,
        plan=plan,
        state=State.SCHEDULED,
        next_run_at=_next_run(announcement, plan, now),
    )


def paused(announcement: Announcement, by: Person, now: datetime) -> Announcement:
    """With no run until it is resumed; what still waits to be posted is not. Raises NotScheduled."""
    if announcement.state is State.PAUSED:
        return announcement
    if announcement.state is not State.SCHEDULED:
        raise NotScheduled(announcement)
    stopped = [post.given_up(PAUSED) for post in announcement.posts if post.is_waiting]
    runs = tuple(run.with_posts(stopped, now) for run in announcement.runs)
    return _after(announcement, Deed.PAUSE, by, now, state=State.PAUSED, next_run_at=None, runs=runs)


def resumed(announcement: Announcement, by: Person, now: datetime) -> Announcement:
    """With its plan from now on: what was due while it was paused stays away.

    Raises NotScheduled, or NoTimeLeft where it was to be sent once, and that moment has passed.
    """
    if announcement.state is State.SCHEDULED:
        return announcement
    if announcement.state is not State.PAUSED or announcement.plan is None:
        raise NotScheduled(announcement)
    following = _next_run(announcement, announcement.plan, now)
    return _after(announcement, Deed.RESUME, by, now, state=State.SCHEDULED, next_run_at=following)


def sent_now(
    announcement: Announcement, by: Person, press: str, channels: Iterable[Channel], now: datetime
) -> Announcement:
    """With a run beside its plan. The same press acts once. Raises NoChannels."""
    if any(run.press == press for run in announcement.runs):
        return announcement
    posts = _posts(f"press {press}", channels, now)
    if not posts:
        raise NoChannels(announcement)
    state = State.DONE if announcement.state is State.DRAFT else announcement.state
    run = Run(at=now, begun_at=now, press=press, posts=posts)
    return _after(announcement, Deed.SEND_NOW, by, now, state=state, runs=_with(announcement, run))


def run_if_due(announcement: Announcement, channels: Iterable[Channel], now: datetime) -> Announcement:
    """Its run begun, or skipped, if the moment has come, and the next one set; else itself.

    Of several moments that went by, only the latest counts, if it is not too late; the others are skipped.
    """
    plan, due = announcement.plan, announcement.next_run_at
    if plan is None or due is None or due > now:
        return announcement
    moments = runs_until(plan, due, now)
    at = moments[-1]
    skipped = now - at >= TOO_LATE
    posts = () if skipped else _posts(f"plan {at.isoformat()}", channels, now)
    run = Run(at=at, begun_at=now, posts=posts, skipped=skipped, missed=len(moments) - 1)
    following = next_run(plan, now)
    return announcement.model_copy(
        update={
            "runs": _with(announcement, run),
            "settled_until": at if posts else announcement.settled_until,
            "next_run_at": following,
            "state": State.DONE if following is None else announcement.state,
            "revision": announcement.revision + 1,
        }
    )


def _posts(run: str, channels: Iterable[Channel], now: datetime) -> tuple[Post, ...]:
    return tuple(Post(id=f"{run} {c.id}", channel_id=c.id, channel=c.name, due_at=now) for c in channels)


def _with(announcement: Announcement, run: Run) -> tuple[Run, ...]:
    """The runs with one more, without the oldest that have nothing in hand."""
    runs = (*announcement.runs, run)
    return tuple(r for n, r in enumerate(runs, 1) if r.is_waiting or r.tell_at or len(runs) - n < RUNS_KEPT)


def _is_planned(announcement: Announcement, plan: Plan, now: datetime) -> bool:
    """Whether that plan, asked for anew, comes to what there is: not so where a clock that ran ahead has
    skipped moments that are still to come.
    """
    following, due = _following(announcement, plan, now), announcement.next_run_at
    if announcement.state is State.SCHEDULED:
        return following is None or (due is not None and due <= following)
    return announcement.state is State.DONE and following is None


def _next_run(announcement: Announcement, plan: Plan, now: datetime) -> datetime:
    """Raises NoTimeLeft."""
    following = _following(announcement, plan, now)
    if following is None:
        raise NoTimeLeft(announcement, now)
    return following


def _following(announcement: Announcement, plan: Plan, now: datetime) -> datetime | None:
    """Not by the clock alone: one that was put back must not run a moment again."""
    return next_run(plan, max(now, announcement.settled_until or now))


def _after(
    announcement: Announcement, deed: Deed, by: Person, now: datetime, **changed: object
) -> Announcement:
    history = (*announcement.history, Entry(at=now, by=by, deed=deed))[-HISTORY_KEPT:]
    kept = {"history": history, "revision": announcement.revision + 1}
    return announcement.model_copy(update={**changed, **kept})
