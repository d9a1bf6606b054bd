"""What a channel's thread shows of somebody's request: where to go on with it, and in the end a tick."""

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards import standings, texts
from cards.parts import box, card, press, said, title
from cards.payloads import ChooseWhere, StartWalk
from sessions.people import Person
from sessions.region import Region
from sessions.request import Request, State


def where(person: Person, source: str = "", *, problem: str = "") -> AdaptiveCard:
    """Asks somebody whether to go on in private; `problem` is why that could not be done just now.

    `source` is where they came from, for the buttons to bring along.
    """
    body: list[CardElement] = [said(f"A support session, for {person.name}", subtle=True)]
    if problem:
        body.append(box([said(problem, weight="Bolder")], "warning"))
    body += [title("Where would you like to answer?"), said(texts.FIVE_QUESTIONS), said(texts.WHO_READS)]
    privately = ChooseWhere(who=person.id, where="private", ref=source)
    here = ChooseWhere(who=person.id, where="here", ref=source)
    buttons = [
        press("Try again" if problem else "Continue privately", privately, style="positive"),
        press("Answer here", here),
    ]
    return card(body, buttons, summary="Where would you like to answer?")


def chosen(person: Person, place: str) -> AdaptiveCard:
    """One neutral line in the place of the question."""
    sentence = texts.CHOSEN[place].format(name=person.name)
    return card([said(sentence, subtle=True)], summary=sentence)


def ticked(request: Request, *, region: Region) -> AdaptiveCard:
    """What all in the channel see of a request that was asked for here: no times, and nothing of what for."""
    name = request.asked.contact.name
    body: list[CardElement] = [said(texts.THREAD[request.state].format(name=name), weight="Bolder")]
    if request.state is State.OPEN:
        by = standings.reply_by(request.submitted_at, region)
        body.append(said(f"Your reference: {request.reference}", subtle=True))
        body.append(said(f"You will hear in your chat with me by the end of {by}.", subtle=True))
    return card(body, summary=f"The request of {name}")


def fresh() -> AdaptiveCard:
    """For somebody who pressed a button that no version of the bot knows any more: one that works."""
    again = press("Request a session", StartWalk(), style="positive")
    return card([said(texts.BUTTON_UNKNOWN)], [again], summary=texts.BUTTON_UNKNOWN)
