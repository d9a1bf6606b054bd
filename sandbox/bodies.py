"""Requests to the sandbox's own API, read into what they mean."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from sandbox.state import Json, NotPossibleError, State
from sandbox.world import Person

BASE = "/sandbox/api"

Body = TypeVar("Body", bound=BaseModel)


def takes(
    model: type[Body], act: Callable[[Body], Awaitable[Json]]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler that reads the body into `model`. What does not fit, or cannot be done, is a 400."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await act(model.model_validate_json(await request.read())))
        except (ValidationError, NotPossibleError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return handle


def person_in(state: State, person_id: str) -> Person:
    """Somebody by either of their ids. Raises NotPossibleError."""
    person = state.world.by_id.get(person_id)
    if person is None:
        raise NotPossibleError(f"there is nobody called {person_id}")
    return person
