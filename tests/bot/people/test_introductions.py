"""What is offered to somebody to confirm, from whatever the Teams roster has of them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import web

from bot.activities.incoming import Incoming
from bot.door.authentication import Authentication
from bot.people import introductions as module
from bot.people.introductions import Introductions
from bot.people.memory import People
from bot.sending.connector import Connector
from bot.settings import Settings
from sessions.draft import Draft
from sessions.people import Contact, Person, Reach
from sessions.region import south_west
from storage.repositories import store_on
from storage.sqlite import SqliteDocuments

SAM = Person(id="oid-sample", name="Sam Sample")


class Roster:
    """A connector with one member; it answers with `status`, when `answers` is set."""

    def __init__(self, connector: Connector, people: People) -> None:
        self.connector, self.people = connector, people
        self.url = ""
        self.status = 200
        self.answers = asyncio.Event()
        self.answers.set()
        self.asked: list[str] = []
        self._account: Any = {}

    async def offers(self, account: object, name: str = "Sam Sample", *, team: str = "") -> Draft:
        """What Sam is offered where the roster has that of them."""
        self._account = {"id": "29:sample", **account} if isinstance(account, Mapping) else account
        reach = Reach(service_url=self.url, tenant_id="t", bot_id="28:b", teams_id="29:sample")
        incoming = Incoming(Person(id=SAM.id, name=name), reach, private=True, team_id=team, text="")
        introductions = Introductions(self.people, self.connector, south_west())
        return await introductions.known_of(incoming, team or "a:chat")

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.rel_url.raw_path)
        await self.answers.wait()
        return web.json_response(self._account, status=self.status)


@pytest.fixture
async def roster(tmp_path: Path) -> AsyncIterator[Roster]:
    def now() -> datetime:
        return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    clients = Authentication(Settings(_env_file=None), now).clients
    documents = await SqliteDocuments.open(tmp_path / "bot.db", clock=now)
    roster = Roster(Connector(clients, now), People(store_on(documents).people))
    app = web.Application()
    app.router.add_get("/{any:.*}", roster.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    roster.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield roster
    roster.answers.set()
    await clients.close()
    await runner.cleanup()
    await documents.close()


async def test_name_address_telephone_and_the_force_of_the_address(roster: Roster) -> None:
    account = {"name": "Sam R Sample", "email": "sam@dc.police.uk", "telephoneNumber": "01392 123456"}
    draft = await roster.offers(account)
    assert draft == Draft(
        name="Sam R Sample", email="sam@dc.police.uk", telephone="+441392123456", force="Devon and Cornwall"
    )


async def test_the_principal_name_stands_in_for_an_address(roster: Roster) -> None:
    draft = await roster.offers({"userPrincipalName": "sam@wiltshire.police.uk"})
    assert (draft.email, draft.force) == ("sam@wiltshire.police.uk", "Wiltshire")


async def test_the_principal_name_of_a_guest_is_no_address(roster: Roster) -> None:
    draft = await roster.offers({"userPrincipalName": "sam_home.example#EXT#@tenant.example"})
    assert draft == Draft(name="Sam Sample")


@pytest.mark.parametrize(
    "account", [{"email": "not an address"}, {"telephone": "extension 12"}, {"name": "S"}]
)
async def test_what_cannot_be_used_is_asked_for(roster: Roster, account: dict[str, str]) -> None:
    draft = await roster.offers(account)
    assert (draft.email, draft.telephone) == (None, None)
    assert draft.name in {"Sam Sample", None}


async def test_a_name_as_long_as_a_line_is_asked_for(roster: Roster) -> None:
    assert (await roster.offers({}, name="x" * 500)).name is None


async def test_a_team_is_asked_where_there_is_one_and_else_the_chat(roster: Roster) -> None:
    await roster.offers({})
    await roster.offers({}, team="19:team@thread.tacv2")
    assert roster.asked == [
        "/v3/conversations/a%3Achat/members/29%3Asample",
        "/v3/conversations/19%3Ateam%40thread.tacv2/members/29%3Asample",
    ]


async def test_who_has_been_here_before_is_not_looked_up(roster: Roster) -> None:
    contact = Contact(name="Sam A Sample", email="sam@dorset.police.uk", telephone="+441392123456")
    await roster.people.remember_contact(SAM, contact, "Dorset")
    draft = await roster.offers({"name": "Somebody Else"})
    assert draft == Draft(
        name="Sam A Sample", email="sam@dorset.police.uk", telephone="+441392123456", force="Dorset"
    )
    assert roster.asked == []


@pytest.mark.parametrize("account", [None, [], "a word", {"name": None}, {"email": 5, "telephone": {}}])
async def test_an_answer_that_makes_no_sense_costs_some_typing(roster: Roster, account: object) -> None:
    draft = await roster.offers(account)
    assert (draft.name, draft.email, draft.telephone) == ("Sam Sample", None, None)


@pytest.mark.parametrize("status", [403, 404, 429, 500])
async def test_a_roster_that_refuses_costs_some_typing(roster: Roster, status: int) -> None:
    """The log tells the code, and nobody's name or address."""
    roster.status = status
    with structlog.testing.capture_logs() as logs:
        draft = await roster.offers({"email": "sam@dc.police.uk", "error": {"code": "SampleCode"}})
    assert draft == Draft(name="Sam Sample")
    assert logs == [{"event": "member_not_read", "code": "SampleCode", "log_level": "warning"}]


async def test_nobody_waits_long_for_a_roster(roster: Roster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Teams sends a message again after 15 s, which is also what a send may take."""
    assert module.PATIENCE <= 5
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    roster.answers.clear()
    with structlog.testing.capture_logs() as logs:
        async with asyncio.timeout(2):
            assert await roster.offers({"email": "sam@dc.police.uk"}) == Draft(name="Sam Sample")
    assert logs == [{"event": "member_not_read", "code": "TimeoutError", "log_level": "warning"}]
