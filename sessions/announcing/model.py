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
PAUSED = "Paused"
"""The code of a post that was still waiting when its announcement was paused."""
GIVEN_UP_LATE = "TooLate"
"""The code of a post that could not be posted within a day."""
UNSUBSCRIBED = "Unsubscribed"
"""The code of a post whose channel an organiser unsubscribed while it waited."""
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
    failure: str = ""
    """Why the last post there was given up, as a code of Teams or ours; empty once one is posted again."""


class GoneChannel(Frozen):
    """A channel that was subscribed until it was deleted, or the bot was put out of it."""

    id: str
    name: str
    reach: Reach
    gone_at: AwareDatetime
    failure: str
    """Why, as a code of Teams."""
    untold: tuple[str, ...] = ()
    """Entra ids of the organisers who are still to be told."""


class Channels(Frozen):
    """All channels that are subscribed, and those that went lately: few, and one record."""

    subscribed: tuple[Channel, ...] = ()
    gone: tuple[GoneChannel, ...] = ()
    """The latest ones, and any of which organisers are still to be told."""
    tell_at: AwareDatetime | None = None
    """Until then whoever tells organisers of those that are gone has it to themselves."""


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

    @property
    def has_failed(self) -> bool:
        """Given up, and not because somebody wanted it."""
        return not self.is_waiting and self.failure not in {"", PAUSED, UNSUBSCRIBED}

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
    tell_at: AwareDatetime | None = None
    """When somebody is to be told of the posts that failed; None if nobody is. Also a lease."""

    @property
    def key(self) -> str:
        """Which of its announcement's runs it is."""
        return f"{self.at.isoformat()} {self.press}"

    @property
    def is_waiting(self) -> bool:
        return any(post.is_waiting for post in self.posts)

    def with_posts(self, posts: Iterable[Post], now: datetime) -> "Run":
        """With these in the place of those of the same id. With the last ended, failures are to be told."""
        new = {post.id: post for post in posts}
        after = self.model_copy(update={"posts": tuple(new.get(p.id, p) for p in self.posts)})
        has_ended = self.is_waiting and not after.is_waiting
        if has_ended and any(post.has_failed for post in after.posts):
            return after.model_copy(update={"tell_at": now})
        return after


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
    """The latest moment of a plan that was run, not skipped: only later ones run, whatever the clock says."""
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
        times = [self.next_run_at, *(p.due_at for p in self.posts), *(run.tell_at for run in self.runs)]
        return min((at for at in times if at), default=None)

    @property
    def expires_at(self) -> datetime | None:
        """When the record goes by itself (UTC); None while something is to come."""
        if self.state not in {State.DRAFT, State.DONE}:
            return None
        touched = max([self.history[-1].at, *(run.begun_at for run in self.runs)])
        return touched + (DRAFT_KEPT if self.state is State.DRAFT else DONE_KEPT)
