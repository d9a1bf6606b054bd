"""The SDK's state on our documents: etags that conflict, and no types but those named here."""

import json
from collections.abc import Mapping
from datetime import timedelta

from botbuilder.core import PrivateConversationState, Storage, TurnContext
from botbuilder.core.bot_state import CachedBotState
from botbuilder.dialogs import DialogInstance, DialogState
from pydantic import JsonValue

from sessions.ports import Clock
from storage.documents import Body, Document, Documents, Key

KIND = "state"
ETAG = "e_tag"
"""Where the SDK's states carry their etag."""
TYPE = "$type"


class StateStorage(Storage):
    """Each key is a document of its own, in a partition of its own. Raises Conflict on a stale etag."""

    def __init__(self, documents: Documents, *, now: Clock, keep: timedelta) -> None:
        self._documents = documents
        self._now = now
        self._keep = keep

    async def read(self, keys: list[str]) -> dict[str, dict[str, object]]:
        found = {key: await self._documents.read(_key(key)) for key in keys}
        return {key: _state(document) for key, document in found.items() if document is not None}

    async def write(self, changes: Mapping[str, dict[str, object]]) -> None:
        for key, state in changes.items():
            state[ETAG] = await self._write(key, state)

    async def delete(self, keys: list[str]) -> None:
        for key in keys:
            document = await self._documents.read(_key(key))
            if document is not None:
                await self._documents.delete(document.key, document.etag)

    async def _write(self, key: str, state: dict[str, object]) -> str:
        etag = state.get(ETAG)
        body: Body = {name: encode(value) for name, value in state.items() if name != ETAG}
        expires_at = self._now() + self._keep
        if etag is None:
            return (await self._documents.create(_key(key), body, expires_at=expires_at)).etag
        return (await self._documents.replace(_key(key), str(etag), body, expires_at=expires_at)).etag


class TurnState(PrivateConversationState):
    """What is kept of one person in one conversation: read once a turn, and written once.

    The SDK's own reads an empty state again at every glance, and finds out whether it changed by pickling it.
    """

    async def load(self, turn_context: TurnContext, force: bool = False) -> None:
        """Read it, unless this turn has; `force` reads it anew, and forgets what this turn did to it."""
        if force or self.get_cached_state(turn_context) is None:
            key = self.get_storage_key(turn_context)
            kept = (await self._storage.read([key])).get(key)
            turn_context.turn_state[self._context_service_key] = _Loaded(kept or {})

    async def put_back(self, turn_context: TurnContext) -> None:
        """As it was before this turn. Raises Conflict if another turn has been since."""
        loaded: _Loaded = self.get_cached_state(turn_context)
        if ETAG in loaded.state:
            before = json.loads(loaded.before) | {ETAG: loaded.state[ETAG]}
            await self._storage.write({self.get_storage_key(turn_context): before})


class _Loaded(CachedBotState):
    def __init__(self, state: dict[str, object]) -> None:
        super().__init__(state)
        self.before = str(self.hash)

    def compute_hash(self, obj: dict[str, object]) -> str:
        """The SDK compares this with what it was before."""
        return json.dumps({name: encode(value) for name, value in obj.items() if name != ETAG})


def encode(value: object) -> JsonValue:
    """Plain JSON; the SDK's two dialog types by name. Raises TypeError for any other."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple():
            return [encode(item) for item in value]
        case dict():
            return {str(name): encode(item) for name, item in value.items()}
        case DialogState():
            return {TYPE: "DialogState", "stack": [encode(item) for item in value.dialog_stack]}
        case DialogInstance():
            return {TYPE: "DialogInstance", "id": value.id, "state": encode(value.state)}
    raise TypeError(f"{type(value).__name__} is not among the types that a state may hold")


def decode(value: JsonValue) -> object:
    """The reverse of `encode`."""
    match value:
        case {"$type": "DialogState", "stack": list(stack)}:
            return DialogState([decode(item) for item in stack])
        case {"$type": "DialogInstance", "id": str(name), "state": state}:
            return DialogInstance(name, decode(state))
        case dict():
            return {name: decode(item) for name, item in value.items()}
        case list():
            return [decode(item) for item in value]
    return value


def _key(key: str) -> Key:
    return Key(KIND, key, key)


def _state(document: Document) -> dict[str, object]:
    return {name: decode(value) for name, value in document.body.items()} | {ETAG: document.etag}
