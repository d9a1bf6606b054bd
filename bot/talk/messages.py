"""A message: words or a pressed button, led to the walk or to what was asked for."""

from dataclasses import dataclass

from botbuilder.core import TurnContext

from bot.activities.incoming import Incoming
from bot.kit.links import clean_ref, take_ref
from bot.talk.commands import ORGANISERS, Command, read_command
from bot.talk.organising import Organising
from bot.talk.queue import QueueWords
from bot.talk.starting import Starting
from cards import lro, notes, texts, thread, welcome
from cards.payloads import (
    AnswerField,
    ChooseWhere,
    MakeKit,
    NotOurs,
    OfferTimes,
    SayCommand,
    ShowMine,
    StartWalk,
    Steer,
    parse_pressed,
)
from dialogs.answers import Reader
from dialogs.old_cards import tidy
from dialogs.posting import post
from dialogs.said import Said, note_said
from dialogs.walk import Walk
from dialogs.walking import Walking
from sessions.desk import Desk
from sessions.request import State

ASIDE = frozenset({Command.HELLO, Command.REQUEST})
"""Said during a walk that was left, these mean: where were we?"""


REPEATABLE = ORGANISERS | {Command.HELLO, Command.HELP, Command.MINE, Command.QUEUE, Command.REQUEST}
"""Outside a walk these can be answered as often as they are heard."""
REPEATABLE_PRESSES = StartWalk | ChooseWhere | ShowMine | SayCommand | MakeKit


@dataclass(frozen=True, slots=True)
class Talk:
    desk: Desk
    walking: Walking
    starting: Starting
    organising: Organising
    queue: QueueWords

    async def on_message(self, context: TurnContext, incoming: Incoming) -> None:
        """Answer what was said or pressed."""
        value = context.activity.value
        if value is None:
            await self._on_words(context, incoming)
            return
        try:
            pressed = parse_pressed(value)
        except NotOurs:
            post(context, thread.fresh())
            return
        note_said(context, Said(pressed=pressed))
        match pressed:
            case StartWalk(ref=ref):
                await self.starting.press(context, incoming, clean_ref(ref) or "")
            case ChooseWhere(ref=ref):
                await self.starting.choose(context, incoming, pressed, clean_ref(ref) or "")
            case ShowMine():
                await self._mine(context, incoming)
            case OfferTimes(reference=reference):
                await self.walking.begin_times(context, incoming.person, reference, private=incoming.private)
            case SayCommand(command=command):
                await self._on_command(context, incoming, Command(command))
            case MakeKit():
                post(context, await self.organising.on_pressed(incoming, pressed))
            case AnswerField() | Steer():
                await self._on_walk_button(context, incoming, pressed)

    async def on_message_again(self, context: TurnContext, incoming: Incoming) -> None:
        """A message that was acted on, and perhaps never answered: say where they are.

        In a channel only of a walk: a request that is in shows there as a tick, which the courier sees to.
        """
        note_said(context, Said())
        walk = await self.walking.current(context)
        if walk is not None:
            await self.walking.ask_again(context)
        elif _is_repeatable(context, incoming):
            await self.on_message(context, incoming)
        elif incoming.private:
            await self._mine(context, incoming)

    async def _on_walk_button(
        self, context: TurnContext, incoming: Incoming, pressed: AnswerField | Steer
    ) -> None:
        """Only the person who started a walk has it in their state, so nobody else's press finds it."""
        walk = await self.walking.current(context)
        if walk is not None and self.walking.is_live(walk, pressed):
            await self.walking.carry_on(context)
        elif walk is not None and walk.is_ahead(pressed):
            await self.walking.ask_again(context)
        elif not await tidy(context, self.walking.parts, incoming.person.id, pressed):
            post(context, notes.note(texts.WALK_IS_OVER if incoming.private else texts.NOT_YOUR_WALK))

    async def _on_words(self, context: TurnContext, incoming: Incoming) -> None:
        text, ref = take_ref(incoming.text)
        said = Said(text=text)
        note_said(context, said)
        walk = await self.walking.current(context)
        command = read_command(text, in_walk=walk is not None)
        if command is Command.MINE:
            await self._mine(context, incoming)
        elif command is Command.QUEUE or command in ORGANISERS:
            await self._on_command(context, incoming, command)
        elif walk is not None:
            await self._in_walk(context, walk, command, said)
        else:
            await self._outside(context, incoming, command, ref or "")

    async def _on_command(self, context: TurnContext, incoming: Incoming, command: Command) -> None:
        """Of organisers or advisers, said or pressed; whether somebody is one is checked where it is done."""
        if command is Command.QUEUE:
            post(context, await self.queue.on_command(incoming))
        else:
            post(context, await self.organising.on_command(incoming, command))

    async def _outside(
        self, context: TurnContext, incoming: Incoming, command: Command | None, ref: str
    ) -> None:
        """Where no walk is under way."""
        match command:
            case Command.REQUEST:
                await self.starting.request(context, incoming, ref)
            case Command.HELLO:
                await self._hello(context, incoming)
            case Command.CANCEL:
                post(context, notes.note(texts.NOTHING_TO_CANCEL))
            case Command.HELP:
                await self._help(context, incoming)
            case _:
                await self._other_words(context, incoming)

    async def _in_walk(self, context: TurnContext, walk: Walk, command: Command | None, said: Said) -> None:
        """Left half-way and spoken to again: offered first. Otherwise the words are the answer."""
        if command in ASIDE:
            await self.walking.offer_halfway(context, walk)
        elif self.walking.was_left(walk) and said.steer is None:
            await self.walking.offer_halfway(context, walk, held=said.text)
        else:
            await self.walking.carry_on(context)

    async def _other_words(self, context: TurnContext, incoming: Incoming) -> None:
        """Times, where a request of theirs waits for some (for which, of several?); else what can be said."""
        waiting = [r for r in await self.desk.mine(incoming.person.id) if r.state is State.WAITING_FOR_TIMES]
        says_when = waiting and Reader(self.desk.region, self.desk.now()).times(incoming.text).says_when
        if not says_when:
            await self._help(context, incoming)
        elif len(waiting) == 1:
            reference = waiting[0].reference
            await self.walking.begin_times(context, incoming.person, reference, private=incoming.private)
        else:
            await self._mine(context, incoming)

    async def _help(self, context: TurnContext, incoming: Incoming) -> None:
        region, rights = self.desk.region, self.organising.rights
        if incoming.private:
            post(context, welcome.help_(region, **await rights.roles(incoming.person)))
        else:
            organiser = rights.is_organiser(incoming.person)
            post(context, welcome.help_in_channel(region, organiser=organiser))

    async def _hello(self, context: TurnContext, incoming: Incoming) -> None:
        region = self.desk.region
        if incoming.private:
            roles = await self.organising.rights.roles(incoming.person)
            post(context, welcome.personal(region, **roles))
        else:
            post(context, welcome.channel(region))

    async def _mine(self, context: TurnContext, incoming: Incoming) -> None:
        card = lro.my_requests(
            await self.desk.mine(incoming.person.id),
            region=self.desk.region,
            now=self.desk.now(),
            private=incoming.private,
        )
        post(context, card)


def _is_repeatable(context: TurnContext, incoming: Incoming) -> bool:
    """Whether it comes to the same, acted on twice, where no walk is under way."""
    if context.activity.value is None:
        return read_command(take_ref(incoming.text)[0]) in REPEATABLE
    try:
        return isinstance(parse_pressed(context.activity.value), REPEATABLE_PRESSES)
    except NotOurs:
        return True
