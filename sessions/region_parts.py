"""Parts of a region profile: forces, working time, the terms of a session. The whole is `sessions.region`."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Self

import holidays
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    model_validator,
)

ENGLAND = "GB-ENG"
"""In the profile that ships with the bot. Tests know it is known; to look it up loads all countries."""


def _holiday_code(code: str) -> str:
    if code == ENGLAND:
        return code
    country, dash, part = code.partition("-")
    parts = holidays.list_supported_countries().get(country)
    if parts is None or (dash and part not in parts):
        raise ValueError(f"no bank holidays are known of {code!r}: it is a code such as GB-ENG")
    return code


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
MailDomain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
LocalTime = Annotated[time, Strict()]
"""As TOML writes it: 09:00:00."""
Weekday = Annotated[int, Field(ge=0, le=6)]
"""0 is Monday, 6 is Sunday."""


class Part(BaseModel):
    """A misspelt key is named, rather than passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Force(Part):
    """A police force of the region; `mail_domains` are lower case and include the domains it used to have."""

    name: Words
    also: tuple[Words, ...] = ()
    """Short forms people type."""
    mail_domains: tuple[MailDomain, ...]


class Hours(Part):
    """A part of a working day in local time, `start` to `end`."""

    start: LocalTime
    end: LocalTime

    @model_validator(mode="after")
    def _is_some_time(self) -> Self:
        if self.start >= self.end:
            raise ValueError("start must be before end")
        return self

    @property
    def length(self) -> timedelta:
        return datetime.combine(date.min, self.end) - datetime.combine(date.min, self.start)


class WorkingTime(Part):
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


class Offer(Part):
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
