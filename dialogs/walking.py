"""The walk as the bot sees it: begin, carry on, offer again what was left half-way."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import uuid4

from botbuilder.core import BotState, TurnContext
from botbuilder.dialogs import (
    DialogContext,
    DialogSet,
    DialogTurnResult,
    DialogTurnStatus,
    WaterfallDialog,
    WaterfallStepContext,
)
from botbuilder.dialogs.memory import DialogStateManagerConfiguration

from cards import notes
from cards import walk as faces
from cards.payloads import AnswerField, Steer
from dialogs.asking import Ask
from dialogs.book import Ending
from dialogs.check import Check
from dialogs.contact import contact_said
from dialogs.parts import Parts
from dialogs.posting import post
from dialogs.walk import Attempt, Purpose, Walk
from sessions.draft import Draft, Field
from sessions.lifecycle import next_state
from sessions.people import Party, Person
from sessions.references import new_reference
from sessions.refusals import Refused
from sessions.request import Action

WALK, ASK, CHECK = "walk", "ask", "check"
HOLDS = {Field.NAME: "name", Field.OVERVIEW: "overview", Field.AVAILABILITY: "times"}
"""Questions with one input for words."""
NO_SCOPES = DialogStateManagerConfiguration()
C = TypeVar("C", bound=DialogContext)
Step = Callable[[WaterfallStepContext], Awaitable[DialogTurnResult]]


class Walking:
    """The waterfall, one step a field and then the check, and what surrounds it."""

    def __init__(self, state: BotState, parts: Parts) -> None:
        self.parts = parts
        self._dialogs = DialogSet(state.create_property("dialogs"))
        steps = [self._asks(field) for field in Field]
        self._dialogs.add(_Waterfall(WALK, [*steps, self._check, self._settle]))
        self._dialogs.add(Ask(ASK, parts))
        self._dialogs.add(Check(CHECK, parts))

    async def current(self, context: TurnContext) -> Walk | None:
        """The walk under way; one left alone for too long is closed and forgotten."""
        walk = await self.parts.book.current(context)
        while walk is not None and self.parts.desk.now() - walk.touched_at > self.parts.expire_after:
            ending: Ending = "expired" if walk.purpose is Purpose.REQUEST else "times expired"
            self.parts.questions.close(context, walk, faces.closed(ending))
            await (await self._dialog_context(context)).cancel_all_dialogs()
            walk = await self.parts.book.drop(context, ending)
        return walk

    def was_left(self, walk: Walk) -> bool:
        """Whether it was left alone for so long that it is better offered than taken for granted."""
        return self.parts.desk.now() - walk.touched_at > self.parts.resume_after

    async def begin_request(
        self, context: TurnContext, lro: Person, known: Draft, *, private: bool, source: str
    ) -> None:
        """A new request, with what is known of the person to be confirmed. `source`: where they came from."""
        walk = Walk(
            id=uuid4().hex,
            purpose=Purpose.REQUEST,
            reference=new_reference(self.parts.region),
            lro=lro,
            source=source,
            private=private,
            draft=known,
            at=Field.NAME,
            touched_at=self.parts.desk.now(),
        )
        await self._begin(context, walk)

    async def begin_times(self, context: TurnContext, lro: Person, reference: str, *, private: bool) -> None:
        """Other times for a request; what was said in this turn is their answer. Or why not."""
        try:
            request = await self.parts.desk.find(lro.id, reference)
            next_state(request, Action.OFFER_TIMES, Party.ITS_LRO, self.parts.desk.now())
        except Refused as refused:
            post(context, notes.refused(refused, viewer=lro, region=self.parts.region))
            return
        await self._set_aside(context)
        begun = [w for w in await self.parts.book.all(context) if w.reference == reference]
        walk = Walk(
            id=begun[0].id if begun else uuid4().hex,
            asked=begun[0].asked if begun else 0,
            purpose=Purpose.TIMES,
            reference=reference,
            lro=lro,
            private=private,
            draft=Draft(),
            at=Field.AVAILABILITY,
            touched_at=self.parts.desk.now(),
        )
        await self._begin(context, walk, answered=True)

    async def carry_on(self, context: TurnContext) -> None:
        """Take what was said as the answer to the present question."""
        result = await (await self._dialog_context(context)).continue_dialog()
        if result.status in {DialogTurnStatus.Complete, DialogTurnStatus.Cancelled, DialogTurnStatus.Empty}:
            await self._resume_set_aside(context)

    async def ask_again(self, context: TurnContext) -> None:
        """The present question, below what has been said since."""
        await (await self._dialog_context(context)).reprompt_dialog()

    def is_live(self, walk: Walk, pressed: AnswerField | Steer) -> bool:
        """Whether what was pressed is an answer to the question that is asked at present.

        On whichever card: of two that ask it, as when a turn had to be said again, nobody knows the newer.
        """
        if isinstance(pressed, Steer):
            return walk.is_asked_by(pressed)
        return pressed.walk == walk.id and pressed.field is walk.at

    async def offer_halfway(self, context: TurnContext, walk: Walk, held: str = "") -> None:
        """`You had got as far as …`: carry on, start again or cancel. What was `held` waits there."""
        self.parts.questions.close(context, walk, faces.closed("replaced"))
        if held and (typed := self._typed(walk.at, held)):
            walk = walk.tried(Attempt(typed=typed))
        asking = walk.touched(self.parts.desk.now()).asking_anew().model_copy(update={"offered": True})
        card = faces.halfway(
            asking.ticket,
            walk.draft,
            walk.at,
            given=walk.has_given,
            region=self.parts.region,
            private=walk.private,
        )
        self.parts.questions.ask(context, asking, card)
        await self.parts.book.put(context, asking)

    def _typed(self, field: Field | None, held: str) -> dict[str, str]:
        """What somebody came back with, in the inputs in which it can wait."""
        if field in HOLDS:
            return {HOLDS[field]: held}
        if field is Field.CONTACT:
            return contact_said(held)
        return {}

    async def _set_aside(self, context: TurnContext) -> None:
        """Close the card of the walk under way, if any: it is asked on when what comes between has ended."""
        walk = await self.current(context)
        if walk is not None:
            self.parts.questions.close(context, walk, faces.closed("replaced"))
            await self.parts.book.put(context, walk.asking_anew())

    async def _begin(self, context: TurnContext, walk: Walk, *, answered: bool = False) -> None:
        await self.parts.book.put(context, walk)
        dc = await self._dialog_context(context)
        await dc.cancel_all_dialogs()
        await dc.begin_dialog(WALK, {"answered": answered})

    async def _resume_set_aside(self, context: TurnContext) -> None:
        """Ask on where the walk stood that was set aside for the one that has ended."""
        walk = await self.current(context)
        if walk is not None:
            await self._begin(context, walk.touched(self.parts.desk.now()))

    async def _dialog_context(self, context: TurnContext) -> DialogContext:
        # The SDK draws up the scopes and paths of its adaptive dialogs for every turn that brings none along.
        context.turn_state.setdefault(DialogStateManagerConfiguration.__name__, NO_SCOPES)
        return _without_scopes(await self._dialogs.create_context(context))

    # -- the steps of the waterfall ------------------------------------------------------------------------

    def _asks(self, field: Field) -> Step:
        async def step(step: WaterfallStepContext) -> DialogTurnResult:
            walk = await self.parts.book.current(step.context)
            if walk is None or walk.at is not field:
                return await step.next(None)
            return await step.begin_dialog(ASK, step.options)

        return step

    async def _check(self, step: WaterfallStepContext) -> DialogTurnResult:
        walk = await self.parts.book.current(step.context)
        if walk is None or walk.at is not None:
            return await step.next(None)
        return await step.begin_dialog(CHECK)

    async def _settle(self, step: WaterfallStepContext) -> DialogTurnResult:
        """The walk was moved to a field that the steps are past: go through them again."""
        return await step.replace_dialog(WALK, {"answered": False})


class _Waterfall(WaterfallDialog):
    async def on_step(self, step_context: WaterfallStepContext) -> DialogTurnResult:
        return await super().on_step(_without_scopes(step_context))


def _without_scopes(dc: C) -> C:
    """The SDK gives each context a reader of memory scopes, which holds the context in turn.

    The walk has no scopes. Without the reader a turn's objects go when it is over; with it they would wait
    for the garbage collector.
    """
    dc.state = None
    return dc
