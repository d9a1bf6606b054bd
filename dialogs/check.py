"""The check: what was given, to be changed, sent or dropped; for other times, what was understood of them."""

from botbuilder.core import TurnContext
from botbuilder.dialogs import DialogContext, DialogTurnResult

from cards import lro, notes, texts
from cards import walk as faces
from cards.blanks import Card
from cards.payloads import Steer
from dialogs.answers import Reader
from dialogs.posting import post
from dialogs.prompted import Prompted
from dialogs.said import SUBMIT, Said
from dialogs.walk import Attempt, Purpose, Walk
from sessions.draft import Field, Problem
from sessions.notices import Posted
from sessions.refusals import NoTimes, Refused
from sessions.request import Request

ALSO_CALLED = {
    Field.CONTACT: ("contact details", "email", "e-mail", "telephone", "phone", "number", "phone number"),
    Field.AVAILABILITY: ("times", "time", "when", "day", "days"),
}
"""How people name a field when they want to change it, besides its own name."""


class Check(Prompted):
    """The last step; nothing is stored before it is agreed to."""

    def face(self, walk: Walk) -> Card:
        if walk.purpose is Purpose.TIMES:
            return lro.confirm_times(
                walk.ticket, walk.draft.availability, walk.reference, region=self.parts.region
            )
        return faces.summary(walk.ticket, walk.draft, region=self.parts.region, private=walk.private)

    def sends(self, said: Said) -> bool:
        return said.words in SUBMIT or said.steer == "submit" or said.uses_times

    async def on_answer(self, dc: DialogContext, walk: Walk, said: Said) -> DialogTurnResult:
        field = said.pressed.field if isinstance(said.pressed, Steer) else _field_named(said.words)
        if field in walk.fields:
            return await self.move(dc, walk.change(field), faces.closed("replaced"))
        if self.sends(said):
            return await self._agreed(dc, walk)
        if walk.purpose is Purpose.TIMES and said.text:
            return await self._other_words(dc, walk, said)
        post(dc.context, notes.note(texts.problem_sentence(Problem.USE_BUTTONS, self.parts.region)))
        return await self.again(dc.context, walk)

    async def _other_words(self, dc: DialogContext, walk: Walk, said: Said) -> DialogTurnResult:
        """Said to times that are read back: other times, most likely."""
        asking = walk.change(Field.AVAILABILITY)
        answer = Reader(self.parts.region, self.parts.desk.now()).read(asking, said)
        if isinstance(answer, Attempt):
            return await self.move(dc, asking.tried(answer), faces.closed("replaced"))
        return await self.again(dc.context, asking.answered(answer))

    async def _agreed(self, dc: DialogContext, walk: Walk) -> DialogTurnResult:
        """Store it, and only then say so."""
        try:
            request = await self._stored(dc.context, walk)
        except NoTimes:
            stale = walk.draft.model_copy(update={"availability": ()})
            again = walk.model_copy(update={"draft": stale}).change(Field.AVAILABILITY)
            passed = again.tried(Attempt(problem=Problem.TIMES_PASSED))
            return await self.move(dc, passed, faces.closed("replaced"))
        except Refused as refused:
            sorry = notes.refused(refused, viewer=walk.lro, region=self.parts.region)
            return await self.over(dc, walk, "cancelled", faces.closed("cancelled", again=False), sorry)
        self.parts.bell.ring()
        return await self.sent(dc, walk, request)

    async def _stored(self, context: TurnContext, walk: Walk) -> Request:
        """Raises Refused."""
        desk = self.parts.desk
        if walk.purpose is Purpose.TIMES:
            return await desk.offer_times(walk.lro, walk.reference, walk.draft.availability)
        thread = None if walk.private else self._thread(context, walk)
        request = await desk.submit(
            walk.reference, walk.lro, walk.draft.asked(), source=walk.source, thread=thread
        )
        await self.parts.memory.remember_contact(walk.lro, request.asked.contact, request.asked.force)
        return request

    def _thread(self, context: TurnContext, walk: Walk) -> Posted:
        return Posted(
            conversation_id=str(context.activity.conversation.id),
            activity_id=self.parts.questions.message(context, walk),
            service_url=str(context.activity.service_url),
        )


def _field_named(words: str) -> Field | None:
    """`force`, `change force` or `change the times`, typed at the check."""
    named = words.removeprefix("change ").removeprefix("my ").removeprefix("the ")
    return next((field for field in Field if named in (field.value, *ALSO_CALLED.get(field, ()))), None)
