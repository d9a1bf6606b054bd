"""An announcement: what it says, when it is due, and what became of its runs. One record each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from sessions.announcing.rules import Plan
from sessions.notices import Posted
from sessions.people import Frozen, Person, Reach

PARTITION = "all"
"""Announcements are few, and lie in one partition; so does the one record of channels."""
TOO_LATE = timedelta(days=1)
"""What could not be posted within a day of its moment is not posted any more."""
DRAFT_KEPT = timedelta(days=30)
DONE_KEPT = timedelta(days=365)
"""How long, from the last change on, what nobody sent, and what will not run again, is kept."""


class State(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PAUSED = "paused"
    DONE = "done"
    """Sent, and with nothing more to come."""


class Deed(StrEnum):
    """What an organiser did."""

    DRAFT = "draft"
    EDIT = "edit"
    PLAN = "plan"
    SEND_NOW = "send now"
    PAUSE = "pause"
    RESUME = "resume"


class Content(Frozen):
    """What a post says. `title` is one line; `contact` is whom to ask."""

    title: str
    text: str
    contact: str
    show_held: bool = False
    """Whether the post says how many sessions were held this quarter."""


class Channel(Frozen):
    """A channel that is subscribed."""

    id: str
    """`19:…@thread.tacv2`."""
    team_id: str
    name: str
    reach: Reach
    subscribed_by: Person
    subscribed_at: AwareDatetime
    failure: str = ""
    """Why the last post there was given up, as a code of Teams or ours; empty once one is posted again."""


class Channels(Frozen):
    """All channels that are subscribed: few, and one record."""

    subscribed: tuple[Channel, ...] = ()


class Post(Frozen):
    """One run's message in one channel. It is drawn from the announcement at the moment it is sent."""

    id: str
    channel_id: str
    channel: str
    """The channel's name when the run began, to tell of it though it be gone."""
    due_at: AwareDatetime | None
    """When it is tried next; None once it is posted or given up. Also its lease while a crier has it."""
    attempts: int = 0
    posted: Posted | None = None
    failure: str = ""
    """Why the last attempt failed, as a code of Teams or ours."""

    @property
    def is_waiting(self) -> bool:
        return self.due_at is not None

    def given_up(self, failure: str) -> "Post":
        return self.model_copy(update={"due_at": None, "failure": failure})


class Run(Frozen):
    """One moment at which it was due, and what became of it."""

    at: AwareDatetime
    """When it was due, or when somebody pressed *send now*."""
    begun_at: AwareDatetime
    press: str = ""
    """What the press is known by, if it was one."""
    posts: tuple[Post, ...] = ()
    skipped: bool = False
    """It was too late to post it when that could be done."""
    missed: int = 0
    """Moments before it, since the run before, that were skipped as well."""

    @property
    def is_waiting(self) -> bool:
        return any(post.is_waiting for post in self.posts)

    def with_posts(self, posts: Iterable[Post]) -> "Run":
        """With these in the place of those of the same id."""
        new = {post.id: post for post in posts}
        return self.model_copy(update={"posts": tuple(new.get(p.id, p) for p in self.posts)})


class Entry(Frozen):
    """One line of the history."""

    at: AwareDatetime
    by: Person
    deed: Deed


class Announcement(Frozen):
    """One announcement with its plan, its latest runs and the posts in hand: a single record."""

    id: str
    author: Person
    content: Content
    state: State
    created_at: AwareDatetime
    history: tuple[Entry, ...]
    """The latest deeds; not all of them."""
    revision: int = 1
    """Counts deeds and runs; a card that shows this revision is up to date but for posts in hand."""
    plan: Plan | None = None
    next_run_at: AwareDatetime | None = None
    """None unless it is scheduled."""
    settled_until: AwareDatetime | None = None
    """The latest moment of a plan that was run or skipped: only later ones run, whatever the clock says."""
    runs: tuple[Run, ...] = ()
    """The latest ones, and any whose posts are in hand."""

    @property
    def last_run(self) -> Run | None:
        return self.runs[-1] if self.runs else None

    @property
    def posts(self) -> tuple[Post, ...]:
        return tuple(post for run in self.runs for post in run.posts)

    @property
    def due_at(self) -> datetime | None:
        """The next moment (UTC) at which the crier has something to do for it; None if there is nothing."""
        times = [p.due_at for p in self.posts if p.due_at] + ([self.next_run_at] if self.next_run_at else [])
        return min(times, default=None)

    @property
    def expires_at(self) -> datetime | None:
        """When the record goes by itself (UTC); None while something is to come."""
        if self.state not in {State.DRAFT, State.DONE}:
            return None
        touched = max([self.history[-1].at, *(run.begun_at for run in self.runs)])
        return touched + (DRAFT_KEPT if self.state is State.DRAFT else DONE_KEPT)
