"""Who is said to have joined the advisers' team or left it, while Teams' own roster may lag behind."""

from datetime import datetime, timedelta

from bot.activities.incoming import Change
from sessions.people import Member, Move, Team

LAG = timedelta(minutes=10)
"""So long an event is believed over the roster, of who left. Teams promises no time; seconds are usual."""


def with_moves(team: Team, change: Change, now: datetime) -> Team:
    """After an event, without those it says have left. What is older than what is known comes too late."""
    said_at = change.said_at or now
    known = {move.id: move for move in team.moves}
    for ids, left in ((change.left, True), (change.joined, False)):
        for moved in sorted(ids - {change.reach.bot_id}):
            before = known.get(moved)
            if before is None or before.said_at <= said_at:
                known[moved] = Move(id=moved, left=left, said_at=said_at, heard_at=now)
    return _without_leavers(team.model_copy(update={"moves": tuple(known.values())}))


def settled(team: Team, now: datetime) -> Team:
    """A roster as just read, without those who are said to have left, which it may not show yet."""
    fresh = tuple(move for move in team.moves if _is_fresh(move, now))
    return _without_leavers(team.model_copy(update={"moves": fresh}))


def has_settled(team: Team, now: datetime) -> bool:
    """Whether there is a move that the roster shows by now, so that it should be read again."""
    return not all(_is_fresh(move, now) for move in team.moves)


def _without_leavers(team: Team) -> Team:
    return team.model_copy(update={"members": tuple(m for m in team.members if not _has_left(team, m))})


def _has_left(team: Team, member: Member) -> bool:
    """By the latest of their moves, whichever of their ids it names."""
    theirs = [move for move in team.moves if move.id in {member.id, member.teams_id}]
    return bool(theirs) and max(theirs, key=lambda move: move.said_at).left


def _is_fresh(move: Move, now: datetime) -> bool:
    # A clock that was put back makes it come from the future; then nobody is kept out for longer.
    return abs(now - move.heard_at) < LAG
