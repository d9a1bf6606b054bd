"""The words the reader knows. A word that stands nowhere here makes its clause not understood."""

from sessions.availability.kinds import Kind

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_WEEKDAYS = (
    ("mon", "mond", "mo"),
    ("tue", "tues", "tu", "tuess"),
    ("wed", "weds", "wednes", "wednesdy", "wensday", "wendsday", "wedensday", "wendesday", "wedneday"),
    ("thu", "thur", "thurs", "thrs", "thr", "thursd", "thusday"),
    ("fri", "frid", "fry"),
    ("sat", "satur"),
    ("sun",),
)
MONTHS = (
    ("january", "jan"), ("february", "feb", "febuary"), ("march", "mar"), ("april", "apr"), ("may",),
    ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"), ("october", "oct"),
    ("november", "nov"), ("december", "dec"),
)  # fmt: skip
MONTH_FORMS = {form: number for number, forms in enumerate(MONTHS, start=1) for form in forms}
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
PARTS = {
    "morning": ("morning", "am", "a.m.", "a.m", "morn", "mornin"),
    "afternoon": ("afternoon", "pm", "p.m.", "p.m", "aft", "after noon"),
    "lunchtime": ("lunchtime", "lunch time", "lunch", "lunch hour", "dinner time"),
}

REST_DAYS = frozenset(
    {"rest day", "rest days", "restday", "day off", "days off", "my day off", "on a rest day", "rdo", "rdos"}
)
"""Words for not being free that are never said of a part of a day."""
# A space stands for a space, spaces or a hyphen.
PHRASES: dict[Kind, str] = {
    Kind.ALL_DAY: "all day|allday|whole day|the whole day|full day|any time|anytime|any times|"
    "all day long|any time of day|any time of the day|at any time|at anytime|whenever|any hour",
    Kind.EVERY_DAY: "weekday|weekdays|week days|every day|everyday|any day|anyday|any days|any weekday|"
    "any weekdays|every weekday|each weekday|all weekdays|any working day|working days|every working day|"
    "any of the days|any weekday at all|any day at all|any day of the week|any day this coming week|"
    "next 7 days|next seven days|the next 7 days|the next seven days",
    Kind.ALL_WEEK: "all week|all week long|the whole week|whole week|any day in the week",
    Kind.TO: "to|-|through|thru|thro|up to and including",
    Kind.UNTIL: "until|untill|till|til|'til|up to|upto|up until|up till|no later than|not later than|"
    "finishing by|ending by",
    Kind.FROM: "from|starting|starting from|starting at|any time from|not until|not till|not til|"
    "no earlier than|not earlier than|no sooner than|as from|beginning",
    Kind.AFTER: "not until after|not till after|not til after|after|post|later than",
    Kind.BEFORE: "before|pre|earlier than|prior to",
    Kind.BY: "by",
    Kind.BETWEEN: "between|betwen|bewteen|btwn|inbetween|in between",
    Kind.AT: "at|@",
    Kind.ONWARDS: "onwards|onward|or later|and later|and onwards",
    Kind.AND: "and|&|n|plus|also|and also|as well as|then|+|along with",
    Kind.OR: "or|/|or even|or maybe|or perhaps|or possibly",
    Kind.ELSE: "otherwise|else|or else|failing that|or failing that|or otherwise|if not then|"
    "but otherwise|other than that|apart from that|aside from that",
    Kind.SO: "so|therefore|hence",
    Kind.OTHER_DAYS: "any other|all other|any other day|any other days|other days|the other days|"
    "all other days|all the other days|any of the other days|the rest of the days|any other weekday|"
    "other weekdays|all other weekdays",
    Kind.EACH_DAY: "each day|daily|all days|on each day|each of the days|each of those days|"
    "every one of those days",
    Kind.BOTH_DAYS: "either day|on either day|both days|on both days|each of these days|those days|"
    "these days|on those days|all three days",
    Kind.OTHER_TIMES: "any other time|any other times|other times|all other times",
    Kind.REASON: "school run|the school run|school pick up|school drop off|nursery run|nursery pick up|"
    "childcare|kids|family|dentist|doctors|hospital|appointment|appt|gym|meeting|meetings|briefing|"
    "physio|commitments",
    Kind.GONE_BY: "have to be gone by|need to be gone by|must be gone by|got to be gone by|"
    "gotta be gone by|gone by|need to leave at|need to leave by|have to leave at|have to leave by|"
    "must leave by|must leave at|leaving at|must finish by|need to finish by|have to finish by|"
    "must finish at|need to finish at|have to finish at|must end by|need to end by|must be done by|"
    "need to be done by|have to be done by|need to be away by|must be away by|have to be away by|"
    "need to be away at|got to leave at|got to leave by|need to go at|have to go at|"
    "need to be finished by|must be finished by|has to finish by|needs to finish by|must be over by|"
    "off home at|need to be out by|have to be out by|must be out by",
    Kind.BACK: "back from leave|back from leave on|back from annual leave|back from holiday|back to work|"
    "back to work on|back|back on|back in|back in on|i'm back|im back|return|returning|returning on|"
    "back at work",
    Kind.BUT: "but|although|however|though|yet",
    Kind.NOT: "not|no|non|never|nope|nah|neither|nor|nothing|none|without|minus|avoid|avoiding|not on|"
    "just not|only not",
    Kind.CANNOT: "can't|cant|cannot|can not|couldn't|couldnt|could not|won't|wont|will not|don't|dont|"
    "do not|doesn't|doesnt|does not|isn't|isnt|is not|aren't|arent|are not|wouldn't|wouldnt|would not|"
    "n/a|excluded|excepted|aside|i am not|i'm not|im not|unable|unable to|not able to|not free|"
    "not available|not around|not possible|not good|no good|no use|not ok|not fine|not great|not working|"
    "haven't|havent|have not|not able|not in|ain't",
    Kind.ENGAGED: "busy|out|away|unavailable|off|on leave|leave|annual leave|a/l|on annual leave|al|"
    "on al|leave day|on a/l|rdo|rdos|rest day|rest days|restday|day off|days off|my day off|"
    "on a rest day|in court|at court|court|at crown court|in crown court|at mags court|on a course|"
    "on course|on training|training|in training|at training|on a training day|training day|"
    "on a training course|at a meeting|got a meeting|have a meeting|have meetings|working elsewhere|"
    "out of county|tied up|booked up|fully booked|in meetings|in a meeting|off duty|off sick|sick|"
    "sick leave|on sick leave|off work|on holiday|on hols|out of the office|out of office|elsewhere|"
    "is out|are out|is a no|are a no|a no go|no go",
    Kind.EXCEPT: "except|excepting|except for|excluding|excl|exc|apart from|aside from|other than|bar|"
    "barring|save for|with the exception of|all but|anything but",
    Kind.FREE: "all fine|all ok|all okay|all free|all clear|both fine|both good|both ok|either fine|free|"
    "available|avail|ok|okay|fine|good|great|works|work|suits|suit|suitable|can do|could do|can make|"
    "could make|yes|yep|yeah|perfect|doable|possible|best|better|ideal|clear|open|works well|"
    "works best|convenient|happy with|happy to do|any good|any use|any better|does|can|could|preferred|"
    "preferable|i'm around|im around|i am around",
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
    Kind.FILLER: "sorry|apologies|i'm afraid|im afraid|unfortunately|sorry but|at a push|if pushed|"
    "at a pinch|if need be|if necessary|as a last resort|if that suits|if that suits you|if it suits|"
    "if it suits you|if convenient|if that's any good|i|i'm|im|i am|i'll|ill be|i'd|i've|we|we're|we are|"
    "we'll|is|are|be|would|would be|will|will be|on|in|the|a|an|of|for|my|me|please|pls|plz|thanks|"
    "thank you|thx|ta|cheers|many thanks|hi|hello|hey|hi there|ideally|preferably|maybe|perhaps|possibly|"
    "probably|prob|if possible|if poss|if you can|if ok|if that works|if that's ok|if thats ok|for me|"
    "with me|how about|what about|either|both|availability|my availability|availability is|do|make|have|"
    "got|have got|it|it's|its|there|there's|that|that'd|very|really|much|should|should be|might be|"
    "may be|could be|can be|so far|during|over|within|sometime|some time|at some point|date|time|slot|"
    "sharp|sir|ma'am|mate|team|all good|for a chat|for a call|to chat|to talk|to speak|to meet|to do|"
    "to have|session|a session|for a session|for the session|currently|at present|at the moment|atm|"
    "as it stands|i think|think|i believe|well|let's say|lets say|say|let's do|lets do|"
    "sounds good|i would be|i would like|would like|i like|looking at|today's date|again|definitely|"
    "certainly|as well|too|anyone|anything|any slot|any slots|am free|am available|regards|kind regards|"
    "put me down for|i could manage|could manage|can manage|i reckon|reckon|hopefully|rather|must|"
    "must be|has to be|have to be|needs to be|need to be|it must be|it has to be|would need to be|"
    "it would have to be|i can be|many thanks in advance|thanks in advance|thanks again|thanks very much|"
    "thanks so much|thank you very much|thanks a lot|best wishes|best regards|warm regards|"
    "kindest regards|all the best|kr|hiya|sir or ma'am|"
    "that's|thats|if that helps|in my diary|in the diary|in diary|first choice|second choice|third choice|"
    "pretty|fairly|flexible|very flexible|gap|gaps|obviously|happy to talk|"
    "happy to chat|happy to speak|happy to meet|of course|no rush|"
    "will work|would work|would suit|would do|will do|be good|be great|be best|be fine|be ok",
    Kind.VAGUE: "around|about|roughly|approx|approximately|circa|ish|first thing|last thing|late|later|"
    "early|earlier|mid|end|start|beginning of|end of day|close of play|cop|cob|eod|dinner|tea|evening|"
    "evenings|eve|night|tonight|tonite|midnight|weekend|"
    "weekends|mid morning|mid afternoon|around about|soon|asap|most|some|few|couple|breakfast|teatime|"
    "after lunch|before lunch|fortnight|month|hour|hours time|minutes|mins",
    Kind.DUTY: "nights|lates|earlies|early turn|late turn|shift|shifts|on shift|on nights|on lates|"
    "on earlies|working|on duty|duty|duties|early shift|late shift|night shift|day shift|working nights|"
    "working lates|working earlies|on days|on call",
    Kind.DAY_AFTER: "the day after|the following day",
    Kind.CONDITION: "if|unless|depending|depends|provided|providing|when|while|whilst|once|because|as|"
    "since|due to|owing to|cos|coz|cause|if not|instead|than|rather than|subject to|assuming|in case|"
    "where|maybe not|perhaps not|nothing on|nothing planned|nothing booked|nothing in|no problem|"
    "no problems|no probs|no worries|no preference|no issue|no issues|no idea|not sure|not certain|"
    "not just|not only|not yet|not long|don't mind|dont mind|do not mind|don't know|dont know|"
    "not a problem|not bad|not too bad|can't wait|cant wait|not necessarily|not always|not normally|"
    "not usually",
}
# fmt: off
RELATIVE = {
    0: ("today", "tody", "this day", "later today", "rest of today", "the rest of today", "later on today",
        "remainder of today"),
    1: ("tomorrow", "tomorow", "tommorow", "tommorrow", "tomorro", "tmrw", "tmw", "tomoz", "tomo", "tmoro",
        "tmorrow", "tomo rrow", "2moro", "2morrow"),
    2: ("day after tomorrow", "the day after tomorrow", "day after tmrw", "overmorrow"),
    7: ("a week today", "today week", "in a week", "in a week's time", "in a weeks time", "in one week",
        "a week from today"),
    8: ("a week tomorrow", "tomorrow week"),
}
# fmt: on
FEASTS = {
    (24, 12): ("christmas eve", "xmas eve", "chrismas eve"),
    (25, 12): ("christmas day", "xmas day"),
    (26, 12): ("boxing day",),
    (31, 12): ("new year's eve", "new years eve", "nye"),
    (1, 1): ("new year's day", "new years day"),
}
EASTER = {-2: ("good friday",), 1: ("easter monday",)}
WEEK_OF = {
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
