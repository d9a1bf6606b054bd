"""The outbox: what was taken and not tried is as if it had not been taken."""

from datetime import timedelta

import pytest

from sessions.outbox import Outbox, Outcome
from sessions.people import Member
from tests.sessions.office import ADVISERS, LRO, Office

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("untried", "attempts"), [(True, 0), (False, 1)])
async def test_only_what_was_tried_is_an_attempt(office: Office, untried: bool, attempts: int) -> None:
    outbox = Outbox(office.desk.store.requests, office.desk.now, lease=MINUTE, organisers=("organiser",))
    request = await office.has_request()
    adviser = Member(id=ADVISERS[0].id, teams_id="29:a", name="Sample Adviser", email="")
    request, (card,) = await outbox.take(await outbox.tell(request, [adviser]), 1)
    assert card.attempts == 1
    again_at = office.moment + timedelta(seconds=20)
    await outbox.record(request, {card.id: Outcome(notice=card, tried=1, again_at=again_at, untried=untried)})
    latest = await office.desk.find(LRO.id, request.reference)
    (put_back,) = (n for n in latest.notices if n.id == card.id)
    assert (put_back.attempts, put_back.due_at) == (attempts, again_at)
