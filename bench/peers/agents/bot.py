"""The Microsoft 365 Agents SDK for Python: `bot.py PORT echo|waterfall [unrepaired]`.

No authentication, memory state. As its samples use it, with one repair, without which conversations mix: see
`OfThisTurn`.
"""

import logging
import sys
from contextvars import ContextVar
from typing import Any

from aiohttp import web
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import (
    ActivityHandler,
    AgentAuthConfiguration,
    AnonymousTokenProvider,
    ConversationState,
    MemoryStorage,
    MessageFactory,
    TurnContext,
    UserState,
)
from microsoft_agents.hosting.core.authorization import ConnectionManager
from microsoft_agents.hosting.core.state.agent_state import AgentState, CachedAgentState
from microsoft_agents.hosting.core.storage import Storage, StoreItem
from microsoft_agents.hosting.dialogs import (
    Choice,
    ChoicePrompt,
    ComponentDialog,
    ConfirmPrompt,
    DialogSet,
    DialogTurnResult,
    DialogTurnStatus,
    NumberPrompt,
    PromptOptions,
    PromptValidatorContext,
    TextPrompt,
    WaterfallDialog,
    WaterfallStepContext,
)


class OfThisTurn(AgentState):
    """The repair: the state read for a turn is that turn's.

    The SDK keeps it on the state object, which all turns share: of two at the same time, the second one's
    state is what the first one reads and saves. Each turn runs in the task of its connection, and so in a
    context of its own.
    """

    def __init__(self, storage: Storage) -> None:
        self._of_this_turn: ContextVar[CachedAgentState | None] = ContextVar("state", default=None)
        super().__init__(storage)

    @property
    def _cached_state(self) -> CachedAgentState | None:
        return self._of_this_turn.get()

    @_cached_state.setter
    def _cached_state(self, state: CachedAgentState | None) -> None:
        self._of_this_turn.set(state)


class Conversations(OfThisTurn, ConversationState):
    pass


class Users(OfThisTurn, UserState):
    pass


class Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


class Walks(ActivityHandler):
    """The samples' DialogBot."""

    def __init__(self, *, repaired: bool) -> None:
        memory = MemoryStorage()  # as in the official sample: a peer keeps nothing
        self._conversation = (Conversations if repaired else ConversationState)(memory)
        self._user = (Users if repaired else UserState)(memory)
        self._dialog = ProfileDialog(self._user)
        self._at = self._conversation.create_property("DialogState")

    async def on_turn(self, turn_context: TurnContext) -> None:
        await super().on_turn(turn_context)
        await self._conversation.save(turn_context)
        await self._user.save(turn_context)

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        dialogs = DialogSet(self._at)
        dialogs.add(self._dialog)
        at = await dialogs.create_context(turn_context)
        result = await at.continue_dialog()
        if result.status == DialogTurnStatus.Empty:
            await at.begin_dialog(self._dialog.id)


class Profile(StoreItem):
    """What is kept of somebody."""

    def __init__(self, transport: str = "", name: str = "", age: int = 0) -> None:
        self.transport = transport
        self.name = name
        self.age = age

    def store_item_to_json(self) -> dict[str, Any]:
        return {"transport": self.transport, "name": self.name, "age": self.age}

    @staticmethod
    def from_json_to_store_item(json_data: dict[str, Any]) -> "Profile":
        return Profile(**json_data)


class ProfileDialog(ComponentDialog):
    """The samples' multi-turn prompt: five questions, one reply a turn, and no picture, which Teams skips."""

    def __init__(self, user_state: UserState) -> None:
        super().__init__(ProfileDialog.__name__)
        self._profile = user_state.create_property("Profile")
        steps = [self._transport, self._name, self._wants_age, self._age, self._confirm, self._done]
        self.add_dialog(WaterfallDialog("walk", steps))
        self.add_dialog(ChoicePrompt("choice"))
        self.add_dialog(TextPrompt("text"))
        self.add_dialog(ConfirmPrompt("confirm"))
        self.add_dialog(NumberPrompt("number", _is_age))
        self.initial_dialog_id = "walk"

    async def _transport(self, step: WaterfallStepContext) -> DialogTurnResult:
        question = MessageFactory.text("Please enter your mode of transport.")
        choices = [Choice("Car"), Choice("Bus"), Choice("Bicycle")]
        return await step.prompt("choice", PromptOptions(prompt=question, choices=choices))

    async def _name(self, step: WaterfallStepContext) -> DialogTurnResult:
        step.values["transport"] = step.result.value
        question = MessageFactory.text("Please enter your name.")
        return await step.prompt("text", PromptOptions(prompt=question))

    async def _wants_age(self, step: WaterfallStepContext) -> DialogTurnResult:
        step.values["name"] = step.result
        question = MessageFactory.text(f"Thanks {step.result}. Would you like to give your age?")
        return await step.prompt("confirm", PromptOptions(prompt=question))

    async def _age(self, step: WaterfallStepContext) -> DialogTurnResult:
        if not step.result:
            return await step.next(-1)
        question = MessageFactory.text("Please enter your age.")
        again = MessageFactory.text("The value entered must be greater than 0 and less than 150.")
        return await step.prompt("number", PromptOptions(prompt=question, retry_prompt=again))

    async def _confirm(self, step: WaterfallStepContext) -> DialogTurnResult:
        step.values["age"] = step.result
        question = MessageFactory.text(f"I have your age as {step.result}. Is this ok?")
        return await step.prompt("confirm", PromptOptions(prompt=question))

    async def _done(self, step: WaterfallStepContext) -> DialogTurnResult:
        if step.result:
            profile = await self._profile.get(step.context, Profile, target_cls=Profile)
            profile.transport = step.values["transport"]
            profile.name = step.values["name"]
            profile.age = step.values["age"]
            await self._profile.set(step.context, profile)
            told = f"I have your mode of transport as {profile.transport} and your name as {profile.name}."
        else:
            told = "Thanks. Your profile will not be kept."
        await step.context.send_activity(MessageFactory.text(told))
        return await step.end_dialog()


async def _is_age(prompt: PromptValidatorContext) -> bool:
    return bool(prompt.recognized.succeeded and 0 < prompt.recognized.value < 150)


def application(bot: ActivityHandler) -> web.Application:
    connections = ConnectionManager(
        lambda _: AnonymousTokenProvider(), {"SERVICE_CONNECTION": AgentAuthConfiguration()}
    )
    adapter = CloudAdapter(connection_manager=connections)

    async def messages(request: web.Request) -> web.Response:
        # No middleware has checked a token: everybody is anonymous, as nobody is registered here.
        answer: web.Response = await adapter.process(request, bot)
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


def main(port: str, script: str, variant: str = "") -> None:
    # It warns in each turn that nobody is registered: a cost that those who are do not have.
    logging.getLogger("microsoft_agents").setLevel(logging.ERROR)
    bot = Echo() if script == "echo" else Walks(repaired=variant != "unrepaired")
    web.run_app(application(bot), host="127.0.0.1", port=int(port), print=None, access_log=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
