"""Tell, on Teams' bad days (promise 8): what passes is tried again, what never works stops and is told."""

from datetime import timedelta
from functools import partial

import pytest

from app import DESK
from bot.delivery.patience import LATE_AFTER
from sandbox.client import Player
from sessions.notices import NoticeKind
from tests.journeys.beside import about, is_postponed, messages_of, notice_to, person, request_of, until
from tests.journeys.stage import RDT, Stage

BLOCKED = [
    "BotNotInConversationRoster",
    "ConversationBlockedByUser",
    "BotDisabledByAdmin",
    "MessageWritesBlocked",
]


async def test_too_many_requests_is_tried_again_when_teams_says_and_a_little_later(stage: Stage) -> None:
    busy, other, *_ = stage.advisers
    await stage.teams.goes_wrong(person=busy.id, operation="send", status=429, retry_after=40)
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(other, reference)
    await until(lambda: is_postponed(stage, stage.lro, reference, busy))
    notice = await notice_to(stage, stage.lro, reference, busy)
    assert notice is not None
    assert notice.due_at is not None
    wait = notice.due_at - stage.clock()
    assert timedelta(seconds=40) < wait <= timedelta(seconds=42), "what was told, and jitter"
    stage.time_passes(seconds=39)
    second = await stage.has_asked(stage.other_lro)
    await stage.card_of(busy, second)
    assert await about(busy, reference) == [], "not a second before"
    stage.time_passes(seconds=4)
    await stage.card_of(busy, reference)
    assert len(await about(busy, reference)) == 1


@pytest.mark.parametrize("status", [401, 408, 412, 500, 502, 503, 504])
async def test_what_passes_is_tried_again(stage: Stage, status: int) -> None:
    adviser = stage.advisers[0]
    await stage.teams.goes_wrong(person=adviser.id, operation="send", status=status, times=2)
    reference = await stage.has_asked(stage.lro)
    for attempts in (1, 2):
        await until(partial(is_postponed, stage, stage.lro, reference, adviser, attempts))
        stage.time_passes(minutes=11)
    await stage.card_of(adviser, reference)
    assert len(await about(adviser, reference)) == 1
    assert await stage.organiser.messages() == await about(stage.organiser, reference), "nobody was alarmed"


@pytest.mark.parametrize("operation", ["create", "send"])
async def test_a_connection_that_drops_is_tried_again(stage: Stage, operation: str) -> None:
    adviser = stage.advisers[0]
    await stage.teams.goes_wrong(person=adviser.id, operation=operation, drop="before")
    reference = await stage.has_asked(stage.lro)
    await until(lambda: is_postponed(stage, stage.lro, reference, adviser))
    stage.time_passes(minutes=1)
    await stage.card_of(adviser, reference)
    assert len(await about(adviser, reference)) == 1


async def test_an_answer_lost_after_the_message_was_taken_means_a_second_card(stage: Stage) -> None:
    """At least once: Teams has nothing by which a message sent again could be known as the same."""
    adviser = stage.advisers[0]
    await stage.teams.goes_wrong(person=adviser.id, operation="send", drop="after")
    reference = await stage.has_asked(stage.lro)
    await until(lambda: is_postponed(stage, stage.lro, reference, adviser))
    stage.time_passes(minutes=1)
    await adviser.waits_for(lambda m: reference in m.words and m.version > 2)
    await until(lambda: _has(adviser, reference, 2))


async def _has(who: Player, reference: str, number: int) -> bool:
    return len(await about(who, reference)) == number


@pytest.mark.parametrize("code", BLOCKED)
async def test_what_never_works_stops_and_the_organiser_is_told_once(stage: Stage, code: str) -> None:
    blocked, other, *_ = stage.advisers
    await stage.teams.goes_wrong(person=blocked.id, operation="send", status=403, code=code, times=None)
    reference = await stage.has_asked(stage.lro)
    told = await stage.organiser.waits_for(lambda m: blocked.name in m.words)
    assert reference in told.words
    assert "An adviser could not be told" in told.words
    assert "Any other adviser can book it." in told.words
    await stage.card_of(other, reference)
    notice = await notice_to(stage, stage.lro, reference, blocked)
    assert notice is not None
    assert (notice.failure, notice.due_at) == (code, None)

    calls = len(await stage.teams.calls())
    card = await stage.card_of(other, reference)
    await other.presses(card, "Book this time", {"slot": card.inputs["slot"]["choices"][0]["value"]})
    stage.time_passes(hours=1)
    await stage.lro.waits_for(lambda m: "I can't make it" in m.buttons)
    await until(lambda: _settled(stage, reference))
    later = await stage.teams.calls(after=calls)
    tries = [call for call in later if call["conversation"] == blocked.chat]
    assert len(tries) == 1, "once afresh, because the request has changed"
    warnings = [m for m in await stage.organiser.messages() if blocked.name in m.words and m.from_bot]
    assert len(warnings) == 1


async def test_a_card_that_was_deleted_is_posted_anew(stage: Stage) -> None:
    first, second, *_ = stage.advisers
    reference = await stage.has_asked(stage.lro)
    card = await stage.card_of(first, reference)
    old = await stage.card_of(second, reference)
    await stage.teams.goes_wrong(person=second.id, operation="edit", status=404)
    await first.presses(card, "Book this time", {"slot": card.inputs["slot"]["choices"][0]["value"]})
    new = await second.waits_for(f"Booked by {first.name}")
    assert new.id != old.id


async def test_a_chat_that_is_gone_is_opened_again(stage: Stage) -> None:
    adviser = stage.advisers[0]
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(adviser, reference)
    before = (await stage.teams.calls())[-1]["number"]
    await stage.teams.goes_wrong(person=adviser.id, operation="send", status=404, code="ConversationNotFound")
    other = await stage.has_asked(stage.other_lro)
    await stage.card_of(adviser, other)
    opened = [c for c in await stage.teams.calls(after=before) if c["operation"] == "create"]
    assert len(opened) == 1
    assert len(await about(adviser, other)) == 1


async def test_a_service_that_has_moved(stage: Stage) -> None:
    """The card was sent by one address of Teams, and the adviser is reached by another today."""
    first, second, *_ = stage.advisers
    reference = await stage.has_asked(stage.lro)
    card = await stage.card_of(first, reference)
    await stage.card_of(second, reference)
    await until(lambda: _settled(stage, reference))
    requests = stage.app[DESK].store.requests
    stored = await requests.get(stage.lro.aad_object_id, reference)
    assert stored is not None
    moved = tuple(
        n.model_copy(update={"posted": n.posted.model_copy(update={"service_url": "http://127.0.0.1:9/"})})
        if n.posted
        else n
        for n in stored.value.notices
    )
    await requests.save(stored, stored.value.model_copy(update={"notices": moved}))
    await first.presses(card, "Book this time", {"slot": card.inputs["slot"]["choices"][0]["value"]})
    await second.waits_for(f"Booked by {first.name}")
    assert len(await about(second, reference)) == 1


async def test_the_roster_cannot_be_read_when_a_request_comes_in(stage: Stage) -> None:
    """Too old to be trusted, and Teams does not answer: tried on, an organiser knows, then it goes out."""
    stage.time_passes(hours=25)
    await stage.teams.goes_wrong(operation="members", status=502, times=None)
    reference = await stage.has_asked(stage.lro)
    for attempt in range(1, LATE_AFTER + 2):
        await until(partial(_has_tried_to_tell, stage, reference, attempt))
        stage.time_passes(minutes=31)
    await until(partial(_has_tried_to_tell, stage, reference, LATE_AFTER + 2))
    told = await stage.organiser.waits_for(reference)
    assert "advisers" in told.words
    await stage.teams.goes_right()
    stage.time_passes(minutes=31)
    for adviser in stage.advisers:
        await stage.card_of(adviser, reference)
        assert len(await about(adviser, reference)) == 1
    assert len([m for m in await about(stage.organiser, reference) if "Book this time" not in m.buttons]) == 1


async def test_a_roster_that_is_old_but_not_too_old_is_better_than_none(stage: Stage) -> None:
    stage.time_passes(hours=2)
    await stage.teams.goes_wrong(operation="members", status=502, times=None)
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(stage.advisers[0], reference)


async def test_nobody_is_on_the_roster(stage: Stage) -> None:
    members = [*stage.advisers, stage.organiser]
    for member in members:
        await stage.teams.leaves(member, RDT)
    reference = await stage.has_asked(stage.lro)
    for attempt in range(1, LATE_AFTER + 1):
        await until(partial(_has_tried_to_tell, stage, reference, attempt))
        stage.time_passes(minutes=31)
    await until(partial(_has_tried_to_tell, stage, reference, LATE_AFTER + 1))
    told = await stage.organiser.waits_for(reference)
    assert "advisers" in told.words, "an organiser is reached though the roster does not have them"
    await stage.teams.moves_bot("http://127.0.0.1:9/")  # the event does not arrive
    await stage.teams.joins(members[0], RDT)
    stage.time_passes(minutes=31)
    await stage.card_of(members[0], reference)


async def test_an_lro_who_is_an_adviser_too_is_not_asked_to_advise_themselves(stage: Stage) -> None:
    await stage.teams.joins(stage.lro, RDT)
    reference = await stage.has_asked(stage.lro)
    await stage.card_of(stage.advisers[0], reference)
    await until(lambda: _settled(stage, reference))
    assert await about(stage.lro, reference) == []
    request = await request_of(stage, stage.lro, reference)
    assert person(stage.lro).id not in {n.to for n in request.notices}


async def _settled(stage: Stage, reference: str) -> bool:
    messages = messages_of(await request_of(stage, stage.lro, reference))
    return len(messages) > 1 and all(n.due_at is None for n in messages)


async def _has_tried_to_tell(stage: Stage, reference: str, attempts: int) -> bool:
    request = await request_of(stage, stage.lro, reference)
    tells = [n for n in request.notices if n.kind is NoticeKind.TELL_ADVISERS]
    return any(n.attempts >= attempts and n.due_at != stage.clock() + timedelta(seconds=60) for n in tells)
