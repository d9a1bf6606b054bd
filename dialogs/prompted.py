"""What the questions and the check have in common: one live card, and words that steer."""

from abc import abstractmethod

from botbuilder.core import TurnContext
from botbuilder.dialogs import Dialog, DialogContext, DialogInstance, DialogTurnResult

from cards import notes, texts, welcome
from cards import walk as faces
from cards.blanks import Card
from cards.thread import ticked
from dialogs.book import Ending
from dialogs.parts import Parts
from dialogs.posting import post
from dialogs.said import Control, Said, said_in
from dialogs.sent import sent_already
from dialogs.walk import Purpose, Walk
from sessions.request import Request

STEERED = "steered"
"""How a prompt ends when the walk has been moved elsewhere; the waterfall looks where to."""


class Prompted(Dialog):
    """Shows one card and stays until its answer can be used, or the walk is steered elsewhere."""

    def __init__(self, dialog_id: str, parts: Parts) -> None:
        super().__init__(dialog_id)
        self.parts = parts

    @abstractmethod
    def face(self, walk: Walk) -> Card:
        """The card that asks."""

    def sends(self, said: Said) -> bool:  # noqa: ARG002 (only the check sends anything)
        """Whether that sends off what was given."""
        return False

    @abstractmethod
    async def on_answer(self, dc: DialogContext, walk: Walk, said: Said) -> DialogTurnResult:
        """Anything that is not steering."""

    async def begin_dialog(self, dialog_context: DialogContext, options: object = None) -> DialogTurnResult:
        """Ask; or, where the turn that led here brought the answer along, take that."""
        walk = await self.walk(dialog_context.context)
        if isinstance(options, dict) and options.get("answered"):
            return await self.on_answer(dialog_context, walk, said_in(dialog_context.context))
        return await self.again(dialog_context.context, walk)

    async def reprompt_dialog(self, context: TurnContext, instance: DialogInstance) -> None:  # noqa: ARG002 (the SDK hands it in)
        await self.again(context, await self.walk(context))

    async def continue_dialog(self, dialog_context: DialogContext) -> DialogTurnResult:
        context, said = dialog_context.context, said_in(dialog_context.context)
        left = await self.walk(context)
        walk = left.touched(self.parts.desk.now())
        await self.parts.book.put(context, walk)
        if not self.sends(said) and (request := await sent_already(self.parts.desk, walk)):
            post(context, notes.note(texts.SENT_ALREADY))
            return await self.sent(dialog_context, walk, request)
        return await self._steered(dialog_context, left, walk)

    async def _steered(self, dialog_context: DialogContext, left: Walk, walk: Walk) -> DialogTurnResult:
        """Where it was said to go; otherwise it is an answer. `left` is the walk as it was found."""
        context, said = dialog_context.context, said_in(dialog_context.context)
        to = Control.CARRY_ON if left.offered and said.agrees else said.steer
        match to:
            case Control.CANCEL:
                return await self._cancelled(dialog_context, walk)
            case Control.START_AGAIN:
                return await self.move(dialog_context, walk.restarted(), faces.closed("replaced"))
            case Control.BACK if not walk.is_first:
                return await self.move(dialog_context, walk.back(), faces.closed("replaced"))
            case Control.HELP:
                post(context, welcome.help_in_walk(self.parts.region))
                return await self.again(context, walk)
            case Control.BACK | Control.CARRY_ON:
                return await self.again(context, walk)
        return await self.on_answer(dialog_context, walk, said)

    async def walk(self, context: TurnContext) -> Walk:
        walk = await self.parts.book.current(context)
        if walk is None:
            raise LookupError("a prompt without a walk")
        return walk

    async def again(self, context: TurnContext, walk: Walk) -> DialogTurnResult:
        """Ask below what has been said since; the card that asked before is closed."""
        self.parts.questions.close(context, walk, faces.closed("replaced"))
        asking = walk.asking_anew()
        self.parts.questions.ask(context, asking, self.face(asking))
        await self.parts.book.put(context, asking)
        return Dialog.end_of_turn

    async def move(self, dc: DialogContext, walk: Walk, left_as: Card) -> DialogTurnResult:
        """Leave this prompt, its card edited, for wherever `walk` is now."""
        self.parts.questions.close(dc.context, walk, left_as)
        await self.parts.book.put(dc.context, walk.asking_anew())
        return await dc.end_dialog(STEERED)

    async def sent(self, dc: DialogContext, walk: Walk, request: Request) -> DialogTurnResult:
        """It is kept: say so. In a channel the card becomes a tick, which the courier keeps up to date."""
        region, now = self.parts.region, self.parts.desk.now()
        done, answer = faces.closed("submitted"), faces.submitted(request, region=region, now=now)
        if walk.purpose is Purpose.TIMES:
            return await self.over(dc, walk, "submitted", done, notes.times_offered(request, region=region))
        if request.thread is not None:
            return await self.over(dc, walk, "submitted", ticked(request, region=region), None)
        return await self.over(dc, walk, "submitted", done, answer)

    async def over(
        self, dc: DialogContext, walk: Walk, ending: Ending, done: Card, answer: Card | None
    ) -> DialogTurnResult:
        """End the walk: `done` is what its card becomes, `answer` what is said besides."""
        if answer is not None:
            post(dc.context, answer)
        self.parts.questions.close(dc.context, walk, done)
        await self.parts.book.drop(dc.context, ending)
        return await dc.cancel_all_dialogs()

    async def _cancelled(self, dc: DialogContext, walk: Walk) -> DialogTurnResult:
        ending: Ending = "cancelled" if walk.purpose is Purpose.REQUEST else "times cancelled"
        typed = said_in(dc.context).pressed is None
        self.parts.questions.close(dc.context, walk, faces.closed(ending, again=not typed))
        await self.parts.book.drop(dc.context, ending)
        if typed:
            post(dc.context, faces.closed(ending))
        return await dc.cancel_all_dialogs()
