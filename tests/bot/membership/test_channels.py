"""The hourly look at subscribed channels, while the store is away for a moment."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.membership.channels import ASK_EVERY, Channels
from sessions.announcing.model import Channel
from sessions.people import Person, Reach
from storage.documents import StorageFault

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ORGANISER = Person(id="organiser", name="Sample Organiser")


class Kept:
    """Subscriptions, whose store is away for everything, or for what is written of some channels."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self.channels = tuple(channels)
        self.away = False
        self.away_for: set[str] = set()

    async def all(self) -> tuple[Channel, ...]:
        if self.away:
            raise StorageFault("the database is locked")
        return self.channels

    async def refresh(self, channel_id: str, **_: object) -> None:
        if channel_id in self.away_for:
            raise StorageFault("the database is locked")


class Teams:
    """Lists one channel of each team, and remembers which teams it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def channels(self, _: Reach, team_id: str) -> dict[str, str]:
        self.asked.append(team_id)
        return {f"channel of {team_id}": "Support sessions"}


class Hour:
    """Channels of three teams, and a clock."""

    def __init__(self) -> None:
        self.now = NINE
        self.kept = Kept(a_channel(f"team {n}") for n in range(3))
        self.teams = Teams()
        kept: Any = self.kept
        teams: Any = self.teams
        self.channels = Channels(kept, teams, lambda: self.now, (ORGANISER.id,), lambda: None)

    async def asked_after(self, passed: timedelta) -> list[str]:
        """Which teams Teams is asked about at a call, so much later than the last."""
        self.now += passed
        before = len(self.teams.asked)
        await self.channels.renew()
        return sorted(self.teams.asked[before:])


def a_channel(team_id: str) -> Channel:
    reach = Reach(service_url="https://teams.example/", tenant_id="t", bot_id="28:b", teams_id=team_id)
    return Channel(
        id=f"channel of {team_id}",
        team_id=team_id,
        name="Support sessions",
        reach=reach,
        subscribed_by=ORGANISER,
        subscribed_at=NINE,
    )


ALL = ["team 0", "team 1", "team 2"]


async def test_teams_is_asked_once_an_hour() -> None:
    hour = Hour()
    assert await hour.asked_after(MINUTE) == ALL
    assert await hour.asked_after(MINUTE) == []
    assert await hour.asked_after(ASK_EVERY) == ALL


async def test_where_the_store_is_away_the_next_call_asks_and_not_the_next_hour() -> None:
    hour = Hour()
    hour.kept.away = True
    with pytest.raises(StorageFault):
        await hour.channels.renew()
    assert hour.teams.asked == []
    hour.kept.away = False
    assert await hour.asked_after(MINUTE) == ALL


@pytest.mark.parametrize("ill", ALL)
async def test_a_fault_in_one_team_stops_no_other_and_is_made_good_soon(
    ill: str, capfd: pytest.CaptureFixture[str]
) -> None:
    hour = Hour()
    hour.kept.away_for = {f"channel of {ill}"}
    assert await hour.asked_after(MINUTE) == ALL
    assert "channels_not_checked" in capfd.readouterr().out
    hour.kept.away_for = set()
    assert ill in await hour.asked_after(MINUTE)
    assert await hour.asked_after(MINUTE) == [], "now it is known of all of them"
