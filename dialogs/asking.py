"""One question of the walk."""

from botbuilder.dialogs import Dialog, DialogContext, DialogTurnResult
from microsoft_teams.cards import AdaptiveCard

from cards import walk as faces
from cards.payloads import AnswerField, Steer
from cards.walk import Question
from dialogs.answers import Answer, Reader
from dialogs.posting import edit
from dialogs.prompted import Prompted
from dialogs.said import Said
from dialogs.walk import Walk
from sessions.draft import Draft, Field, Problem
from sessions.window import Window

UNDERSTOOD = "understood"
"""Where the prompt keeps the times that were understood, for *Use these times*."""


class Ask(Prompted):
    """Asks the field at which the walk stands."""

    def face(self, walk: Walk, answer: Answer | None = None) -> AdaptiveCard:
        if walk.at is None:
            raise ValueError("nothing to ask")
        answer = answer or Answer(walk.draft)
        return faces.question(
            Question(
                walk=walk.id,
                field=walk.at,
                draft=walk.draft,
                first=walk.is_first,
                changing=walk.changing,
                problem=answer.problem,
                typed=answer.typed,
                understood=answer.understood,
                not_understood=answer.not_understood,
                private=walk.private,
            ),
            region=self.parts.region,
            now=self.parts.desk.now(),
        )

    async def on_answer(self, dc: DialogContext, walk: Walk, said: Said) -> DialogTurnResult:
        if walk.at is None:
            raise ValueError("nothing was asked")
        pressed = said.pressed
        if isinstance(pressed, Steer) and pressed.to == "use these times":
            windows = tuple(Window.model_validate(w) for w in dc.active_dialog.state.get(UNDERSTOOD, []))
            answer = Reader(self.parts.region, self.parts.desk.now()).keep(windows, walk.draft)
        elif isinstance(pressed, Steer):
            answer = Answer(walk.draft, Problem.USE_BUTTONS)
        else:
            answer = Reader(self.parts.region, self.parts.desk.now()).read(walk.at, said, walk.draft)
        if answer.problem is None:
            return await self.move(dc, walk.answered(answer.draft), self._answered(walk, answer.draft))
        return await self._ask_again(dc, walk, answer, in_place=isinstance(pressed, AnswerField | Steer))

    def _answered(self, walk: Walk, draft: Draft) -> AdaptiveCard:
        field = walk.at or Field.AVAILABILITY
        return faces.answered(field, draft, region=self.parts.region, private=walk.private)

    async def _ask_again(
        self, dc: DialogContext, walk: Walk, answer: Answer, *, in_place: bool
    ) -> DialogTurnResult:
        """Say what to do. A card that was pressed is mended where it stands; words get a new card."""
        dc.active_dialog.state[UNDERSTOOD] = [w.model_dump(mode="json") for w in answer.understood]
        card = self.face(walk, answer)
        if in_place and walk.prompt:
            await edit(dc.context, walk.prompt, card)
        else:
            await edit(dc.context, walk.prompt, faces.closed("replaced"))
            await self.show(dc.context, walk, card)
        return Dialog.end_of_turn
