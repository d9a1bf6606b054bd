"""The Bot Connector REST API (v3) as a bot in Teams sees it. After Microsoft's reference."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.access import Access, no_conversation
from sandbox.asked import Answer, Asked, checked_size, take_apart
from sandbox.calls import Call, Calls
from sandbox.faults import Fault, Faults, Operation, RateLimits, TeamsError
from sandbox.roster import Roster
from sandbox.state import Chat, Json, Message, State

Handler = Callable[[Asked], Awaitable[Answer]]


class Connector:
    """Serves /v3. `service_url` is what a new conversation says about where it lives."""

    def __init__(self, state: State, faults: Faults, rates: RateLimits, calls: Calls) -> None:
        self.state = state
        self.faults = faults
        self.rates = rates
        self.calls = calls
        self.service_url = ""
        self._access = Access(state)
        self._roster = Roster(state, self._access)

    def routes(self) -> list[web.RouteDef]:
        conversation = "/v3/conversations/{conversation}"
        activity = conversation + "/activities/{activity}"
        return [
            web.post("/v3/conversations", self._entry("create", self._create)),
            web.post(conversation + "/activities", self._entry("send", self._send)),
            web.post(activity, self._entry("send", self._send)),
            web.put(activity, self._entry("edit", self._edit)),
            web.delete(activity, self._entry("delete", self._delete)),
            web.get(conversation + "/members", self._entry("members", self._roster.all)),
            web.get(conversation + "/members/{member}", self._entry("members", self._roster.one)),
            web.get(conversation + "/pagedmembers", self._entry("members", self._roster.page)),
            web.get(conversation + "/pagedMembers", self._entry("members", self._roster.page)),
            web.get("/v3/teams/{team}", self._entry("team", self._roster.team)),
            web.get("/v3/teams/{team}/conversations", self._entry("team", self._roster.channels)),
        ]

    def _entry(self, operation: Operation, act: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                asked = await take_apart(request)
            except TeamsError as error:
                return _refusal(error)
            call = self._log(request, operation, asked)
            fault = self.faults.take(operation, asked.conversation, asked.person)
            try:
                status, body = await self._with_fault(fault, act, asked, operation)
            except TeamsError as error:
                call.status = error.status
                return _refusal(error)
            if call.activity_id is None and isinstance(body, dict):
                call.activity_id = body.get("activityId", body.get("id"))
            if fault and fault.drop:
                return _hang_up(request)
            call.status = status
            return web.Response(status=status) if body is None else web.json_response(body, status=status)

        return handle

    def _log(self, request: web.Request, operation: Operation, asked: Asked) -> Call:
        return self.calls.begin(
            request.method,
            request.path,
            operation,
            conversation=asked.conversation,
            person=asked.person,
            activity_id=asked.activity_id,
            activity=asked.body or None,
        )

    async def _with_fault(
        self, fault: Fault | None, act: Handler, asked: Asked, operation: Operation
    ) -> Answer:
        if fault:
            await asyncio.sleep(fault.delay)
            if fault.status:
                raise TeamsError(fault.status, fault.code, fault.message, fault.retry_after)
            if fault.drop == "before":
                return 0, None
        if operation in ("create", "send", "edit", "delete"):
            self.rates.check(asked.conversation)
        return await act(asked)

    async def _create(self, asked: Asked) -> Answer:
        data = asked.body.get("channelData") or {}
        tenant = (data.get("tenant") or {}).get("id")
        tenant = tenant or asked.body.get("tenantId") or asked.body.get("tenantID")
        if channel := (data.get("channel") or {}).get("id"):
            return self._new_thread(asked, channel)
        if tenant != self.state.world.tenant_id:
            raise TeamsError(400, "BadArgument", "Unknown or missing tenant id.")
        chat = self._access.opened_chat(asked.person or "")
        created: Json = {"id": chat.id, "serviceUrl": self.service_url}
        if first := asked.body.get("activity"):
            self._access.check_writable(chat)
            created |= _told_id(self._post(chat, None, first), "activityId")
        return 201, created

    def _new_thread(self, asked: Asked, channel: str) -> Answer:
        first = asked.body.get("activity")
        if not (first and asked.body.get("isGroup")):
            raise TeamsError(400, "BadSyntax", "A new thread needs isGroup and a first activity.")
        chat, thread = self._access.place(channel)
        if chat.kind != "channel" or thread:
            raise no_conversation()
        self._access.check_writable(chat)
        sent = self._post(chat, None, first)
        created: Json = {"id": sent[0].conversation, "serviceUrl": self.service_url}
        return 201, created | _told_id(sent, "activityId")

    async def _send(self, asked: Asked) -> Answer:
        activity = asked.body
        chat, thread = self._writable(asked)
        if chat.kind == "channel" and thread is None and asked.activity_id in chat.threads:
            thread = asked.activity_id
        if activity.get("type") == "typing":
            self.state.feed.tell("typing", chat=chat.id, thread=thread)
            return 201, {"id": self.state.next_id()}
        if activity.get("type") != "message":
            return 201, {"id": self.state.next_id()}
        return 201, _told_id(self._post(chat, thread, activity), "id")

    async def _edit(self, asked: Asked) -> Answer:
        activity = checked_size(asked.body)
        message = self._message(asked)
        self.state.edit(
            message,
            text=activity.get("text") or "",
            text_format=activity.get("textFormat") or "markdown",
            attachments=activity.get("attachments") or [],
        )
        return 200, {"id": message.id}

    async def _delete(self, asked: Asked) -> Answer:
        self.state.delete(self._message(asked))
        return 200, None

    def _post(self, chat: Chat, thread: str | None, activity: Json) -> list[Message]:
        """Add the bot's message. Text with a card becomes two messages, in the same thread."""
        activity = checked_size(activity)
        text, attachments = activity.get("text") or "", activity.get("attachments") or []
        parts: list[tuple[str, list[Json]]] = [(text, attachments)]
        if text and attachments:
            parts = [(text, []), ("", attachments)]
        sent: list[Message] = []
        for part_text, part_attachments in parts:
            message = self.state.post(
                chat,
                sender=self.state.world.bot.id,
                text=part_text,
                thread=thread,
                text_format=activity.get("textFormat") or "markdown",
                attachments=part_attachments,
            )
            thread = message.thread
            sent.append(message)
        return sent

    def _writable(self, asked: Asked) -> tuple[Chat, str | None]:
        found = self._access.place(asked.conversation or "")
        self._access.check_writable(found[0])
        return found

    def _message(self, asked: Asked) -> Message:
        """The bot's own message that is meant. Raises TeamsError 404, or 403 if it is somebody else's."""
        chat, _ = self._writable(asked)
        message = chat.messages.get(asked.activity_id or "")
        if message is None:
            raise TeamsError(
                404, "ActivityNotFoundInConversation", "The activity is not in the conversation."
            )
        if message.sender != self.state.world.bot.id:
            raise TeamsError(403, "MessageWritesBlocked", "The bot may change its own messages only.")
        return message


def _refusal(error: TeamsError) -> web.Response:
    headers = {} if error.retry_after is None else {"Retry-After": f"{error.retry_after:g}"}
    return web.json_response(error.as_json(), status=error.status, headers=headers)


def _hang_up(request: web.Request) -> web.Response:
    """Close the connection under the bot's feet; the response returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _told_id(sent: list[Message], key: str) -> Json:
    """A message's id under that key; nothing for one that was split, whose id Teams does not give."""
    return {key: sent[0].id} if len(sent) == 1 else {}
