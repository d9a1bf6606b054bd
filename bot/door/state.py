"""The SDK's state on our documents: etags that conflict, and no types but those named here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from botbuilder.core import PrivateConversationState, Storage, TurnContext
from botbuilder.dialogs import DialogInstance, DialogState
from pydantic import JsonValue

from dialogs.walk import Walk
from sessions.ports import Clock
from storage.documents import Body, Documents, Key

KIND = "state"
ETAG = "e_tag"
"""Where the SDK's states carry their etag."""
TYPE = "$type"
PLAIN = frozenset({str, int, float, bool, type(None)})
"""Nearly everything in a state, and what is not looked into."""


class StateStorage(Storage):
    """Each key is a document of its own, in a partition of its own. Raises Conflict on a stale etag."""

    def __init__(self, documents: Documents, *, now: Clock, keep: timedelta) -> None:
        self._documents = documents
        self._now = now
        self._keep = keep

    async def read(self, keys: list[str]) -> dict[str, dict[str, object]]:
        found = {key: await self.read_body(key) for key in keys}
        return {key: decoded(body) | {ETAG: etag} for key, (body, etag) in found.items() if etag is not None}

    async def write(self, changes: Mapping[str, dict[str, object]]) -> None:
        for key, state in changes.items():
            etag = state.get(ETAG)
            state[ETAG] = await self.write_body(key, encoded(state), None if etag is None else str(etag))

    async def delete(self, keys: list[str]) -> None:
        for key in keys:
            document = await self._documents.read(_key(key))
            if document is not None:
                await self._documents.delete(document.key, document.etag)

    async def read_body(self, key: str) -> tuple[Body, str | None]:
        """As it is stored, and its etag; empty, and None, where there is nothing."""
        document = await self._documents.read(_key(key))
        return ({}, None) if document is None else (document.body, document.etag)

    async def write_body(self, key: str, body: Body, etag: str | None) -> str:
        """Over what was read with that etag, or None: over nothing. Answers the new etag."""
        expires_at = self._now() + self._keep
        if etag is None:
            return (await self._documents.create(_key(key), body, expires_at=expires_at)).etag
        return (await self._documents.replace(_key(key), etag, body, expires_at=expires_at)).etag


class TurnState(PrivateConversationState):
    """What is kept of one person in one conversation: read once a turn, and written once.

    The SDK's own reads an empty state again at every glance, and finds out whether it changed by pickling it.
    """

    _storage: StateStorage

    def get_cached_state(self, turn_context: TurnContext) -> "_Loaded | None":
        """Asked a dozen times a turn, and by the SDK's with a check of the context each time."""
        loaded: _Loaded | None = turn_context.turn_state.get(self._context_service_key)
        return loaded

    def get(self, turn_context: TurnContext) -> dict[str, object] | None:
        loaded = self.get_cached_state(turn_context)
        return None if loaded is None else loaded.state

    async def load(self, turn_context: TurnContext, force: bool = False) -> None:
        """Read it, unless this turn has; `force` reads it anew, and forgets what this turn did to it."""
        if force or self.get_cached_state(turn_context) is None:
            body, etag = await self._storage.read_body(self.get_storage_key(turn_context))
            turn_context.turn_state[self._context_service_key] = _Loaded(decoded(body), body, etag)

    async def save_changes(self, turn_context: TurnContext, force: bool = False) -> None:
        """Raises Conflict if another turn has saved since it was read."""
        loaded = self.get_cached_state(turn_context)
        if loaded is None:
            return
        body = encoded(loaded.state)
        if force or body != loaded.stored:
            loaded.etag = await self._storage.write_body(
                self.get_storage_key(turn_context), body, loaded.etag
            )
            loaded.stored = body

    async def put_back(self, turn_context: TurnContext) -> None:
        """As it was before this turn. Raises Conflict if another turn has been since."""
        loaded = self.get_cached_state(turn_context)
        if loaded is not None and loaded.etag is not None:
            loaded.etag = await self._storage.write_body(
                self.get_storage_key(turn_context), loaded.before, loaded.etag
            )


@dataclass(slots=True)
class _Loaded:
    """What the SDK's property accessors look for: they read and write `state`."""

    state: dict[str, object]
    before: Body
    """As it was read."""
    etag: str | None
    """Of what is stored; None if nothing is."""
    stored: Body = field(init=False)
    """As it is stored now."""

    def __post_init__(self) -> None:
        self.stored = self.before


def encoded(state: Mapping[str, object]) -> Body:
    return {name: encode(value) for name, value in state.items() if name != ETAG}


def decoded(body: Body) -> dict[str, object]:
    return {name: decode(value) for name, value in body.items()}


def encode(value: object) -> JsonValue:
    """Plain JSON; the SDK's dialog types by name, a walk as its fields. Raises TypeError for any other."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple():
            return [item if type(item) in PLAIN else encode(item) for item in value]
        case dict():
            return {str(name): item if type(item) in PLAIN else encode(item) for name, item in value.items()}
        case Walk():
            return value.model_dump(mode="json")
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
            return {name: item if type(item) in PLAIN else decode(item) for name, item in value.items()}
        case list():
            return [item if type(item) in PLAIN else decode(item) for item in value]
    return value


def _key(key: str) -> Key:
    return Key(KIND, key, key)
