"""The region profile: one file that another region can replace. Forces, time zone, hours, links, texts."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

import holidays
import phonenumbers
from pydantic import (
    AfterValidator,
    EmailStr,
    Field,
    HttpUrl,
    StringConstraints,
    ValidationError,
    model_validator,
)

from sessions.region_parts import Force, Hours, Offer, Part, WorkingTime
from sessions.region_texts import Advert, Links, ShortLine, say_all, say_length, say_reply

__all__ = ["PROFILES", "BadProfile", "Force", "Hours", "Region", "load_region", "south_west"]

PROFILES = Path(__file__).parent / "regions"


class BadProfile(ValueError):
    """A region profile that cannot be used. Names the file, each key, and what is wrong with it."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as unknown:  # not there; a folder of zones; no path of a zone
        raise ValueError(f"there is no time zone {name!r}") from unknown
    return name


def _phone_region(code: str) -> str:
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"no telephone numbers are known of {code!r}")
    return code


class Region(Part):
    """Everything that differs from one region to the next."""

    name: ShortLine = Field(description="the region in words")
    unit: ShortLine = Field(description="the regional unit's short name, as people say it")
    unit_in_full: ShortLine
    team: ShortLine = Field(description="the team whose advisers hold the sessions")
    channel: ShortLine = Field(description="the Teams channel in which sessions are announced")
    capabilities: Annotated[tuple[ShortLine, ...], Field(min_length=1, max_length=8)] = Field(
        description="what its advisers can help with, as it stands in the middle of a sentence"
    )
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
    links: Links
    advert: Advert = Field(description="its own sentences, with facts to be filled in: see `says`")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if twice := _twice(force.name.casefold() for force in self.forces):
            raise ValueError(f"forces: two have the name {twice}")
        if twice := _twice(domain for force in self.forces for domain in force.mail_domains):
            raise ValueError(f"forces: the mail domain {twice} is there twice")
        if self.offer.session_length > self.working.all_day.length:
            raise ValueError("offer.session_minutes: a session is longer than working.all_day")
        self.advert.must_fill(self._facts)
        return self

    def __hash__(self) -> int:
        """Quickly: the regions that one process knows are told apart by their names, or else compared."""
        return hash(self.name)

    @property
    def says(self) -> Advert:
        """What the region prints and mails, in full sentences."""
        return self.advert.filled(self._facts)

    @property
    def _facts(self) -> dict[str, str]:
        """What a sentence of the profile may name as {name}."""
        return {
            "region": self.name,
            "unit": self.unit,
            "unit_in_full": self.unit_in_full,
            "team": self.team,
            "channel": self.channel,
            "capabilities": say_all(self.capabilities),
            "forces": say_all([force.name for force in self.forces]),
            "length": say_length(self.offer.session_minutes),
            "days": str(self.offer.days_ahead),
            "reply": say_reply(self.offer.reply_within_working_days),
        }

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local(self, instant: datetime) -> datetime:
        """`instant` (aware) in the region's zone."""
        return instant.astimezone(self.tz)

    def is_working_day(self, day: date) -> bool:
        """Whether sessions are held on that local date: a working weekday and no bank holiday."""
        return day.weekday() in self.working.days and not _is_bank_holiday(self.working.bank_holidays_of, day)

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


def load_bank_holidays() -> None:
    """Load what bank holidays are told from, in any thread; otherwise the first day that is asked about does.

    It takes a tenth of a second: whichever country is meant, the library loads all of them.
    """
    holidays.list_supported_countries()


@lru_cache(maxsize=1000)  # it is asked of the same few days for every card
def _is_bank_holiday(code: str, day: date) -> bool:
    return day in _bank_holidays(code)


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
