"""One question of the walk."""

from botbuilder.dialogs import Dialog, DialogContext, DialogTurnResult

from cards import walk as faces
from cards.blanks import Card
from cards.payloads import AnswerField, Steer, Ticket
from cards.questions import Question, question
from dialogs.answers import Reader
from dialogs.prompted import Prompted
from dialogs.said import Said
from dialogs.walk import Attempt, Purpose, Walk


class Ask(Prompted):
    """Asks the field at which the walk stands."""

    def face(self, walk: Walk) -> Card:
        if walk.at is None:
            raise ValueError("nothing to ask")
        tried = walk.attempt
        return question(
            Question(
                ticket=walk.ticket,
                field=walk.at,
                draft=walk.draft,
                first=walk.is_first,
                changing=walk.changing,
                reference=walk.reference if walk.purpose is Purpose.TIMES else "",
                given=walk.has_given,
                problem=tried.problem,
                typed=tried.typed,
                understood=tried.understood,
                not_understood=tried.not_understood,
                beyond=tried.beyond,
                private=walk.private,
            ),
            region=self.parts.region,
            now=self.parts.desk.now(),
        )

    async def on_answer(self, dc: DialogContext, walk: Walk, said: Said) -> DialogTurnResult:
        if isinstance(said.pressed, Steer) and not said.uses_times:
            return await self.again(dc.context, walk)
        answer = Reader(self.parts.region, self.parts.desk.now()).read(walk, said)
        if isinstance(said.pressed, AnswerField) and said.pressed.then == "back":
            return await self.move(dc, walk.keeping(answer).back(), faces.closed("replaced"))
        if isinstance(answer, Attempt):
            return await self._mend(dc, walk.tried(answer), said)
        if walk.at is None:
            raise ValueError("nothing was asked")
        face = faces.answered(walk.at, answer, region=self.parts.region, private=walk.private)
        return await self.move(dc, walk.answered(answer), face)

    async def _mend(self, dc: DialogContext, walk: Walk, said: Said) -> DialogTurnResult:
        """Say what to do. A card that was pressed is mended where it stands; words get a new card."""
        if not isinstance(said.pressed, Ticket):
            return await self.again(dc.context, walk)
        self.parts.questions.mend(dc.context, walk, self.face(walk))
        await self.parts.book.put(dc.context, walk)
        return Dialog.end_of_turn
