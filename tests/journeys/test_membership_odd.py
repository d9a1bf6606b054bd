"""Events that are odd, or none of ours, change nothing."""

from typing import Any

import pytest

from tests.journeys.comings import hear, ids, kept, kept_advisers
from tests.journeys.stage import RDT, Stage

MALFORMED: list[Any] = [
    None,
    5,
    [],
    "team",
    {},
    {"team": None, "tenant": None},
    {"team": "RDT", "tenant": "x", "eventType": 5, "channel": "y"},
    {"team": {"id": None}, "eventType": {}},
    {"team": {"id": ["x"]}, "tenant": {"id": {}}, "channel": {"id": 7}, "eventType": "channelDeleted"},
    {"team": {"id": RDT}, "tenant": {}, "eventType": "no such event"},
    {"team": {"id": RDT}, "eventType": "channelDeleted", "channel": None},
]


@pytest.mark.parametrize("data", MALFORMED)
@pytest.mark.parametrize("kind", ["conversationUpdate", "installationUpdate"])
async def test_what_is_malformed_is_let_be(stage: Stage, data: Any, kind: str) -> None:  # noqa: ANN401 (anything)
    reach = (await kept(stage)).reach
    event = (await stage.teams.membership_events())[0]
    body = event | {"type": kind, "channelData": data, "id": "f:odd", "membersRemoved": [{}, {"id": ""}]}
    async with stage.teams.api.session.post(hear(stage), json=body) as answer:
        assert answer.status == 200
    assert await kept_advisers(stage) == ids([*stage.advisers, stage.organiser])
    assert (await kept(stage)).reach == reach, "what was not said is as it was"


async def test_a_team_of_another_tenant_is_none_of_ours(stage: Stage) -> None:
    before = await kept(stage)
    event = (await stage.teams.membership_events())[0]
    about = event["channelData"] | {
        "team": {"id": RDT},
        "tenant": {"id": "another"},
        "eventType": "teamDeleted",
    }
    gone = [{"id": p.id} for p in stage.advisers]
    body = event | {"channelData": about, "membersRemoved": gone, "serviceUrl": "http://127.0.0.1:9/"}
    async with stage.teams.api.session.post(hear(stage), json=body) as answer:
        assert answer.status == 200
    assert await kept(stage) == before
