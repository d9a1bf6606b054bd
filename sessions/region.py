"""The region profile: one file that another region can replace. Forces, time zone, working hours, links."""

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from pydantic import BaseModel, ConfigDict, Field, HttpUrl

PROFILES = Path(__file__).parent / "regions"


class Force(BaseModel):
    """A police force of the region; `mail_domains` are lower case and include the domains it used to have."""

    model_config = ConfigDict(frozen=True)

    name: str
    also: tuple[str, ...] = ()
    """Short forms people type."""
    mail_domains: tuple[str, ...]


class Hours(BaseModel):
    """A part of a working day in local time, `start` to `end`."""

    model_config = ConfigDict(frozen=True)

    start: time
    end: time


class WorkingTime(BaseModel):
    """When sessions may be held, in the region's local time. `days`: 0 is Monday, 6 is Sunday."""

    model_config = ConfigDict(frozen=True)

    days: frozenset[int]
    all_day: Hours
    morning: Hours
    afternoon: Hours
    lunchtime: Hours
    bank_holidays_of: str = Field(description="subdivision of GB, as the holidays library has it")


class Offer(BaseModel):
    """The terms of a support session, as the region sets them."""

    model_config = ConfigDict(frozen=True)

    session_minutes: int = 60
    grid_minutes: int = 30
    lead_hours: int = Field(default=2, description="availability starts at least this long from now")
    days_ahead: int = 7
    reply_within_working_days: int = Field(description="by when an LRO hears back; told to the LRO at submit")
    keep_asking_days: int = Field(description="how long a request waits for new times before it expires")

    @property
    def session_length(self) -> timedelta:
        return timedelta(minutes=self.session_minutes)

    @property
    def grid(self) -> timedelta:
        return timedelta(minutes=self.grid_minutes)

    @property
    def lead(self) -> timedelta:
        return timedelta(hours=self.lead_hours)


class Region(BaseModel):
    """Everything that differs from one region to the next."""

    model_config = ConfigDict(frozen=True)

    name: str
    unit: str = Field(description="the regional unit's short name, as people say it")
    team: str = Field(description="the team whose advisers hold the sessions")
    zone: str = Field(description="IANA time zone; every time a person reads is in it")
    reference_prefix: str
    phone_region: str = Field(description="ISO 3166 code by which national telephone numbers are read")
    contact_email: str
    formal_tasking: HttpUrl | None = Field(default=None, description="where a formal tasking request is made")
    forces: tuple[Force, ...]
    working: WorkingTime
    offer: Offer

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local(self, instant: datetime) -> datetime:
        """`instant` (aware) in the region's zone."""
        return instant.astimezone(self.tz)

    def is_working_day(self, day: date) -> bool:
        """Whether sessions are held on that local date: a working weekday and no bank holiday."""
        return day.weekday() in self.working.days and day not in _bank_holidays(self.working.bank_holidays_of)

    def force_of(self, email: str) -> Force | None:
        """The force in whose mail domain (or a subdomain) the address is; None if it is none of theirs."""
        domain = email.rpartition("@")[2].lower()
        for force in self.forces:
            if any(domain == d or domain.endswith("." + d) for d in force.mail_domains):
                return force
        return None


def load_region(path: Path) -> Region:
    """Read a profile. Raises OSError, tomllib.TOMLDecodeError or pydantic.ValidationError."""
    return Region.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def south_west() -> Region:
    """The profile that ships with the bot."""
    return load_region(PROFILES / "south-west.toml")


@cache
def _bank_holidays(subdivision: str) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv=subdivision)
