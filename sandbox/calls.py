"""The log of what the bot asked of the connector, for tests to read."""

from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sandbox.faults import Operation
from sandbox.state import Json

LOG_LENGTH = 20_000


@dataclass
class Call:
    """One request of the bot. `status` 0 means that the connection was dropped without an answer."""

    number: int
    time: str
    method: str
    path: str
    operation: Operation
    conversation: str | None
    person: str | None
    activity_id: str | None
    activity: Json | None
    status: int = 0

    def as_json(self) -> Json:
        return asdict(self)


class Calls:
    """The last calls, oldest first."""

    def __init__(self) -> None:
        self._log: deque[Call] = deque(maxlen=LOG_LENGTH)
        self._count = 0

    def begin(
        self,
        method: str,
        path: str,
        operation: Operation,
        *,
        conversation: str | None,
        person: str | None,
        activity_id: str | None,
        activity: Json | None,
    ) -> Call:
        self._count += 1
        now = datetime.now(UTC).isoformat()
        call = Call(self._count, now, method, path, operation, conversation, person, activity_id, activity)
        self._log.append(call)
        return call

    def after(self, number: int) -> list[Call]:
        """Calls with a higher number than that; 0 for all that are kept."""
        return [call for call in self._log if call.number > number]
