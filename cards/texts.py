"""What people read that is more than a label, where it can be reviewed. Of a request: `standings.py`."""

from sessions.draft import TIMES_LENGTH_MAX, Field, Problem
from sessions.region import Region
from sessions.region_texts import say_all, say_length
from sessions.request import OVERVIEW_LENGTH, State

OVERVIEW_MOST = f"{OVERVIEW_LENGTH.stop - 1:,}"
TIMES_EXAMPLE = "Tuesday afternoon, Thu 10-12"
PHRASES = '"request a session" or "my requests"'

LABELS = {
    Field.NAME: "Name",
    Field.CONTACT: "Contact",
    Field.FORCE: "Force",
    Field.OVERVIEW: "Overview",
    Field.AVAILABILITY: "When",
}
NO_INTELLIGENCE = "Please put no intelligence and no names of subjects in the overview."
QUESTIONS = {
    Field.NAME: "What is your name?",
    Field.CONTACT: "How can we reach you?",
    Field.FORCE: "Which force are you in?",
    Field.OVERVIEW: "What would you like support with?",
    Field.AVAILABILITY: "When are you free?",
}
CHECK = "Is this right?"
HINTS = {
    Field.NAME: "",
    Field.CONTACT: "The adviser may need to reach you before the session.",
    Field.FORCE: "",
    Field.OVERVIEW: (f"A few sentences are enough, {OVERVIEW_MOST} characters at most. {NO_INTELLIGENCE}"),
    Field.AVAILABILITY: "",
}
OVERVIEW_IN_CHANNEL = (
    "Please write it in this card and not as a message: everyone in this channel can read messages. "
    "Only the advisers see what you write here."
)
CONTACT_IN_CHANNEL = (
    "Please write it in this card and not as a message: everyone in this channel can read messages."
)
GIVEN = "given"
NOT_GIVEN = "not given yet"

CHOOSE_A_TIME = "Please choose a time first, then press Book this time."
NOT_YOUR_WALK = (
    "Only the person who started this request can answer it. "
    'If you would like a session too, say "request a session".'
)
WALK_IS_OVER = f"That card is no longer in use. Say {PHRASES}."
SENT_ALREADY = 'This had been sent already, as it was. To take it back, say "my requests".'
NOTHING_TO_CANCEL = f"There is nothing to cancel here. Say {PHRASES}."
BUTTON_UNKNOWN = f"That button no longer works. Say {PHRASES}."
WENT_WRONG = "Sorry, something went wrong. Please try again in a minute."

FIVE_QUESTIONS = "It takes five short questions. An adviser then picks one of the times you give."
WHO_READS = (
    "In private, only you and the advisers read your answers. Here, everyone in this channel reads along. "
    "My cards never show the overview or your telephone number, and no email address but a force's own."
)
CHOSEN = {
    "private": "{name} is carrying on in a private chat with me.",
    "here": "{name} is answering here.",
}
THREAD = {
    State.OPEN: "✓ Your request is in, {name}.",
    State.WAITING_FOR_TIMES: "✓ Your request is in, {name}.",
    State.BOOKED: "✓ A session is arranged, {name}. The details are in your chat with me.",
    State.WITHDRAWN: "The request of {name} is closed.",
    State.EXPIRED: "The request of {name} is closed.",
    State.NO_SHOW: "The request of {name} is closed.",
    State.REDIRECTED: "✓ Your request is answered, {name}. The details are in your chat with me.",
}
CHAT_NOT_OPENED = (
    "I cannot write to you in private: you may have blocked or removed me. Find me under Apps in Teams, "
    "add or unblock me there, then press Try again. Or answer here."
)
CHAT_NOT_NOW = (
    "Teams does not let me write to you in private just now. Please try again in a minute, or answer here."
)

CLOSED = {
    "cancelled": "Cancelled. Nothing was sent.",
    "times cancelled": "Cancelled. No times were sent.",
    "replaced": "Asked again below.",
    "expired": "This ran out of time. Nothing was sent.",
    "times expired": "This ran out of time. No times were sent.",
    "submitted": "Submitted.",
}
CANCEL_SURE = "Throw this away? Nothing has been sent."
OTHER_TIMES = "The LRO is asked for other times. Until they answer, nobody can book this request."
INVITATION_WANTED = "The LRO has been told that you will send the Teams invitation."
RELEASE_SURE = (
    "Are you sure? The request opens again for the other advisers, and the LRO is told. "
    "If you have made a Teams meeting for it, please cancel that."
)
MOVED_ON_SINCE = "Something has happened since you were asked, so nothing was withdrawn."
CANNOT_MAKE_IT_SURE = "Are you sure? The adviser is told, and you are asked for other times."
NOTHING_BOOKABLE = "You cannot book any of these times: they have passed, or you are busy then."
CHOOSE_ANOTHER = "Please choose another time."
NOTHING_TO_DO = "No need to do anything."
IN_YOUR_OWN_CHAT = "Please say that in your own chat with me: the answer is for you alone."
ROSTER_UNKNOWN = "I cannot check the team's roster just now. Please try again in a minute."
ROSTER_LOST = (
    "I am no longer in the advisers' team in Teams, or the team has been deleted. Until I am in it again "
    "nobody counts as an adviser: no session can be booked, and requests wait. Please ask an owner to add me."
)


def taken_back(region: Region) -> str:
    """In place of a request's card, to somebody who is no adviser any more."""
    return (
        f"You are no longer on the list of advisers of the {region.team}, so I have taken this request away."
    )


def organisers_only(region: Region) -> str:
    return f"Only organisers can do that. To ask a person: {region.contact_email}"


def organisers_and_advisers_only(region: Region) -> str:
    return (
        "Only organisers and advisers can see who is waiting. To see how your own requests stand, "
        f'say "my requests". To ask a person: {region.contact_email}'
    )


def terms(region: Region) -> str:
    """The one line at the start of a walk. Markdown: the only link is the region's own."""
    tasking = (
        f"[formal tasking request]({region.formal_tasking})"
        if region.formal_tasking
        else "formal tasking request"
    )
    return (
        f"This is for informal advice: it does not replace a {tasking} and is not training. {NO_INTELLIGENCE}"
    )


def ask_not_task(region: Region) -> str:
    return f"Ask, not task: this is not a formal tasking request into {region.unit}, and not training."


def welcome(region: Region) -> str:
    return (
        f"I arrange informal support sessions with the advisers of the {region.team} ({region.unit}): "
        f"{say_length(region.offer.session_minutes)}, one to one, about an organised-crime problem "
        "you are working on."
    )


def problem_sentence(problem: Problem, region: Region) -> str:
    """What to do about an answer that cannot be used."""
    forces = [force.name for force in region.forces]
    return {
        Problem.NAME_MISSING: "Please write your name.",
        Problem.NAME_LONG: "That is too long for a name: please use 100 characters at most.",
        Problem.EMAIL_WRONG: "Please check the email address: it should look like name@force.police.uk.",
        Problem.TELEPHONE_WRONG: "Please give the telephone number in full, for example 01392 123456.",
        Problem.CONTACT_UNCLEAR: "Please give one email address and one telephone number.",
        Problem.FORCE_UNKNOWN: f"Please choose one of: {say_all(forces, 'or')}.",
        Problem.OVERVIEW_SHORT: "Please say a little more: a sentence or two about the support you need.",
        Problem.OVERVIEW_LONG: f"That is too long: please shorten it to {OVERVIEW_MOST} characters.",
        Problem.TIMES_MISSING: "Please choose at least one day, or write when you are free.",
        Problem.TIMES_UNCLEAR: (
            "I found no time I can offer in that. Please use the choices, "
            f'or write it like "{TIMES_EXAMPLE}".'
        ),
        Problem.TIMES_BEYOND: f'Please choose other times, or write them like "{TIMES_EXAMPLE}".',
        Problem.TIMES_PARTLY: "Use the times below, or write the rest again.",
        Problem.TIMES_LONG: f"That is too long: please say it in {TIMES_LENGTH_MAX:,} characters.",
        Problem.TIMES_TIGHT: (
            f"Please make these longer: a session takes {region.offer.session_minutes} minutes "
            f"and starts on a {region.offer.grid_minutes}-minute mark."
        ),
        Problem.TIMES_PASSED: "Some time has gone by and those times have passed. Please give new ones.",
        Problem.USE_BUTTONS: 'Please use the buttons, or say "submit", or what to change: "change force".',
    }[problem]
