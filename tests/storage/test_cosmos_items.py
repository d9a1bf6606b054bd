"""How documents lie in the container: what the service itself acts on, which the stand-in does not."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from azure.cosmos.aio import ContainerProxy, CosmosClient

from storage.cosmos.items import GRACE_S, REMEMBERED, TOMBSTONE_TTL_S, Place, Precondition
from storage.documents import Body, Documents, Key
from tests.cosmos.stand_in import ANY_KEY, account
from tests.storage.backends import HandClock, container_of, cosmos_at

KEY = Key("note", "29:lro/1", "K7PQ")
BODY: Body = {"text": "what was asked"}
DAY = timedelta(days=1)


@pytest.fixture
async def documents(cosmos_endpoint: str, tmp_path: Path, clock: HandClock) -> AsyncIterator[Documents]:
    store = await cosmos_at(cosmos_endpoint)(tmp_path, clock)
    yield store
    await store.close()


@pytest.fixture
async def container(
    cosmos_endpoint: str, documents: Documents, tmp_path: Path
) -> AsyncIterator[ContainerProxy]:
    """As the service has it, seen past the store."""
    assert documents
    async with CosmosClient(cosmos_endpoint, ANY_KEY, enable_endpoint_discovery=False) as client:
        at = account(cosmos_endpoint, container_of(tmp_path))
        yield client.get_database_client(at.database).get_container_client(at.container)


async def item(container: ContainerProxy) -> dict[str, Any]:
    place = Place.of(KEY)
    return dict(await container.read_item(place.id, place.pk))


async def test_the_service_removes_what_expires_but_not_before(
    documents: Documents, container: ContainerProxy, clock: HandClock
) -> None:
    written = await documents.create(KEY, BODY, expires_at=clock.now + DAY)
    assert (await item(container))["ttl"] == DAY.total_seconds() + GRACE_S
    clock.forward(DAY / 2)
    written = await documents.replace(KEY, written.etag, BODY, expires_at=clock.now + DAY / 2)
    assert (await item(container))["ttl"] == DAY.total_seconds() / 2 + GRACE_S, "counted from the last write"
    await documents.replace(KEY, written.etag, BODY, expires_at=clock.now - DAY)
    assert (await item(container))["ttl"] == GRACE_S


async def test_what_does_not_expire_is_not_removed(documents: Documents, container: ContainerProxy) -> None:
    await documents.create(KEY, BODY)
    assert not {"ttl", "expires", "due"} & set(await item(container))


async def test_of_what_is_deleted_no_content_stays_and_soon_nothing(
    documents: Documents, container: ContainerProxy, clock: HandClock
) -> None:
    written = await documents.create(KEY, BODY, due_at=clock.now)
    await documents.delete(KEY, written.etag)
    left = await item(container)
    assert left["body"] == {}
    assert left["ttl"] == TOMBSTONE_TTL_S
    assert "due" not in left


async def test_a_persons_documents_lie_together_under_a_name_without_odd_characters(
    documents: Documents, container: ContainerProxy
) -> None:
    await documents.create(KEY, BODY)
    there = await item(container)
    assert (there["pk"], there["id"]) == ("note:29_3Alro_2F1", "K7PQ")
    assert (there["kind"], there["partition"], there["key"]) == ("note", "29:lro/1", "K7PQ")
    assert there["body"] == BODY


async def test_an_item_names_its_latest_writes_and_no_more(
    documents: Documents, container: ContainerProxy
) -> None:
    written = await documents.create(KEY, {})
    named: list[str] = (await item(container))["writes"]
    for n in range(REMEMBERED + 2):
        written = await documents.replace(KEY, written.etag, {"n": n})
        newest, *earlier = (await item(container))["writes"]
        assert newest not in named
        named = [newest, *named][:REMEMBERED]
        assert [newest, *earlier] == named


@pytest.mark.parametrize("etag", ["", "*", "|*", "||*", "0||*", '"00000000-0000-0000"', "|0f|", "soon|0f|*"])
def test_only_an_etag_of_ours_is_ever_sent(etag: str, clock: HandClock) -> None:
    """The service takes "*" for any etag; the stand-in does not, and would not show it."""
    assert Precondition.of(etag, clock.now) is None
