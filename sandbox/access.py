"""What the bot may reach, and what Teams answers where it may not.

Codes after Microsoft's table of status codes for bots. What an archived team answers is written nowhere: its
threads are read-only, so it is taken to be what every thread answers that is closed to writing.
"""

import json

from sandbox.faults import TeamsError
from sandbox.state import Chat, Json, State


class WritesBlocked(TeamsError):
    """A thread closed to writing. Microsoft's example has no code at the top, but one in a text of JSON."""

    def __init__(self) -> None:
        super().__init__(403, "MessageWritesBlocked", "Thread is blocked from message writes.")

    def as_json(self) -> Json:
        inner = {"subCode": self.code, "details": str(self), "errorCode": None, "errorSubCode": None}
        return {"errorCode": 209, "message": json.dumps(inner, indent=2).replace("\n", "\r\n")}


class Access:
    """Every method raises TeamsError."""

    def __init__(self, state: State) -> None:
        self._state = state

    def opened_chat(self, person_id: str) -> Chat:
        """The one-to-one chat with somebody, by either id; with who removed the app, a closed one."""
        person = self._state.world.by_id.get(person_id)
        if person is None or not self._state.reachable(person):
            raise _not_in_roster()
        standing = self._state.standing(person)
        if standing == "blocked":
            raise _blocked_by_user()
        if standing == "guest":
            raise _not_installed()
        return self._state.open_chat(person)

    def place(self, conversation: str) -> tuple[Chat, str | None]:
        """The chat and thread behind a conversation id, if the bot is in it."""
        found = self._state.find(conversation)
        if found is None:
            raise no_conversation()
        team = found[0].team
        if team and not team.has_bot:
            raise _not_in_roster()
        return found

    def check_writable(self, chat: Chat) -> None:
        if chat.team:
            if chat.team.archived:
                raise WritesBlocked
        elif chat.person:
            standing = self._state.standing(chat.person)
            if standing == "blocked":
                raise _blocked_by_user()
            if standing == "removed":
                raise WritesBlocked
            if standing == "guest":
                raise _not_installed()
            if not self._state.reachable(chat.person):
                raise _not_in_roster()


def no_conversation() -> TeamsError:
    return TeamsError(404, "ConversationNotFound", "Conversation not found.")


def _not_in_roster() -> TeamsError:
    return TeamsError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")


def _blocked_by_user() -> TeamsError:
    return TeamsError(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")


def _not_installed() -> TeamsError:
    return TeamsError(403, "ForbiddenOperationException", "Bot isn't installed in user's personal scope.")
