"""The region profile: one file that another region can replace. Forces, time zone, working hours, links."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

import holidays
import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    HttpUrl,
    Strict,
    StringConstraints,
    ValidationError,
    model_validator,
)

PROFILES = Path(__file__).parent / "regions"


class BadProfile(ValueError):
    """A region profile that cannot be used. Names the file, each key, and what is wrong with it."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as unknown:  # not there; a folder of zones; no path of a zone
        raise ValueError(f"there is no time zone {name!r}") from unknown
    return name


def _holiday_code(code: str) -> str:
    country, dash, part = code.partition("-")
    parts = holidays.list_supported_countries().get(country)
    if parts is None or (dash and part not in parts):
        raise ValueError(f"no bank holidays are known of {code!r}: it is a code such as GB-ENG")
    return code


def _phone_region(code: str) -> str:
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"no telephone numbers are known of {code!r}")
    return code


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
MailDomain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
LocalTime = Annotated[time, Strict()]
"""As TOML writes it: 09:00:00."""
Weekday = Annotated[int, Field(ge=0, le=6)]
"""0 is Monday, 6 is Sunday."""


class _Part(BaseModel):
    """A misspelt key is named, rather than passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Force(_Part):
    """A police force of the region; `mail_domains` are lower case and include the domains it used to have."""

    name: Words
    also: tuple[Words, ...] = ()
    """Short forms people type."""
    mail_domains: tuple[MailDomain, ...]


class Hours(_Part):
    """A part of a working day in local time, `start` to `end`."""

    start: LocalTime
    end: LocalTime

    @model_validator(mode="after")
    def _is_some_time(self) -> Self:
        if self.start >= self.end:
            raise ValueError("start must be before end")
        return self


class WorkingTime(_Part):
    """When sessions may be held, in the region's local time."""

    days: Annotated[frozenset[Weekday], Field(min_length=1)]
    all_day: Hours
    morning: Hours
    afternoon: Hours
    lunchtime: Hours
    bank_holidays_of: Annotated[str, AfterValidator(_holiday_code)] = Field(
        description="ISO 3166 code of a country or a part of it"
    )

    @model_validator(mode="after")
    def _parts_are_in_the_day(self) -> Self:
        for name in ("morning", "afternoon", "lunchtime"):
            part: Hours = getattr(self, name)
            if part.start < self.all_day.start or part.end > self.all_day.end:
                raise ValueError(f"{name} must be inside all_day")
        return self


class Offer(_Part):
    """The terms of a support session, as the region sets them."""

    session_minutes: int = Field(default=60, ge=5, le=480)
    grid_minutes: int = Field(default=30, ge=5, le=60, description="sessions start at multiples of it")
    lead_hours: int = Field(default=2, ge=0, description="availability starts at least this long from now")
    days_ahead: int = Field(default=7, ge=1, le=14, description="a card asks for each of them")
    reply_within_working_days: int = Field(
        ge=0, le=30, description="by when an LRO hears back; told to the LRO at submit"
    )
    keep_asking_days: int = Field(
        ge=1, le=90, description="how long a request waits for new times before it expires"
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if 60 % self.grid_minutes:
            raise ValueError("grid_minutes must divide an hour: 5, 6, 10, 12, 15, 20, 30 or 60")
        if self.lead >= timedelta(days=self.days_ahead):
            raise ValueError("lead_hours must be less than days_ahead, or no time can be chosen")
        return self

    @property
    def session_length(self) -> timedelta:
        return timedelta(minutes=self.session_minutes)

    @property
    def grid(self) -> timedelta:
        return timedelta(minutes=self.grid_minutes)

    @property
    def lead(self) -> timedelta:
        return timedelta(hours=self.lead_hours)


class Region(_Part):
    """Everything that differs from one region to the next."""

    unit: Words = Field(description="the regional unit's short name, as people say it")
    team: Words = Field(description="the team whose advisers hold the sessions")
    zone: Annotated[str, AfterValidator(_zone)] = Field(
        description="IANA time zone; every time a person reads is in it"
    )
    reference_prefix: Annotated[str, StringConstraints(pattern="^[A-Za-z0-9]{1,8}$")]
    phone_region: Annotated[str, AfterValidator(_phone_region)] = Field(
        description="ISO 3166 code by which national telephone numbers are read"
    )
    contact_email: EmailStr
    formal_tasking: HttpUrl | None = Field(default=None, description="where a formal tasking request is made")
    forces: Annotated[tuple[Force, ...], Field(min_length=1)]
    working: WorkingTime
    offer: Offer

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if twice := _twice(force.name.casefold() for force in self.forces):
            raise ValueError(f"forces: two have the name {twice}")
        if twice := _twice(domain for force in self.forces for domain in force.mail_domains):
            raise ValueError(f"forces: the mail domain {twice} is there twice")
        if self.offer.session_length > _length(self.working.all_day):
            raise ValueError("offer.session_minutes: a session is longer than working.all_day")
        return self

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
    """Read a profile. Raises BadProfile."""
    try:
        return Region.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as invalid:
        faults = "; ".join(_fault(error["loc"], error["type"], error["msg"]) for error in invalid.errors())
    except OSError as unreadable:
        faults = f"cannot be read ({unreadable.strerror})"
    except ValueError as malformed:  # no TOML, or not in UTF-8
        faults = f"is not a TOML file: {malformed}"
    raise BadProfile(f"the region profile {path}: {faults}")


@cache
def south_west() -> Region:
    """The profile that ships with the bot."""
    return load_region(PROFILES / "south-west.toml")


@cache
def _bank_holidays(code: str) -> holidays.HolidayBase:
    country, _, part = code.partition("-")
    return holidays.country_holidays(country, subdiv=part or None)


def _fault(where: tuple[int | str, ...], kind: str, what: str) -> str:
    """One fault, by the key as it is in the file; the first of several forces is `forces.1`."""
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
    if kind == "extra_forbidden":
        return f"{key} is not a key of a profile: is it misspelt?"
    if kind == "missing":
        return f"{key} is missing"
    if kind in {"too_short", "string_too_short"}:
        return f"{key} must not be empty"
    return ": ".join(filter(None, [key, re.sub("^Value error, ", "", what)]))


def _twice(names: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def _length(hours: Hours) -> timedelta:
    return datetime.combine(date.min, hours.end) - datetime.combine(date.min, hours.start)
