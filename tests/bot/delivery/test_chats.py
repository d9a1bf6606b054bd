"""One-to-one chats: how often Teams is asked to open one, and what is left of an attempt that was slow."""

from typing import Any

import pytest
from botbuilder.schema import Activity

from bot.delivery.chats import LONG, Chats
from bot.sending.clients import PATIENCE
from bot.sending.failures import Gone, NotYet, SendFailed, TryLater
from bot.sending.pace import LONGEST_WAIT
from bot.settings import Settings
from sessions.people import Person, Reach

NEW = "a:new"
OLD = "a:old"


class Teams:
    """The connector: each call takes `slow` seconds, and those in `refuses` fail."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.refuses: dict[str, SendFailed] = {}
        self.slow = 0.0
        self.seconds = 100.0

    async def open_chat(self, _: Reach) -> str:
        self._call("open")
        return NEW

    async def post(self, _: str, conversation_id: str, __: Activity) -> str:
        self._call(conversation_id)
        return "1"

    def _call(self, what: str) -> None:
        self.calls.append(what)
        self.seconds += self.slow
        if what in self.refuses:
            raise self.refuses[what]


class People:
    chat: str | None = None

    async def remember_chat(self, person: Person, reach: Reach) -> None:
        assert person.id == "adviser"
        self.chat = reach.conversation_id


class Rosters:
    async def member(self, _: str) -> None:
        return None


class Talk:
    def __init__(self) -> None:
        self.teams, self.people = Teams(), People()
        parts: tuple[Any, Any, Any] = self.teams, self.people, Rosters()
        self.chats = Chats(*parts, clock=lambda: self.teams.seconds)

    async def says(self, chat: str | None) -> str:
        """The conversation that it was said in."""
        reach = Reach(
            service_url="https://teams.example/", tenant_id="t", bot_id="28:b", teams_id="29:a",
            conversation_id=chat,
        )  # fmt: skip
        posted = await self.chats.say("adviser", reach, Activity(type="message"))
        return posted.conversation_id


@pytest.fixture
def talk() -> Talk:
    return Talk()


async def test_where_there_is_a_chat_none_is_opened(talk: Talk) -> None:
    assert await talk.says(OLD) == OLD
    assert talk.teams.calls == [OLD]


async def test_the_first_time_one_is_opened_and_remembered(talk: Talk) -> None:
    assert await talk.says(None) == NEW
    assert talk.teams.calls == ["open", NEW]
    assert talk.people.chat == NEW


async def test_one_that_is_gone_is_opened_anew(talk: Talk) -> None:
    talk.teams.refuses = {OLD: Gone("404")}
    assert await talk.says(OLD) == NEW
    assert talk.teams.calls == [OLD, "open", NEW]
    assert talk.people.chat == NEW


@pytest.mark.parametrize("chat", [None, OLD])
async def test_whom_no_chat_can_be_opened_with_is_asked_about_once(talk: Talk, chat: str | None) -> None:
    talk.teams.refuses = {OLD: Gone("404"), "open": Gone("404")}
    with pytest.raises(Gone):
        await talk.says(chat)
    assert talk.teams.calls.count("open") == 1
    assert talk.people.chat is None


async def test_a_new_chat_that_takes_nothing_is_not_opened_again(talk: Talk) -> None:
    """Teams would open the same one."""
    talk.teams.refuses = {NEW: Gone("404")}
    with pytest.raises(Gone):
        await talk.says(None)
    assert talk.teams.calls == ["open", NEW]


async def test_another_failure_opens_no_chat(talk: Talk) -> None:
    talk.teams.refuses = {OLD: TryLater("503")}
    with pytest.raises(TryLater):
        await talk.says(OLD)
    assert talk.teams.calls == [OLD]


async def test_a_chat_that_was_slow_to_open_is_enough_for_one_attempt(talk: Talk) -> None:
    """Or what is said in it would be cut off by the end of the attempt, and might be said twice."""
    talk.teams.slow = LONG + 1
    with pytest.raises(NotYet) as again:
        await talk.says(None)
    assert talk.teams.calls == ["open"]
    assert not again.value.wait
    assert await talk.says(talk.people.chat) == NEW, "what the next attempt knows of them"


async def test_what_the_old_one_took_counts_too(talk: Talk) -> None:
    talk.teams.refuses = {OLD: Gone("404")}
    talk.teams.slow = LONG / 2 + 1
    with pytest.raises(NotYet):
        await talk.says(OLD)
    assert talk.teams.calls == [OLD, "open"]


def test_what_is_left_of_an_attempt_is_enough_for_a_call_with_the_lease_as_it_is() -> None:
    """An attempt is given 0.6 of the lease."""
    lease = Settings.model_fields["lease_seconds"].default
    assert 0.6 * lease >= LONG + LONGEST_WAIT + PATIENCE
