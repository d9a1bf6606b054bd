"""botbuilder-python as its samples use it: `bot.py PORT echo|waterfall [patched]`.

No authentication, memory state. `patched` changes one line of msrest: its `safe_codes` becomes a set. It is a
list of 501 numbers, in which a thousand are looked for whenever a client is made, twice a turn.
"""

import sys

from aiohttp import web
from botbuilder.core import (
    ActivityHandler,
    ConversationState,
    MemoryStorage,
    MessageFactory,
    TurnContext,
    UserState,
)
from botbuilder.dialogs import (
    ComponentDialog,
    DialogSet,
    DialogTurnResult,
    DialogTurnStatus,
    WaterfallDialog,
    WaterfallStepContext,
)
from botbuilder.dialogs.choices import Choice
from botbuilder.dialogs.prompts import (
    ChoicePrompt,
    ConfirmPrompt,
    NumberPrompt,
    PromptOptions,
    PromptValidatorContext,
    TextPrompt,
)
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity
from msrest.universal_http.requests import ClientRetryPolicy


class Unregistered:
    """The samples' configuration, with nothing filled in."""

    APP_ID = ""
    APP_PASSWORD = ""
    APP_TYPE = "MultiTenant"
    APP_TENANTID = ""


class Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


class Walks(ActivityHandler):
    """The samples' DialogBot."""

    def __init__(self) -> None:
        memory = MemoryStorage()  # as in the official sample: a peer keeps nothing
        self._conversation, self._user = ConversationState(memory), UserState(memory)
        self._dialog = ProfileDialog(self._user)
        self._at = self._conversation.create_property("DialogState")

    async def on_turn(self, turn_context: TurnContext) -> None:
        await super().on_turn(turn_context)
        await self._conversation.save_changes(turn_context)
        await self._user.save_changes(turn_context)

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        dialogs = DialogSet(self._at)
        dialogs.add(self._dialog)
        at = await dialogs.create_context(turn_context)
        result = await at.continue_dialog()
        if result.status == DialogTurnStatus.Empty:
            await at.begin_dialog(self._dialog.id)


class Profile:
    """What is kept of somebody."""

    def __init__(self) -> None:
        self.transport = ""
        self.name = ""
        self.age = 0


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
            profile = await self._profile.get(step.context, Profile)
            profile.transport = step.values["transport"]
            profile.name = step.values["name"]
            profile.age = step.values["age"]
            told = f"I have your mode of transport as {profile.transport} and your name as {profile.name}."
        else:
            told = "Thanks. Your profile will not be kept."
        await step.context.send_activity(MessageFactory.text(told))
        return await step.end_dialog()


async def _is_age(prompt: PromptValidatorContext) -> bool:
    return bool(prompt.recognized.succeeded and 0 < prompt.recognized.value < 150)


def application(bot: ActivityHandler) -> web.Application:
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Unregistered()))

    async def messages(request: web.Request) -> web.Response:
        # What CloudAdapter.process does, but without the token that it would check: nobody is registered.
        activity = Activity().deserialize(await request.json())
        await adapter.process_activity("", activity, bot.on_turn)
        return web.Response(status=201)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


def main(port: str, script: str, variant: str = "stock") -> None:
    if variant == "patched":
        codes = frozenset(ClientRetryPolicy.safe_codes)
        ClientRetryPolicy.safe_codes = codes  # type: ignore[assignment]  # the patch
    app = application({"echo": Echo, "waterfall": Walks}[script]())
    web.run_app(app, host="127.0.0.1", port=int(port), print=None, access_log=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
