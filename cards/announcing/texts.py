"""Every sentence of announcements that is more than a label."""

from collections.abc import Iterable, Sequence
from types import MappingProxyType

from sessions.announcing.model import (
    GIVEN_UP_LATE,
    UNSUBSCRIBED,
    Announcement,
    Channel,
    Content,
    GoneChannel,
    Run,
    State,
)
from sessions.announcing.model import (
    PAUSED as STOPPED,
)
from sessions.announcing.reading import CONTACT_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Problem
from sessions.announcing.refusals import (
    ChangedMeanwhile,
    NoChannels,
    NoSuchAnnouncement,
    NoTimeLeft,
    NotScheduled,
)
from sessions.announcing.rules import How
from sessions.announcing.wording import in_words, say_moment
from sessions.refusals import Refused
from sessions.region import Region
from sessions.region_texts import say_all, say_length

NAMES_MOST = 3
"""Channels named in one sentence; the others are counted, so that a list fits into a card."""
NAME_LENGTH = 40
"""Characters shown of a channel's name; Teams allows 50."""
REASONS_MOST = 2

HOW = MappingProxyType(
    {
        How.WEEKLY: "Every week",
        How.FORTNIGHTLY: "Every second week",
        How.FIRST: "The first in the month",
        How.SECOND: "The second in the month",
        How.THIRD: "The third in the month",
        How.FOURTH: "The fourth in the month",
        How.LAST: "The last in the month",
    }
)

NOT_IN_A_CHANNEL = (
    'Please say that in the channel it is about: mention me there, and write "announce here" or '
    '"stop announcing here" after it.'
)
A_CHANNEL = "a channel"
"""Where Teams does not say its name."""
NO_CHANNELS = 'No channel is subscribed yet. In a channel, mention me and say "announce here"; then send it.'
NONE_YET = 'There are no announcements yet. Say "announce" to write one.'
SAVED = "Saved. The next post says this."
PAUSED = "Paused. Nothing more of it is posted until it is resumed."
RESUMED = "Resumed: it is posted as planned again."
DELETED = "Deleted. What has been posted stays in the channels."
GONE = "That announcement has been deleted."
CHANGED = "This announcement has changed since that card was shown. Here it is as it is now."
CHANGED_MEANWHILE = (
    "This announcement has changed since you opened the form. What you filled in is kept: save it to put it "
    "in the place of what is there now, or press Back to see that first."
)
OUTDATED = "That button is from an older version of this card. Here is a new one."
DELETE_SURE = "Nothing more of it will be posted. What has been posted stays in the channels."
LOCAL_TIME = "Local time, in winter and in summer alike."
HELD_TOGGLE = "Say in the post how many sessions have been held this quarter"


def problem_sentence(problem: Problem) -> str:
    """What to do about an answer that cannot be used."""
    return {
        Problem.TITLE_MISSING: "Please give it a title.",
        Problem.TITLE_LONG: f"Please shorten the title to {_most(TITLE_LENGTH)} characters.",
        Problem.TEXT_SHORT: "Please write a sentence or two as its text.",
        Problem.TEXT_LONG: f"Please shorten the text to {_most(TEXT_LENGTH)} characters.",
        Problem.CONTACT_MISSING: "Please say whom to ask: an email address, or a name and a number.",
        Problem.CONTACT_LONG: f"Please shorten the contact to {_most(CONTACT_LENGTH)} characters.",
        Problem.DAY_UNCLEAR: "Please choose a date.",
        Problem.TIME_UNCLEAR: "Please choose a time, for example 09:00.",
        Problem.HOW_UNCLEAR: "Please choose how often.",
        Problem.WEEKDAY_UNCLEAR: "Please choose a weekday.",
        Problem.MOMENT_PASSED: "That moment has passed: please choose a later one.",
        Problem.MOMENT_FAR: "That is more than a year ahead: please choose an earlier date.",
    }[problem]


def refusal_sentence(refused: Refused, region: Region) -> str:
    """Why the board did nothing."""
    match refused:
        case NoSuchAnnouncement():
            return GONE
        case ChangedMeanwhile():
            return CHANGED
        case NoChannels():
            return "Not sent: there is nowhere to post it yet."
        case NoTimeLeft(ran_ahead=ran):
            passed = "Its date has passed"
            if ran is not None:
                passed = f"It has been posted for {say_moment(ran, region)} already"
            return f"{passed}: please choose another with Send later or Repeat."
        case NotScheduled():
            return "It is not planned, so there is nothing to pause: choose Send later or Repeat first."
    return f"That did not work. Please try again, or ask {region.contact_email}."


def session_is(region: Region) -> str:
    """What a support session is, in a line."""
    return f"{capital(say_length(region.offer.session_minutes))} of informal advice, one to one"


def lead_time(region: Region) -> str:
    """How soon the next session can be."""
    hours = region.offer.lead_hours
    if hours == 0:
        return "The same day, in working hours"
    return f"As soon as {hours} hour{'' if hours == 1 else 's'} after you ask, in working hours"


def held(count: int) -> str:
    """How many sessions were held this quarter."""
    if count == 0:
        return "No session has been held yet this quarter."
    return f"{count:,} session{' has' if count == 1 else 's have'} been held so far this quarter."


def standing(announcement: Announcement, region: Region) -> str:
    """Whether it is planned, and when it is posted next."""
    match announcement.state:
        case State.DRAFT:
            return "Draft: not sent yet, and not planned."
        case State.DONE:
            return "Done: nothing more is planned."
        case State.PAUSED if announcement.plan:
            return f"Paused. The plan was: {in_words(announcement.plan, region)}."
    if announcement.plan is None or announcement.next_run_at is None:
        return "Planned."
    planned = in_words(announcement.plan, region)
    if announcement.plan.kind == "once":
        return f"Planned: {planned}."
    return f"Planned: {planned}. Next: {say_moment(announcement.next_run_at, region)}."


def last_time(announcement: Announcement, region: Region) -> list[str]:
    """What became of its latest run, in a line; none if there has been no run."""
    run = announcement.last_run
    if run is None:
        return []
    before = ""
    if run.missed:
        before = f" {run.missed} before {'it was' if run.missed == 1 else 'it were'} skipped too."
    if run.skipped:
        came_to = "skipped, because it could not be posted within a day"
    else:
        came_to, before = _posted(run), before.replace(" too", "")
    return [f"Last time, {say_moment(run.at, region)}: {came_to}.{before}"]


def failures(run: Run) -> list[str]:
    """A sentence for each of its posts that was given up, the first few; then how many more."""
    failed = [post for post in run.posts if not post.posted and not post.is_waiting]
    named = [f"In {name(post.channel)}: {reason(post.failure)}." for post in failed[:NAMES_MOST]]
    return [*named, f"And in {len(failed) - NAMES_MOST} more."] if len(failed) > NAMES_MOST else named


def reason(code: str) -> str:
    """Why a post was given up; `code` is one of Teams or ours."""
    return {
        "ConversationNotFound": "the channel was deleted",
        "404": "the channel was deleted",
        "BotNotInConversationRoster": "I am no longer in that team",
        "MessageWritesBlocked": "nobody can write there at present; the team may be archived",
        "BotDisabledByAdmin": "an administrator has switched me off",
        GIVEN_UP_LATE: "it could not be posted within a day",
        UNSUBSCRIBED: "it was no longer subscribed",
        STOPPED: "it was paused before it was posted",
    }.get(code, f"Teams refused it ({code or 'no reason given'})")


def goes_to(channels: Sequence[Channel]) -> str:
    """Where it is posted."""
    return f"It goes to {listed(c.name for c in channels)}." if channels else NO_CHANNELS


def subscribed(channels: Sequence[Channel], gone: Sequence[GoneChannel], region: Region) -> list[str]:
    """The channels, what went wrong in them last, and which were lost."""
    told = [
        f"The last one could not be posted in {name(c.name)}: {reason(c.failure)}."
        for c in channels
        if c.failure
    ]
    lost = [
        f"No longer in {name(c.name)}: {reason(c.failure)} (since {say_moment(c.gone_at, region)} or before)."
        for c in gone
    ]
    goes = f"They go to {listed(c.name for c in channels)}." if channels else NO_CHANNELS
    return [goes, *told[:NAMES_MOST], *lost[:NAMES_MOST]]


def channels_lost(gone: Sequence[GoneChannel]) -> str:
    """To organisers: where announcements were posted, and why they are no more."""
    why: dict[str, list[str]] = {}
    for channel in gone:
        why.setdefault(reason(channel.failure), []).append(channel.name)
    where = "; ".join(f"in {listed(names)}: {because}" for because, names in why.items())
    again = 'To have them posted elsewhere, mention me in another channel and say "announce here".'
    return f"Announcements are no longer posted {where}. {again}"


def sure_to_send(channels: Sequence[Channel]) -> str:
    """Asked before it stands in whole channels at once."""
    if not channels:
        return "No channel was subscribed when this was shown. Post it now in those that are by now?"
    names = listed(c.name for c in channels)
    if len(channels) == 1:
        return f"Post it now? Everybody in {names} will see it at once."
    return f"Post it in {len(channels)} channels now? Everybody in {names} will see it at once."


def being_sent(channels: Iterable[str]) -> str:
    return f"It is being posted in {listed(channels)}."


def replaces(announcement: Announcement, region: Region) -> str:
    """What a new plan takes the place of; empty if there is none."""
    if announcement.plan is None or announcement.state not in {State.SCHEDULED, State.PAUSED}:
        return ""
    return f"This takes the place of the plan there is: {in_words(announcement.plan, region)}."


def subscribed_here(channel: str, *, new: bool) -> str:
    if new:
        end = 'To end that, say "stop announcing here".'
        return f"Announcements are posted in {name(channel)} from now on. {end}"
    return f"Announcements are posted in {name(channel)} already."


def unsubscribed_here(*, was: bool) -> str:
    return f"Announcements are {'no longer' if was else 'not'} posted in this channel."


def name(channel: str) -> str:
    """A channel's name as it stands in a sentence."""
    return channel if len(channel) <= NAME_LENGTH else f"{channel[:NAME_LENGTH]}…"


def listed(channels: Iterable[str]) -> str:
    """For example "General, SOC network and 3 more"."""
    names = [name(channel) for channel in channels]
    if len(names) > NAMES_MOST:
        names = [*names[: NAMES_MOST - 1], f"{len(names) - NAMES_MOST + 1} more"]
    return say_all(names)


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def default_content(region: Region) -> Content:
    """What an announcement says unless its author changes it."""
    says = region.says
    return Content(title=says.title, text=says.what, contact=str(region.contact_email))


def _posted(run: Run) -> str:
    posted = [post.channel for post in run.posts if post.posted]
    waiting = [post.channel for post in run.posts if post.is_waiting]
    failed = [post for post in run.posts if not (post.posted or post.is_waiting)]
    parts = [f"posted in {listed(posted)}"] if posted else []
    if waiting:
        parts.append(f"still being posted in {listed(waiting)}")
    why: dict[str, list[str]] = {}
    for post in failed:
        why.setdefault(reason(post.failure), []).append(post.channel)
    told, untold = list(why.items())[:REASONS_MOST], list(why.items())[REASONS_MOST:]
    parts += [f"not posted in {listed(names)}: {because}" for because, names in told]
    if untold:
        parts.append(f"nor, for other reasons, in {sum(len(names) for _, names in untold)} more")
    return "; ".join(parts) or "no channel was subscribed"


def _most(length: range) -> str:
    return f"{length.stop - 1:,}"
