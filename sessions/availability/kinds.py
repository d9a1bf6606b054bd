"""What a token can be to the grammar."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a token is to the grammar."""

    WEEKDAY = "weekday"
    MONTH = "month"
    DATE = "date"
    ORDINAL = "ordinal"
    NUMBER = "number"
    NOON = "noon"
    NUMBER_WORD = "number word"
    CLOCK = "clock"
    HALF = "half"
    QUARTER = "quarter"
    PAST = "past"
    O_CLOCK = "o'clock"
    PART = "part of a day"
    ALL_DAY = "all day"
    EVERY_DAY = "every day"
    RELATIVE = "days from today"
    ALL_WEEK = "all week"
    WEEK_OF = "week of"
    WEEK = "week"
    THIS = "this"
    NEXT = "next"
    ANY = "any"
    TO = "to"
    UNTIL = "until"
    FROM = "from"
    AFTER = "after"
    BEFORE = "before"
    BY = "by"
    BETWEEN = "between"
    AT = "at"
    ONWARDS = "onwards"
    AND = "and"
    OR = "or"
    COMMA = "comma"
    BUT = "but"
    NOT = "not"
    CANNOT = "cannot"
    ENGAGED = "engaged"
    EXCEPT = "except"
    FREE = "free"
    ONLY = "only"
    PREFER = "prefer"
    FILLER = "filler"
    COLON = "colon"
    VAGUE = "vague time"
    CONDITION = "condition"
    ELSE = "otherwise"
    SO = "so"
    OTHER_DAYS = "other days"
    EACH_DAY = "each day"
    BOTH_DAYS = "both days"
    REASON = "reason"
    GONE_BY = "gone by"
    BACK = "back"
    EASTER = "days from Easter Sunday"
    BREAK = "break"
    UNKNOWN = "unknown"


class Written(NamedTuple):
    """A date as written; the month or the year may be missing."""

    day: int
    month: int | None = None
    year: int | None = None
