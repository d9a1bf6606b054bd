"""Plans and runs in plain words. Moments carry day, date, year, time and zone: they can be months away."""

from collections.abc import Sequence
from datetime import datetime

from sessions.announcing.model import Announcement, Run, State
from sessions.announcing.rules import DAYS, How, Once, Plan
from sessions.region import Region
from sessions.wording import say_day


def in_words(plan: Plan, region: Region) -> str:
    """For example "every Monday at 09:00", "first Tuesday of the month at 10:00"."""
    if isinstance(plan, Once):
        return f"once, on {say_moment(plan.at, region)}"
    of_the_month = "" if plan.how in {How.WEEKLY, How.FORTNIGHTLY} else " of the month"
    return f"{plan.how.value} {DAYS[plan.weekday]}{of_the_month} at {plan.at:%H:%M}"


def say_moment(moment: datetime, region: Region) -> str:
    """For example "Monday 23 November 2026 at 09:00 (GMT)"; `moment` is aware."""
    local = region.local(moment)
    return f"{say_day(local.date())} {local.year} at {local:%H:%M} ({local.tzname()})"


def say_next_run(announcement: Announcement, region: Region) -> str:
    """When it will be posted next, or why it will not."""
    if announcement.next_run_at is not None:
        return say_moment(announcement.next_run_at, region)
    return {State.DRAFT: "not planned yet", State.PAUSED: "none while it is paused"}.get(
        announcement.state, "none: it is done"
    )


def say_last_run(announcement: Announcement, region: Region) -> str:
    """When it was posted last and where, or that it was skipped."""
    run = announcement.last_run
    if run is None:
        return "never"
    if run.skipped:
        return f"skipped, was due {say_moment(run.at, region)}{_before(run)}"
    return f"{say_moment(run.at, region)}: {_posted(run)}{_before(run)}"


def _before(run: Run) -> str:
    if not run.missed:
        return ""
    return f" (and {run.missed} before {'it was' if run.missed == 1 else 'it were'} skipped)"


def _posted(run: Run) -> str:
    if not run.posts:
        return "no channel was subscribed"
    posted = [post.channel for post in run.posts if post.posted]
    waiting = [post.channel for post in run.posts if post.is_waiting]
    failed = [
        f"{post.channel} ({post.failure})" for post in run.posts if not (post.posted or post.is_waiting)
    ]
    parts = [("posted in", posted), ("still being posted in", waiting), ("not posted in", failed)]
    return "; ".join(f"{what} {_listed(names)}" for what, names in parts if names)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
