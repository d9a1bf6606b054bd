"""What an LRO has given so far, field by field, and whether each answer can be used."""

import re
import unicodedata
from enum import StrEnum
from functools import cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from sessions.people import Contact, Frozen
from sessions.region import Region
from sessions.request import OVERVIEW_LENGTH, Asked
from sessions.window import Window

NAME_LENGTH = range(2, 101)
MAIL_LENGTH_MAX = 254  # RFC 5321
PHONE_LENGTH_MAX = 40
TIMES_LENGTH_MAX = 1000
"""Characters of availability in words: more than anybody needs, and read in no time."""


class Field(StrEnum):
    """The steps of the walk, in order."""

    NAME = "name"
    CONTACT = "contact"
    FORCE = "force"
    OVERVIEW = "overview"
    AVAILABILITY = "availability"


class Problem(StrEnum):
    """Why an answer cannot be used. Each has one sentence for people, in `cards.texts`."""

    NAME_MISSING = "name missing"
    NAME_LONG = "name long"
    EMAIL_WRONG = "email wrong"
    TELEPHONE_WRONG = "telephone wrong"
    CONTACT_UNCLEAR = "contact unclear"
    FORCE_UNKNOWN = "force unknown"
    OVERVIEW_SHORT = "overview short"
    OVERVIEW_LONG = "overview long"
    TIMES_MISSING = "times missing"
    TIMES_UNCLEAR = "times unclear"
    """Nothing in it was understood."""
    TIMES_BEYOND = "times beyond"
    """All that was understood lies beyond the offer: outside working hours, too far ahead."""
    TIMES_PARTLY = "times partly"
    """Some was understood, some was not: the LRO chooses whether that will do."""
    TIMES_PASSED = "times passed"
    TIMES_LONG = "times long"
    TIMES_TIGHT = "times tight"
    """Some are too short for a session that starts on the region's grid."""
    USE_BUTTONS = "use buttons"


class Unusable(ValueError):
    """An answer that cannot be used as it is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Draft(Frozen):
    """A request in the making. None means: not given yet."""

    name: str | None = None
    email: str | None = None
    telephone: str | None = None
    force: str | None = None
    overview: str | None = None
    availability: tuple[Window, ...] = ()

    def has(self, field: Field) -> bool:
        """Whether that field is given."""
        return bool(
            {
                Field.NAME: self.name,
                Field.CONTACT: self.email and self.telephone,
                Field.FORCE: self.force,
                Field.OVERVIEW: self.overview,
                Field.AVAILABILITY: self.availability,
            }[field]
        )

    def asked(self) -> Asked:
        """The finished request. Raises ValueError naming the first field that is missing."""
        if not (self.name and self.email and self.telephone and self.force and self.overview):
            missing = next(field for field in Field if not self.has(field))
            raise ValueError(f"{missing.value} is missing")
        if not self.availability:
            raise ValueError("availability is missing")
        return Asked(
            contact=Contact(name=self.name, email=self.email, telephone=self.telephone),
            force=self.force,
            overview=self.overview,
            availability=self.availability,
        )


FILLERS = "\u115f\u1160\u3164\uffa0"
"""Hangul fillers: letters by their class, and nothing to see."""


def read_name(text: str) -> str:
    """One line of text, 2 to 100 characters, a letter that can be seen among them. Raises Unusable."""
    name = " ".join(plain(text).split())
    can_be_read = any(c.isalpha() and c not in FILLERS for c in name)
    if len(name) < NAME_LENGTH.start or not can_be_read:
        raise Unusable(Problem.NAME_MISSING)
    if len(name) not in NAME_LENGTH:
        raise Unusable(Problem.NAME_LONG)
    return name


def read_email(text: str) -> str:
    """An address of correct syntax; whether it exists is not asked of the network. Raises Unusable."""
    try:
        return validate_email(text.strip()[: MAIL_LENGTH_MAX + 1], check_deliverability=False).normalized
    except EmailNotValidError:
        raise Unusable(Problem.EMAIL_WRONG) from None


def read_telephone(text: str, region: Region) -> str:
    """A number that can be dialled, as E.164 with its extension. Raises Unusable."""
    if len(text.strip()) > PHONE_LENGTH_MAX:  # never cut: half a number can be another one
        raise Unusable(Problem.TELEPHONE_WRONG)
    try:
        number = phonenumbers.parse(text, region.phone_region)
    except phonenumbers.NumberParseException:
        raise Unusable(Problem.TELEPHONE_WRONG) from None
    if not _can_be_dialled(number, region):
        raise Unusable(Problem.TELEPHONE_WRONG)
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) + extension


def _can_be_dialled(number: phonenumbers.PhoneNumber, region: Region) -> bool:
    """By its length. Not only "valid": allocation tables lag, and refuse Ofcom's sample numbers.

    A few numbers at home are short, and those are allocated: any other that is has lost a digit.
    """
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return False
    home, usual = _usual_at_home(region.phone_region)
    is_short = number.country_code == home and _digits(number) < usual
    return not is_short or phonenumbers.is_valid_number(number)


@cache
def _usual_at_home(phone_region: str) -> tuple[int | None, int]:
    """The country's code, and how many digits its numbers have as a rule; 0 where that is not known."""
    usual = phonenumbers.example_number(phone_region)
    return (usual.country_code, _digits(usual)) if usual else (None, 0)


def _digits(number: phonenumbers.PhoneNumber) -> int:
    return len(phonenumbers.national_significant_number(number))


def say_telephone(telephone: str, region: Region) -> str:
    """As people of the region write it: `07700 900123`, `01392 123456 x12`, `+353 …`."""
    number = phonenumbers.parse(telephone, region.phone_region)
    home = number.country_code == phonenumbers.country_code_for_region(region.phone_region)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def read_force(text: str, region: Region) -> str:
    """The one force of the region that is meant: a name, a short form, or how it begins. Raises Unusable."""
    wanted = _letters(text)
    names = {force.name: [_letters(name) for name in (force.name, *force.also)] for force in region.forces}
    exact = [name for name, known in names.items() if wanted in known]
    begins = [name for name, known in names.items() if wanted and known[0].startswith(wanted)]
    for found in (exact, begins):
        if len(found) == 1:
            return found[0]
    raise Unusable(Problem.FORCE_UNKNOWN)


def read_overview(text: str) -> str:
    """10 to 2,000 characters of plain text. Raises Unusable."""
    overview = plain(text).strip()
    if len(overview) < OVERVIEW_LENGTH.start:
        raise Unusable(Problem.OVERVIEW_SHORT)
    if len(overview) not in OVERVIEW_LENGTH:
        raise Unusable(Problem.OVERVIEW_LONG)
    return overview


def plain(text: str) -> str:
    """Without characters that are not seen but change what is: controls, bidi marks, zero-width ones.

    Line breaks stay, as a single newline each; tabs become spaces.
    """
    lines = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})


def _letters(text: str) -> str:
    words = re.findall(r"[a-z]+", text.lower().replace("&", " and "))
    return " ".join(word for word in words if word not in {"police", "constabulary", "force", "the"})
