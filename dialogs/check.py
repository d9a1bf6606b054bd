"""The check: what was given, to be changed, sent or dropped; for other times, what was understood of them."""

from botbuilder.dialogs import Dialog, DialogContext, DialogTurnResult
from microsoft_teams.cards import AdaptiveCard

from cards import lro, notes
from cards import walk as faces
from cards.payloads import Steer
from dialogs.posting import edit, post
from dialogs.prompted import Prompted
from dialogs.said import SUBMIT, Said
from dialogs.walk import Purpose, Walk
from sessions.draft import Field
from sessions.refusals import NoTimes, Refused


class Check(Prompted):
    """The last step; nothing is stored before it is agreed to."""

    def face(self, walk: Walk) -> AdaptiveCard:
        if walk.purpose is Purpose.TIMES:
            return lro.confirm_times(
                walk.id, walk.draft.availability, walk.reference, region=self.parts.region
            )
        return faces.summary(walk.id, walk.draft, region=self.parts.region, private=walk.private)

    async def on_answer(self, dc: DialogContext, walk: Walk, said: Said) -> DialogTurnResult:
        pressed = said.pressed
        if isinstance(pressed, Steer) and pressed.to == "change" and pressed.field in walk.fields:
            return await self.move(dc, walk.change(pressed.field), faces.closed("replaced"))
        named = _field_named(said.words, walk)
        if named is not None:
            return await self.move(dc, walk.change(named), faces.closed("replaced"))
        if said.words in SUBMIT or (isinstance(pressed, Steer) and pressed.to == "submit"):
            return await self._agreed(dc, walk)
        await self.reprompt_dialog(dc.context, dc.active_dialog)
        return Dialog.end_of_turn

    async def _agreed(self, dc: DialogContext, walk: Walk) -> DialogTurnResult:
        """Store it, and only then say so."""
        desk = self.parts.desk
        try:
            if walk.purpose is Purpose.TIMES:
                request = await desk.offer_times(walk.lro, walk.reference, walk.draft.availability)
            else:
                request = await desk.submit(walk.reference, walk.lro, walk.draft.asked())
        except NoTimes:
            stale = walk.draft.model_copy(update={"availability": ()})
            again = walk.model_copy(update={"draft": stale}).change(Field.AVAILABILITY)
            return await self.move(dc, again, faces.closed("replaced"))
        except Refused as refused:
            return await self._done(dc, walk, notes.refused(refused, viewer=walk.lro, region=desk.region))
        self.parts.bell.ring()
        if walk.purpose is Purpose.TIMES:
            return await self._done(dc, walk, notes.times_offered(request, region=desk.region))
        await self.parts.memory.remember_contact(walk.lro, request.asked.contact, request.asked.force)
        return await self._done(dc, walk, faces.submitted(request, region=desk.region, now=desk.now()))

    async def _done(self, dc: DialogContext, walk: Walk, answer: AdaptiveCard) -> DialogTurnResult:
        await post(dc.context, answer)
        await edit(dc.context, walk.prompt, faces.closed("submitted"))
        await self.parts.book.drop(dc.context)
        return await dc.cancel_all_dialogs()


def _field_named(words: str, walk: Walk) -> Field | None:
    """`force` or `change force`, typed at the check."""
    named = words.removeprefix("change ").removeprefix("my ")
    return next((field for field in walk.fields if field.value == named), None)
