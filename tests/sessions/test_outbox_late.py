"""A courier whose lease ran out comes back late: nothing that others wrote since is lost, nor its message."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from sessions.notices import FOR_ORGANISERS, Notice, NoticeKind, Posted
from sessions.outbox import Outbox, Outcome
from sessions.people import Member
from sessions.request import Request
from tests.sessions.office import ADVISERS, LRO, Office

LEASE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def message(number: int) -> Posted:
    return Posted(conversation_id="a:1", activity_id=str(number), service_url="https://teams.example.org/")


FIRST, SECOND = message(1), message(2)


@dataclass
class Couriers:
    """Two of them, of which the first took the card of an adviser a lease ago."""

    office: Office
    outbox: Outbox
    request: Request
    late: Notice = field(init=False)
    """The card, as the first has it."""

    async def take(self) -> Notice | None:
        self.request, taken = await self.outbox.take(self.request, 1, besides={"count"})
        return taken[0] if taken else None

    async def again(self) -> Notice:
        """The second takes it."""
        taken = await self.take()
        assert taken is not None
        return taken

    async def write(
        self, notice: Notice, *, posted: Posted | None = None, tried: int = 1, failure: str = ""
    ) -> None:
        who = "Sample Adviser" if failure else ""
        outcome = Outcome(notice=notice, tried=tried, posted=posted, failure=failure, who=who)
        await self.outbox.record(self.request, {notice.id: outcome})

    async def latest(self) -> Request:
        return await self.office.desk.find(LRO.id, self.request.reference)

    async def card(self) -> Notice:
        return next(n for n in (await self.latest()).notices if n.id == self.late.id)

    async def told(self) -> list[Notice]:
        """What organisers hear of it."""
        return [n for n in (await self.latest()).notices if n.kind in FOR_ORGANISERS]


@pytest.fixture
async def couriers(office: Office) -> Couriers:
    outbox = Outbox(office.desk.store.requests, office.desk.now, lease=LEASE, organisers=("organiser",))
    adviser = Member(id=ADVISERS[0].id, teams_id="29:a", name="Sample Adviser", email="")
    couriers = Couriers(office, outbox, await outbox.tell(await office.has_request(), [adviser]))
    couriers.late = await couriers.again()
    office.passes(seconds=61)
    return couriers


def not_posted(late: Notice, office: Office) -> dict[str, Outcome]:
    """What may become of it without a message."""
    at = office.moment
    return {
        "try later": Outcome(notice=late, tried=1, again_at=at + HOUR, failure="502", who="Sample Adviser"),
        "untried": Outcome(notice=late, tried=1, again_at=at, untried=True),
        "never": Outcome(notice=late, tried=1, failure="BotDisabled", who="Sample Adviser"),
    }


@pytest.mark.parametrize("what", ["try later", "untried", "never"])
async def test_what_another_has_posted_since_stays_posted(couriers: Couriers, what: str) -> None:
    await couriers.write(await couriers.again(), posted=SECOND)
    before = await couriers.card()
    outcome = not_posted(couriers.late, couriers.office)[what]
    await couriers.outbox.record(couriers.request, {couriers.late.id: outcome})
    assert await couriers.card() == before
    assert (before.posted, before.due_at, before.failure) == (SECOND, None, "")
    assert await couriers.told() == []


@pytest.mark.parametrize("what", ["try later", "untried", "never"])
async def test_what_another_has_in_hand_is_not_given_to_a_third(couriers: Couriers, what: str) -> None:
    in_hand = await couriers.again()
    outcome = not_posted(couriers.late, couriers.office)[what]
    await couriers.outbox.record(couriers.request, {couriers.late.id: outcome})
    assert await couriers.card() == in_hand
    assert await couriers.take() is None
    assert await couriers.told() == []


async def test_what_another_has_put_back_waits_for_its_time(couriers: Couriers) -> None:
    """With as many attempts as the late one had made: the lease tells them apart."""
    again_at = couriers.office.moment + HOUR
    put_back = Outcome(notice=await couriers.again(), tried=1, again_at=again_at, untried=True)
    await couriers.outbox.record(couriers.request, {couriers.late.id: put_back})
    await couriers.write(couriers.late, failure="BotDisabled")
    card = await couriers.card()
    assert (card.attempts, card.due_at, card.failure) == (couriers.late.attempts, again_at, "")
    assert await couriers.told() == []


@pytest.mark.parametrize("what", ["try later", "untried", "never"])
async def test_while_nobody_else_has_taken_it_late_is_in_time(couriers: Couriers, what: str) -> None:
    outcome = not_posted(couriers.late, couriers.office)[what]
    await couriers.outbox.record(couriers.request, {couriers.late.id: outcome})
    card = await couriers.card()
    assert (card.due_at, card.failure) == (outcome.again_at, "BotDisabled" if what == "never" else "")
    told = [(n.untold, n.untold_since) for n in await couriers.told()]
    assert told == ([] if what == "untried" else [(NoticeKind.ADVISER_CARD, couriers.late.revision)])


async def test_what_is_written_twice_counts_once(couriers: Couriers) -> None:
    """The store wrote it, and its answer was lost."""
    untried = not_posted(couriers.late, couriers.office)["untried"]
    for _ in range(2):
        await couriers.outbox.record(couriers.request, {couriers.late.id: untried})
    assert (await couriers.card()).attempts == 0


async def test_a_message_nobody_knew_of_is_edited_by_whoever_tries_next(couriers: Couriers) -> None:
    """Else there would be two, and the first with buttons for ever."""
    other = await couriers.again()
    await couriers.write(couriers.late, posted=FIRST)
    assert await couriers.card() == other.model_copy(update={"posted": FIRST}), "in hand as before"
    again_at = couriers.office.moment + HOUR
    later = Outcome(notice=other, tried=1, again_at=again_at)
    await couriers.outbox.record(couriers.request, {other.id: later})
    couriers.office.passes(hours=1)
    assert (await couriers.again()).posted == FIRST


@pytest.mark.parametrize("first_writes_last", [True, False])
async def test_of_two_messages_the_one_that_was_drawn_later_is_kept(
    couriers: Couriers, first_writes_last: bool
) -> None:
    other = await couriers.again()
    writes = [(couriers.late, FIRST), (other, SECOND)]
    for notice, posted in reversed(writes) if first_writes_last else writes:
        await couriers.write(notice, posted=posted)
    card = await couriers.card()
    assert (card.posted, card.due_at) == (SECOND, None)


async def test_what_was_given_up_and_stands_there_all_the_same_is_put_right(couriers: Couriers) -> None:
    """Who is no adviser any more has a card with buttons: it is taken away."""
    await couriers.write(await couriers.again(), failure="NotAnAdviser")
    await couriers.write(couriers.late, posted=FIRST)
    assert (await couriers.again()).posted == FIRST


async def test_an_edit_that_shows_what_is_history_is_made_again(couriers: Couriers) -> None:
    """It may have come after the other's, which showed more."""
    await couriers.write(await couriers.again(), posted=FIRST)
    asks = couriers.office.desk.ask_for_times
    await asks(LRO.id, couriers.request.reference, ADVISERS[0], "")
    late = await couriers.again()
    couriers.office.passes(seconds=61)
    await couriers.write(await couriers.again(), posted=FIRST, tried=2)
    assert (await couriers.card()).due_at is None
    await couriers.write(late, posted=FIRST, tried=1)
    assert (await couriers.again()).posted == FIRST


async def test_a_message_that_stands_beside_the_one_that_is_kept_points_to_it(couriers: Couriers) -> None:
    """Each posted a card; the one that nobody will edit again must not offer to book for ever."""
    await couriers.write(await couriers.again(), posted=SECOND)
    for _ in range(2):
        await couriers.write(couriers.late, posted=FIRST)
    assert (await couriers.card()).posted == SECOND
    old = [n for n in (await couriers.latest()).notices if n.kind is NoticeKind.OLD_CARD]
    assert [(n.posted, n.to) for n in old] == [(FIRST, ADVISERS[0].id)]
