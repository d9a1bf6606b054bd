"""From text to tokens. Every character that is not a space ends up in a token, known or not."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import NamedTuple

from sessions.availability.kinds import Kind, Written
from sessions.availability.phrases import MONTH_FORMS
from sessions.availability.vocabulary import known, nearest, phrases_pattern


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, with where it stands in it. `value` is what its kind needs to know."""

    kind: Kind
    start: int
    end: int
    value: object = None
    plural: bool = False
    text: str = ""


class Clock(NamedTuple):
    """A time of day as written. `half` is "am", "pm", "24" for a 24-hour clock, or "" if it was not said."""

    hour: int
    minute: int
    half: str = ""


_MERIDIEM = r"(?:\s?(?P<half{n}>[ap])(?:\.\s?m\b\.?|\.?m\b|(?![a-z.'])))"
_FEW = ("one", "two", "three", "four", "five", "six", "seven")
_GLUED_NEXT = r"(?=(?:to|til+|until|thru)\s?\d|(?:mon|tue|wed|thu|fri)[a-z]{0,6}(?![a-z]))"
_NO_LETTER = rf"(?:(?![0-9a-z])|{_GLUED_NEXT})"
_DAY_MONTH = rf"\d{{1,2}}(?:st|nd|rd|th)?[-/.]?(?:{'|'.join(MONTH_FORMS)})\b"
_PATTERN = re.compile(
    rf"""
      (?P<line>\n|\r\n?)
    | (?P<space>\s+)
    | (?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}}(?![0-9a-z]))
    | (?P<slashed>\d{{1,2}}/\d{{1,2}}(?:/(?:\d{{4}}|\d\d))?(?![0-9a-z/]))
    | (?P<dashed>\d{{1,2}}(?P<dash>[.-])\d{{1,2}}(?P=dash)(?:\d{{4}}|\d\d)(?![0-9a-z:]))
    | (?P<day_month>{_DAY_MONTH}(?:[-/.](?:\d{{4}}|\d\d))?(?![0-9a-z]))
    | (?P<ordinal>\d{{1,2}}\s?(?:st|nd|rd|th)(?![a-z0-9]))
    | (?P<dotted>(?:1[7-9]|2[0-3](?!\.\d+\s?[ap]m)|2[4-9]|3[01])\.(?:1[0-2]|0?[1-9])(?![0-9a-z]))
    | (?P<commencing>(?:w/?[cb]|w/c|(?:week|wk)\s(?:commencing|beginning|starting|of))\b[.:]?)
    | (?P<noon>12\s?(?:noon|midday|mid\s?day)\b)
    | (?P<in_days>in\s(?:\d|{"|".join(_FEW)})\sdays?(?:'?\s?time|'s\stime)?(?![a-z0-9]))
    | (?P<colon_time>\d{{1,2}}[:.]\d\d(?!\d)(?:{_MERIDIEM.format(n=1)}|\s?h(?:ou)?rs?\b|{_NO_LETTER}))
    | (?P<digits_time>\d{{3,4}}(?!\d)(?:{_MERIDIEM.format(n=2)}|\s?h(?:(?:ou)?rs?)?\b|{_NO_LETTER}))
    | (?P<hour_time>(?:0?\d|1[0-2])(?!\d){_MERIDIEM.format(n=3)})
    | (?P<h_time>\d{{1,2}}h(?:\d\d)?\b)
    | (?P<number>\d{{1,2}}(?!\d){_NO_LETTER})
    | (?P<odd>\d+[^\W_]*)
    | (?P<phrase>(?:{phrases_pattern()})(?P<plural>'?s)?(?![a-z']))
    | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    | (?P<mark>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_SAME_LENGTH = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\uff0d~", "-")
    | dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'")
    | dict.fromkeys("\u00a0\u2009\u202f\u200b\ufeff", " ")
    | {"\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"}
)
_MARKS = {
    ",": Kind.COMMA,
    "(": Kind.COMMA,
    ")": Kind.COMMA,
    "[": Kind.COMMA,
    "]": Kind.COMMA,
    "|": Kind.COMMA,
    "&": Kind.AND,
    "+": Kind.AND,
    "/": Kind.OR,
    "\\": Kind.OR,
    "-": Kind.TO,
    ">": Kind.UNKNOWN,
    ":": Kind.COLON,
    "@": Kind.AT,
    ";": Kind.BREAK,
    "!": Kind.BREAK,
    "?": Kind.BREAK,
    ".": Kind.BREAK,
    "\n": Kind.BREAK,
    '"': Kind.FILLER,
    "'": Kind.FILLER,
    "*": Kind.FILLER,
    "_": Kind.FILLER,
    "\ufe0f": Kind.FILLER,
    "\u200d": Kind.FILLER,
}
_CHEERFUL = frozenset("👍🙂😊😀😃😄😁🙏👌✅✔☺🤞📅🗓⏰☕🚔👮✌🫡🏻🏼🏽🏾🏿")


def tokens_of(text: str) -> list[Token]:
    """The tokens of any text, in order. Takes time in proportion to its length."""
    matches = _PATTERN.finditer(text.translate(_SAME_LENGTH))
    tokens = [_token(match) for match in matches if not match["space"]]
    for at in range(len(tokens) - 1):
        here, following = tokens[at : at + 2]
        letters = here.kind is Kind.FILLER and here.text.isalpha()
        if letters and here.end == following.start and following.text[0].isdecimal():
            tokens[at] = replace(here, kind=Kind.UNKNOWN)  # "A10" is a road, no hour
    return tokens


def _token(match: re.Match[str]) -> Token:
    kind, value, plural = _meaning(match)
    return Token(kind, match.start(), match.end(), value, plural, match[0].lower())


def _meaning(match: re.Match[str]) -> tuple[Kind, object, bool]:
    written = match[0].lower()
    if match["phrase"]:
        return _phrase(written, match["plural"])
    if match["word"]:
        return _word(written)
    kind, value = _numeric(written, match) if match[0][0].isdecimal() else _other(written, match)
    return kind, value, False


def _other(written: str, match: re.Match[str]) -> tuple[Kind, object]:
    if match["line"]:
        return Kind.BREAK, "line"
    if match["commencing"]:
        return Kind.WEEK_COMMENCING, written
    if match["in_days"]:
        count = written.split()[1]
        return Kind.RELATIVE, int(count) if count.isdecimal() else _FEW.index(count) + 1
    return _mark(written), written


def _numeric(written: str, match: re.Match[str]) -> tuple[Kind, object]:
    if match["noon"]:
        return Kind.NOON, None
    if match["number"]:
        return Kind.NUMBER, int(written)
    if match["day_month"]:
        day, name, year = re.split(r"(?:st|nd|rd|th)?[-/.]?([a-z]+)[-/.]?", written)
        month = MONTH_FORMS[name]
        return Kind.DATE, Written(int(day), month, _year(year) if year else None)
    if match["ordinal"]:
        return Kind.ORDINAL, int(re.sub(r"\D", "", written))
    if match["iso"] or match["slashed"] or match["dashed"] or match["dotted"]:
        return Kind.DATE, _date(written)
    clock = None if match["odd"] or match["mark"] else _clock(written, match)
    return (Kind.CLOCK, clock) if clock else (Kind.UNKNOWN, None)


def _phrase(written: str, plural: str | None) -> tuple[Kind, object, bool]:
    whole = known(written)
    if whole:
        return *whole, False
    stem = known(written[: -len(plural)]) if plural else None
    if stem and stem[0] in {Kind.WEEKDAY, Kind.PART, Kind.RELATIVE}:
        return *stem, stem[0] is not Kind.RELATIVE
    return _word(written) if plural else (Kind.UNKNOWN, None, False)


def _word(written: str) -> tuple[Kind, object, bool]:
    meant = nearest(written.removesuffix("'s"))
    if not meant:
        return Kind.UNKNOWN, None, False
    plain = known(meant)
    return (*plain, False) if plain else _phrase(meant, "s")


def _mark(written: str) -> Kind:
    if written in _MARKS:
        return _MARKS[written]
    return Kind.FILLER if written in _CHEERFUL or unicodedata.category(written) == "Mn" else Kind.UNKNOWN


def _date(written: str) -> Written:
    first, second, *rest = (int(number) for number in re.split(r"[/.-]", written))
    if re.match(r"\d{4}", written):
        return Written(rest[0], second, first)
    return Written(first, second, _year(rest[0]) if rest else None)


def _year(written: str | int) -> int:
    year = int(written)
    return year + 2000 if year < 100 else year  # noqa: PLR2004 (a short year)


def _clock(written: str, match: re.Match[str]) -> Clock | None:
    digits = re.sub(r"\D", "", written)
    half = next((match[f"half{n}"].lower() + "m" for n in (1, 2, 3) if match[f"half{n}"]), "")
    short = bool(match["hour_time"]) or len(digits) <= len("12")
    hour, minute = (int(digits), 0) if short else (int(digits[:-2]), int(digits[-2:]))
    if hour > 23 or minute > 59 or (half and hour == 0) or (half == "am" and hour > 12):  # noqa: PLR2004 (the clock's)
        return None
    if not half and ("h" in written or hour > 12 or written.startswith("0")):  # noqa: PLR2004 (the clock's)
        if match["h_time"] and short and hour < 7:  # noqa: PLR2004 ("2h" is how long, not when)
            return None
        half = "24"
    return Clock(hour, minute, half)
