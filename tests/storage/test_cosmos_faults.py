"""What networks and busy services do to the Cosmos DB client: after each, the state is right."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from sessions.ports import AlreadyExists, Conflict
from storage import open_documents
from storage.documents import Document, Documents, Key, StorageFault
from tests.cosmos.proxy import Fault, Proxy, proxied
from tests.cosmos.stand_in import account
from tests.storage.backends import HandClock

KEY = Key("note", "lro-1", "K7PQ")
SECRET = "what nobody may read in a log"  # noqa: S105 (of nothing)
PASSING = [fault for fault in Fault if fault is not Fault.NO_CONTAINER]
"""Faults after which an operation is made, though late."""
UNANSWERED = [Fault.DROPPED_AFTER, Fault.UNAVAILABLE_AFTERWARDS, Fault.LATE]


@pytest.fixture
async def proxy(cosmos_endpoint: str) -> AsyncIterator[Proxy]:
    async with proxied(cosmos_endpoint) as proxy:
        yield proxy


@pytest.fixture
async def troubled(
    proxy: Proxy, tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Documents]:
    """A store behind the proxy. It waits for an answer a little longer than the slow ones take."""
    monkeypatch.setattr("tests.cosmos.proxy.DELAY_S", 0.3)
    monkeypatch.setattr("storage.cosmos.service.ANSWER_S", 0.5)
    cosmos = account(proxy.endpoint, tmp_path.name)
    store = await open_documents("cosmos", cosmos=cosmos, clock=clock)
    yield store
    await store.close()


@pytest.fixture
async def elsewhere(
    cosmos_endpoint: str, troubled: Documents, tmp_path: Path, clock: HandClock
) -> AsyncIterator[Documents]:
    """Another replica on the same container, whom nothing troubles."""
    assert troubled
    store = await open_documents("cosmos", cosmos=account(cosmos_endpoint, tmp_path.name), clock=clock)
    yield store
    await store.close()


def troubles(proxy: Proxy, monkeypatch: pytest.MonkeyPatch, *faults: Fault) -> None:
    """From now on. Who is late is later than anybody waits."""
    if Fault.LATE in faults:
        monkeypatch.setattr("tests.cosmos.proxy.DELAY_S", 0.8)
    proxy.take()
    proxy.faults.extend(faults)


@pytest.mark.parametrize("fault", PASSING)
class TestAfterAFault:
    async def test_a_document_is_made_once(
        self,
        fault: Fault,
        proxy: Proxy,
        troubled: Documents,
        elsewhere: Documents,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        troubles(proxy, monkeypatch, fault)
        written = await troubled.create(KEY, {"text": "once"})
        assert proxy.made() == 1
        assert not proxy.faults
        assert await elsewhere.read(KEY) == written
        with pytest.raises(AlreadyExists):
            await troubled.create(KEY, {"text": "once"})

    async def test_it_is_replaced_once(
        self,
        fault: Fault,
        proxy: Proxy,
        troubled: Documents,
        elsewhere: Documents,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        first = await troubled.create(KEY, {"n": 1})
        troubles(proxy, monkeypatch, fault)
        second = await troubled.replace(KEY, first.etag, {"n": 2})
        assert proxy.made() == 1
        assert await elsewhere.read(KEY) == second
        with pytest.raises(Conflict):
            await troubled.replace(KEY, first.etag, {"n": 3})

    async def test_it_is_deleted_once(
        self,
        fault: Fault,
        proxy: Proxy,
        troubled: Documents,
        elsewhere: Documents,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        there = await troubled.create(KEY, {"n": 1})
        troubles(proxy, monkeypatch, fault)
        await troubled.delete(KEY, there.etag)
        assert proxy.made() == 1
        assert await elsewhere.read(KEY) is None
        with pytest.raises(Conflict):
            await troubled.delete(KEY, there.etag)

    async def test_what_is_there_is_found(
        self,
        fault: Fault,
        proxy: Proxy,
        troubled: Documents,
        clock: HandClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        there = await troubled.create(KEY, {"n": 1}, due_at=clock.now)
        for faults in ([fault], [fault, fault]):
            troubles(proxy, monkeypatch, *faults)
            assert await troubled.read(KEY) == there
            troubles(proxy, monkeypatch, *faults)
            assert await troubled.in_partition("note", "lro-1") == [there]
        troubles(proxy, monkeypatch, fault)
        assert await troubled.due("note", before=clock.now, limit=5) == [there]
        troubles(proxy, monkeypatch, fault)
        assert await troubled.next_due("note") == clock.now
        troubles(proxy, monkeypatch, fault)
        assert await troubled.everything() == [there]


@pytest.mark.parametrize("fault", UNANSWERED)
async def test_a_write_over_what_has_expired_is_known_again_too(
    fault: Fault,
    proxy: Proxy,
    troubled: Documents,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await troubled.create(KEY, {"n": 1}, expires_at=clock.now)
    troubles(proxy, monkeypatch, Fault.THROTTLED, fault)
    written = await troubled.create(KEY, {"n": 2})
    assert proxy.made() == 1
    assert await troubled.read(KEY) == written


async def test_two_seconds_are_waited_for(proxy: Proxy, tmp_path: Path, clock: HandClock) -> None:
    cosmos = account(proxy.endpoint, tmp_path.name)
    store = await open_documents("cosmos", cosmos=cosmos, clock=clock)
    proxy.take()
    proxy.faults.append(Fault.SLOW)
    written = await store.create(KEY, {})
    assert [o.what for o in proxy.take()] == ["create"], "asked once"
    assert await store.read(KEY) == written
    await store.close()


class TestSomebodyElseInBetween:
    """The write did not get through; before it is tried again, another replica has written."""

    async def test_is_not_taken_for_oneself_when_creating(
        self, proxy: Proxy, troubled: Documents, elsewhere: Documents
    ) -> None:
        proxy.meanwhile = lambda: elsewhere.create(KEY, {"text": "the same"})
        proxy.faults.append(Fault.DROPPED_BEFORE)
        with pytest.raises(AlreadyExists):
            await troubled.create(KEY, {"text": "the same"})

    async def test_nor_when_replacing(self, proxy: Proxy, troubled: Documents, elsewhere: Documents) -> None:
        first = await troubled.create(KEY, {})
        theirs: list[Document] = []

        async def writes() -> None:
            theirs.append(await elsewhere.replace(KEY, first.etag, {"text": "the same"}))

        proxy.meanwhile = writes
        proxy.faults.append(Fault.DROPPED_BEFORE)
        with pytest.raises(Conflict):
            await troubled.replace(KEY, first.etag, {"text": "the same"})
        assert [await troubled.read(KEY)] == theirs

    async def test_nor_when_deleting(self, proxy: Proxy, troubled: Documents, elsewhere: Documents) -> None:
        first = await troubled.create(KEY, {})
        proxy.meanwhile = lambda: elsewhere.replace(KEY, first.etag, {"text": "newer"})
        proxy.faults.append(Fault.DROPPED_BEFORE)
        with pytest.raises(Conflict):
            await troubled.delete(KEY, first.etag)
        assert await troubled.read(KEY)


class TestSomebodyElseAfterwards:
    """The write got through, its answer did not; before that is found out, another replica has gone on."""

    @pytest.fixture
    def goes_on(self, elsewhere: Documents) -> Callable[[], Awaitable[None]]:
        async def twice() -> None:
            for n in (8, 9):
                there = await elsewhere.read(KEY)
                assert there
                await elsewhere.replace(KEY, there.etag, {"n": n})

        return twice

    async def test_leaves_a_creation_ones_own(
        self, proxy: Proxy, troubled: Documents, goes_on: Callable[[], Awaitable[None]]
    ) -> None:
        proxy.meanwhile = goes_on
        proxy.faults.append(Fault.DROPPED_AFTER)
        written = await troubled.create(KEY, {"n": 1})
        assert written.body == {"n": 1}
        await self.is_as_they_left_it(troubled, written)

    async def test_and_a_replacement(
        self, proxy: Proxy, troubled: Documents, goes_on: Callable[[], Awaitable[None]]
    ) -> None:
        first = await troubled.create(KEY, {"n": 1})
        proxy.meanwhile = goes_on
        proxy.faults.append(Fault.DROPPED_AFTER)
        written = await troubled.replace(KEY, first.etag, {"n": 2})
        assert written.body == {"n": 2}
        await self.is_as_they_left_it(troubled, written)

    async def test_and_a_deletion(self, proxy: Proxy, troubled: Documents, elsewhere: Documents) -> None:
        first = await troubled.create(KEY, {"n": 1})
        proxy.meanwhile = lambda: elsewhere.create(KEY, {"n": 9})
        proxy.faults.append(Fault.DROPPED_AFTER)
        await troubled.delete(KEY, first.etag)
        await self.is_as_they_left_it(troubled, first)

    async def is_as_they_left_it(self, troubled: Documents, ours: Document) -> None:
        there = await troubled.read(KEY)
        assert there
        assert there.body == {"n": 9}
        with pytest.raises(Conflict):
            await troubled.replace(KEY, ours.etag, {"n": 10})
        assert await troubled.read(KEY) == there


class TestGivingUp:
    async def test_a_service_without_request_units_is_a_fault(
        self, proxy: Proxy, troubled: Documents
    ) -> None:
        proxy.faults.extend([Fault.THROTTLED] * 10)
        with pytest.raises(StorageFault, match=r"could not answer: status 429") as raised:
            await troubled.create(KEY, {"text": SECRET})
        assert await troubled.read(KEY) is None
        assert_says_nothing(raised.value)

    async def test_a_service_that_stays_away_is_a_fault(self, proxy: Proxy, troubled: Documents) -> None:
        proxy.faults.extend([Fault.DROPPED_BEFORE] * 5)
        with pytest.raises(StorageFault, match="could not answer: ServiceRe") as raised:
            await troubled.create(KEY, {"text": SECRET})
        assert_says_nothing(raised.value)
        assert await troubled.create(KEY, {"text": SECRET}), "and it is asked again when it is back"

    async def test_a_container_that_is_gone_is_no_missing_document(
        self, proxy: Proxy, troubled: Documents
    ) -> None:
        there = await troubled.create(KEY, {})
        proxy.faults.append(Fault.NO_CONTAINER)
        with pytest.raises(StorageFault, match="status 404, sub-status 1003"):
            await troubled.read(KEY)
        proxy.faults.append(Fault.NO_CONTAINER)
        with pytest.raises(StorageFault, match="status 404, sub-status 1003"):
            await troubled.replace(KEY, there.etag, {})
        assert await troubled.read(KEY) == there

    async def test_an_operation_has_an_end(
        self, proxy: Proxy, troubled: Documents, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storage.cosmos.documents.PATIENCE_S", 0.7)
        troubles(proxy, monkeypatch, *[Fault.LATE] * 3)
        with pytest.raises(StorageFault, match="did not answer within"):
            await troubled.read(KEY)
        await troubled.close()


def assert_says_nothing(fault: BaseException | None) -> None:
    """Neither in its words nor in what it comes from: both end up in logs."""
    while fault:
        assert SECRET not in str(fault)
        assert "quotes" not in str(fault)
        fault = fault.__cause__ or fault.__context__
