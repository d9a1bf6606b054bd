"""What is offered to somebody to confirm, from whatever the Teams roster has of them."""

from collections.abc import Mapping
from typing import Any

import pytest
from botbuilder.core.teams import TeamsInfo
from botbuilder.schema.teams import TeamsChannelAccount

from bot.activities.incoming import Incoming
from bot.people.introductions import known_of
from bot.people.memory import People
from sessions.draft import Draft
from sessions.people import Person, Reach
from sessions.region import south_west

SAM = Person(id="oid-sample", name="Sam Sample")


class NobodyKnown:
    """Records without anybody in them."""

    async def get(self, partition: str, key: str) -> None:
        """Nobody has been here before."""


async def offered(
    monkeypatch: pytest.MonkeyPatch, account: Mapping[str, Any], name: str = "Sam Sample"
) -> Draft:
    async def get_member(*_: object) -> TeamsChannelAccount:
        return TeamsChannelAccount().deserialize({"id": "29:sample"} | dict(account))

    monkeypatch.setattr(TeamsInfo, "get_member", get_member)
    reach = Reach(service_url="https://smba.example", tenant_id="t", bot_id="28:b", teams_id="29:sample")
    incoming = Incoming(Person(id=SAM.id, name=name), reach, private=True, team_id="", text="")
    return await known_of(None, incoming, People(NobodyKnown()), south_west())  # type: ignore[arg-type]  # stand-ins


async def test_name_address_telephone_and_the_force_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    account = {"name": "Sam Sample", "email": "sam@dc.police.uk", "telephoneNumber": "01392 123456"}
    draft = await offered(monkeypatch, account)
    assert draft == Draft(
        name="Sam Sample", email="sam@dc.police.uk", telephone="+441392123456", force="Devon and Cornwall"
    )


async def test_the_principal_name_stands_in_for_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = await offered(monkeypatch, {"userPrincipalName": "sam@wiltshire.police.uk"})
    assert (draft.email, draft.force) == ("sam@wiltshire.police.uk", "Wiltshire")


async def test_the_principal_name_of_a_guest_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = await offered(monkeypatch, {"userPrincipalName": "sam_home.example#EXT#@tenant.example"})
    assert draft == Draft(name="Sam Sample")


@pytest.mark.parametrize(
    "account", [{"email": "not an address"}, {"telephone": "extension 12"}, {"name": "S"}]
)
async def test_what_cannot_be_used_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, account: dict[str, str]
) -> None:
    draft = await offered(monkeypatch, account)
    assert (draft.email, draft.telephone) == (None, None)
    assert draft.name in {"Sam Sample", None}


async def test_a_name_as_long_as_a_line_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await offered(monkeypatch, {}, name="x" * 500)).name is None
