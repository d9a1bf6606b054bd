"""The bot as the adapter sees it: which activity goes where, in order, each acted on once."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.schema import ActivityTypes
from microsoft_teams.cards import AdaptiveCard

from bot.activities.incoming import Incoming, read_incoming
from bot.announcing.presses import AnnouncingPresses
from bot.door.state import TurnState
from bot.door.turns import Turns
from bot.log import about
from bot.membership.events import Membership
from bot.people.memory import People
from bot.people.rosters import RosterUnknown
from bot.talk.actions import Actions
from bot.talk.messages import Talk
from cards import texts, thread
from cards.announcing.payloads import is_announcing
from cards.message import CONTENT_TYPE, as_attachment_content
from cards.payloads import NotOurs, parse_executed
from dialogs.posting import say_all

_log = structlog.get_logger(__name__)

CARD_ACTION = "adaptiveCard/action"


@dataclass(slots=True)
class Rooms:
    """What the handler leads to."""

    talk: Talk
    actions: Actions
    announcing: AnnouncingPresses
    people: People
    membership: Membership


class SupportBot(ActivityHandler):
    def __init__(self, rooms: Rooms, state: TurnState) -> None:
        super().__init__()
        self._rooms = rooms
        self.turns = Turns(state, act=self._take_in, say_again=self._say_again)

    async def on_turn(self, turn_context: TurnContext) -> None:
        """A message is a turn on somebody's state; nothing else touches it."""
        if turn_context.activity.type == ActivityTypes.message:
            await self.turns.play(turn_context)
        else:
            await super().on_turn(turn_context)
            try:
                await say_all(turn_context)
            except Exception:
                await self._rooms.membership.not_said(turn_context)
                raise

    async def _take_in(self, context: TurnContext) -> None:
        incoming = read_incoming(context.activity)
        await self._rooms.people.met(incoming)
        await self._rooms.talk.on_message(context, incoming)

    async def _say_again(self, context: TurnContext) -> None:
        await self._rooms.talk.on_message_again(context, read_incoming(context.activity))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """A pressed Action.Execute. Teams shows "Unable to reach app" unless something is answered."""
        activity = turn_context.activity
        if activity.name != CARD_ACTION:
            return InvokeResponse(status=int(HTTPStatus.NOT_IMPLEMENTED), body={})
        try:
            incoming = read_incoming(activity)
            await self._rooms.people.met(incoming)
            card = await self._executed(incoming, (activity.value or {}).get("action") or {})
        except NotOurs:
            card = thread.fresh()
        except RosterUnknown:  # an error leaves the card and its buttons where they are
            return _refused("RosterUnknown", texts.ROSTER_UNKNOWN)
        except Exception as fault:  # noqa: BLE001 (an exception here becomes a 501, and a dead button)
            _log.error("action_failed", **about(fault))
            return _refused("Failed", texts.WENT_WRONG)
        return _answer(HTTPStatus.OK, CONTENT_TYPE, as_attachment_content(card))

    async def _executed(self, incoming: Incoming, action: dict[str, Any]) -> AdaptiveCard:
        """Raises NotOurs."""
        verb, data = str(action.get("verb") or ""), action.get("data")
        if is_announcing(verb):
            return await self._rooms.announcing.on_executed(incoming, verb, data)
        return await self._rooms.actions.on_executed(incoming.person, parse_executed(verb, data))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._rooms.membership.on_event(turn_context)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        await self._rooms.membership.on_event(turn_context)


def _refused(code: str, sentence: str) -> InvokeResponse:
    value = {"code": code, "message": sentence}
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, "application/vnd.microsoft.error", value)


def _answer(status: HTTPStatus, kind: str, value: dict[str, Any]) -> InvokeResponse:
    """Universal actions are answered 200 by HTTP; what went on is told by the status inside."""
    return InvokeResponse(
        status=int(HTTPStatus.OK), body={"statusCode": int(status), "type": kind, "value": value}
    )
