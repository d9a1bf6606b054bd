"""The words the reader knows. A word that stands nowhere here makes its clause not understood."""

import re
from enum import StrEnum
from functools import cache


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
    BREAK = "break"
    UNKNOWN = "unknown"


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_WEEKDAYS = (
    ("mon", "mond", "mo"),
    ("tue", "tues", "tu", "tuess"),
    ("wed", "weds", "wednes", "wednesdy", "wensday", "wendsday", "wedensday", "wendesday", "wedneday"),
    ("thu", "thur", "thurs", "thrs", "thr", "thursd", "thusday"),
    ("fri", "frid", "fry"),
    ("sat", "satur"),
    ("sun",),
)
_MONTHS = (
    ("january", "jan"), ("february", "feb", "febuary"), ("march", "mar"), ("april", "apr"), ("may",),
    ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"), ("october", "oct"),
    ("november", "nov"), ("december", "dec"),
)  # fmt: skip
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_PARTS = {
    "morning": ("morning", "am", "a.m.", "a.m", "morn", "mornin"),
    "afternoon": ("afternoon", "pm", "p.m.", "p.m", "aft", "after noon"),
    "lunchtime": ("lunchtime", "lunch time"),
}

# A space stands for a space, spaces or a hyphen.
_PHRASES: dict[Kind, str] = {
    Kind.ALL_DAY: "all day|allday|whole day|the whole day|full day|any time|anytime|any times|all day long|"
    "any time of day|any time of the day|at any time|at anytime|whenever|any hour",
    Kind.EVERY_DAY: "weekday|weekdays|week days|every day|everyday|each day|all days|any day|anyday|any days|"
    "daily|any weekday|any weekdays|every weekday|each weekday|all weekdays|any working day|working days|"
    "every working day|any of the days|any day of the week|any day this coming week|"
    "next 7 days|next seven days|the next 7 days|the next seven days",
    Kind.ALL_WEEK: "all week|all week long|the whole week|whole week|any day in the week",
    Kind.TO: "to|-|through|thru|thro|up to and including",
    Kind.UNTIL: "until|untill|till|til|'til|up to|upto|up until|up till|no later than|not later than|"
    "finishing by|ending by",
    Kind.FROM: "from|starting|starting from|starting at|any time from|not until|not till|"
    "not til|no earlier than|"
    "not earlier than|no sooner than|as from|beginning",
    Kind.AFTER: "after|post|later than",
    Kind.BEFORE: "before|pre|earlier than|prior to",
    Kind.BY: "by",
    Kind.BETWEEN: "between|betwen|bewteen|btwn|inbetween|in between",
    Kind.AT: "at|@",
    Kind.ONWARDS: "onwards|onward|or later|and later|and onwards",
    Kind.AND: "and|&|n|plus|also|and also|as well as|then|+|along with",
    Kind.OR: "or|/|or else|or even|or maybe|or perhaps|or possibly",
    Kind.BUT: "but|although|however|though|yet",
    Kind.NOT: "not|no|non|never|nope|nah|neither|nor|nothing|none|without|minus|avoid|avoiding|not on",
    Kind.CANNOT: "can't|cant|cannot|can not|couldn't|couldnt|could not|won't|wont|will not|don't|dont|do not|"
    "doesn't|doesnt|does not|isn't|isnt|is not|aren't|arent|are not|wouldn't|wouldnt|"
    "would not|n/a|excluded|i am not|"
    "i'm not|im not|unable|unable to|not able to|not free|not available|not around|not possible|not good|"
    "no good|no use|not ok|not fine|not great|not working|haven't|havent|have not|not able|not in|ain't",
    Kind.ENGAGED: "busy|away|unavailable|off|on leave|leave|annual leave|a/l|on annual leave|rest day|"
    "rest days|restday|day off|days off|my day off|on a rest day|in court|at court|court|on a course|"
    "tied up|booked up|fully booked|in meetings|in a meeting|on training|off duty|on holiday|on hols|"
    "out of the office|out of office|elsewhere|is out|are out|is a no|are a no|a no go|no go",
    Kind.EXCEPT: "except|excepting|except for|excluding|excl|exc|apart from|aside from|other than|"
    "bar|barring|"
    "save for|with the exception of|all but|anything but",
    Kind.FREE: "free|available|avail|ok|okay|fine|good|great|works|work|suits|suit|suitable|can do|could do|"
    "can make|could make|yes|yep|yeah|perfect|doable|possible|best|better|ideal|clear|open|works well|"
    "convenient|happy with|happy to do|does|can|could|preferred|preferable|i'm around|im around|i am around",
    Kind.ONLY: "only|just|solely|strictly",
    Kind.PREFER: "prefer|would prefer|i'd prefer|id prefer|preference",
    Kind.WEEK: "week|weeks|wk|week's",
    Kind.THIS: "this|this coming|coming|the coming",
    Kind.NEXT: "next|nxt",
    Kind.ANY: "any|every|each|all|any of",
    Kind.PAST: "past",
    Kind.HALF: "half",
    Kind.QUARTER: "quarter|a quarter",
    Kind.NOON: "noon|midday|mid day|12 noon|12 midday",
    Kind.O_CLOCK: "o'clock|oclock|o clock",
    Kind.COLON: ":",
    Kind.FILLER: "i|i'm|im|i am|i'll|ill be|i'd|i've|we|we're|we are|we'll|is|are|be|would|"
    "would be|will|will be|"
    "on|in|the|a|an|of|for|my|me|please|pls|plz|thanks|thank you|thx|ta|cheers|many thanks|hi|hello|hey|"
    "hi there|ideally|preferably|maybe|perhaps|possibly|probably|prob|if possible|if poss|if you can|if ok|"
    "if that works|if that's ok|if thats ok|for me|with me|how about|what about|either|both|"
    "availability|my availability|availability is|do|make|have|got|have got|it|it's|its|there|there's|"
    "that|that'd|very|really|much|should|should be|might be|may be|could be|can be|so far|during|"
    "over|within|sometime|some time|at some point|date|time|slot|"
    "sharp|sir|ma'am|mate|team|all good|for a chat|for a call|to chat|to talk|to speak|to meet|to do|to have|"
    "session|a session|for a session|for the session|currently|at present|at the moment|atm|as it stands|"
    "i think|think|i believe|well|works best|let's say|lets say|say|let's do|lets do|sounds good|"
    "i would be|i would like|would like|i like|looking at|today's date|again|definitely|certainly|"
    "as well|too|anyone|anything|any slot|any slots|am free|am available|regards|kind regards|"
    "put me down for|i could manage|could manage|can manage|i reckon|reckon|hopefully|rather|"
    "will work|would work|would suit|would do|will do|be good|be great|be best|be fine|be ok",
    Kind.VAGUE: "around|about|roughly|approx|approximately|circa|ish|first thing|last thing|late|later|early|"
    "earlier|mid|end|start|beginning of|end of day|close of play|cop|cob|eod|lunch|dinner|tea|evening|"
    "evenings|eve|night|nights|tonight|tonite|midnight|lates|earlies|early turn|late turn|shift|"
    "weekend|weekends|mid morning|mid afternoon|around about|soon|asap|most|some|few|couple|"
    "breakfast|teatime|after lunch|before lunch|fortnight|month|hour|hours time|minutes|mins",
    Kind.CONDITION: "if|unless|depending|depends|provided|providing|when|while|whilst|once|because|"
    "as|since|so|"
    "otherwise|instead|than|rather than|subject to|assuming|in case|where|maybe not|"
    "perhaps not|nothing on|nothing planned|nothing booked|nothing in|"
    "no problem|no problems|no probs|no worries|no preference|no issue|no issues|"
    "no idea|not sure|not certain|"
    "not just|not only|not yet|not long|don't mind|dont mind|do not mind|don't know|dont know|not a problem|"
    "not bad|not too bad|can't wait|cant wait|not necessarily|not always|not normally|not usually",
}
# fmt: off
_RELATIVE = {
    0: ("today", "tody", "this day"),
    1: ("tomorrow", "tomorow", "tommorow", "tommorrow", "tomorro", "tmrw", "tmw", "tomoz", "tomo", "tmoro",
        "tmorrow", "tomo rrow", "2moro", "2morrow"),
    2: ("day after tomorrow", "the day after tomorrow", "day after tmrw", "overmorrow"),
    7: ("a week today", "today week", "in a week", "in a week's time", "in a weeks time", "in one week",
        "a week from today"),
    8: ("a week tomorrow", "tomorrow week"),
}
# fmt: on
_WEEK_OF = {
    "this": (
        "this week",
        "rest of the week",
        "rest of this week",
        "the rest of the week",
        "all this week",
        "the rest of this week",
        "all of this week",
        "remainder of the week",
        "remainder of this week",
        "any day this week",
        "the remainder of the week",
        "wk this",
        "this wk",
        "rest of week",
    ),
    "next": (
        "next week",
        "all next week",
        "all of next week",
        "any day next week",
        "nxt week",
        "next wk",
        "nxt wk",
        "the whole of next week",
    ),
}  # fmt: skip


def _entries() -> dict[str, tuple[Kind, object]]:
    known: dict[str, tuple[Kind, object]] = {}
    for kind, phrases in _PHRASES.items():
        known |= {phrase: (kind, phrase) for phrase in phrases.split("|") if phrase not in known}
    for number, name in enumerate(WEEKDAYS):
        for form in (name, *_SHORT_WEEKDAYS[number]):
            known[form] = (Kind.WEEKDAY, number)
    for number, forms in enumerate(_MONTHS, start=1):
        known |= dict.fromkeys(forms, (Kind.MONTH, number))
    known |= {word: (Kind.NUMBER_WORD, number) for number, word in enumerate(_NUMBERS, start=1)}
    for part, forms in _PARTS.items():
        known |= dict.fromkeys(forms, (Kind.PART, part))
    for ahead, forms in _RELATIVE.items():
        known |= dict.fromkeys(forms, (Kind.RELATIVE, ahead))
    for which, forms in _WEEK_OF.items():
        known |= dict.fromkeys(forms, (Kind.WEEK_OF, which))
    return known


_KNOWN = _entries()
_FUZZY_TARGETS = (*WEEKDAYS, "morning", "afternoon", "lunchtime", "tomorrow", "mornings", "afternoons")
_FUZZY_AT_LEAST = 6


def phrases_pattern() -> str:
    """A pattern that matches the longest known phrase at a place."""
    longest_first = sorted((p for p in _KNOWN if p[0].isalpha()), key=len, reverse=True)
    return "|".join(re.escape(p).replace(r"\ ", r"[ \t-]{1,3}") for p in longest_first)


def known(text: str) -> tuple[Kind, object] | None:
    """What a phrase in lower case is, in spaces or hyphens; None if it is unknown."""
    return _KNOWN.get(re.sub(r"[ \t-]+", " ", text)) or _KNOWN.get(text)


@cache
def _near() -> dict[str, str]:
    """Every misspelling by one letter left out, doubled, wrong or swapped, if it can only mean one word."""
    found: dict[str, set[str]] = {}
    for target in _FUZZY_TARGETS:
        for misspelt in _slips(target):
            found.setdefault(misspelt, set()).add(target)
    return {slip: words.pop() for slip, words in found.items() if len(words) == 1 and slip not in _KNOWN}


def _slips(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in splits if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    wrong = {a + c + b[1:] for a, b in splits if b for c in letters}
    added = {a + c + b for a, b in splits for c in letters}
    return (left_out | swapped | wrong | added) - set(_FUZZY_TARGETS)


def nearest(word: str) -> str | None:
    """The weekday or part of a day that a longer word in lower case misspells by one letter; None if none."""
    if len(word) < _FUZZY_AT_LEAST:
        return None
    return _near().get(word)
